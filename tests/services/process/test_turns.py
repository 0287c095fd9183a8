"""One page is computed at a time; nobody waits for one that waits itself, and nobody waits for ever."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pytest
from pydantic import SecretStr

from services.api.errors import NotFound
from services.process.turns import PATIENCE_SECONDS, Turns
from services.process.turns import turns as shared_turns
from services.runtime import build
from services.settings import Settings
from tests.services.api.fake_platform import TOKEN, FakePlatform, ok

LONG = 30.0


class Page(threading.Thread):
    """A thread that wants its turn, and says when it has it."""

    def __init__(self, turns: Turns, order: list[str], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.began, self.may_end = threading.Event(), threading.Event()
        self._turns, self._order = turns, order

    def run(self) -> None:
        with self._turns.taken():
            self._order.append(self.name)
            self.began.set()
            self.may_end.wait(LONG)


def page(turns: Turns, order: list[str], name: str) -> Page:
    made = Page(turns, order, name)
    made.start()
    return made


def test_one_is_computed_after_the_other() -> None:
    turns, order = Turns(patience=LONG), list[str]()
    first = page(turns, order, "first")
    assert first.began.wait(LONG)
    second = page(turns, order, "second")

    assert not second.began.is_set()
    first.may_end.set()

    assert second.began.wait(LONG)
    assert order == ["first", "second"]
    second.may_end.set()


def test_who_waits_for_the_network_lets_others_go_first() -> None:
    turns, order = Turns(patience=LONG), list[str]()
    with turns.taken():
        with turns.given_up():
            other = page(turns, order, "other")
            assert other.began.wait(LONG)
            other.may_end.set()
        order.append("this")

    assert order == ["other", "this"]


def test_nobody_waits_for_ever() -> None:
    turns, order = Turns(patience=0.01), list[str]()
    stuck = page(turns, order, "stuck")
    assert stuck.began.wait(LONG)

    with turns.taken():
        order.append("this")

    assert order == ["stuck", "this"]
    stuck.may_end.set()


def test_a_part_of_a_page_takes_no_turn_of_its_own() -> None:
    turns = Turns(patience=LONG)
    inner = turns.in_turn(lambda: "drawn")

    with turns.taken():
        assert inner() == "drawn"
        with turns.given_up(), turns.given_up():
            pass

    assert inner() == "drawn"


def test_a_failed_page_gives_its_turn_back() -> None:
    turns, order = Turns(patience=LONG), list[str]()
    with pytest.raises(ValueError, match="broken"), turns.taken():
        raise ValueError("broken")

    after = page(turns, order, "after")

    assert after.began.wait(LONG)
    after.may_end.set()


def test_a_page_that_asks_the_platform_lets_others_go_first() -> None:
    turns, order = Turns(patience=LONG), list[str]()

    def answer(_request: httpx.Request) -> httpx.Response:
        other = page(turns, order, "other")
        assert other.began.wait(LONG)
        other.may_end.set()
        return ok(assistants=[])

    api = FakePlatform(answer).api(waiting=turns.given_up)
    with turns.taken():
        api.assistants.list()
        order.append("this")

    assert order == ["other", "this"]


def test_a_page_that_waits_a_moment_lets_others_go_first() -> None:
    turns, order = Turns(patience=LONG), list[str]()
    with turns.taken():
        other = page(turns, order, "other")
        other.may_end.set()
        while not order:
            turns.sleep(0.001)
        order.append("this")

    assert order == ["other", "this"]


class Platform(BaseHTTPRequestHandler):
    """Answers nothing of use, and measures how long another page waits for its turn meanwhile."""

    waited: ClassVar[list[float]] = []

    def do_GET(self) -> None:
        began = time.monotonic()
        with shared_turns.taken():
            self.waited.append(time.monotonic() - began)
        self.send_error(404)


def test_the_consoles_own_client_lets_others_go_first(tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Platform)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    console = build(
        Settings(
            talkturo_base_url=f"http://127.0.0.1:{server.server_port}",
            talkturo_token=SecretStr(TOKEN),
            talkturo_team_id="t1",
            console_database_url=f"sqlite:///{tmp_path / 'console.db'}",
        )
    )
    try:
        for _request in range(10):  # one of them at least finds a machine that is not too busy to tell
            with shared_turns.taken(), pytest.raises(NotFound):
                console.api.assistants.list()
    finally:
        console.stop()
        server.shutdown()
        server.server_close()
    assert min(Platform.waited) < PATIENCE_SECONDS
