"""One page is computed at a time; nobody waits for one that waits itself, and nobody waits for ever."""

from __future__ import annotations

import threading

import pytest

from services.process.turns import Turns

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
