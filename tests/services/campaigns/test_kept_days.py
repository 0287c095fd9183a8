"""Calling days that campaigns keep: read and changed through one door, with an entry in the activity record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, update

from services.access.access import Denial, NotAllowed
from services.audit.audit import Audit, AuditAction
from services.calling_days.days import CLOSED, DAILY, CallingDays, SingleDay
from services.campaigns.kept_days import CallingDaysRow, DaysChanged, KeptDays
from services.person import Person

ANNA, BEN = Person("Anna"), Person("Ben")
NOON = datetime(2026, 7, 15, 12, tzinfo=UTC)
NO_SUNDAYS = CallingDays((*(DAILY,) * 6, CLOSED), holidays_closed=True)


def kept_days(
    engine: Engine, account: str = "talkturo t1", require_allowed: Callable[[], None] = lambda: None
) -> KeptDays:
    audit = Audit(engine, lambda: NOON)
    return KeptDays(engine, lambda: account, audit, require_allowed=require_allowed, clock=lambda: NOON)


def test_a_campaign_keeps_what_was_set_and_who_set_it(engine: Engine) -> None:
    days = kept_days(engine)
    assert days.of("c1") is None
    days.set("c1", "Spring", NO_SUNDAYS, who=ANNA)
    found = days.of("c1")
    assert found and (found.days, found.who, found.version) == (NO_SUNDAYS, ANNA, 1)
    assert set(days.all()) == {"c1"}


def test_every_change_is_in_the_activity_record_with_its_reason(engine: Engine) -> None:
    with_a_day = NO_SUNDAYS.with_date(date(2026, 7, 20), SingleDay(CLOSED, "fair", "Anna"))
    kept_days(engine).set("c1", "Spring", with_a_day, who=ANNA, reason="  the fair\n in town ")
    [entry] = Audit(engine, lambda: NOON).entries().rows
    assert (entry.action, entry.who, entry.campaign_id) == (AuditAction.CALLING_DAYS, ANNA, "c1")
    assert entry.reason == "the fair in town"
    assert entry.figures == {
        "closed_weekdays": 1,
        "weekdays_of_their_own": 0,
        "holidays_closed": True,
        "single_days": 1,
        "ends": False,
    }


def test_nothing_is_saved_over_what_somebody_else_has_set_meanwhile(engine: Engine) -> None:
    days = kept_days(engine)
    days.set("c1", "Spring", NO_SUNDAYS, who=ANNA, seen=0)
    with pytest.raises(DaysChanged):
        days.set("c1", "Spring", CallingDays(), who=BEN, seen=0)
    days.set("c1", "Spring", CallingDays(), who=BEN, seen=1)
    found = days.of("c1")
    assert found and (found.days, found.version) == (CallingDays(), 2)
    assert Audit(engine, lambda: NOON).entries().total == 2


def test_whoever_may_not_use_the_console_sets_no_days(engine: Engine) -> None:
    def refuse() -> None:
        raise NotAllowed(Denial.NOT_LISTED)

    days = kept_days(engine, require_allowed=refuse)
    with pytest.raises(NotAllowed):
        days.set("c1", "Spring", NO_SUNDAYS, who=ANNA)
    assert days.of("c1") is None


def test_what_a_creation_asked_for_does_not_undo_what_somebody_has_set_since(engine: Engine) -> None:
    days = kept_days(engine)
    days.begin("c1", "Spring", NO_SUNDAYS, ANNA)
    days.set("c1", "Spring", CallingDays(), who=BEN)
    days.begin("c1", "Spring", NO_SUNDAYS, ANNA)
    found = days.of("c1")
    assert found and found.days == CallingDays()


def test_another_account_has_days_of_its_own(engine: Engine) -> None:
    kept_days(engine).set("c1", "Spring", NO_SUNDAYS, who=ANNA)
    other = kept_days(engine, account="talkturo t2")
    assert other.of("c1") is None
    assert other.all() == {}


def test_a_deleted_campaign_keeps_none(engine: Engine) -> None:
    days = kept_days(engine)
    days.set("c1", "Spring", NO_SUNDAYS, who=ANNA)
    days.forget("c1")
    assert days.of("c1") is None


def test_days_that_another_version_stored_are_closed_where_they_are_not_understood(engine: Engine) -> None:
    days = kept_days(engine)
    days.set("c1", "Spring", NO_SUNDAYS, who=ANNA)
    with engine.begin() as connection:
        connection.execute(update(CallingDaysRow).values(days={"lunar": True}))
    found = days.of("c1")
    assert found and not found.days.understood
