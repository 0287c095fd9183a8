"""Every event has a sentence in every language: also one whose reason or figures another version gave it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from components.words.notifications import ICONS, PROBLEMS
from services.keeper.guardrails.terms import Rule
from services.languages import LANGUAGES, Language
from services.notifications import EventKind
from services.notifications.channel import Problem
from services.notifications.inbox import Event
from services.notifications.sentences import KINDS, explanation, headline
from services.texts import in_language

FIGURES = {
    "at_most": 5,
    "called": 1200,
    "failed": 12,
    "wrong": 3,
    "of": 20,
    "calls": 1200,
    "limit": 1000,
    "credits": 60,
    "minutes": 45.2,
    "now": 12.5,
    "before": 31,
    "certain": 1.0,
}


def event(kind: EventKind, reason: str = "", **figures: float) -> Event:
    return Event(1, kind, reason, "c1", "Spring", figures, datetime(2026, 7, 1, tzinfo=UTC))


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
@pytest.mark.parametrize("kind", EventKind)
def test_a_kind_has_a_line_and_a_picture_and_a_reason_that_nobody_knows_is_no_obstacle(
    kind: EventKind, language: Language
) -> None:
    assert kind in KINDS and kind in ICONS
    for reason in ("", "of a later version"):
        line = in_language(language, lambda reason=reason: headline(event(kind, reason)))
        assert line and "{" not in line
        assert "{" not in in_language(language, lambda reason=reason: explanation(event(kind, reason)))


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("kind", [EventKind.PAUSED, EventKind.LIMIT])
def test_each_limit_says_by_what_it_was_passed(kind: EventKind, rule: Rule) -> None:
    said = explanation(event(kind, rule.value, **FIGURES))
    assert any(mark.isdigit() for mark in said) and "{" not in said
    without = explanation(event(kind, rule.value))
    assert without and "{" not in without


def test_figures_are_written_as_the_language_has_them() -> None:
    told = event(EventKind.LIMIT, "calls_a_day", **FIGURES)
    assert "1,200" in explanation(told)
    assert "today" not in explanation(told), "it may be read on another day"
    assert "1.200" in in_language(LANGUAGES[1], lambda: explanation(told))
    assert explanation(event(EventKind.LIMIT, "answer_rate", **FIGURES)).startswith("12% of the latest calls")
    assert "present pace: 45." in explanation(event(EventKind.CREDITS, "credits_low", **FIGURES))


def test_each_problem_of_a_channel_has_a_sentence() -> None:
    assert set(PROBLEMS) == set(Problem)
