"""Evidence after an unclear answer: what the campaign and its people show, and what follows from it.

A run has no key by which the platform could be asked whether it took place. So what is seen is compared with what
was seen before the request, and where several things could have led to it, the finding says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.api import ApiError, errors
from services.api.fields import campaign_status
from services.api.models import Campaign, CampaignStatus, OtherStatus, StatusCounts

ACTIVE = (CampaignStatus.RUNNING, CampaignStatus.COMPLETED)


class LaunchVerdict(StrEnum):
    LAUNCHED = "launched"
    NOT_LAUNCHED = "not_launched"
    UNCERTAIN = "uncertain"


class Evidence(StrEnum):
    """Evidence a verdict rests on."""

    RUNNING = "running"  # it did not run before and does now, or ran to its end
    CALLS_STARTED = "calls_started"  # people were called since who were not before
    UNCHANGED = "unchanged"  # status, last change and calls are as before
    NOT_TOLD = "not_told"  # its status is as before, and nothing tells whether anybody was called
    MAY_STILL_ACT = "may_still_act"  # unchanged, but the platform may still act on the request
    ALREADY_RAN = "already_ran"  # it ran before: the calls since may be its own or this request's
    CHANGED = "changed"  # something changed that a launch alone does not explain
    GONE = "gone"  # the campaign is cancelled, deleted or not to be found
    CANNOT_LOOK = "cannot_look"  # the platform does not answer now either


@dataclass(frozen=True)
class CampaignSnapshot:
    """A campaign at one moment; what is not told is None. `calling` and `waiting` (queued) are where only the counters
    can be read."""

    status: CampaignStatus | OtherStatus
    updated_at: datetime | None
    started_at: datetime | None
    total_contacts: int | None
    contacts_called: int | None
    calling: int | None = None
    waiting: int | None = None

    def record(self) -> dict[str, Any]:
        """For the ledger, as JSON."""
        return {
            "status": self.status.value,
            "updated_at": self.updated_at.isoformat() if self.updated_at else None,
            "started_at": self.started_at.isoformat() if self.started_at else None,
            "total_contacts": self.total_contacts,
            "contacts_called": self.contacts_called,
            "calling": self.calling,
            "waiting": self.waiting,
        }


@dataclass(frozen=True)
class LaunchFinding:
    """Finding of a look. `now` is None where nothing could be seen."""

    verdict: LaunchVerdict
    why: Evidence
    before: CampaignSnapshot
    now: CampaignSnapshot | None
    looked_at: datetime

    def record(self) -> dict[str, Any]:
        """For the ledger, as JSON."""
        return {
            "verdict": self.verdict.value,
            "why": self.why.value,
            "before": self.before.record(),
            "now": self.now.record() if self.now else None,
            "looked_at": self.looked_at.isoformat(),
        }


def stored_sight(record: dict[str, Any]) -> CampaignSnapshot:
    """The opposite of `record`, of a `CampaignSnapshot` or a `SeenState`."""
    return CampaignSnapshot(
        status=campaign_status(record["status"]),
        updated_at=_moment(record["updated_at"]),
        started_at=_moment(record["started_at"]),
        total_contacts=record["total_contacts"],
        contacts_called=record["contacts_called"],
        calling=record.get("calling"),
        waiting=record.get("waiting"),
    )


def stored_finding(record: dict[str, Any]) -> LaunchFinding:
    """The opposite of `Finding.record`."""
    return LaunchFinding(
        verdict=LaunchVerdict(record["verdict"]),
        why=Evidence(record["why"]),
        before=stored_sight(record["before"]),
        now=stored_sight(record["now"]) if record["now"] else None,
        looked_at=datetime.fromisoformat(record["looked_at"]),
    )


def look(
    before: CampaignSnapshot,
    read_campaign: Callable[[], Campaign],
    read_counts: Callable[[], StatusCounts | None],
    now: Callable[[], datetime],
    *,
    may_still_act: bool,
    status_tells: bool = False,
) -> LaunchFinding:
    """Read the campaign and its people and judge.

    `may_still_act` says that the platform may still act on the request, so that seeing no change proves nothing yet.
    """
    try:
        campaign = read_campaign()
    except errors.NotFound:
        return LaunchFinding(LaunchVerdict.UNCERTAIN, Evidence.GONE, before, None, now())
    except ApiError:
        return LaunchFinding(LaunchVerdict.UNCERTAIN, Evidence.CANNOT_LOOK, before, None, now())
    after = _sight(campaign, _counts(read_counts))
    if campaign.deleted_at:
        return LaunchFinding(LaunchVerdict.UNCERTAIN, Evidence.GONE, before, after, now())
    verdict, why = judge(before, after, status_tells=status_tells)
    if verdict is LaunchVerdict.NOT_LAUNCHED and may_still_act:
        verdict, why = LaunchVerdict.UNCERTAIN, Evidence.MAY_STILL_ACT
    return LaunchFinding(verdict, why, before, after, now())


def judge(
    before: CampaignSnapshot, after: CampaignSnapshot, *, status_tells: bool = False
) -> tuple[LaunchVerdict, Evidence]:
    """Verdict from a campaign before and after a request whose answer was unclear. `status_tells`: a start changes the status
    before anybody is called, so that one which is as before says that nothing was started."""
    ringing = bool(after.calling or after.waiting)
    called = _more(before.contacts_called, after.contacts_called)
    if before.status is CampaignStatus.RUNNING:
        return _judge_running(before, after, ringing=ringing, called=called)
    if after.status in ACTIVE:
        return LaunchVerdict.LAUNCHED, Evidence.RUNNING
    if after.status is CampaignStatus.CANCELLED:
        return LaunchVerdict.UNCERTAIN, Evidence.GONE
    if _started_since(before, after):
        return LaunchVerdict.LAUNCHED, Evidence.CALLS_STARTED
    if before.status is CampaignStatus.PAUSED and (called or ringing):
        return LaunchVerdict.UNCERTAIN, Evidence.ALREADY_RAN  # calls begun before the pause end after it
    if called or ringing:
        return LaunchVerdict.LAUNCHED, Evidence.CALLS_STARTED
    if _unchanged(before, after):
        if not status_tells and after.contacts_called is None and after.calling is None:
            return LaunchVerdict.UNCERTAIN, Evidence.NOT_TOLD
        return LaunchVerdict.NOT_LAUNCHED, Evidence.UNCHANGED
    return LaunchVerdict.UNCERTAIN, Evidence.CHANGED


def _judge_running(
    before: CampaignSnapshot, after: CampaignSnapshot, *, ringing: bool, called: bool
) -> tuple[LaunchVerdict, Evidence]:
    if after.status is CampaignStatus.CANCELLED:
        return LaunchVerdict.UNCERTAIN, Evidence.GONE
    if _unchanged(before, after) and after.calling is not None and not ringing and not called:
        return LaunchVerdict.NOT_LAUNCHED, Evidence.UNCHANGED
    return LaunchVerdict.UNCERTAIN, Evidence.ALREADY_RAN


def _more(before: int | None, after: int | None) -> bool:
    return before is not None and after is not None and after > before


def _unchanged(before: CampaignSnapshot, after: CampaignSnapshot) -> bool:
    """As it was, in all that is told. Nothing follows from a status that is not known, or from calls of which only the
    one or the other sight tells."""
    known = isinstance(after.status, CampaignStatus)
    alike = (before.contacts_called is None) == (after.contacts_called is None)
    return known and alike and after.status == before.status and after.updated_at == before.updated_at


def _started_since(before: CampaignSnapshot, after: CampaignSnapshot) -> bool:
    return after.started_at is not None and after.started_at != before.started_at


def _counts(read_counts: Callable[[], StatusCounts | None]) -> StatusCounts | None:
    try:
        return read_counts()
    except ApiError:
        return None  # the campaign alone has to do: its sight then says "not known"


def _sight(campaign: Campaign, counts: StatusCounts | None) -> CampaignSnapshot:
    counts = counts.against(campaign.total_contacts) if counts else None
    return CampaignSnapshot(
        status=campaign.status,
        updated_at=campaign.updated_at,
        started_at=campaign.started_at,
        total_contacts=campaign.total_contacts,
        contacts_called=campaign.contacts_called,
        calling=counts.calling if counts else None,
        waiting=counts.queued if counts else None,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
