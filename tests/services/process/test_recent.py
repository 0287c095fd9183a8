"""Caches in memory: what was asked for last stays; what is asked all the time is looked up once in a moment."""

from __future__ import annotations

from services.process.recent import LruCache, TtlValue


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
    known = TtlValue(counter, 1.0, counter.clock)

    assert [known.get(), known.get()] == [1, 1]
    counter.now = 0.9
    assert known.get() == 1
    counter.now = 1.0
    assert [known.get(), known.get()] == [2, 2]


def test_a_change_shows_at_once() -> None:
    counter = Counter()
    known = TtlValue(counter, 1.0, counter.clock)
    known.get()

    known.forget()

    assert [known.get(), known.get()] == [2, 2]


def test_an_answer_from_before_a_change_is_not_kept() -> None:
    """Somebody changes it while it is being asked."""
    counter = Counter()

    def asked_while_it_changes() -> int:
        answer = counter()
        if answer == 1:
            known.forget()
        return answer

    known = TtlValue(asked_while_it_changes, 1.0, counter.clock)

    assert [known.get(), known.get(), known.get()] == [1, 2, 2]


def test_nothing_is_an_answer_too() -> None:
    asked: list[None] = []
    known = TtlValue(lambda: asked.append(None), 1.0, lambda: 0.0)

    assert [known.get(), known.get(), len(asked)] == [None, None, 1]


def test_what_was_asked_for_last_stays() -> None:
    kept = LruCache[str](2)
    for key in ("a", "b", "a", "c"):
        kept.get_or_make(key, key.upper)

    assert [kept.get(key) for key in "abc"] == ["A", None, "C"]


def test_values_are_found_by_how_their_keys_begin() -> None:
    kept = LruCache[str](9)
    for key in ("camp_1", "camp_2", "list", 7):
        kept.get_or_make(key, str(key).upper)

    assert kept.beginning("camp") == ["CAMP_1", "CAMP_2"]
