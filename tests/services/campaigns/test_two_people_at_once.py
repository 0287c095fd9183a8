"""Two people who change a campaign's calling days, or answer for its hours, in the same moment, on PostgreSQL: neither change
is lost, and nothing is written over what was not seen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from services.audit.audit import Audit
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.campaigns.hours_taken_on import HoursTakenOn
from services.campaigns.kept_days import DaysChanged, KeptDays
from services.database.database import close_engine, make_engine
from services.person import Person
from tests.new_database import make_tables
from tests.services.imports.postgresql import postgresql
from tests.waiting import until

pytestmark = pytest.mark.lengthy
ANNA, BEN = Person("Anna"), Person("Ben")
NOON = datetime(2026, 7, 15, 12, tzinfo=UTC)
NO_SUNDAYS = CallingDays((*(DAILY,) * 6, CLOSED))
NO_HOLIDAYS = CallingDays(holidays_closed=True)
WAITING = text("select count(*) from pg_locks where not granted")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with postgresql() as url:
        made = make_engine(url)
        make_tables(made)
        yield made
        close_engine(made)


class Meanwhile:
    """Takes note of a change, and lets somebody else begin another one before it is over."""

    def __init__(self, engine: Engine, act: Callable[[], object]) -> None:
        self._engine = engine
        self._act = act
        self.other: Future[object] | None = None

    def stand_ready(self) -> None: ...

    def keep(self, *_change: object) -> None:
        pool = ThreadPoolExecutor(1)
        other = self.other = pool.submit(self._act)
        pool.shutdown(wait=False)
        until(lambda: other.done() or self._waits())

    def _waits(self) -> bool:
        with self._engine.connect() as connection:
            return bool(connection.scalar(WAITING))


def kept_days(engine: Engine) -> KeptDays:
    return KeptDays(engine, lambda: "talkturo t1", Audit(engine, lambda: NOON), clock=lambda: NOON)


@pytest.mark.parametrize("there", [False, True])
def test_of_two_who_change_the_same_days_the_second_is_told(engine: Engine, there: bool) -> None:
    campaign_id, seen = f"c{there}", int(there)
    days, bens = kept_days(engine), kept_days(engine)
    if there:
        days.set(campaign_id, "Spring", CallingDays(), who=ANNA)
    days.keeper = meanwhile = Meanwhile(
        engine, lambda: bens.set(campaign_id, "Spring", NO_HOLIDAYS, who=BEN, seen=seen)
    )
    days.set(campaign_id, "Spring", NO_SUNDAYS, who=ANNA, seen=seen)
    assert meanwhile.other is not None
    assert isinstance(meanwhile.other.exception(), DaysChanged)
    found = days.of(campaign_id)
    assert found and (found.days, found.who, found.version) == (NO_SUNDAYS, ANNA, seen + 1)


def test_what_two_answer_for_in_the_same_moment_both_counts(engine: Engine) -> None:
    both = threading.Barrier(2)

    def met() -> datetime:
        both.wait()
        return NOON

    hours = HoursTakenOn(engine, lambda: "talkturo t1", Audit(engine, lambda: NOON), clock=met)

    def answer(breach: str, who: Person) -> None:
        hours.take_on("c1", "Spring", [breach], people=2, who=who, reason="they asked for it")

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(answer, "DE:days", ANNA), pool.submit(answer, "FR:hours", BEN)]:
            done.result()
    found = hours.of("c1")
    assert found and found.breaches == {"DE:days", "FR:hours"}


def test_days_of_which_the_keeper_cannot_take_note_are_not_saved(engine: Engine) -> None:
    class Fails(Meanwhile):
        def keep(self, *_change: object) -> None:
            raise ConnectionError

    days = kept_days(engine)
    days.keeper = Fails(engine, lambda: None)
    with pytest.raises(ConnectionError):
        days.set("c9", "Spring", NO_SUNDAYS, who=ANNA)
    with pytest.raises(ConnectionError):
        days.begin("c9", "Spring", NO_SUNDAYS, ANNA)
    assert days.of("c9") is None
