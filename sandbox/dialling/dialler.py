"""Dialler: looks for work at every beat of the sandbox's clock and plays the calls in between.

All its state is in the database but one thing it can work out again: when it is worth looking at a campaign next.
That makes quiet hours cheap, and tells the clock what it may skip.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from sandbox.dialling import webhooks
from sandbox.dialling.calls import credits_left, end_call, end_calls_of_their_own, place_call
from sandbox.dialling.dialling import (
    CallingRules,
    active_numbers,
    due,
    enqueue,
    next_due,
    pause,
    skip_undialable,
    zones_of,
)
from sandbox.dialling.live import ACTIVE, busy_with, complete_ended, complete_if_done, live_campaigns
from sandbox.dialling.telephony import PhoneNetwork
from sandbox.tables import campaigns, clock, contacts, enrolments
from services.api.models import DIALLER_LOOKS_EVERY, CampaignStatus, EnrollmentStatus

NEVER = math.inf
DIALLER, REQUEST = "dialler", "request"
BINDS = (DIALLER, REQUEST)
"""What a run's maxCalls binds: all calls until the next run, or those alone which the request itself places."""


@dataclass(frozen=True)
class DiallerHabits:
    """Habits in which the diallers of the platform's generations differ.

    `looks_every`: seconds between two looks for work. `one_an_assistant`: a planned start waits for the campaign that the
    assistant is busy with. `budgets_add_up`: a limit of attempts that end one way counts those alone.
    """

    looks_every: float = DIALLER_LOOKS_EVERY
    one_an_assistant: bool = False
    budgets_add_up: bool = False


HABITS = {
    "seed": DiallerHabits(),
    "actions": DiallerHabits(),
    "newest": DiallerHabits(looks_every=15, one_an_assistant=True, budgets_add_up=True),
}
"""By generation."""


