"""Streamlit's own words: it still writes each of them into the page, and still has the elements in which they are looked for."""

from __future__ import annotations

import re

import pytest

from components.streamlit_internals.own_words import OWN_WORDS, OwnWords, translated
from components.streamlit_internals.static_files import FRONTEND
from services.texts import set_language

SCRIPTS = "\n".join(
    file.read_text(encoding="utf-8") for file in sorted((FRONTEND / "static" / "js").glob("*.js"))
)


@pytest.mark.parametrize("one", OWN_WORDS, ids=lambda one: one.words)
def test_streamlit_still_says_it(one: OwnWords) -> None:
    """By its words: some of its sentences are put together of several. A real browser shows what comes of them
    (`tests/browser/test_document.py`)."""
    for word in re.findall(r"[A-Za-z]{4,}", re.sub(r"\{\w+\}", "", one.words)):
        assert word in SCRIPTS


@pytest.mark.parametrize("selector", sorted({one.selector for one in OWN_WORDS}))
def test_streamlit_still_has_the_element(selector: str) -> None:
    for name in re.findall(r"data-testid=(\w+)", selector):
        assert name in SCRIPTS


def test_only_what_reads_otherwise_is_put_in_its_place() -> None:
    set_language("en")
    assert translated() == []
    set_language("de")
    assert len(translated()) == len(OWN_WORDS)
    set_language("en")
