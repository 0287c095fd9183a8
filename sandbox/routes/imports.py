"""Route `POST /contacts/import`: the form around the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from sandbox.contract.errors import RefusedError
from sandbox.contract.shapes import storable
from sandbox.rules import enrolling
from sandbox.rules.importing import Import, import_people
from sandbox.rules.parameters import TheWorld
from sandbox.world import World

router = APIRouter()
YES_NO = {"type": "string", "enum": ["true", "false"]}
FORM = {
    "type": "object",
    "required": ["file", "teamId", "columnMapping"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        "teamId": {"type": "string"},
        "columnMapping": {"type": "string"},
        "autoCreateCompanies": YES_NO,
        "importCompanyFields": YES_NO,
        "defaultCompanyId": {"type": "string"},
        "duplicateMode": {"type": "string", "enum": ["skip", "update", "replace"], "default": "skip"},
    },
}
"""The framework's own form fields cannot tell an empty text from a missing one, so this form is read by hand."""
BODY = {"required": True, "content": {"multipart/form-data": {"schema": FORM}}}


AfterImport: TypeAlias = Callable[[Connection, World, str], None]
"""What a generation does with the people of a team once a file of them is in."""


@router.post("/api/crm/contacts/import", openapi_extra={"requestBody": BODY})
async def import_contacts(request: Request, world: TheWorld) -> dict[str, Any]:
    refuse_large(request, world)
    return await import_file(request, world)


async def import_file(
    request: Request, world: World, after: AfterImport | None = None, *, lifts_marks: bool = False
) -> dict[str, Any]:
    """Import the file of the request's form.

    Raises:
        RefusedError: 400 for a form that cannot be read, 413 for a file that is too large.
    """
    try:
        async with request.form(max_files=10, max_fields=50) as form:
            wanted, file = _read(form, world)
            content = await file.read()
    except HTTPException as error:
        raise RefusedError(400, f"The form cannot be read: {error.detail}") from error
    if len(content) > world.options.max_import_bytes:
        raise too_large(world)
    return await run_in_threadpool(_import, world, replace(wanted, lifts_marks=lifts_marks), content, after)


def _import(world: World, wanted: Import, content: bytes, after: AfterImport | None) -> dict[str, Any]:
    with world.write() as connection:
        result = import_people(connection, wanted, content, world.now())
        if after is not None:
            after(connection, world, wanted.team_id)
        if result.updated:
            enrolling.follow_contacts(connection)
            world.dialler.wake_all()
    return {"success": True, **result.counts()}


def refuse_large(request: Request, world: World) -> None:
    """Raises:
    RefusedError: 413 for a request that says that it is too large.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > world.options.max_import_bytes + 100_000:
        raise too_large(world)


def _read(form: FormData, world: World) -> tuple[Import, UploadFile]:
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise RefusedError(400, "file: a file is required", field="file")
    wanted = Import(
        team_id=_text(form, "teamId"),
        mapping=_text(form, "columnMapping"),
        create_companies=_choice(form, "autoCreateCompanies", "false") == "true",
        company_fields=_choice(form, "importCompanyFields", "false") == "true",
        default_company_id=_text(form, "defaultCompanyId", "") or None,
        duplicates=_choice(form, "duplicateMode", "skip"),
        most_rows=world.options.max_import_rows,
    )
    return wanted, file


def _text(form: FormData, name: str, default: str | None = None) -> str:
    value = form.get(name, default)
    if not isinstance(value, str):
        raise RefusedError(400, f"{name}: a text is required", field=name)
    try:
        return storable(value)
    except ValueError as error:
        raise RefusedError(400, f"{name}: {error}", field=name) from error


def _choice(form: FormData, name: str, default: str) -> str:
    value = _text(form, name, default)
    if value not in FORM["properties"][name]["enum"]:
        raise RefusedError(400, f"{name}: {value!r} is none of its values", field=name)
    return value


def too_large(world: World) -> RefusedError:
    return RefusedError(413, f"The file is larger than {world.options.max_import_bytes} bytes")
