"""Do-not-call marks in the platform's CRM: set where a key can, and believed only when a read shows them.

The team's own list holds without them. They are for whoever calls by other means than this console. A few entries are looked
for by their number; for many the CRM is read once from its first to its last page (`services.do_not_call.marks_of_many`).
"""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from services.api import Api, ApiError, Page, errors
from services.api.generation import Generation
from services.api.models import Contact
from services.contact_file.numbers.lines import spellings_of
from services.do_not_call.entries import DoNotCallEntry, Mark
from services.do_not_call.entry_list import DoNotCallList
from services.do_not_call.listed import Listed
from services.do_not_call.marks_of_many import CLOSED, FOR_ALL, MarksOfMany
from services.do_not_call.reading import code_length

TAKES_MARKS = (Generation.ACTIONS, Generation.NEWEST)
AT_ONCE = 3
"""Entries a round of the background tells of: the hour's requests are people's."""
MOST_PAGES = 3
"""A number has few people. A platform that lists more does not look for it, and is read page by page instead."""


class _NotSought(Exception):  # noqa: N818  named for what it says
    """The platform does not look for a number."""


class PlatformMarks:
    """Those of one connection."""

    def __init__(self, api: Api, entries: DoNotCallList) -> None:
        self._api = api
        self._entries = entries
        self._failed: set[int] = set()
        self._of_many = MarksOfMany(api, entries, self.mark)

    @property
    def possible(self) -> bool:
        """Whether this platform is known to take marks from a key."""
        return self._api.campaigns.which_generation() in TAKES_MARKS

    def tell_waiting(self) -> int:
        """Tell the platform of some entries of which it knows nothing yet. How many. One that fails holds up no other.

        Raises:
            ApiError: nothing can be told now.
            DatabaseAway: what it knows could not be kept.
        """
        if not self.possible:
            if self._api.campaigns.which_generation() is not Generation.UNKNOWN:
                self._entries.mark_waiting(Mark.NOT_POSSIBLE)
            return 0
        with self._api.budget.purpose("do not call", background=True):
            many = self._of_many.takes_over()
            after = self._of_many.up_to if many else 0
            waiting = self._entries.not_told(AT_ONCE, but=self._failed, after=after)
            if not waiting:
                self._failed.clear()
            told = sum(self.tell(entry) is not Mark.NOT_TOLD for entry in waiting)
            return told + (self._told_of_many() if many else 0)

    def _told_of_many(self) -> int:
        try:
            return self._of_many.go_on()
        except CLOSED:
            self._of_many.end()
            self._entries.mark_waiting(Mark.NOT_POSSIBLE)
            return 0

    def tell(self, entry: DoNotCallEntry) -> Mark:
        """Mark everybody in the CRM who has this line, and keep what became of it. `NOT_TOLD` where it could not be tried
        now: the background tries again.

        Raises:
            BudgetSpent, ConnectionFailed: nothing can be told now.
        """
        if not self.possible:
            return self._kept(entry, Mark.NOT_POSSIBLE)
        try:
            people = self._people_of(entry)
            if not people:
                return self._kept(entry, Mark.NOT_THERE)
            marked = [one.do_not_call is True or self.mark(one.id) for one in people]
        except CLOSED:
            return self._kept(entry, Mark.NOT_POSSIBLE)
        except FOR_ALL:
            raise
        except _NotSought:
            self._of_many.begin()
            return Mark.NOT_TOLD
        except ApiError:
            self._failed.add(entry.id)
            return Mark.NOT_TOLD
        return self._kept(
            entry, Mark.MARKED if all(marked) else Mark.NOT_CONFIRMED, entry.contact_id or people[0].id
        )

    def mark(self, contact_id: str) -> bool:
        """Set the mark on one person, and read whether it is set.

        Raises:
            ApiError: it could not be set, or not be read.
        """
        self._api.contacts.mark_do_not_call(contact_id)
        return self._api.contacts.get(contact_id).do_not_call is True

    def _people_of(self, entry: DoNotCallEntry) -> list[Contact]:
        """Everybody who has the line, in whichever spelling, and the person it was said of."""
        found = {
            one.id: one
            for term in sought(entry.line)
            for one in self._found(self._api.contacts.list(search=term))
        }
        if entry.contact_id and entry.contact_id not in found:
            with suppress(errors.NotFound):  # whoever else has her number is told of all the same
                found[entry.contact_id] = self._api.contacts.get(entry.contact_id)
        own = frozenset({entry.contact_id} if entry.contact_id else ())
        hers = Listed(np.array([entry.line], np.int64), own)
        return [one for one in found.values() if hers.bars((one.phone, one.phone_secondary), one.id)]

    def _found(self, first: Page[Contact]) -> list[Contact]:
        """All pages: whoever stands on a later one has the number as well.

        Raises:
            _NotSought: they are so many that the platform cannot have looked for the number.
            UnreadableAnswer: somebody cannot be read, and could be her.
        """
        people: list[Contact] = []
        for place, page in enumerate(first.pages()):
            if place >= MOST_PAGES and page.received:
                raise _NotSought
            people += page.whole().fresh
        return people

    def _kept(self, entry: DoNotCallEntry, mark: Mark, contact_id: str | None = None) -> Mark:
        self._entries.set_mark(entry.id, mark, contact_id)
        return mark


def sought(line: int) -> list[str]:
    """Digits to look for, which stand in the number with and without its country code; as few as find every spelling."""
    national = [spelling[code_length(spelling) :] for spelling in spellings_of(line)]
    return [one for one in national if not any(other != one and other in one for other in national)]
