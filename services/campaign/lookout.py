"""Lookout: sees what happens to campaigns while nobody has a page open, and raises the events that people are told of.

It lives on what pages read as well: the list once a minute while something runs and every five minutes else. Only a running
campaign of which the list tells no progress for ten minutes is looked at by itself, at most every ten minutes, and judged as
its own page judges it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from services.api import ApiError, errors
from services.api.models import Campaign, CampaignStatus
from services.campaign.answered_today import TALLY, AnsweredTallies
from services.campaign.facts import FactSources
from services.campaign.held_parts import Part
from services.campaign.sightings import EVERYTHING, Sighting, Sightings
from services.database.circuit_breaker import DatabaseAway
from services.live import LiveState, last_dialled
from services.notifications import EventKind, NewEvent

PURPOSE = "lookout"
LOOKS_EVERY = timedelta(minutes=1)
RESTING = timedelta(minutes=5)
QUIET_FOR = timedelta(minutes=10)
"""So long nobody is called before anybody is told of it; and so long a campaign is not looked at again."""
OVERDUE_FOR = timedelta(minutes=5)
CREDITS_LAST = timedelta(hours=1)
CREDITS_AGE = timedelta(minutes=10)
TRAIL = timedelta(hours=2)
HELD = (Part.SILENCE, Part.NUMBERS, Part.CREDITS, Part.OVERDUE)
"""What keeps a campaign from calling that should call. Hours, pauses, tries that wait and calls under way are as they should be."""

log = logging.getLogger(__name__)


class Lookout:
    """Of one connection. `facts` is the door that pages use, `answered` what is kept of who answered today."""

    def __init__(self, facts: FactSources, sightings: Sightings, answered: AnsweredTallies) -> None:
        self._facts = facts
        self._sightings = sightings
        self._answered = answered

    @property
    def _now(self) -> datetime:
        return self._facts.api.clock.now()

    def look(self) -> timedelta:
        """Once; answers when to look again.

        Raises:
            ApiError: the platform does not answer.
            DatabaseAway: nothing could be told.
        """
        with self._facts.api.budget.purpose(PURPOSE, background=True):
            listed = self._facts.campaigns.all()
            if listed.error is not None:
                raise listed.error
            seen = self._sightings.all()
            campaigns = [one for one in listed.value if not one.deleted_at]
            if not self._facts.campaigns.unreadable():  # else who answered in one meanwhile would be missed
                self._answered.look(seen.get(TALLY), campaigns, self._now)
            if EVERYTHING not in seen:
                self._begin(campaigns)
                return LOOKS_EVERY
            for campaign in campaigns:
                self._look_at(campaign, seen.get(campaign.id))
            running = [one for one in campaigns if one.status is CampaignStatus.RUNNING]
            self._look_at_account(seen[EVERYTHING], running=bool(running))
        busy = running or any(one.status is CampaignStatus.SCHEDULED for one in campaigns)
        return LOOKS_EVERY if busy else RESTING

    def _begin(self, campaigns: list[Campaign]) -> None:
        """The first look ever: what is over already is no news."""
        everything = Sighting(EVERYTHING, "", None, self._now)
        self._sightings.keep_new([*(_sighting(one, self._now) for one in campaigns), everything])

    # one campaign

    def _look_at(self, campaign: Campaign, before: Sighting | None) -> None:
        now = _sighting(campaign, self._now)
        if before is None:
            over = campaign.status is CampaignStatus.COMPLETED  # it has begun and ended since the last look
            self._sightings.keep(None, now, _completed(campaign) if over else None)
            return
        if now.status != before.status:
            over = campaign.status is CampaignStatus.COMPLETED
            self._sightings.keep(before, now, _completed(campaign) if over else None)
        elif now.called != before.called:
            self._sightings.keep(before, now)
        elif self._should_call(campaign, before):
            self._look_why(campaign, before)

    def _should_call(self, campaign: Campaign, before: Sighting) -> bool:
        """As far as the list tells, and where that was not looked at a moment ago."""
        asked_at = before.notes.get("asked_at")
        if asked_at and self._now - datetime.fromisoformat(asked_at) < QUIET_FOR:
            return False
        if campaign.status is CampaignStatus.SCHEDULED:
            start = campaign.scheduled_start_at
            return start is not None and self._now - start > OVERDUE_FOR
        return campaign.status is CampaignStatus.RUNNING and self._now - before.moved_at >= QUIET_FOR

    def _look_why(self, campaign: Campaign, before: Sighting) -> None:
        try:
            state = self._facts.watch(campaign.id)
        except errors.NotFound:
            return  # deleted since the list was read
        event = self._not_calling(state)
        asked = {**before.notes, "asked_at": self._now.isoformat()}
        self._sightings.keep(before, replace(before, notes=asked), event)

    def _not_calling(self, state: LiveState) -> NewEvent | None:
        """None where it calls, or is as it should be; the same while it is the same silence."""
        campaign = state.campaign
        holding = self._facts.of(campaign).holding(state)
        binding = holding.binding.part if holding and holding.binding else None
        if binding is None or binding not in HELD or state.error is not None:
            return None
        since = last_dialled(state) or campaign.started_at or campaign.scheduled_start_at
        if since is None or (state.at - since < QUIET_FOR and binding is not Part.OVERDUE):
            return None
        minutes = int((state.at - since) / timedelta(minutes=1))
        figures = {"minutes": minutes, "waiting": holding.waiting if holding else 0}
        key = f"{binding} {since.isoformat()}"
        return NewEvent(EventKind.NOT_CALLING, key, campaign.id, campaign.name, binding.value, figures)

    # the account

    def _look_at_account(self, before: Sighting, *, running: bool) -> None:
        notes = dict(before.notes)
        finding = self._facts.finding()
        if finding.contradicting and not finding.decided:
            today = datetime.now(UTC).date().isoformat()
            if notes.get("contradicting") != today:  # told once a day, and written no more often
                notes["contradicting"] = today
                event = NewEvent(EventKind.LAUNCH_WAITS, f"generation {today}", reason="generation")
                self._sightings.keep(before, replace(before, notes=notes), event)
        if not running:
            return
        left = self._facts.deployment.credits_left(CREDITS_AGE)
        if left is None:
            return
        trail = _trail(notes.get("credits") or [], self._now, left)
        if trail == notes.get("credits"):
            return
        now = replace(before, notes={**notes, "credits": trail})
        self._sightings.keep(before, now, _credits(trail, left))


def _sighting(campaign: Campaign, at: datetime) -> Sighting:
    return Sighting(campaign.id, str(campaign.status), campaign.contacts_called, at)


def _completed(campaign: Campaign) -> NewEvent:
    ended = campaign.completed_at or campaign.updated_at or campaign.started_at
    told: Mapping[str, int | None] = {
        "people": campaign.total_contacts,
        "called": campaign.contacts_called,
        "answered": campaign.contacts_answered,
    }
    figures = {name: count for name, count in told.items() if count is not None}
    key = ended.isoformat() if ended else "once"
    return NewEvent(EventKind.COMPLETED, key, campaign.id, campaign.name, figures=figures)


Trail = list[list[object]]
"""Credits that were left, with the platform's time, the oldest first; a top-up begins it anew."""


