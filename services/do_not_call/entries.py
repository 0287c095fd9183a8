"""Entry of the do-not-call list as anybody sees it who asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.person import Person


class Reason(StrEnum):
    """Why somebody is not called any more."""

    ASKED = "asked"
    WRONG_PERSON = "wrong_person"
    COMPLAINT = "complaint"
    DECEASED = "deceased"
    OTHER = "other"


class Mark(StrEnum):
    """What the platform knows of an entry; `TO_TELL` are those of which it is still to be told."""

    NOT_TOLD = "not_told"  # nobody has told it yet
    LIST_ONLY = "list_only"  # nobody has told it yet of one of a list that was uploaded
    MARKED = "marked"  # set there, and read back
    NOT_THERE = "not_there"  # its CRM has nobody with this number
    NOT_POSSIBLE = "not_possible"  # it does not let this key set the mark
    NOT_CONFIRMED = "not_confirmed"  # it was sent, and no read says that it is set


TO_TELL = (Mark.NOT_TOLD, Mark.LIST_ONLY)


@dataclass(frozen=True)
class NewEntry:
    """What a person wants to add: a number as she has it, or a person of the CRM with hers."""

    number: str
    reason: Reason
    name: str = ""
    contact_id: str | None = None
    note: str = ""


@dataclass(frozen=True)
class DoNotCallEntry:
    """`who` added it. `removed_at` is set for one that holds no longer."""

    id: int
    number: str
    line: int
    name: str
    contact_id: str | None
    reason: Reason
    note: str
    who: Person
    at: datetime
    mark: Mark
    removed_at: datetime | None = None
    removed_by: str = ""
    removed_why: str = ""


@dataclass(frozen=True)
class Added:
    """`new` is False where the line was on the list already: then `entry` is the one that was there."""

    entry: DoNotCallEntry
    new: bool


@dataclass(frozen=True)
class EntryPage:
    """One page, newest first; `total` is all that match."""

    rows: list[DoNotCallEntry] = field(default_factory=list)
    total: int = 0
