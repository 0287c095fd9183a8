"""Languages: which one is spoken, and to whom."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator

import pytest

from services import texts


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("de-AT", "de-DE"),
        ("en-US,de;q=0.5", "en-US"),
        ("en-GB", "en-GB"),
        ("en-us", "en-US"),
        ("fr,de;q=0.8", "de-DE"),
        ("ja", "en-GB"),
        ("", "en-GB"),
        (None, "en-GB"),
    ],
)
def test_it_speaks_the_best_language_the_browser_asks_for(asked: str | None, spoken: str) -> None:
    assert texts.preferred(asked) == spoken


@pytest.mark.parametrize(
    ("address", "kept", "browser", "spoken"),
    [
        ("de", "en", "en-US", "de"),
        (None, "de", "en-US", "de"),
        (None, "en", "en-US", "en-US"),
        (None, None, "de-AT", "de-DE"),
        (None, "xx; Path=/", "de-DE", "de-DE"),
    ],
)
def test_the_address_counts_before_what_was_kept_and_both_before_the_browser(
    address: str | None, kept: str | None, browser: str, spoken: str
) -> None:
    assert texts.first_offered((address, kept), browser) == spoken


def test_a_language_chosen_in_one_context_is_not_heard_in_another() -> None:
    contextvars.copy_context().run(texts.set_language, "de")
    assert contextvars.Context().run(texts.language).code == "en"


def test_an_unknown_language_becomes_english() -> None:
    def chosen() -> str:
        texts.set_language("xx")
        return texts.language().code

    assert contextvars.copy_context().run(chosen) == "en"


def test_it_follows_the_persons_choice_where_no_language_was_set(nobody_chose: None) -> None:
    texts.follow(lambda: "de")
    assert contextvars.Context().run(texts.language).code == "de"


@pytest.fixture
def nobody_chose() -> Iterator[None]:
    kept = list(texts._chosen)
    yield
    texts._chosen[:] = kept