class Dialler:
    """Not thread-safe: who calls it holds the sandbox's write lock."""

    def __init__(
        self, network: PhoneNetwork, habits: DiallerHabits | None = None, max_calls_binds: str = DIALLER
    ) -> None:
        self.network = network
        self.habits = habits or DiallerHabits()
        self.max_calls_binds = max_calls_binds
        self._look_at: dict[str, float] = {}
        self._zones: dict[str, list[str]] = {}

    def wake(self, campaign_id: str) -> None:
        """Somebody changed the campaign or its people: look again at the next occasion."""
        self._look_at.pop(campaign_id, None)
        self._zones.pop(campaign_id, None)

    def wake_all(self) -> None:
        self._look_at.clear()
        self._zones.clear()

    def next_tick(self, connection: Connection) -> float:
        """The first of its beats at which there is anything to do; `NEVER` when idle."""
        last: float = connection.scalars(select(clock.c.last_tick)).one()
        moments = [connection.scalar(select(func.min(enrolments.c.event_at))) or NEVER]
        for campaign in live_campaigns(connection):
            moments.append(campaign.scheduled_end_at or NEVER)
            if campaign.status == CampaignStatus.SCHEDULED:
                moments.append(campaign.scheduled_start_at)
            else:
                moments.append(self._look_at.get(campaign.id, 0.0))
        earliest = min(moments)
        return (
            earliest
            if earliest == NEVER
            else max(last + self.habits.looks_every, on_beat(earliest, self.habits.looks_every))
        )

    def beat_before(self, moment: float) -> float:
        return math.floor(moment / self.habits.looks_every) * float(self.habits.looks_every)

    def tick(self, connection: Connection, now: float) -> None:
        """One beat: end and place what is due until `now`, then look for work."""
        self.settle(connection, now)
        complete_ended(connection, now)
        self._start_scheduled(connection, now)
        running = [row for row in live_campaigns(connection) if row.status == CampaignStatus.RUNNING]
        if running and credits_left(connection) < 1:
            for campaign in running:
                pause(connection, campaign.id, now)
        else:
            for campaign in running:
                if self._look_at.get(campaign.id, 0.0) <= now:
                    self._look(connection, campaign, now)
        connection.execute(update(clock).values(last_tick=now))

    def settle(self, connection: Connection, now: float) -> None:
        """Play everything that happens between two looks: queued people are dialled, calls end."""
        while people := connection.execute(_events(now)).all():
            for person in people:
                campaign = connection.execute(
                    select(campaigns).where(campaigns.c.id == person.campaign_id)
                ).one()
                if person.status == EnrollmentStatus.CALLING:
                    end_call(connection, campaign, person, budgets_add_up=self.habits.budgets_add_up)
                    self._look_at.pop(campaign.id, None)
                else:
                    self._dial(connection, campaign, person)
        end_calls_of_their_own(connection, now)

    def start_calls(
        self, connection: Connection, campaign: Row[Any], now: float, most: int | None
    ) -> list[dict[str, Any]]:
        """Start what a run starts at once: at most `most` calls, and no more than the campaign's concurrency."""
        self.wake(campaign.id)
        skip_undialable(connection, campaign.id)
        free = self._free(connection, campaign)
        people = self._due(connection, campaign, now, free if most is None else min(free, most))
        placed = [place_call(connection, self.network, campaign, person, now) for person in people]
        return [call for call in placed if call]

    def _look(self, connection: Connection, campaign: Row[Any], now: float) -> None:
        if campaign.id not in self._zones:
            skip_undialable(connection, campaign.id)
        free = self._free(connection, campaign)
        if free <= 0 or not active_numbers(connection, campaign):
            self._look_at[campaign.id] = NEVER
            complete_if_done(connection, campaign, now)
            return
        people = self._due(connection, campaign, now, free)
        enqueue(connection, people, now)
        if len(people) == free:
            self._look_at[campaign.id] = NEVER
            return
        moment = next_due(connection, campaign, now)
        self._look_at[campaign.id] = NEVER if moment is None else moment
        if moment is None:
            complete_if_done(connection, campaign, now)

    def _due(self, connection: Connection, campaign: Row[Any], now: float, limit: int) -> list[Row[Any]]:
        zones = self._zones.setdefault(campaign.id, zones_of(connection, campaign.id))
        rules = CallingRules.of(campaign)
        opened = [zone for zone in zones if rules.open_for(zone, now)]
        if not opened or limit <= 0:
            return []
        return list(connection.execute(due(campaign.id, opened, now, limit)))

    def _free(self, connection: Connection, campaign: Row[Any]) -> int:
        """How many more calls it may have at once now, with what a run's maxCalls leaves."""
        busy = connection.execute(
            select(enrolments.c.status, func.count())
            .where(enrolments.c.campaign_id == campaign.id, enrolments.c.status.in_(ACTIVE))
            .group_by(enrolments.c.status)
        ).all()
        counts = dict(busy)
        free = campaign.max_concurrent_calls - sum(counts.values())
        allowed = connection.scalar(select(campaigns.c.calls_allowed).where(campaigns.c.id == campaign.id))
        if allowed is None or self.max_calls_binds == REQUEST:
            return free
        return min(free, allowed - counts.get(EnrollmentStatus.QUEUED, 0))

    def _dial(self, connection: Connection, campaign: Row[Any], person: Row[Any]) -> None:
        """A queued person's turn. What changed since the look sends them back to waiting."""
        ready = (
            campaign.status == CampaignStatus.RUNNING
            and credits_left(connection) >= 1
            and person.phone
            and not person.do_not_call
            and CallingRules.of(campaign).open_for(person.zone, person.event_at)
        )
        if ready and place_call(connection, self.network, campaign, person, person.event_at):
            return
        connection.execute(
            update(enrolments)
            .where(enrolments.c.seq == person.seq)
            .values(status=EnrollmentStatus.PENDING, event_at=None)
        )
        self.wake(campaign.id)

    def _start_scheduled(self, connection: Connection, now: float) -> None:
        ready = (
            campaigns.c.status == CampaignStatus.SCHEDULED,
            campaigns.c.scheduled_start_at <= now,
            campaigns.c.deleted_at.is_(None),
        )
        for campaign in connection.execute(select(campaigns).where(*ready)).all():
            if self.habits.one_an_assistant and busy_with(connection, campaign):
                continue
            paid = credits_left(connection) >= 1
            status = CampaignStatus.RUNNING if paid else CampaignStatus.PAUSED
            values = {"status": status, "updated_at": now}
            if paid:
                values["started_at"] = now
            connection.execute(update(campaigns).where(campaigns.c.id == campaign.id).values(values))
            if paid:
                webhooks.tell(connection, campaign, webhooks.STARTED, now)
            self.wake(campaign.id)

    def quiet_until(self, connection: Connection, now: float) -> float | None:
        """The next moment at which anything happens, if nothing does before it; None: do not skip.

        Campaigns that people started come first: the demo's own never keep somebody waiting for a window.
        """
        busy = set(
            connection.scalars(
                select(enrolments.c.campaign_id).distinct().where(enrolments.c.event_at.is_not(None))
            )
        )
        live = live_campaigns(connection)
        moments = {row.id: self._next_moment(row, now) for row in live}
        for group in ([row for row in live if row.origin == "person"], list(live)):
            watched = [row for row in group if row.status == CampaignStatus.RUNNING]
            if any(row.id in busy or moments[row.id] <= now for row in watched):
                return None
            soonest = min((moments[row.id] for row in watched), default=NEVER)
            if soonest < NEVER:
                return self._before_any_start(live, soonest, now)
        soonest = min(moments.values(), default=NEVER)
        return soonest if now < soonest < NEVER else None

    def _before_any_start(self, live: list[Row[Any]], moment: float, now: float) -> float:
        """A scheduled start on the way is an event too; one that is overdue waits for its assistant."""
        starts = [row.scheduled_start_at for row in live if row.status == CampaignStatus.SCHEDULED]
        return min([moment, *(start for start in starts if start > now)])

    def _next_moment(self, campaign: Row[Any], now: float) -> float:
        if campaign.status == CampaignStatus.RUNNING:
            return min(self._look_at.get(campaign.id, 0.0), campaign.scheduled_end_at or NEVER)
        # People are still being added right after somebody planned a start: do not run away from them.
        settled = campaign.total_contacts and campaign.updated_at < now - 1200
        return campaign.scheduled_start_at if settled else NEVER


def on_beat(moment: float, every: float = DIALLER_LOOKS_EVERY) -> float:
    """The first beat at or after `moment`."""
    return math.ceil(moment / every) * float(every)


def _events(now: float) -> Any:
    return (
        select(enrolments, contacts.c.phone, contacts.c.do_not_call)
        .join(contacts, contacts.c.id == enrolments.c.contact_id)
        .where(enrolments.c.event_at <= now)
        .order_by(enrolments.c.event_at, enrolments.c.seq)
    )
