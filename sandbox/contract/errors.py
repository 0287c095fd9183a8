"""Refusals, in the shapes the contract describes."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy import select
from starlette.exceptions import HTTPException

from sandbox.contract.operations import methods_of, operation_of
from sandbox.tables import campaigns, contacts, groups

THINGS = {
    "campaigns": (campaigns, "Campaign"),
    "groups": (groups, "Group"),
    "contacts": (contacts, "Contact"),
}
"""What has an id in an address, by the part of the address before it."""
IN_PLACE_OF_400 = {"listCampaignContacts": 404, "listGroupContacts": 404, "listCustomFields": 403}
"""Lists of which the contracts know no 400: what nobody can have is not there, or not for this key."""


class RefusedError(Exception):
    """The request is refused with `status` and a sentence; `field` names what is wrong, where it is one field."""

    def __init__(self, status: int, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.field = status, sentence, field


def error_body(sentence: str, details: dict[str, Any] | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {"success": False, "error": sentence}
    return body | ({"details": details} if details else {})


def install(app: FastAPI) -> None:
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _http)


def _refused(_request: Request, error: Any) -> JSONResponse:
    details = {"field": error.field} if error.field else None
    return JSONResponse(error_body(error.sentence, details), error.status)


def _not_valid(request: Request, error: Any) -> JSONResponse:
    """400; but what is asked of a thing that is not there is 404, whatever else is wrong with it."""
    operation = operation_of(request.method, request.url.path, _generation(request))
    if operation and "{id}" in operation.path and (missing := _missing(request)):
        return JSONResponse(error_body(f"{missing} not found"), 404)
    fields: dict[str, list[str]] = {}
    form: list[str] = []
    for problem in error.errors():
        path = [str(part) for part in problem["loc"][1:]]
        sentences = fields.setdefault(".".join(path), []) if path else form
        sentences.append(str(problem["msg"]))
    named = next(iter(fields), None)
    sentence = f"{named}: {fields[named][0]}" if named else "The request body is not valid"
    status = IN_PLACE_OF_400.get(operation.name, 400) if operation else 400
    return JSONResponse(error_body(sentence, {"fieldErrors": fields, "formErrors": form}), status)


def _generation(request: Request) -> str:
    return request.state.world.options.generation


def _missing(request: Request) -> str | None:
    """What the address names, where there is no such thing."""
    table, name = THINGS[request.url.path.split("/")[3]]
    with request.state.world.read() as connection:
        found = select(table.c.seq).where(table.c.id == request.path_params.get("id"))
        return None if connection.execute(found).first() else name


def _http(request: Request, error: Any) -> JSONResponse:
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(methods_of(request.url.path, _generation(request)))
    return JSONResponse(error_body(str(error.detail)), error.status_code, headers=headers)
