"""Marks of many entries, as an uploaded list brings them: the CRM is read once from its first page to its last, each person is
held against the list, and whoever is on it is marked.

A few requests for a thousand people, where looking for each entry would take one for each. Goes on round after round; a new
process begins anew, and passes over whom it finds marked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from services.api import Api, ApiError, errors
from services.api.models import Contact
from services.do_not_call.entries import Mark
from services.do_not_call.entry_list import DoNotCallList
from services.do_not_call.listed import Listed

MANY = 30
"""From so many entries on."""
MOST_MARKED = 5
"""People who are marked in one round: each takes two requests."""
CLOSED = (
    errors.NotAvailable,
    errors.Forbidden,
    errors.Unauthorized,
    errors.NotInThisVersion,
    errors.VersionUnknown,
)
FOR_ALL = (errors.BudgetSpent, errors.ConnectionFailed)
"""What says nothing of one person: the next would fail too."""


@dataclass
class _Reading:
    """How far the CRM was read, for the entries up to `up_to`. An entry is marked where everybody who has its line is shown to
    be, so nothing is kept of any before the last page."""

    up_to: int
    offset: int = 0
    lines: set[int] = field(default_factory=set)
    contact_ids: set[str] = field(default_factory=set)
    not_shown: set[str] = field(default_factory=set)
    lines_not_shown: set[int] = field(default_factory=set)


class MarksOfMany:
    """Those of one connection. `mark` sets it on one person and says whether a read shows it."""

    def __init__(self, api: Api, entries: DoNotCallList, mark: Callable[[str], bool]) -> None:
        self._api = api
        self._entries = entries
        self._mark = mark
        self._at: _Reading | None = None

    def takes_over(self) -> bool:
        """Whether the CRM is being read, or is to be: they are many of whom it is to be told."""
        if self._at is None and self._entries.waiting()[0] >= MANY:
            self.begin()
        return self._at is not None

    def begin(self) -> None:
        """From the first page on, for all entries that are there by now; one that is under way goes on."""
        self._at = self._at or _Reading(self._entries.waiting()[1])

    @property
    def up_to(self) -> int:
        """The newest entry that it is under way for."""
        return self._at.up_to if self._at else 0

    def end(self) -> None:
        """Here it cannot be done."""
        self._at = None

    def go_on(self) -> int:
        """Read a page, or go on marking on it. How many people were marked.

        Raises:
            ApiError: it goes on from here in the next round.
            DatabaseAway: the same.
        """
        at, listed = self._at, self._entries.listed()
        if at is None:
            return 0
        page = self._api.contacts.list(offset=at.offset)
        found = [one for one in page.whole().items if listed.bars((one.phone, one.phone_secondary), one.id)]
        unmarked = [one for one in found if one.do_not_call is not True and one.id not in at.not_shown]
        for one in unmarked[:MOST_MARKED]:
            if not self._is_set(one):
                at.not_shown.add(one.id)
        if len(unmarked) > MOST_MARKED:
            return MOST_MARKED  # the others of this page in the next round
        _note(at, found, listed)
        at.offset += page.received
        if page.ends_at(at.offset):
            self._keep(at)
            self._at = None
        return len(unmarked)

    def _is_set(self, one: Contact) -> bool:
        try:
            return self._mark(one.id)
        except (*CLOSED, *FOR_ALL):
            raise
        except ApiError:
            return False

    def _keep(self, at: _Reading) -> None:
        self._entries.mark_found(Mark.NOT_CONFIRMED, at.lines_not_shown, at.not_shown)
        self._entries.mark_found(Mark.MARKED, at.lines - at.lines_not_shown, at.contact_ids - at.not_shown)
        self._entries.mark_waiting(Mark.NOT_THERE, up_to=at.up_to)


def _note(at: _Reading, found: list[Contact], listed: Listed) -> None:
    for one in found:
        lines = listed.lines_of((one.phone, one.phone_secondary))
        at.lines |= lines
        at.contact_ids.add(one.id)
        if one.id in at.not_shown:
            at.lines_not_shown |= lines
