"""The button that starts says all that it does, and the words after it whom that leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from components.words.launch import Start, button_words, follows_words
from services.texts import set_language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (Start(190, 3), "Start campaign: 190 people, first 3 now"),
        (Start(190, 0), "Start campaign: 190 people, nobody right now"),
        (Start(2, 2), "Start campaign: 2 people, now"),
        (Start(1, None), "Start campaign: 1 person"),
        (Start(190, 3, 20), "Start with 20 people, then wait for you"),
        (Start(190, 3, 1), "Start with 1 person, then wait for you"),
        (Start(190, 3, 190), "Start campaign: 190 people, first 3 now"),
        (Start(None, 3), "Start campaign: first 3 now"),
        (Start(None, 3, 20), "Start with 20 people, then wait for you"),
        (Start(None, None), "Start campaign"),
        (Start(0, 0), "Start campaign"),
    ],
)
def test_the_button_says_for_how_many_and_how_many_of_them_at_once(start: Start, words: str) -> None:
    assert button_words(start) == words


def test_german_says_the_same() -> None:
    set_language("de")
    assert button_words(Start(1190, 3)) == "Kampagne starten: 1.190 Personen, zuerst 3"
    assert button_words(Start(190, 3, 20)) == "Mit 20 Personen starten, dann auf Freigabe warten"


def test_whoever_is_left_is_called_later_or_when_somebody_says_so() -> None:
    assert follows_words(Start(190, 3, None, 3)) == (
        "187 more people follow within the calling hours, at most 3 at once."
    )
    assert follows_words(Start(190, 3, 20, 3)) == (
        "Then the console pauses it and waits for you. 170 others are called when you say so."
    )
    assert follows_words(Start(2, 2, None, 3)) == ""
    assert follows_words(Start(None, 3, None, 3)) == ""
