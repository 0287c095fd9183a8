"""Cache in memory: what is asked all the time is looked up once in a moment, and never as it was before a change."""

from __future__ import annotations

from services.process.ttl_cache import TtlCache


class Counter:
    """Answers 1, 2, 3 …, at a time that a test moves on."""

    def __init__(self) -> None:
        self.asked, self.now = 0, 0.0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked

    def clock(self) -> float:
        return self.now


def test_it_asks_again_once_the_moment_is_over() -> None:
    counter = Counter()
    known = TtlCache[int](1.0, clock=counter.clock)

    assert [known.get("a", counter), known.get("a", counter)] == [1, 1]
    counter.now = 0.9
    assert known.get("a", counter) == 1
    counter.now = 1.0
    assert [known.get("a", counter), known.get("a", counter)] == [2, 2]


def test_a_change_shows_at_once() -> None:
    counter = Counter()
    known = TtlCache[int](1.0, clock=counter.clock)
    known.get("a", counter)

    known.forget()

    assert [known.get("a", counter), known.get("a", counter)] == [2, 2]


def test_an_answer_from_before_a_change_is_not_kept() -> None:
    """Somebody changes it while it is being asked."""
    counter = Counter()
    known = TtlCache[int](1.0, clock=counter.clock)

    def asked_while_it_changes() -> int:
        known.forget()
        return counter()

    assert known.get("a", asked_while_it_changes) == 1
    assert [known.get("a", counter), known.get("a", counter)] == [2, 2]


def test_nothing_is_an_answer_too() -> None:
    asked: list[None] = []
    known = TtlCache[None](1.0, clock=lambda: 0.0)

    assert [known.get("a", lambda: asked.append(None)) for _ in range(2)] == [None, None]
    assert len(asked) == 1


def test_what_was_asked_for_last_stays() -> None:
    counter = Counter()
    known = TtlCache[int](1.0, most=2, clock=counter.clock)
    for key in ("a", "b", "a", "c"):
        known.get(key, counter)

    assert [known.get("a", counter), known.get("b", counter)] == [1, 4]


def test_only_what_begins_so_is_forgotten() -> None:
    counter = Counter()
    known = TtlCache[int](1.0, most=9, clock=counter.clock)
    for key in ("camp_1", "camp_2", "list"):
        known.get(key, counter)

    known.forget("camp")

    assert [known.get(key, counter) for key in ("list", "camp_1", "camp_2")] == [3, 4, 5]
