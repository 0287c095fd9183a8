"""Calls to one line by two campaigns in a row: counted by line, with days between them that a person may set for one campaign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from services.access.access import Denial, NotAllowed
from services.api.models import Call
from services.audit.audit import Audit, AuditAction, Filter
from services.database.database import make_engine
from services.do_not_call.calls_to_numbers import CallsToNumbers, CallToNumberRow
from services.do_not_call.days_between import DaysBetweenCampaigns, NoReasonGiven
from services.do_not_call.recently_called import RecentlyCalled
from tests.new_database import make_tables
from tests.services.do_not_call.conftest import ADA, BEN, Clock

THREE_DAYS = timedelta(days=3)
NUMBER = "+4930123456"


def call(number: str, clock: Clock, ago: timedelta = timedelta(days=1), name: str = "c1") -> Call:
    return Call(id=name, to_number=number, started_at=clock() - ago)


def noted(engine: Engine, clock: Clock, *calls: Call, account: str = "here") -> CallsToNumbers:
    made = CallsToNumbers(engine, account, clock)
    made.note(calls, from_the_start=True)
    return made


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Of one kind: what differs between databases is in `test_at_once`."""
    made = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(made)
    yield made
    made.dispose()


@pytest.fixture
def days(engine: Engine, clock: Clock) -> DaysBetweenCampaigns:
    return DaysBetweenCampaigns(engine, "here", Audit(engine, clock), clock, THREE_DAYS)


@pytest.fixture
def recently(engine: Engine, clock: Clock) -> RecentlyCalled:
    return RecentlyCalled(engine, "here", clock, THREE_DAYS)


@pytest.mark.parametrize(
    ("called", "written"),
    [
        ("+5215512345678", "+525512345678"),
        ("+5491123456789", "+541123456789"),
        ("+5511987654321", "+551187654321"),
        ("+49 (0)30 123456", NUMBER),
        ("0049 30 123456", NUMBER),
        ("4930123456", NUMBER),
    ],
    ids=["Mexico's 1", "Argentina's 9", "Brazil's ninth digit", "trunk zero", "00 for plus", "no plus"],
)
def test_whichever_spelling_was_called_the_line_was(
    engine: Engine, clock: Clock, recently: RecentlyCalled, called: str, written: str
) -> None:
    noted(engine, clock, call(called, clock))

    assert recently.numbers("c", [written, "+4915199999999"]) == {written}


def test_two_spellings_that_are_asked_about_at_once_are_both_found(
    engine: Engine, clock: Clock, recently: RecentlyCalled
) -> None:
    noted(engine, clock, call(NUMBER, clock))

    assert recently.numbers("c", [NUMBER, "+49 30 123456"]) == {NUMBER, "+49 30 123456"}


def test_what_is_kept_of_a_number_is_another_in_each_database_and_account(
    engine: Engine, clock: Clock
) -> None:
    """So that nobody who sees it can try all numbers against it without the secret of this database."""
    noted(engine, clock, call(NUMBER, clock))
    noted(engine, clock, call(NUMBER, clock), account="elsewhere")

    with engine.connect() as connection:
        kept = connection.scalars(select(CallToNumberRow.called)).all()
    assert len(set(kept)) == 2
    assert CallsToNumbers(engine, "here", clock).to([NUMBER], clock() - THREE_DAYS)  # after a restart too


def test_days_of_one_campaign_need_a_reason_and_hold_for_it_alone(
    engine: Engine, clock: Clock, days: DaysBetweenCampaigns, recently: RecentlyCalled
) -> None:
    noted(engine, clock, call(NUMBER, clock, timedelta(days=2)))
    with pytest.raises(NoReasonGiven):
        days.set("c1", "Recall", 0, "  ", who=ADA)
    assert recently.numbers("c1", [NUMBER])

    days.set("c1", "Recall", 0, "They asked us to ring  again", who=ADA)

    assert (recently.numbers("c1", [NUMBER]), recently.numbers("c2", [NUMBER])) == (set(), {NUMBER})
    own = days.own("c1")
    assert own and (own.days, own.reason, own.who, own.at) == (0, "They asked us to ring again", ADA, clock())
    [entry] = Audit(engine, clock).entries(Filter(actions=(AuditAction.DAYS_BETWEEN,))).rows
    assert (entry.who, entry.campaign_id, entry.figures, entry.reason) == (
        ADA,
        "c1",
        {"days_between": 0},
        "They asked us to ring again",
    )


def test_the_last_word_counts_and_the_usual_days_come_back(days: DaysBetweenCampaigns) -> None:
    days.set("c1", "Recall", 10, "A second round", who=ADA)
    days.set("c1", "Recall", 1, "They wait for it", who=BEN)
    assert days.of("c1") == timedelta(days=1)

    days.set("c1", "Recall", None, "", who=BEN)

    assert (days.own("c1"), days.of("c1")) == (None, THREE_DAYS)


def test_who_may_not_use_the_console_sets_no_days(engine: Engine, clock: Clock) -> None:
    def refuse() -> None:
        raise NotAllowed(Denial.NOT_ADMIN)

    guarded = DaysBetweenCampaigns(
        engine, "here", Audit(engine, clock), clock, THREE_DAYS, require_allowed=refuse
    )
    with pytest.raises(NotAllowed):
        guarded.set("c1", "Recall", 0, "because", who=ADA)
    assert guarded.own("c1") is None


def test_where_no_days_are_kept_nobody_is_left_out(engine: Engine, clock: Clock) -> None:
    noted(engine, clock, call(NUMBER, clock))
    none = RecentlyCalled(engine, "here", clock)
    assert (none.numbers("c", [NUMBER]), none.anybody("c")) == (set(), False)
