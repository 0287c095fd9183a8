"""Routes of the newest generation's credits, assistants, companies (what is left of them) and own fields."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import AfterValidator
from sqlalchemy import func, select

from sandbox.contract.errors import RefusedError
from sandbox.contract.shapes import storable
from sandbox.rules.parameters import OptionalTeamId, Search, TeamId, TheWorld, YesNo, text_like
from sandbox.tables import TEAM_ID, account, assistants, companies, custom_fields, groups, phone_numbers

router = APIRouter()


@router.get("/api/credits")
def credits(
    world: TheWorld,
    account_id: Annotated[str | None, Query(alias="accountId"), AfterValidator(storable)] = None,
) -> dict[str, Any]:
    """Of the key's own account, whichever is named."""
    with world.read() as connection:
        row = connection.execute(select(account)).one()
    balance = {
        "id": row.id,
        "account_id": row.id,
        "credits": row.credits,
        "total_purchased": row.total_purchased,
    }
    reload = {"auto_reload_enabled": False, "auto_reload_threshold": 0, "auto_reload_amount_usd": 0}
    return {"success": True, "credits": balance | {"total_used": row.total_used} | reload}


@router.get("/api/crm/outbound-assistants")
def outbound_assistants(world: TheWorld, team_id: TeamId) -> dict[str, Any]:
    found = (
        select(assistants, groups.c.name.label("group_name"))
        .outerjoin(groups, groups.c.id == assistants.c.group_id)
        .where(assistants.c.team_id == team_id)
        .order_by(assistants.c.name)
    )
    with world.read() as connection:
        rows = connection.execute(found).all()
        active = phone_numbers.c.team_id == team_id, phone_numbers.c.status == "active"
        numbers = connection.execute(select(phone_numbers).where(*active)).all()
    fields = ("id", "phone_number", "assistant_id", "status")
    shown = [
        {
            "id": row.id,
            "name": row.name,
            "outbound_enabled": True,
            "group_id": row.group_id,
            "group_name": row.group_name,
            "assigned_numbers": [
                {name: getattr(number, name) for name in fields}
                for number in numbers
                if number.assistant_id == row.id
            ],
        }
        for row in rows
    ]
    return {"success": True, "assistants": shown}


@router.get("/api/crm/companies")
def list_companies(
    world: TheWorld,
    team_id: OptionalTeamId = TEAM_ID,
    account_slug: Annotated[str | None, Query(alias="accountSlug"), AfterValidator(storable)] = None,
    search: Search = None,
    number: Annotated[int, Query(alias="page", ge=1)] = 1,
    limit: Annotated[int, Query(ge=1)] = 50,
) -> dict[str, Any]:
    """Whatever slug is named, the key's own team answers."""
    found = select(companies).where(companies.c.team_id == team_id)
    if search:
        found = found.where(text_like(search, companies.c.name))
    size = min(limit, 1000)
    shown = (
        found.order_by(companies.c.name, companies.c.seq).limit(size).offset(min((number - 1) * size, 2**53))
    )
    with world.read() as connection:
        total = connection.scalar(select(func.count()).select_from(found.subquery())) or 0
        rows = connection.execute(shown).all()
    fields = ("id", "name", "website", "industry", "phone")
    told = [{name: getattr(row, name) for name in fields} | {"address": None} for row in rows]
    return {"success": True, "companies": told, "total": total, "page": number}


@router.post("/api/crm/companies", status_code=410)
def create_company() -> dict[str, Any]:
    raise RefusedError(410, "Companies are gone: create a group instead")


@router.get("/api/crm/custom-fields")
def list_custom_fields(
    world: TheWorld,
    team_id: TeamId,
    entity_type: Annotated[Literal["contact"], Query(alias="entityType")] = "contact",
    include_inactive: Annotated[YesNo, Query(alias="includeInactive")] = "false",
) -> dict[str, Any]:
    found = select(custom_fields).where(
        custom_fields.c.team_id == team_id, custom_fields.c.entity_type == entity_type
    )
    if include_inactive == "false":
        found = found.where(custom_fields.c.is_active)
    with world.read() as connection:
        rows = connection.execute(found.order_by(custom_fields.c.sort_order, custom_fields.c.seq)).all()
    return {"success": True, "fields": [_field(row) for row in rows]}


def _field(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "teamId": row.team_id,
        "key": row.key,
        "label": row.label,
        "fieldType": row.field_type,
        "entityType": row.entity_type,
        "options": {"options": row.options} if row.options else None,
        "isRequired": row.is_required,
        "sortOrder": row.sort_order,
        "isActive": row.is_active,
    }
