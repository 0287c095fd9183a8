"""Past of a campaign, played by the dialler's own rules: so calls, attempts and counters agree with each other.

The dialler itself would do the same through the database, but a demo should be ready in a second.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.dialling.dialler import on_beat
from sandbox.dialling.dialling import CallingRules
from sandbox.dialling.retry import call_status, final_status
from sandbox.dialling.telephony import Ending, PhoneNetwork
from services.api.models import EnrollmentStatus, Outcome


@dataclass
class Past:
    """Rows of `enrolments` and `calls`, and the campaign's counters, as they are at the end of the time played."""

    enrolments: list[dict[str, Any]]
    calls: list[dict[str, Any]] = field(default_factory=list)
    finished_at: float | None = None
    """When the last person was finished; None while somebody is not."""

    def counters(self) -> dict[str, int]:
        rows = self.enrolments
        finished = (EnrollmentStatus.COMPLETED, EnrollmentStatus.FAILED, EnrollmentStatus.SKIPPED)
        return {
            "total_contacts": len(rows),
            "contacts_called": sum(row["attempts"] > 0 for row in rows),
            "contacts_completed": sum(row["status"] in finished for row in rows),
            "contacts_answered": sum(row["outcome"] == Outcome.ANSWERED for row in rows),
        }


@dataclass(frozen=True)
class Script:
    """One campaign to be played: its row, its rules, the people (rows of `contacts`), its numbers (id, number)."""

    campaign: dict[str, Any]
    rules: CallingRules
    people: Sequence[dict[str, Any]]
    numbers: Sequence[tuple[str, str]]


def enrolled(script: Script, at: float) -> list[dict[str, Any]]:
    """The people as rows of `enrolments`, nobody called yet."""
    return [
        {
            "id": f"enr_{script.campaign['id'].removeprefix('camp_')}_{place:04}",
            "campaign_id": script.campaign["id"],
            "contact_id": person["id"],
            "status": EnrollmentStatus.SKIPPED if person["do_not_call"] else EnrollmentStatus.PENDING,
            "outcome": Outcome.DO_NOT_CALL if person["do_not_call"] else None,
            "attempts": 0,
            "priority": 0,
            "zone": person["timezone"] or "",
            "created_at": at,
            "last_attempt_at": None,
            "next_attempt_at": None,
            "event_at": None,
            "number_id": None,
        }
        for place, person in enumerate(script.people)
    ]


def play(script: Script, network: PhoneNetwork, start: float, until: float, *, hang_up: bool = False) -> Past:
    """From `start` to `until`. Calls that last beyond it are still going on, or end all the same with `hang_up`."""
    past = Past(enrolled(script, start))
    waiting = [(start, place) for place, row in enumerate(past.enrolments) if _waits(script, place, row)]
    lines = [start] * script.campaign["max_concurrent_calls"]
    last = start
    while waiting:
        free = heapq.heappop(lines)
        at, place = _next(script, past, waiting, free)
        if at is None or at >= until:
            break
        ending = _call(script, past, place, network, at)
        ended = at + ending.seconds
        if ended > until and not hang_up:
            heapq.heappush(lines, ended)
            continue
        again = _end(script, past, place, ending, ended)
        last = max(last, ended)
        if again is not None:
            waiting.append((again, place))
        heapq.heappush(lines, on_beat(ended) + 1)
    open_still = any(row["status"] in ("pending", "calling") for row in past.enrolments)
    past.finished_at = None if open_still else last
    return past


def _waits(script: Script, place: int, row: dict[str, Any]) -> bool:
    if row["status"] == EnrollmentStatus.PENDING and not script.people[place]["phone"]:
        row.update(status=EnrollmentStatus.SKIPPED, outcome=Outcome.INVALID_NUMBER)
    return row["status"] == EnrollmentStatus.PENDING


def _next(
    script: Script, past: Past, waiting: list[tuple[float, int]], free: float
) -> tuple[float | None, int]:
    """Person who is dialled next on a line free from `free` on, and when; taken off `waiting`."""
    best: tuple[float, int, int] | None = None
    openings: dict[tuple[str, float], float | None] = {}
    for index, (due, place) in enumerate(waiting):
        zone = past.enrolments[place]["zone"]
        key = (zone, max(due, free))
        if key not in openings:
            openings[key] = script.rules.window.next_opening(key[1], script.rules.where(zone))
        at = openings[key]
        if at is not None and (best is None or (at, place) < best[:2]):
            best = (at, place, index)
            if at <= free:
                break
    if best is None:
        return None, 0
    waiting.pop(best[2])
    return best[0], best[1]


def _call(script: Script, past: Past, place: int, network: PhoneNetwork, at: float) -> Ending:
    row, person = past.enrolments[place], script.people[place]
    attempt = row["attempts"] + 1
    hour = datetime.fromtimestamp(at, script.rules.where(row["zone"])).hour
    ending = network.call(person["phone"], attempt, hour)
    number_id, number = script.numbers[place % len(script.numbers)]
    row.update(
        status=EnrollmentStatus.CALLING,
        attempts=attempt,
        last_attempt_at=at,
        next_attempt_at=None,
        event_at=at + ending.seconds,
        number_id=number_id,
    )
    past.calls.append(
        {
            "id": f"call_{row['id'].removeprefix('enr_')}_{attempt}",
            "team_id": script.campaign["team_id"],
            "campaign_id": script.campaign["id"],
            "campaign_contact_id": row["id"],
            "contact_id": person["id"],
            "from_number": number,
            "to_number": person["phone"],
            "status": "in_progress",
            "outcome": None,
            "attempt": attempt,
            "ending": ending.outcome,
            "started_at": at,
            "ended_at": None,
            "duration_seconds": None,
        }
    )
    return ending


def _end(script: Script, past: Past, place: int, ending: Ending, at: float) -> float | None:
    """The call just made ends. Answers when the person is tried again, if ever."""
    row, outcome = past.enrolments[place], ending.outcome
    past.calls[-1].update(
        status=call_status(outcome),
        outcome=outcome,
        ended_at=at,
        duration_seconds=ending.seconds,
    )
    again = script.rules.retry.again(outcome, row["attempts"])
    next_at = at + script.rules.retry.delay_seconds(outcome, row["attempts"]) if again else None
    row.update(
        status=EnrollmentStatus.PENDING if again else final_status(outcome),
        outcome=outcome,
        next_attempt_at=next_at,
        event_at=None,
    )
    return next_at
