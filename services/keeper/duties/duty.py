"""Interface of a duty, and the tools it is handed: the platform, what this key may, and the activity record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from services.api import Api
from services.api.budget import Tally
from services.api.generation import Generation
from services.api.models import Campaign, CampaignStatus
from services.audit.audit import Audit, AuditAction, Figures, Result
from services.audit.outbox import Record
from services.campaigns.one import read_now
from services.campaigns.stops import Stops
from services.keeper.call_times import CallsToPeople
from services.keeper.claim import Claim
from services.keeper.counting import PeopleCalled
from services.keeper.held import Hold
from services.keeper.timetable import Calendar, Whereabouts
from services.keeper.watch import Duty, Watch
from services.person import Person

PURPOSE = "keeper"
NOT_BEGUN = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED)


@dataclass(frozen=True)
class Chosen:
    """People who were put into a campaign from this console after it was created: how many by imports and groups, and
    whether that goes on. `others`: an import has found people in it whom nobody chose."""

    count: int
    under_way: bool
    others: bool = False


def _nobody(_campaign_id: str) -> Chosen:
    return Chosen(0, False)


def _no_days(_campaign: Campaign, _people: tuple[Whereabouts, ...]) -> Calendar | None:
    return None


def _nowhere(_campaign: Campaign) -> Iterable[Whereabouts] | None:
    return None


def _nobody_limited(_campaign: Campaign, _max_age: timedelta) -> CallsToPeople | None:
    return CallsToPeople()


class GoneOn(StrEnum):
    """What came of letting a campaign go on."""

    STARTED = "started"
    NOT_CLEAR = "not_clear"  # it is looked at until it is certain, and told once more only then
    NOT_SENT = "not_sent"  # nothing reached the platform
    REFUSED = "refused"  # the platform said no


class LastStart(NamedTuple):
    """The last start of a campaign from here, whoever made it; `launched` once that is certain."""

    id: int
    launched: bool


GoOn = Callable[[Campaign, int | None], GoneOn]
"""Lets a campaign go on as it was read a moment ago, once; with a number it is launched for at most so many people."""


def _not_told(_max_age: timedelta) -> float | None:
    return None


def _stays(_campaign: Campaign, _most: int | None) -> GoneOn:
    return GoneOn.NOT_SENT


@dataclass(frozen=True)
class Tools:
    """`now` is this machine's time. `unsettled` says of a campaign whether it is not known yet what became of its last start:
    the platform may still act on it. `changed` shows everybody a campaign as it is now, `stops` that a stop of it is not confirmed.

    `calendar` gives a campaign's calling days for such people, None where it keeps none; `whereabouts` where those are who still wait, None
    where that is not known. `holds` names the duties but one that keep it paused, `speaks_against` what readiness finds against
    calls now, in its codes; `before_a_date` raises where a campaign must not begin by itself at the date it has; `go_on` lets it go on as a launch does, and `last_start` is the last one that was made so. `answered_for`: a named person answers for
    its hours and days.

    `calls_to_people` tells how often a campaign's people were called by all campaigns, no older than that, None where it is not
    told who they are. `credits` tells how many are left, no older than that, None where nobody is told; `running` the campaigns that may call
    now, by the list that all share.
    """

    api: Api
    audit: Audit
    now: Callable[[], datetime]
    may: Callable[[str], bool] = lambda _: True
    unsettled: Callable[[str], bool] = lambda _: False
    changed: Callable[[Campaign], object] = lambda _: None
    stops: Stops | None = None
    chosen: Callable[[str], Chosen] = _nobody
    calendar: Callable[[Campaign, tuple[Whereabouts, ...]], Calendar | None] = _no_days
    whereabouts: Callable[[Campaign], Iterable[Whereabouts] | None] = _nowhere
    holds: Callable[[str, Duty], list[Hold]] = lambda _id, _but: []
    speaks_against: Callable[[Campaign], tuple[str, ...]] = lambda _: ()
    before_a_date: Callable[[Campaign], object] = lambda _: None
    go_on: GoOn = _stays
    last_start: Callable[[str], LastStart | None] = lambda _: None
    answered_for: Callable[[str], bool] = lambda _: False
    calls_to_people: Callable[[Campaign, timedelta], CallsToPeople | None] = _nobody_limited
    credits: Callable[[timedelta], float | None] = _not_told
    running: Callable[[], Sequence[Campaign]] = tuple

    def keeps_days(self, campaign: Campaign) -> bool:
        return self.calendar(campaign, ()) is not None

    def started_since(self, campaign_id: str, start_id: int | None) -> bool:
        """Whether somebody has let it go on since that start: one that was refused is none."""
        last = self.last_start(campaign_id)
        return last is not None and last.launched and last.id != start_id

    def last_start_id(self, campaign_id: str) -> int | None:
        """By which a start of later is told from it; None where there was none."""
        last = self.last_start(campaign_id)
        return last.id if last else None

    @property
    def may_pause(self) -> bool:
        """As far as is known. On one generation a stop is an action of a run."""
        actions = self.api.campaigns.which_generation() is Generation.ACTIONS
        return self.may("updateCampaign") and (not actions or self.may("runCampaign"))

    @property
    def people_called(self) -> PeopleCalled:
        return PeopleCalled(self.api, self.may)

    def read(self, campaign_id: str) -> Campaign:
        return read_now(self.api, campaign_id, may=self.may)

    def not_stopped(self, campaign: Campaign) -> None:
        """Calls may go on: say so in red, wherever the campaign is shown."""
        if self.stops:
            self.stops.asked(campaign, CampaignStatus.PAUSED, Person.of_keeper())
            self.stops.look(campaign.id)

    @contextmanager
    def asking(self) -> Iterator[Tally]:
        """Requests of the keeper: what runs in the background, but what stops calls waits for nobody."""
        with self.api.budget.purpose(PURPOSE), self.api.budget.counted() as tally:
            yield tally

    def record(self, watch: Watch, action: AuditAction, result: Result, figures: Figures) -> Record:
        """An entry under the keeper's name."""
        return self.audit.entry(
            action,
            result,
            who=Person.of_keeper(),
            campaign_id=watch.campaign_id,
            campaign_name=watch.campaign_name,
            figures=figures,
        )


class KeeperDuty(Protocol):
    def look(self, claim: Claim, tools: Tools) -> float | None:
        """Look once and do what follows. Seconds of the platform's time until the next look; None where it is over.

        Raises:
            Superseded: somebody else has the say.
            DatabaseAway: nothing of it could be kept.
        """
        ...
