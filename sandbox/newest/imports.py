"""Route `POST /contacts/import` of the newest generation: rows as JSON, or the CSV form of the generation before.

Each import is a batch that no answer names. Whoever comes by a CSV file joins the default group.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy import Connection, select, update

from sandbox.contract.errors import RefusedError
from sandbox.newest import joining
from sandbox.newest.merging import People
from sandbox.newest.shapes import ImportBody, ImportRow
from sandbox.routes.imports import FORM, import_file, refuse_large, too_large
from sandbox.rules.importing import MOST_ERRORS
from sandbox.rules.parameters import TheWorld
from sandbox.tables import contacts, groups, memberships, new_id
from sandbox.world import World

router = APIRouter()
JSON, MULTIPART = "application/json", "multipart/form-data"
NOT_IN_THE_FORM = ("autoCreateCompanies", "importCompanyFields", "defaultCompanyId")


def _described() -> dict[str, Any]:
    """Both bodies, for the description of this address: the route reads them by hand."""
    rows = ImportBody.model_json_schema()
    rows["properties"]["contacts"]["items"] = rows.pop("$defs")["ImportRow"]
    fields = {name: field for name, field in FORM["properties"].items() if name not in NOT_IN_THE_FORM}
    form = {**FORM, "properties": fields}
    return {"required": True, "content": {JSON: {"schema": rows}, MULTIPART: {"schema": form}}}


@router.post("/api/crm/contacts/import", openapi_extra={"requestBody": _described()})
async def import_contacts(request: Request, world: TheWorld) -> dict[str, Any]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    refuse_large(request, world)
    if kind == MULTIPART:
        return await import_file(request, world, _into_the_default_group, lifts_marks=True)
    if kind != JSON:
        raise RefusedError(415, "Send the contacts as JSON, or a CSV file in a form")
    content = await request.body()
    if len(content) > world.options.max_import_bytes:
        raise too_large(world)
    try:
        body = ImportBody.model_validate_json(content)
    except ValidationError as error:
        raise RequestValidationError(
            [{**problem, "loc": ("body", *problem["loc"])} for problem in error.errors()]
        ) from error
    if len(body.contacts) > world.options.max_import_rows:
        raise RefusedError(413, f"There are more than {world.options.max_import_rows} contacts")
    return await run_in_threadpool(_import_rows, world, body)


def _import_rows(world: World, body: ImportBody) -> dict[str, Any]:
    """Whoever has a number already is merged with what the row says, and counts as imported."""
    imported, errors, batch = 0, list[str](), new_id("batch")
    with world.write() as connection:
        people = People(connection, world.dialler, body.team_id, world.now())
        mine = select(groups.c.id).where(groups.c.team_id == body.team_id)
        known = set(connection.scalars(mine))
        everybody = joining.default_group(connection, body.team_id)
        for number, row in enumerate(body.contacts, start=1):
            if row.group_id and row.group_id not in known:
                errors.append(f"Row {number}: the group does not exist")
                continue
            _import_row(connection, people, row, row.group_id or everybody, batch)
            imported += 1
        world.dialler.wake_all()
    return {"success": True, "imported": imported, "failed": len(errors), "errors": errors[:MOST_ERRORS]}


def _import_row(
    connection: Connection, people: People, row: ImportRow, group_id: str | None, batch: str
) -> None:
    contact_id, _ = people.keep(row, group_id)
    connection.execute(update(contacts).where(contacts.c.id == contact_id).values(import_batch=batch))
    if row.campaign_id:
        people.enrol(contact_id, row.campaign_id, row.campaign_priority or 0)


def _into_the_default_group(connection: Connection, world: World, team_id: str) -> None:
    """Whoever the file has brought is in no group yet."""
    group_id = joining.default_group(connection, team_id)
    ungrouped = contacts.c.team_id == team_id, contacts.c.id.not_in(select(memberships.c.contact_id))
    fresh = list(connection.scalars(select(contacts.c.id).where(*ungrouped).order_by(contacts.c.seq)))
    if group_id is None or not fresh:
        return
    joining.join(connection, world.dialler, group_id, fresh, world.now())
    mine = contacts.c.id.in_(select(memberships.c.contact_id).where(memberships.c.group_id == group_id))
    unnamed = update(contacts).where(mine, contacts.c.import_batch.is_(None))
    connection.execute(unnamed.values(import_batch=new_id("batch")))
