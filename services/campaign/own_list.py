"""Team's own do-not-call list as readiness and dry runs ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from services.api.models import CampaignContact
from services.database.circuit_breaker import DatabaseAway
from services.deployment import Deployment
from services.do_not_call import NOBODY_LISTED, Listed
from services.do_not_call.marks import PlatformMarks
from services.launch import DryRun
from services.launch.own_list import MARK, REMOVE, ListedPerson, listed_person
from services.launch.reasons import LeftOutReason
from services.readiness.plan import OnList


class OwnList:
    """Of one connection. Where the console's own database is away nothing can be launched anyway, and nobody is named."""

    def __init__(self, listed: Callable[[], Listed], marks: PlatformMarks, deployment: Deployment) -> None:
        self._read = listed
        self._marks = marks
        self._deployment = deployment

    def _listed(self) -> Listed:
        try:
            return self._read()
        except DatabaseAway:
            return NOBODY_LISTED

    def asked(self) -> OnList:
        """Tells of one person after the other whether she is on it, as it is now."""
        listed = self._listed()
        return lambda person: listed.bars((person.phone,), person.contact_id)

    @property
    def can_leave_out(self) -> bool:
        """Whether somebody who is in a campaign can be taken out of it or be marked, as far as is known."""
        may = self._deployment.may
        return may(REMOVE) or (self._marks.possible and may(MARK))

    def of(self, rows: Iterable[CampaignContact]) -> dict[str, ListedPerson]:
        """Who of a campaign is on the list and may still be called by it, as far as its people tell; by the enrolment's id."""
        if not (listed := self._listed()):
            return {}
        return {one.id: found for one in rows if (found := listed_person(one, listed))}

    def left_out_of(self, run: DryRun) -> DryRun:
        """A dry run with those named apart whom a start from here leaves out, or does not take place with."""
        listed = self._listed()
        return run.without(LeftOutReason.OWN_LIST, lambda one: listed.bars((one.number,), one.contact_id))
