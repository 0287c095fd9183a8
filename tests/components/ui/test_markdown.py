"""Names show as typed: what Markdown, Streamlit's directives and Plotly would read is escaped."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.ui.markdown import plain, plotly_text, shortened

NAMES = [
    ":red[sale]",
    "![](http://example.org/x.png)",
    "costs $5 or $6",
    "<script>alert(1)</script>",
    "[free](http://example.org)",
    "# heading",
    "1. first",
    "| a | b |",
    ":smile: :material/home: :streamlit:",
    "me@example.org",
    "www.example.org",
    "a -> b",
    "שלום",
    "x" * 200,
]


def as_shown(escaped: str) -> str:
    """What a Markdown reader makes of backslash escapes, without what nobody sees."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped).replace("\u2060", "")


@pytest.mark.parametrize("name", NAMES)
def test_it_shows_a_name_as_typed(name: str) -> None:
    assert as_shown(plain(name)) == name


@given(some.text())
def test_it_leaves_no_mark_that_could_begin_markup(name: str) -> None:
    unescaped = re.sub(r"\\.", "", plain(name))

    assert not re.search(r"[\\`*_{}\[\]<>#~$:&|!]", unescaped)


def test_it_keeps_a_name_on_one_line() -> None:
    assert plain("first\r\nsecond\u2028third\tfourth") == "first second third fourth"


def test_it_does_not_let_a_name_turn_the_direction_of_the_page() -> None:
    assert plain("abc \u202egnp") == "abc gnp"


@pytest.mark.parametrize("name", ["http://example.org", "https://example.org", "WWW.example.org", "a@b.co"])
def test_it_breaks_what_the_browser_would_make_a_link_of(name: str) -> None:
    assert "\u2060" in plain(name)


def test_it_takes_anything_that_can_be_written() -> None:
    assert plain(1234) == "1234"


def test_it_escapes_the_tags_plotly_reads() -> None:
    assert plotly_text("<b>x</b> & <a href='y'>") == "&lt;b&gt;x&lt;/b&gt; &amp; &lt;a href='y'&gt;"


def test_it_escapes_the_placeholders_plotly_fills() -> None:
    assert "%{" not in plotly_text("%{x} %{customdata[0]}")


def test_it_cuts_with_an_ellipsis() -> None:
    assert shortened("word " * 20, 10) == "word word…"
    assert shortened("short") == "short"
