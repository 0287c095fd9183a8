"""Every failure becomes a sentence: what happened, whether anything was saved or called, what to do."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

import pytest

from components.ui.messages import Doing, consequence, explain
from services import texts
from services.api import errors

ALL = [
    kind for _name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.ApiError)
]


@pytest.fixture(autouse=True, params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    texts.set_language(request.param)
    yield request.param
    texts.set_language("en")


def test_every_error_has_a_headline_and_a_consequence() -> None:
    for kind, doing in product(ALL, Doing):
        error = kind("runCampaign")
        problem = explain(error, doing)
        case = f"{kind.__name__} while {doing.name}"

        assert problem.title, case
        assert problem.body.startswith(consequence(error, doing)), case
        assert "runCampaign" not in problem.title + problem.body, case
        assert kind.__name__ not in problem.title + problem.body, case


@pytest.mark.parametrize("doing", [Doing.SAVING, Doing.CALLING])
def test_an_unclear_answer_is_never_called_harmless(doing: Doing) -> None:
    unclear = consequence(errors.DeadlineExceeded("x", may_have_acted=True), doing)
    clear = consequence(errors.ConnectionFailed("x", may_have_acted=False), doing)

    assert unclear != clear


def test_the_platforms_sentence_is_quoted_as_text() -> None:
    body = explain(errors.BadRequest("x", "bad **name** <b>"), Doing.SAVING).body

    assert r"bad \*\*name\*\* \<b\>" in body


def test_the_platforms_sentence_is_not_quoted_where_it_helps_nobody() -> None:
    body = explain(errors.ServerError("x", "NullPointerException at line 4")).body

    assert "NullPointer" not in body


def test_field_details_are_named() -> None:
    error = errors.BadRequest("x", "invalid", details={"name": ["too long", "in use"]})

    assert "name" in explain(error, Doing.SAVING).body
    assert "too long, in use" in explain(error, Doing.SAVING).body


def test_a_spent_budget_says_when_it_goes_on() -> None:
    error = errors.BudgetSpent("x", resets_at=datetime(2026, 11, 23, 14, 30, tzinfo=UTC))

    assert "14:30" in explain(error).body


def test_nothing_but_sentences_in_the_chosen_language(language: str) -> None:
    title = explain(errors.ConnectionFailed("x")).title

    assert (
        title
        == {
            "en": "Talkturo cannot be reached",
            "de": "Talkturo ist nicht erreichbar",
        }[language]
    )
