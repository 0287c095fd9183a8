"""Refusals, in the shapes the contract describes."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException


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


def _not_valid(_request: Request, error: Any) -> JSONResponse:
    fields: dict[str, list[str]] = {}
    form: list[str] = []
    for problem in error.errors():
        path = [str(part) for part in problem["loc"][1:]]
        sentences = fields.setdefault(".".join(path), []) if path else form
        sentences.append(str(problem["msg"]))
    named = next(iter(fields), None)
    sentence = f"{named}: {fields[named][0]}" if named else "The request body is not valid"
    return JSONResponse(error_body(sentence, {"fieldErrors": fields, "formErrors": form}), 400)


def _http(_request: Request, error: Any) -> JSONResponse:
    return JSONResponse(error_body(str(error.detail)), error.status_code, headers=dict(error.headers or {}))
