"""Word of a person in the moment in which the keeper's next run begins: it counts, and loses nothing that is known; what
cannot be kept is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from services.database.circuit_breaker import DatabaseAway
from services.database.database import close_engine, make_engine
from services.keeper import GuardrailTerms, Guards, Limits, Response, Rests, Rule
from services.keeper.duties import Tools
from services.keeper.guardrails import Guardrail
from services.keeper.store import NewWatch, WatchStore
from services.keeper.watch import Duty, WatchState
from services.person import Person
from tests.new_database import make_tables

ANNA = Person("Anna", "anna@example.com")
CAMPAIGN = "0123"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WatchStore]:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    yield WatchStore(engine, lambda: datetime.now(UTC), lambda: "us", lambda *_run: None)
    close_engine(engine)


def no_tools() -> Tools:
    raise AssertionError("nothing is asked of the platform")


class NextRun:
    """Begins in the moment in which a person says something."""

    def __init__(self, store: WatchStore, duty: Duty) -> None:
        self._store = store
        self._duty = duty

    def __call__(self) -> None:
        watch = self._store.standing(self._duty, CAMPAIGN)
        assert watch is not None and self._store.start_again(watch)


def begun(store: WatchStore, duty: Duty, terms: dict[str, object]) -> None:
    assert store.set_first(NewWatch(duty, CAMPAIGN, "Spring", ANNA, terms, {"known": 1}))


def sight(store: WatchStore, duty: Duty) -> dict[str, object]:
    watch = store.standing(duty, CAMPAIGN)
    assert watch is not None
    return watch.sight


def test_a_campaign_that_a_person_keeps_paused_stays_so(store: WatchStore) -> None:
    begun(store, Duty.GUARDRAILS, {})

    Guards(store, no_tools, opened=NextRun(store, Duty.GUARDRAILS)).stays_paused(CAMPAIGN)

    assert sight(store, Duty.GUARDRAILS) == {"known": 1, "stays": True}


def test_limits_that_are_set_while_it_calls_hold(store: WatchStore) -> None:
    begun(store, Duty.GUARDRAILS, {})
    terms = GuardrailTerms({**GuardrailTerms().of, Rule.CALLS_A_DAY: Guardrail(Response.PAUSE, 20)})

    Guards(store, no_tools, opened=NextRun(store, Duty.GUARDRAILS)).set(CAMPAIGN, terms, ANNA)

    watch = store.standing(Duty.GUARDRAILS, CAMPAIGN)
    assert watch is not None
    assert watch.terms == terms.stored()


def test_a_campaign_that_goes_on_within_its_limit_is_looked_at_at_once(store: WatchStore) -> None:
    begun(store, Duty.LIMIT, {"most": 5})

    Limits(store, no_tools, opened=NextRun(store, Duty.LIMIT)).go_on(CAMPAIGN, everybody=False)

    assert "stirred_at" in sight(store, Duty.LIMIT)


def test_that_it_stays_paused_is_not_taken_for_kept_where_the_database_is_away(tmp_path: Path) -> None:
    (tmp_path / "console.db").mkdir()
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    store = WatchStore(engine, lambda: datetime.now(UTC), lambda: "us", lambda *_run: None)

    for door in (Guards(store, no_tools, opened=no_tools), Rests(store, no_tools, opened=no_tools)):
        with pytest.raises(DatabaseAway):
            door.stays_paused(CAMPAIGN)
    close_engine(engine)


def test_days_are_kept_also_where_the_process_died_that_had_begun_to_see_to_it(store: WatchStore) -> None:
    store.set(NewWatch(Duty.DAYS, CAMPAIGN, "Spring", ANNA, {}, {}))

    Rests(store, no_tools, opened=lambda: None).keep_if_new(CAMPAIGN, "Spring", ANNA)

    watch = store.standing(Duty.DAYS, CAMPAIGN)
    assert watch is not None
    assert watch.state is WatchState.WATCHING


def test_days_are_not_taken_where_the_engine_cannot_reach_the_database(store: WatchStore) -> None:
    def gone() -> None:
        raise OperationalError("select 1", {}, psycopg.OperationalError("the server has gone"))

    with pytest.raises(DatabaseAway):
        Rests(store, no_tools, opened=gone).stand_ready()
