"""Campaign in the making as its draft keeps it, with the token by which it becomes one campaign however often it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from components.new_campaign.draft import Draft
from services.api.generation import Generation
from services.api.models import Campaign
from services.calling_days.days import CallingDays
from services.calling_days.usual import UsualHours
from services.calling_days.whose import Whose
from services.campaigns.first_people import FirstPeople
from services.campaigns.form import Basics, EachCall, Hours, Retries
from services.keeper import GuardrailTerms

VERSION = 1


@dataclass(frozen=True)
class _Stored:
    basics: Basics
    hours: Hours
    retries: Retries
    people: FirstPeople
    copied: Campaign | None
    token: str
    campaign_id: str | None
    each: EachCall
    days: CallingDays | None
    unread_days: frozenset[int]
    usual: UsualHours | None
    kinds: tuple[Whose, ...]
    generation: Generation
    at_once_followed: int
    limits: dict[str, Any] | None = field(default=None)


_ADAPTER = TypeAdapter(_Stored)
_SAME = (
    "basics",
    "hours",
    "retries",
    "people",
    "copied",
    "token",
    "campaign_id",
    "each",
    "days",
    "unread_days",
    "usual",
    "kinds",
    "generation",
    "at_once_followed",
)


def stamp_of(made: Draft) -> object:
    """Equal as long as nothing of it has changed."""
    return (*(getattr(made, name) for name in _SAME), made.limits)


def to_json(made: Draft) -> dict[str, Any]:
    limits = made.limits.stored() if made.limits else None
    same = {name: getattr(made, name) for name in _SAME}
    stored = _Stored(**same, limits=limits)
    return {"version": VERSION, **_ADAPTER.dump_python(stored, mode="json", by_alias=True)}


def from_json(kept: Mapping[str, Any]) -> Draft | None:
    """As it was kept; None where another version of the console kept it otherwise."""
    if kept.get("version") != VERSION:
        return None
    try:
        stored = _ADAPTER.validate_python({name: value for name, value in kept.items() if name != "version"})
    except ValidationError:
        return None
    limits = GuardrailTerms.read(stored.limits) if stored.limits is not None else None
    same = {name: getattr(stored, name) for name in _SAME}
    return Draft(**same, limits=limits)
