"""Activity record: who did what, when, with what result."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from services.audit.audit import Audit, AuditAction, Filter, Result
from services.person import Person

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Clock:
    now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def audit(engine: Engine) -> Audit:
    clock = Clock()
    audit = Audit(engine, clock)
    audit.record(
        AuditAction.CREATE, Result.DONE, who=Person("Anna"), campaign_id="c1", campaign_name="Spring <b>"
    )
    clock.now = START + timedelta(hours=1)
    audit.record(
        AuditAction.LAUNCH,
        Result.REFUSED,
        who=Person("Ben"),
        campaign_id="c1",
        campaign_name="Spring <b>",
        figures={"at_most": 5},
    )
    clock.now = START + timedelta(hours=2)
    audit.record(AuditAction.CONNECT, Result.DONE, who=Person("Anna"))
    return audit


def test_it_lists_the_newest_first(audit: Audit) -> None:
    entries = audit.entries()
    assert [(entry.who.name, entry.action) for entry in entries.rows] == [
        ("Anna", AuditAction.CONNECT),
        ("Ben", AuditAction.LAUNCH),
        ("Anna", AuditAction.CREATE),
    ]
    assert entries.total == 3
    assert entries.rows[1].figures == {"at_most": 5}
    assert entries.rows[1].at == START + timedelta(hours=1)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(who=Person("Anna")), 2),
        (Filter(actions=(AuditAction.CREATE, AuditAction.LAUNCH)), 2),
        (Filter(results=(Result.REFUSED,)), 1),
        (Filter(campaign_id="c1"), 2),
        (Filter(since=START + timedelta(hours=1)), 2),
        (Filter(until=START + timedelta(hours=1)), 1),
        (Filter(who=Person("Anna"), campaign_id="c1"), 1),
        (Filter(who=Person("nobody")), 0),
    ],
)
def test_it_filters(audit: Audit, wanted: Filter, count: int) -> None:
    entries = audit.entries(wanted)
    assert (len(entries.rows), entries.total) == (count, count)


def test_it_pages(audit: Audit) -> None:
    page = audit.entries(limit=1, offset=1)
    assert [entry.who.name for entry in page.rows] == ["Ben"]
    assert page.total == 3


def test_it_knows_who_ever_did_something(audit: Audit) -> None:
    assert [one.name for one in audit.people()] == ["Anna", "Ben"]


def test_it_takes_no_texts_beside_the_campaign(audit: Audit) -> None:
    with pytest.raises(ValueError, match="numbers only"):
        audit.record(AuditAction.EDIT, Result.DONE, who=Person("Anna"), figures={"phone": "+4930123456"})  # pyright: ignore[reportArgumentType]  the point of the test
    assert audit.entries().total == 3


@pytest.mark.parametrize(("apart", "differ"), [(timedelta(seconds=100), False), (timedelta(hours=-12), True)])
def test_an_entry_keeps_both_clocks(engine: Engine, apart: timedelta, differ: bool) -> None:
    audit = Audit(engine, lambda: START, lambda: (START, START + apart))
    audit.record(AuditAction.LAUNCH, Result.DONE, who=Person("Anna"))
    [entry] = audit.entries().rows
    assert (entry.machine_at, entry.platform_at, entry.clocks_differ) == (START, START + apart, differ)


def test_clocks_that_are_not_known_do_not_differ(audit: Audit) -> None:
    assert not any(entry.clocks_differ for entry in audit.entries().rows)
