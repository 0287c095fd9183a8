"""Routes of the account's credits, assistants and companies."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy import insert, select

from sandbox.contract import views
from sandbox.contract.shapes import CompanyCreateBody
from sandbox.rules.parameters import Limit, Offset, OptionalTeamId, Search, TeamId, TheWorld, text_like
from sandbox.tables import TEAM_ID, account, assistants, companies, new_id

router = APIRouter()


@router.get("/api/credits")
def credits(world: TheWorld) -> dict[str, Any]:
    with world.read() as connection:
        row = connection.execute(select(account)).one()
    balance = {
        "account_id": row.id,
        "credits": row.credits,
        "total_purchased": row.total_purchased,
        "total_used": row.total_used,
    }
    return {"success": True, "credits": balance}


@router.get("/api/crm/outbound-assistants")
def outbound_assistants(world: TheWorld, team_id: OptionalTeamId = TEAM_ID) -> dict[str, Any]:
    found = select(assistants).where(assistants.c.team_id == team_id).order_by(assistants.c.name)
    with world.read() as connection:
        rows = connection.execute(found).all()
    return {"success": True, "assistants": [{"id": row.id, "name": row.name} for row in rows]}


@router.get("/api/crm/companies")
def list_companies(
    world: TheWorld,
    team_id: TeamId,
    search: Search = None,
    industry: Search = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    found = views.companies_with_counts().where(companies.c.team_id == team_id)
    if search:
        found = found.where(text_like(search, companies.c.name))
    if industry:
        found = found.where(companies.c.industry == industry)
    with world.read() as connection:
        rows, answer = views.page(
            connection, found.order_by(companies.c.name, companies.c.seq), limit, offset
        )
    return answer | {"companies": [views.company(row) for row in rows]}


@router.post("/api/crm/companies", status_code=201)
def create_company(world: TheWorld, body: CompanyCreateBody) -> dict[str, Any]:
    row = body.model_dump() | {"id": new_id("comp"), "team_id": body.team_id or TEAM_ID}
    with world.write() as connection:
        connection.execute(insert(companies).values(row))
        made = connection.execute(views.companies_with_counts().where(companies.c.id == row["id"])).one()
    return {"success": True, "company": views.company(made)}
