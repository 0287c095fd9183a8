"""Shared reads in several processes on one database. Each `Reads` with its own engine stands for a process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Engine, func, select

from services.api.errors import NotFound, ServerError
from services.database.database import make_engine
from services.reads.reads import Reads
from services.reads.store import SharedRead, SharedReads
from tests.new_database import make_tables
from tests.services.reads.test_reads import MINUTE, Clock, Source

NUMBER = TypeAdapter(int)


class Processes:
    """Makes processes that share one database."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.url = url
        self.clock = Clock()
        self._stack = stack
        self.engine = self._engine()
        make_tables(self.engine)

    def new(self, connection: str = "here") -> Reads:
        shared = SharedReads(self._engine(), self.clock)
        return Reads(shared=shared, connection=connection, clock=self.clock, pause=self._pause)

    def _pause(self, seconds: float) -> None:
        self.clock.pass_by(seconds=seconds)

    def _engine(self) -> Engine:
        engine = make_engine(self.url)
        self._stack.callback(engine.dispose)
        return engine


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    with ExitStack() as stack:
        yield Processes(f"sqlite:///{tmp_path / 'console.db'}", stack)


def look(reads: Reads, source: Source, key: str = "list") -> int:
    return reads.get(key, source, MINUTE, shape=NUMBER).value


def test_it_serves_every_process_with_one_request(processes: Processes) -> None:
    one, two, source = processes.new(), processes.new(), Source()
    assert [look(one, source), look(two, source), look(one, source)] == [1, 1, 1]
    processes.clock.pass_by(minutes=2)
    assert [look(two, source), look(one, source)] == [2, 2]


def test_it_keeps_what_has_no_shape_in_its_process(processes: Processes) -> None:
    one, two, source = processes.new(), processes.new(), Source()
    assert [one.get("x", source, MINUTE).value, two.get("x", source, MINUTE).value] == [1, 2]


def test_it_keeps_connections_apart(processes: Processes) -> None:
    source = Source()
    assert [look(processes.new("demo"), source), look(processes.new("account"), source)] == [1, 2]


def test_it_shows_a_change_made_in_another_process(processes: Processes) -> None:
    one, two, source = processes.new(), processes.new(), Source()
    look(one, source)
    look(two, source)
    one.forget("li")
    assert look(one, source) == 2
    processes.clock.pass_by(seconds=1)
    assert [look(two, source), look(one, source)] == [2, 2]


def test_it_shows_a_change_that_was_taken_over_in_every_process(processes: Processes) -> None:
    one, two, source = processes.new(), processes.new(), Source()
    look(one, source)
    look(two, source)
    one.patch("list", lambda value: value + 100, shape=NUMBER)
    assert look(one, source) == 101
    processes.clock.pass_by(seconds=1)
    assert [look(two, source), look(one, source)] == [101, 101]
    two.patch("list", lambda value: value + 100, shape=NUMBER)
    assert look(two, source) == 201
    processes.clock.pass_by(seconds=1)
    assert [look(one, source), look(two, source)] == [201, 201]
    assert source.fetches == 1


def test_it_reads_anew_where_two_changed_the_same(processes: Processes) -> None:
    one, two, source = processes.new(), processes.new(), Source()
    look(one, source)
    look(two, source)
    one.patch("list", lambda value: value + 100, shape=NUMBER)
    two.patch("list", lambda value: value + 100, shape=NUMBER)
    assert [look(one, source), look(two, source)] == [2, 2]


def test_it_forgets_by_the_letter(processes: Processes) -> None:
    one, source = processes.new(), Source()
    look(one, source, "a_c")
    look(one, source, "abc")
    one.forget("a_")
    assert [look(one, source, "abc"), look(one, source, "a_c")] == [2, 3]


def test_it_shows_the_last_value_while_another_process_fetches(processes: Processes) -> None:
    one, two, source = processes.new(), processes.new(), Source()
    look(one, source)
    processes.clock.pass_by(minutes=2)
    seen: list[int] = []

    def slow() -> int:
        seen.append(look(two, source))
        return 99

    assert one.get("list", slow, MINUTE, shape=NUMBER).value == 99
    assert (seen, look(two, source)) == ([1], 99)


def test_it_takes_over_from_a_process_that_died_while_fetching(processes: Processes) -> None:
    SharedReads(processes.engine, processes.clock).lease("here:list")
    source = Source()
    before = processes.clock.now
    assert look(processes.new(), source) == 1
    assert processes.clock.now - before >= timedelta(seconds=60)


def test_it_does_not_ask_a_platform_that_failed_for_another_process(processes: Processes) -> None:
    one, two, source = processes.new(), processes.new(), Source()
    look(one, source)
    source.failure = ServerError("listCampaigns", status=502)
    processes.clock.pass_by(minutes=2)
    assert [look(one, source), look(two, source), look(two, source)] == [1, 1, 1]
    assert source.fetches == 2


def test_it_forgets_what_is_gone_in_every_process(processes: Processes) -> None:
    one, two, source = processes.new(), processes.new(), Source()
    look(one, source)
    source.failure = NotFound("getCampaign", status=404)
    processes.clock.pass_by(minutes=2)
    for reads in (one, two):
        with pytest.raises(NotFound):
            look(reads, source)


def test_it_reads_anew_what_another_version_has_written(processes: Processes) -> None:
    one, two, source = processes.new(), processes.new(), Source()
    one.get("list", lambda: "a text", MINUTE, shape=TypeAdapter(str))
    assert [look(two, source), look(two, source)] == [1, 1]


def test_it_gives_the_turn_back_after_a_bug(processes: Processes) -> None:
    one, two, source = processes.new(), processes.new(), Source()
    source.failure = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        look(one, source)
    source.failure = None
    before = processes.clock.now
    assert look(two, source) == 2
    assert processes.clock.now == before


def test_it_keeps_people_no_longer_than_an_hour(processes: Processes) -> None:
    one, source = processes.new(), Source()
    look(one, source, "people")
    processes.clock.pass_by(hours=2)
    look(one, source, "list")
    with processes.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(SharedRead)) == 1


def test_it_asks_once_when_many_processes_look_at_the_same_time(processes: Processes) -> None:
    source, barrier, seen = Source(), threading.Barrier(8), []
    everybody = [processes.new() for _ in range(8)]

    def start(reads: Reads) -> None:
        barrier.wait()
        seen.append(look(reads, source))

    threads = [threading.Thread(target=start, args=(reads,)) for reads in everybody]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (seen, source.fetches) == ([1] * 8, 1)
