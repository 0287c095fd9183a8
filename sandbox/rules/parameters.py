"""Query parameters that several operations share, and the sandbox they act on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, Field
from sqlalchemy import ColumnElement, or_

from sandbox.contract.shapes import storable
from sandbox.tables import fold, folded
from sandbox.world import World


def the_world(request: Request) -> World:
    return request.state.world


TheWorld = Annotated[World, Depends(the_world)]
Id = Annotated[str, Path(min_length=1, alias="id"), AfterValidator(storable)]
TeamId = Annotated[str, Query(min_length=1, alias="teamId"), AfterValidator(storable)]
OptionalTeamId = Annotated[str, Query(alias="teamId"), AfterValidator(storable)]
Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0)]
Few = Annotated[int, Field(ge=1, le=100)]
Search = Annotated[str | None, Query(), AfterValidator(storable)]
YesNo = Literal["true", "false"]


def text_like(search: str, *columns: Any) -> ColumnElement[bool]:
    """Condition that `search`, taken literally and without case, is in one of the columns."""
    wanted = fold(search) or ""
    return or_(*(folded(column).contains(wanted, autoescape=True) for column in columns))
