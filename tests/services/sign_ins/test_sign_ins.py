"""Sign-ins that can be ended: here at once, in other processes within seconds, and as far as is known without a database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.database.circuit_breaker import DatabaseAway
from services.database.database import breaker_of, close_engine, make_engine
from services.person import Person
from services.sign_ins import EndedBy, SignIns, Standing
from services.sign_ins.registry import FRESH_SECONDS, KEPT, SEEN_EVERY
from tests.new_database import make_tables
from tests.services.database.database_troubles import Uses, held_by_another_program, stopped
from tests.services.imports.bench import until
from tests.services.imports.postgresql import Server, postgresql_server

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA = Person("Ada", "ada@example.com", "https://issuer.test", "1")
OTHER_ADA = Person("Ada", "mallory@example.com", "https://issuer.test", "2")


class House:
    """One database, the hour, and as many processes as are asked for."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.now = MORNING
        self.uses = Uses(engine)

    def process(self) -> SignIns:
        return SignIns(self.engine, lambda: self.now, lambda: (self.now - MORNING).total_seconds())

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    yield House(engine)
    close_engine(engine)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgresql_server() as running:
        yield running


@pytest.fixture
def far_house(server: Server) -> Iterator[House]:
    """On a database server, which may stop."""
    engine = make_engine(server.new_console_database())
    yield House(engine)
    close_engine(engine)


def test_a_sign_in_that_never_began_does_not_hold(house: House) -> None:
    assert house.process().standing("made up") is Standing.ENDED


def test_it_holds_in_every_process_until_it_is_ended(house: House) -> None:
    here, there = house.process(), house.process()
    here.begin("one", ADA)
    assert here.standing("one") is there.standing("one") is Standing.HOLDS

    there.end("one", EndedBy.SIGNED_OUT)

    assert there.standing("one") is Standing.ENDED
    house.wait(FRESH_SECONDS)
    assert here.standing("one") is Standing.ENDED
    assert house.process().standing("one") is Standing.ENDED


def test_what_has_ended_does_not_begin_again(house: House) -> None:
    here = house.process()
    here.begin("one", ADA)
    here.end("one", EndedBy.SIGNED_OUT)
    here.begin("one", ADA)
    house.wait(FRESH_SECONDS)
    assert here.standing("one") is Standing.ENDED


def test_the_runs_of_a_page_do_not_ask_the_database_each_time(house: House) -> None:
    here = house.process()
    here.begin("one", ADA)
    before = house.uses.count
    for _run in range(100):
        assert here.standing("one") is Standing.HOLDS
    assert house.uses.count == before


def test_a_person_ends_her_other_sign_ins_and_nobody_elses(house: House) -> None:
    here = house.process()
    for sign_in, person in {"desk": ADA, "phone": ADA, "cafe": ADA, "hers": OTHER_ADA}.items():
        here.begin(sign_in, person)
    assert here.end_others(ADA, but="desk") == 2
    assert [here.standing(one) for one in ("desk", "hers")] == [Standing.HOLDS, Standing.HOLDS]
    assert [here.standing(one) for one in ("phone", "cafe")] == [Standing.ENDED, Standing.ENDED]
    assert [one.id for one in here.of(ADA, MORNING - timedelta(hours=1))] == ["desk"]


def test_all_sign_ins_end_or_those_of_one_address(house: House) -> None:
    here = house.process()
    for sign_in, person in {"desk": ADA, "phone": ADA, "hers": OTHER_ADA}.items():
        here.begin(sign_in, person)
    assert here.end_all("ADA@example.com") == 2
    assert here.standing("hers") is Standing.HOLDS
    assert here.end_all() == 1
    assert here.standing("hers") is Standing.ENDED


def test_while_the_database_is_away_whoever_was_at_work_goes_on_and_nobody_new_comes_in(
    far_house: House, server: Server
) -> None:
    here = far_house.process()
    here.begin("one", ADA)
    here.begin("two", OTHER_ADA)
    here.end("two", EndedBy.SIGNED_OUT)
    with stopped(server):
        far_house.wait(3600)
        assert here.standing("one") is Standing.HOLDS
        assert here.standing("two") is Standing.ENDED
        assert here.standing("three") is Standing.UNKNOWN


def test_what_ended_or_began_while_the_database_was_away_counts_everywhere_once_it_is_back(
    far_house: House, server: Server
) -> None:
    here = far_house.process()
    here.begin("one", ADA)
    with stopped(server):
        here.end("one", EndedBy.SIGNED_OUT)
        here.begin("two", ADA)
        far_house.wait(FRESH_SECONDS)
        assert (here.standing("one"), here.standing("two")) == (Standing.ENDED, Standing.HOLDS)

    assert until(breaker_of(far_house.engine).ask_now, bool)
    far_house.wait(FRESH_SECONDS)
    assert here.standing("one") is Standing.ENDED
    assert [far_house.process().standing(one) for one in ("one", "two")] == [Standing.ENDED, Standing.HOLDS]


def test_a_sign_out_counts_at_once_while_another_program_holds_the_database(house: House) -> None:
    here = house.process()
    here.begin("one", ADA)
    with held_by_another_program(str(house.engine.url.database)):
        here.end("one", EndedBy.SIGNED_OUT)
        house.wait(FRESH_SECONDS)
        assert here.standing("one") is Standing.ENDED
    assert until(breaker_of(house.engine).ask_now, bool)
    assert house.process().standing("one") is Standing.ENDED


def test_ending_all_while_the_database_is_away_is_an_error_and_no_promise(
    far_house: House, server: Server
) -> None:
    here = far_house.process()
    here.begin("one", ADA)
    with stopped(server), pytest.raises(DatabaseAway):
        here.end_all()


def test_when_a_sign_in_was_last_used_is_known_roughly_and_costs_few_writes(house: House) -> None:
    here = house.process()
    here.begin("one", ADA)
    house.wait(SEEN_EVERY.total_seconds() / 2)
    here.standing("one")
    assert here.of(ADA, MORNING - timedelta(1))[0].seen == MORNING
    house.wait(SEEN_EVERY.total_seconds())
    here.standing("one")
    assert here.of(ADA, MORNING - timedelta(1))[0].seen == house.now


def test_old_rows_are_swept_out_when_somebody_signs_in(house: House) -> None:
    here = house.process()
    here.begin("old", ADA)
    house.wait((KEPT + timedelta(days=1)).total_seconds())
    here.begin("new", ADA)
    assert [one.id for one in here.of(ADA, MORNING - timedelta(1))] == ["new"]
