"""Limits in words: what was counted on a day is not said to be of today when it may be read on another."""

from __future__ import annotations

from components.words.guardrails import passed_words, recorded
from services.keeper import Rule
from services.texts import set_language


def test_the_calls_of_a_day_are_today_s_only_as_long_as_it_is_today() -> None:
    set_language("en")
    assert passed_words(Rule.CALLS_A_DAY, {"calls": 200}) == "200 calls were made today."
    assert passed_words(Rule.CALLS_A_DAY, {"calls": 200}, then=True) == "200 calls were made that day."
    figures = {"calls_a_day.calls": 200.0, "calls_a_day.limit": 150.0}
    assert recorded(figures) == "200 calls were made that day (limit 150)"
