"""The list before a launch as the person sees it: sentences in both languages, icons with words, mending buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from streamlit.testing.v1 import AppTest

from components.launch.readiness_list import headline
from components.words.readiness import LEVEL_WORDS, MEND_WORDS, sentence, week_words
from services.calling_days.public_holidays import Holiday
from services.calling_rules.calling_hours import Certainty
from services.languages import LANGUAGES
from services.readiness import Code, Finding, Level, Mend
from services.texts import set_language

WEEK = (((480, 1200),),) * 5 + (((540, 1080),), ())
AT = datetime(2026, 7, 14, 8, 0, tzinfo=UTC)
PARAMS = {
    "name": "Spring",
    "count": 1234,
    "total": 5678,
    "numbers": ("+4930100",),
    "assistants": ("Mia",),
    "concurrency": 5,
    "most": 20,
    "campaigns": ("A", "B", "C", "D", "E", "F"),
    "zone": "Europe/Berlin",
    "place": "US-FL",
    "places": ("DE", "US-FL"),
    "week": WEEK,
    "weekdays": (6,),
    "source": "The law [1]",
    "certainty": Certainty.LAW,
    "attempts": 5,
    "calls": 3,
    "hours": 24,
    "at": AT,
    "machine": AT,
    "platform": AT,
    "first": AT,
    "credits": 12.0,
    "each": 3,
    "delay": timedelta(hours=8),
    "window": timedelta(hours=2),
    "days": 3,
    "holidays": (Holiday(date(2026, 12, 25), "Christmas Day"),),
    "breaches": frozenset({"DE:holidays"}),
    "who": "Ada",
    "reason": "they *asked* for it",
}


@pytest.fixture(params=[one.code for one in LANGUAGES])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language("en")


@pytest.mark.usefixtures("language")
def test_every_finding_has_a_sentence_with_every_placeholder_filled() -> None:
    for code, count in product(Code, (1, 1234)):
        said = sentence(Finding(Level.WARNING, code, {**PARAMS, "count": count}))
        assert len(said) > 10, code
        assert not re.search(r"[{}]", said), code
        assert said.endswith("."), code


def test_the_sentence_of_a_place_names_hours_source_and_certainty() -> None:
    finding = Finding(Level.WARNING, Code.OUTSIDE_HOURS, {**PARAMS, "count": 2, "maybe": True})
    assert sentence(finding).replace("\\", "") == (
        "**Florida (USA)**: 2 people could be called outside the allowed hours, "
        "Mon–Fri 08:00–20:00, Sat 09:00–18:00. "
        "Source: The law [1] (text of the law or the regulator). "
        "Number and time zone fit several places; the strictest counts."
    )


def test_it_speaks_german() -> None:
    set_language("de")
    finding = Finding(Level.WARNING, Code.CLOSED_DAYS, {**PARAMS, "place": "DE", "count": 1234})
    assert sentence(finding).startswith("**Deutschland**: 1.234 Personen könnten")
    assert "Sonntag" in sentence(finding)
    set_language("en")


def test_a_day_with_a_break_shows_both_spans() -> None:
    week = (((600, 780), (840, 1200)),) * 5 + ((), ())
    assert week_words(week) == "Mon–Fri 10:00–13:00 14:00–20:00"
    set_language("en-US")
    assert week_words(week).replace("\xa0", " ") == "Mon–Fri 10:00 AM–1:00 PM 2:00 PM–8:00 PM"
    set_language("en")


def test_names_show_as_typed() -> None:
    said = sentence(Finding(Level.WARNING, Code.NAME_USED, {"name": ":red[x] **y** $z$ <b>"}))
    assert r"\:red\[x\]" in said
    assert r"\*\*y\*\*" in said
    assert r"\<b" in said


def test_more_than_a_few_campaigns_are_counted() -> None:
    said = sentence(Finding(Level.WARNING, Code.PEOPLE_IN_OTHER_CAMPAIGNS, PARAMS))
    assert "A, B, C, D and 2 more" in said


def test_every_level_and_every_mending_has_words(language: str) -> None:
    assert set(LEVEL_WORDS) == set(Level)
    assert set(MEND_WORDS) == set(Mend)


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((), "**Ready to launch.**"),
        ((Level.OK,), "**Ready to launch.**"),
        ((Level.NOTE, Level.OK), "**Ready to launch.**"),
        ((Level.WARNING, Level.OK), "**Ready to launch, with 1 thing to check.**"),
        ((Level.BLOCKER, Level.WARNING), "**1 thing blocks the launch.**"),
        ((Level.BLOCKER, Level.BLOCKER), "**2 things block the launch.**"),
    ],
)
def test_the_headline_is_the_answer(levels: tuple[Level, ...], words: str) -> None:
    assert headline([Finding(level, Code.NAME_MISSING) for level in levels]) == words


def _page() -> None:
    import streamlit as st

    from components.launch.readiness_list import draw_readiness
    from services.readiness import Code, Finding, Level, Mend

    findings = [
        Finding(Level.BLOCKER, Code.PEOPLE_NONE, {}, Mend.PEOPLE),
        Finding(Level.WARNING, Code.PEOPLE_DO_NOT_CALL, {"count": 2}, Mend.PEOPLE_DETAILS),
        Finding(Level.NOTE, Code.CONSENT_NEEDED, {"count": 2, "places": ("DE",)}),
        Finding(Level.OK, Code.CREDITS_FINE, {"credits": 40.0}),
    ]
    draw_readiness(
        findings,
        "check",
        on_mend=lambda mend: st.session_state.update(clicked=str(mend)),
        mendable=(Mend.PEOPLE,),
    )


def test_each_finding_has_icon_word_and_where_possible_a_button() -> None:
    page = AppTest.from_function(_page).run()
    assert not page.exception
    texts = [element.value for element in page.markdown]
    assert texts[0] == "**1 thing blocks the launch.**"
    assert texts[1].startswith(":red-badge[:material/block: Blocks the launch] There is nobody")
    assert texts[2].startswith(":orange-badge[:material/warning: Please check] 2 people")
    assert [
        one.value.startswith(":gray-badge[:material/info: To know] 2 people are where")
        for one in page.caption
    ] == [True]
    assert [fine.label for fine in page.expander] == ["What is fine (1)"]
    assert texts[3].startswith("- 40 credits")
    assert [button.key for button in page.button] == ["check-mend-people-none"]
    page.button(key="check-mend-people-none").click().run()
    assert page.session_state["clicked"] == "people"
