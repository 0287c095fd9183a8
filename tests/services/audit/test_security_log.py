"""The security log: one line of JSON an event, of one form, that nobody can forge or flood."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.audit import security_log
from services.audit.security_log import (
    MOST_HELD_BACK,
    WINDOW_SECONDS,
    Event,
    EventOutcome,
    SecurityEvent,
    SecurityLog,
)
from services.person import Person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADA = Person("Ada", "ada@example.com", "https://issuer.test", "1")
REFUSED = SecurityEvent(Event.ACCESS, EventOutcome.REFUSED, ADA, "192.0.2.1", "f" * 64, "not_listed")
FIELDS = [
    "time",
    "event",
    "outcome",
    "issuer",
    "subject",
    "email",
    "address",
    "sign_in",
    "detail",
    "count",
]


class Written:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.seconds = 0.0
        self.log = SecurityLog(self.lines.append, lambda: NOON, lambda: self.seconds)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


@pytest.fixture
def written() -> Written:
    return Written()


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("outcome", EventOutcome)
def test_every_line_has_the_same_fields(written: Written, event: Event, outcome: EventOutcome) -> None:
    written.log.record(SecurityEvent(event, outcome))
    assert list(written.events[0]) == FIELDS


def test_a_line_tells_who_from_where_and_why(written: Written) -> None:
    written.log.record(REFUSED)
    assert written.events == [
        {
            "time": "2026-03-02T12:00:00.000+00:00",
            "event": "access",
            "outcome": "refused",
            "issuer": "https://issuer.test",
            "subject": "1",
            "email": "ada@example.com",
            "address": "192.0.2.1",
            "sign_in": "f" * 16,
            "detail": "not_listed",
            "count": 1,
        }
    ]


@pytest.mark.parametrize(
    "nasty", ["a\nb", "a\r\n{}", '"}\n{"event": "sign_in"', "\x1b[2J", "\u2028", "\ud83d"]
)
def test_nobody_writes_a_line_of_her_own(written: Written, nasty: str) -> None:
    written.log.record(
        SecurityEvent(Event.ACCESS, EventOutcome.REFUSED, Person("", nasty, nasty, nasty), nasty)
    )
    [line] = written.lines
    assert line.isascii()
    assert line.isprintable()
    assert written.events[0]["email"] == nasty


def test_the_same_refusal_over_and_over_is_one_line_a_minute_with_its_number(written: Written) -> None:
    for _attempt in range(1000):
        written.log.record(REFUSED)
    assert [one["count"] for one in written.events] == [1]
    written.seconds = WINDOW_SECONDS
    written.log.record(REFUSED)
    assert [one["count"] for one in written.events] == [1, 999, 1]


def test_different_refusals_are_each_told_and_never_held_in_memory_without_end(written: Written) -> None:
    for number in range(3 * MOST_HELD_BACK):
        written.log.record(SecurityEvent(Event.SIGN_IN, EventOutcome.FAILED, address=str(number)))
    assert len(written.lines) == 3 * MOST_HELD_BACK
    written.log.record(SecurityEvent(Event.SIGN_IN, EventOutcome.FAILED, address="0"))
    assert len(written.lines) == 3 * MOST_HELD_BACK + 1


def test_what_was_held_back_is_written_at_the_end(written: Written) -> None:
    for _attempt in range(3):
        written.log.record(REFUSED)
    written.log.flush()
    assert [one["count"] for one in written.events] == [1, 2]


def test_what_was_allowed_is_written_each_time(written: Written) -> None:
    for _download in range(3):
        written.log.record(SecurityEvent(Event.DOWNLOAD, EventOutcome.OK, ADA, detail="people"))
    assert len(written.lines) == 3


def test_a_file_of_its_own_is_read_by_its_owner_only_and_may_be_rotated(tmp_path: Path) -> None:
    file = tmp_path / "logs" / "security.jsonl"
    security_log.write_to(str(file))
    try:
        SecurityLog().record(REFUSED)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        file.rename(file.with_suffix(".1"))
        SecurityLog().record(REFUSED)
        assert [len(one.read_text().splitlines()) for one in (file, file.with_suffix(".1"))] == [1, 1]
    finally:
        security_log.write_to("")
