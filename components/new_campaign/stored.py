"""Campaign in the making as its draft keeps it, with the token by which it becomes one campaign however often it is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from components.new_campaign.draft import Draft
from services.api.models import Campaign, Contact
from services.calling_days.days import CallingDays
from services.calling_days.usual import UsualHours
from services.calling_days.whose import Whose
from services.campaigns.first_people import FirstPeople
from services.campaigns.form import Basics, EachCall, Hours, Retries
from services.drafts.state import read_state
from services.keeper import GuardrailTerms
from services.templates.fitting import Lacking

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
    at_once_followed: int
    limits: dict[str, Any] | None = None
    country: str | None = None
    picked: tuple[Contact, ...] = ()
    template: str = ""
    lacking: tuple[Lacking, ...] = ()


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
    "country",
    "at_once_followed",
    "template",
    "lacking",
)


def stamp_of(made: Draft) -> object:
    """Equal as long as nothing of it has changed."""
    return (*(getattr(made, name) for name in _SAME), made.limits)


def to_json(made: Draft, picked: Sequence[Contact] = ()) -> dict[str, Any]:
    """`picked` are the people picked by hand, as far as they are known: the form shows their names."""
    limits = made.limits.stored() if made.limits else None
    same = {name: getattr(made, name) for name in _SAME}
    stored = _Stored(**same, limits=limits, picked=tuple(picked))
    return {"version": VERSION, **_ADAPTER.dump_python(stored, mode="json", by_alias=True)}


def from_json(kept: Mapping[str, Any]) -> Draft | None:
    """As it was kept; None where another version of the console kept it otherwise."""
    stored = read_state(kept, _ADAPTER, VERSION)
    if stored is None:
        return None
    limits = GuardrailTerms.read(stored.limits) if stored.limits is not None else None
    same = {name: getattr(stored, name) for name in _SAME}
    return Draft(**same, suggested=True, limits=limits, opened_again=True)


def picked_of(kept: Mapping[str, Any]) -> tuple[Contact, ...]:
    """The people picked by hand."""
    stored = read_state(kept, _ADAPTER, VERSION)
    return stored.picked if stored else ()
