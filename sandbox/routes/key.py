"""Routes of the key and the caller numbers, which every generation answers alike."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy import select

from sandbox.rules.parameters import TeamId, TheWorld
from sandbox.tables import assistants, phone_numbers

router = APIRouter()


@router.get("/api/test-api-key")
def test_api_key() -> dict[str, Any]:
    return {"success": True, "message": "The API key is valid"}


@router.get("/api/phone-numbers/purchase")
def numbers(world: TheWorld, team_id: TeamId) -> dict[str, Any]:
    found = (
        select(phone_numbers, assistants.c.name.label("assistant_name"))
        .outerjoin(assistants, assistants.c.id == phone_numbers.c.assistant_id)
        .where(phone_numbers.c.team_id == team_id)
        .order_by(phone_numbers.c.id)
    )
    with world.read() as connection:
        rows = connection.execute(found).all()
    fields = ("id", "phone_number", "status", "country_code", "features", "assistant_id", "assistant_name")
    shown = [{name: getattr(row, name) for name in fields} for row in rows]
    return {"success": True, "numbers": shown, "count": len(shown)}
