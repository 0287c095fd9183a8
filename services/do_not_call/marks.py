"""Do-not-call marks in the platform's CRM: set where a key can, and believed only when a read shows them.

The team's own list holds without them. They are for whoever calls by other means than this console.
"""

from __future__ import annotations

from contextlib import suppress

from services.api import Api, ApiError, errors
from services.api.generation import Generation
from services.api.models import Contact
from services.do_not_call.entries import DoNotCallEntry, Mark
from services.do_not_call.entry_list import DoNotCallList
from services.do_not_call.reading import lines_meant

TAKES_MARKS = (Generation.ACTIONS, Generation.NEWEST)
AT_ONCE = 3
"""Entries a round of the background tells of: the hour's requests are people's."""
_CLOSED = (
    errors.NotAvailable,
    errors.Forbidden,
    errors.Unauthorized,
    errors.NotInThisVersion,
    errors.VersionUnknown,
)


class PlatformMarks:
    """Those of one connection."""

    def __init__(self, api: Api, entries: DoNotCallList) -> None:
        self._api = api
        self._entries = entries

    @property
    def possible(self) -> bool:
        """Whether this platform is known to take marks from a key."""
        return self._api.campaigns.which_generation() in TAKES_MARKS

    def tell_waiting(self) -> int:
        """Tell the platform of some entries of which it knows nothing yet. How many.

        Raises:
            DatabaseAway: what it knows could not be kept.
        """
        waiting = self._entries.not_told(AT_ONCE)
        with self._api.budget.purpose("do not call", background=True):
            return sum(self.tell(entry) is not Mark.NOT_TOLD for entry in waiting)

    def tell(self, entry: DoNotCallEntry) -> Mark:
        """Mark everybody in the CRM who has this line, and keep what became of it. `NOT_TOLD` where it could not be tried
        now: the background tries again."""
        if not self.possible:
            return self._kept(entry, Mark.NOT_POSSIBLE)
        try:
            people = self._people_of(entry)
            if not people:
                return self._kept(entry, Mark.NOT_THERE)
            marked = [one.do_not_call is True or self.mark(one.id) for one in people]
        except _CLOSED:
            return self._kept(entry, Mark.NOT_POSSIBLE)
        except ApiError:
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
        found = {one.id: one for one in self._api.contacts.list(search=str(entry.line)).items}
        if entry.contact_id and entry.contact_id not in found:
            with suppress(errors.NotFound):  # whoever else has her number is told of all the same
                found[entry.contact_id] = self._api.contacts.get(entry.contact_id)
        people = (
            one
            for one in found.values()
            if one.id == entry.contact_id
            or entry.line in lines_meant(one.phone, "") | lines_meant(one.phone_secondary, "")
        )
        return list(people)

    def _kept(self, entry: DoNotCallEntry, mark: Mark, contact_id: str | None = None) -> Mark:
        self._entries.set_mark(entry.id, mark, contact_id)
        return mark