def _trail(known: Trail, at: datetime, left: float) -> Trail:
    if known and float(str(known[-1][1])) < left:
        known = []
    if known and float(str(known[-1][1])) == left and len(known) > 1:
        return known
    fresh = [one for one in known if at - datetime.fromisoformat(str(one[0])) <= TRAIL]
    return [*fresh, [at.isoformat(), left]]


def _credits(trail: Trail, left: float) -> NewEvent | None:
    """Told once a day while they will not last an hour."""
    first_at, first = datetime.fromisoformat(str(trail[0][0])), float(str(trail[0][1]))
    span = datetime.fromisoformat(str(trail[-1][0])) - first_at
    spent = first - left
    if left >= 1 and (spent <= 0 or span <= timedelta() or span * (left / spent) >= CREDITS_LAST):
        return None
    minutes = int(span * (left / spent) / timedelta(minutes=1)) if spent > 0 and left >= 1 else 0
    today = datetime.now(UTC).date().isoformat()
    return NewEvent(
        EventKind.CREDITS, today, reason="credits_low", figures={"credits": left, "minutes": minutes}
    )


class LookoutThread:
    """Looks again and again in a thread of its own. `look` looks once, and answers when to look again."""

    def __init__(self, look: Callable[[], timedelta], name: str = "lookout") -> None:
        self._look = look
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(2.0)  # a look under way may take longer, and loses nothing

    def _run(self) -> None:
        wait = timedelta(seconds=5)
        while not self._stop.wait(wait.total_seconds()):
            try:
                wait = self._look()
            except (ApiError, DatabaseAway, SQLAlchemyError) as error:
                wait = LOOKS_EVERY
                log.info("the %s could not look: %s", self._thread.name, type(error).__name__)
            except Exception as error:  # noqa: BLE001  whatever one look met, the next one may see
                wait = LOOKS_EVERY
                log.warning("the %s failed: %s", self._thread.name, type(error).__name__)
