"""Tally of today's answered people: how much the campaigns' own counters have grown, quarter by quarter of an
hour, as the lookout has seen it.

Campaigns tell only how many people have answered in all. The list that everybody reads anyway is held against what it said
before, so that a day's number costs no request, and is the same one that the rows of the list say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Self

from services.api.models import Campaign, CampaignStatus
from services.campaign.sightings import Sighting, Sightings
from services.campaigns.stops import may_be_calling
from services.database.circuit_breaker import DatabaseAway
from services.process.ttl_cache import TtlCache

TALLY = "answered-today"
"""In place of a campaign's id among the sightings."""
QUARTER = 15
"""Minutes: in every time zone a day begins with one of these."""
MISSED_AFTER = timedelta(minutes=15)
"""Nobody has looked for so long: who answered meanwhile may have answered yesterday."""
WRITTEN_EVERY = timedelta(minutes=5)
KEPT = timedelta(hours=26)
READ_EVERY = 20.0


class AnsweredToday(NamedTuple):
    """`since` is set where it is not known who answered earlier that day."""

    people: int
    since: datetime | None


@dataclass(frozen=True)
class AnsweredTally:
    """`seen` are the answered people of each campaign that is not over, as of `at`; `quarters` how many came in each quarter of
    an hour. Both by the platform's time, `looked_at` by this machine's. From `whole_since` on nobody was missed."""

    at: datetime
    looked_at: datetime
    whole_since: datetime
    seen: Mapping[str, int] = field(default_factory=dict)
    quarters: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def begun(cls, campaigns: Iterable[Campaign], at: datetime, looked_at: datetime) -> Self:
        return cls(at, looked_at, at, _answered(campaigns))

    @classmethod
    def from_notes(cls, notes: Mapping[str, Any]) -> Self:
        at, looked_at, since = (
            datetime.fromisoformat(notes[name]) for name in ("at", "looked_at", "whole_since")
        )
        return cls(at, looked_at, since, notes["seen"], notes["quarters"])

    def as_notes(self) -> dict[str, Any]:
        moments = {"at": self.at, "looked_at": self.looked_at, "whole_since": self.whole_since}
        told = {name: moment.isoformat() for name, moment in moments.items()}
        return {**told, "seen": dict(self.seen), "quarters": dict(self.quarters)}

    def looked(self, campaigns: Sequence[Campaign], at: datetime, looked_at: datetime) -> AnsweredTally:
        """As it is after one more look."""
        new = sum(self._new(one) for one in campaigns)
        if new and looked_at - self.looked_at > MISSED_AFTER:
            return AnsweredTally.begun(campaigns, at, looked_at)
        quarters = {
            begun: count
            for begun, count in self.quarters.items()
            if datetime.fromisoformat(begun) > at - KEPT
        }
        if new:
            quarters[_quarter(at)] = quarters.get(_quarter(at), 0) + new
        seen = {one: max(count, self.seen.get(one, 0)) for one, count in _answered(campaigns).items()}
        return AnsweredTally(at, looked_at, self.whole_since, seen, quarters)

    def since(self, midnight: datetime) -> AnsweredToday:
        people = sum(
            count for begun, count in self.quarters.items() if datetime.fromisoformat(begun) >= midnight
        )
        return AnsweredToday(people, self.whole_since if self.whole_since > midnight else None)

    def _new(self, campaign: Campaign) -> int:
        """Who answered since. Of one that was not seen before, only where it began meanwhile."""
        before = self.seen.get(campaign.id)
        if before is None:
            began = campaign.started_at
            before = 0 if began and began > self.at else None
        return 0 if before is None else max(0, (campaign.contacts_answered or 0) - before)


def _answered(campaigns: Iterable[Campaign]) -> dict[str, int]:
    return {
        one.id: one.contacts_answered
        for one in campaigns
        if one.contacts_answered is not None and not one.status.is_over
    }


def _quarter(at: datetime) -> str:
    """The one that it falls into, by its beginning."""
    begun = at.minute - at.minute % QUARTER
    return at.astimezone(UTC).replace(minute=begun, second=0, microsecond=0).isoformat()


def _may_have_called(campaign: Campaign, since: datetime) -> bool:
    """As far as it tells when it began and ended."""
    if campaign.status in (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED):
        return False
    return may_be_calling(campaign) or campaign.completed_at is None or campaign.completed_at >= since


class _Counted(NamedTuple):
    """`looked` is the tally once these campaigns are looked at as well, reckoned once for all who see them; `silent` are those
    that do not tell."""

    tally: AnsweredTally
    campaigns: Sequence[Campaign]
    looked: AnsweredTally
    silent: Sequence[Campaign]


class AnsweredTallies:
    """The one of a connection: kept by who looks out, read by pages. Asks the platform nothing."""

    def __init__(self, sightings: Sightings) -> None:
        self._sightings = sightings
        self._known = TtlCache[AnsweredTally | None](READ_EVERY)
        self._counted: _Counted | None = None

    def look(self, before: Sighting | None, campaigns: Sequence[Campaign], at: datetime) -> None:
        """Raises:
        DatabaseAway: nothing could be kept.
        """
        machine = datetime.now(UTC)
        if before is None:
            self._keep(None, AnsweredTally.begun(campaigns, at, machine))
            return
        known = AnsweredTally.from_notes(before.notes)
        now = known.looked(campaigns, at, machine)
        if (
            now.quarters != known.quarters
            or now.seen != known.seen
            or machine - known.looked_at >= WRITTEN_EVERY
        ):
            self._keep(before, now)

    def today(self, campaigns: Sequence[Campaign], midnight: datetime, now: datetime) -> AnsweredToday | None:
        """Who answered since `midnight`, as these campaigns tell it; None where that is not known."""
        try:
            tally = self._known.get("", self._read)
        except DatabaseAway:
            return None
        if tally is None:
            return None
        counted = self._counted
        if counted is None or counted.tally is not tally or counted.campaigns is not campaigns:
            looked = tally.looked(campaigns, max(now, tally.at), datetime.now(UTC))
            silent = [one for one in campaigns if one.contacts_answered is None]
            self._counted = counted = _Counted(tally, campaigns, looked, silent)
        if any(_may_have_called(one, midnight) for one in counted.silent):
            return None
        return counted.looked.since(midnight)

    def _read(self) -> AnsweredTally | None:
        kept = self._sightings.one(TALLY)
        return AnsweredTally.from_notes(kept.notes) if kept else None

    def _keep(self, before: Sighting | None, now: AnsweredTally) -> None:
        self._sightings.keep(before, Sighting(TALLY, "", None, now.at, now.as_notes()))
        self._known.forget()
