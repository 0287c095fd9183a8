"""Watch over campaigns that run or have a date, for who is put on the do-not-call list meanwhile.

After each change of the list every such campaign is looked at once. Who is on it is taken out, or marked on the platform.
Where neither works the campaign is paused under the keeper's name, or loses its date, and a person decides: it does not start
again from here with her in it (`services.launch.own_list`). Nothing has to be kept for that: a process that starts looks at
all of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import Engine

from services.api import Api, ApiError, errors
from services.api.models import Campaign, CampaignStatus, CampaignUpdate
from services.audit.audit import Audit, AuditAction, Result
from services.campaigns.campaigns import Campaigns
from services.campaigns.stops import is_stopped, may_be_calling
from services.do_not_call import listed_of
from services.do_not_call.marks import PlatformMarks
from services.launch.own_list import OwnListGate
from services.notifications import EventKind, NewEvent, raise_event
from services.person import Person

AGAIN_AFTER = timedelta(minutes=5)
"""So soon campaigns are looked through once more for those that have begun since, and for what could not be looked at."""
CLEAR_FOR = timedelta(minutes=15)
"""For each thousand people. After that somebody may have been put in on the platform's own page, in place of another one."""
REASON = "own_list"

_Seen = tuple[int, str, int | None]
"""Revision of the list, and status and size of a campaign: where one of them is another one, it is looked at at once."""


class OwnListWatch:
    """Of one connection."""

    def __init__(
        self,
        engine: Engine,
        api: Api,
        campaigns: Campaigns,
        gate: OwnListGate,
        marks: PlatformMarks,
        audit: Audit,
        account: str,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._api = api
        self._campaigns = campaigns
        self._gate = gate
        self._marks = marks
        self._audit = audit
        self._account = account
        self._monotonic = monotonic
        self._looked: tuple[int, float] | None = None
        self._clear: dict[str, tuple[_Seen, float]] = {}

    def look(self) -> None:
        """One round. What could not be looked at is looked at in the next.

        Raises:
            DatabaseAway: the list cannot be told.
        """
        listed = listed_of(self._engine, self._api.team_id)
        if not listed:
            return
        with suppress(ApiError):
            self._marks.tell_waiting()
        revision, now = listed_of(self._engine, self._api.team_id).revision, self._monotonic()
        if self._looked and self._looked[0] == revision and now < self._looked[1]:
            return
        with suppress(ApiError), self._api.budget.purpose("do not call"):
            looked = [self._looked_at(one, revision) for one in self._campaigns.all().value if _may_call(one)]
            if all(looked):
                self._looked = revision, now + AGAIN_AFTER.total_seconds()

    def _looked_at(self, campaign: Campaign, revision: int) -> bool:
        """False where it has to be looked at once more in the next round."""
        seen = revision, str(campaign.status), campaign.total_contacts
        clear, until = self._clear.get(campaign.id, (None, 0.0))
        if clear == seen and self._monotonic() < until:
            return True
        try:
            self._gate.require_clear(campaign, "updateCampaign")
        except errors.PeopleOnOwnList as error:
            return self._stopped(campaign, error.count or 0)
        except errors.OwnListNotChecked:
            self._say(EventKind.NOT_STOPPED, campaign, 0, f"{REASON}_not_checked")
            return True  # said once, and looked at with all the others
        except ApiError:
            return False
        self._clear[campaign.id] = seen, self._monotonic() + _clear_for(campaign)
        return True

    def _stopped(self, campaign: Campaign, people: int) -> bool:
        """False where it could not be: it stays in red, and the others are looked at all the same."""
        try:
            return self._stop(campaign, people)
        except ApiError:
            return False

    def _stop(self, campaign: Campaign, people: int) -> bool:
        if campaign.status is CampaignStatus.SCHEDULED:
            self._api.campaigns.update(campaign.id, CampaignUpdate(scheduled_start_at=None))
            self._audit.record(
                AuditAction.EDIT,
                Result.DONE,
                who=Person.of_keeper(),
                campaign_id=campaign.id,
                campaign_name=campaign.name,
                figures={"listed": people},
            )
            self._campaigns.read_anew(campaign.id)
            self._say(EventKind.LAUNCH_WAITS, campaign, people, REASON)
            return True
        after = self._campaigns.pause(campaign, who=Person.of_keeper())
        paused = after.status is CampaignStatus.PAUSED or is_stopped(after.status)
        self._say(EventKind.PAUSED if paused else EventKind.NOT_STOPPED, campaign, people, REASON)
        return paused

    def _say(self, kind: EventKind, campaign: Campaign, people: int, reason: str) -> None:
        revision = listed_of(self._engine, self._api.team_id).revision
        event = NewEvent(kind, f"{REASON}:{revision}", campaign.id, campaign.name, reason, {"people": people})
        raise_event(self._engine, self._account, event)


def _clear_for(campaign: Campaign) -> float:
    """Seconds: the more requests a look takes, the less often it is taken."""
    return CLEAR_FOR.total_seconds() * max(1, -(-(campaign.total_contacts or 0) // 1000))


def _may_call(campaign: Campaign) -> bool:
    """Now, or by itself at its date."""
    return may_be_calling(campaign) or campaign.status is CampaignStatus.SCHEDULED
