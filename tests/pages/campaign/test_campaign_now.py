"""Live lists on a running campaign's *Overview*, who is being called and who comes next: names as typed, both
languages.
"""

from __future__ import annotations

import itertools
import re

import pytest
from streamlit.testing.v1 import AppTest

from services.api.models import ContactCreate
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything, words_of
from tests.pages.world import NASTY_NAMES, make_campaign
from tests.sandbox_process import COMPANY_ID, RunningSandbox

_numbers = itertools.count(1000)  # each company has a number once
OURS = {
    "style",
    "div",
    "section",
    "p",
    "b",
    "ul",
    "li",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
TITLES = {
    "en": ("1 person is being called now", "Next, as soon as a line is free", "Where everybody stands"),
    "de": (
        "1 Person wird gerade angerufen",
        "Als Nächstes, sobald eine Leitung frei ist",
        "Stand der Personen",
    ),
}


def now(tab: AppTest) -> str:
    """The HTML of that part of the page."""
    return next(str(one.value) for one in tab.html if "<section>" in str(one.value))


def running(console: Runtime, *names: str, attempts: int = 3) -> str:
    """A running campaign that calls one person at a time, of people with these last names."""
    made = make_campaign(
        console.api,
        "Spring",
        max_concurrent_calls=1,
        max_attempts_per_contact=attempts,
        call_window_start="00:00",  # whatever the time of day that other tests have left
        call_window_end="23:59",
    )
    people = [
        ContactCreate(
            company_id=COMPANY_ID, first_name="Ada", last_name=name, phone=f"+49301234{next(_numbers)}"
        )
        for name in names
    ]
    console.api.campaigns.add_contacts(
        made.id, [console.api.contacts.create(one).contact.id for one in people]
    )
    console.api.campaigns.run(made.id)
    return made.id


def test_it_tells_who_is_called_who_is_next_and_how_all_stand(
    console: Runtime, sandbox: RunningSandbox, open_page: OpenPage, language: str
) -> None:
    campaign_id = running(console, "Lovelace", "Byron")
    sandbox.advance(minutes=1 / 60)
    told = words_of(now(open_page("campaign", language, id=campaign_id)))
    sandbox.advance(hours=8)

    for title in TITLES[language]:
        assert title in told
    assert "Ada Lovelace" in told
    assert "Ada Byron" in told


@pytest.mark.parametrize("name", NASTY_NAMES.values(), ids=NASTY_NAMES)
def test_a_name_shows_as_typed(
    console: Runtime, sandbox: RunningSandbox, open_page: OpenPage, name: str
) -> None:
    campaign_id = running(console, name[:60])
    sandbox.advance(minutes=1 / 60)
    shown = now(open_page("campaign", id=campaign_id))
    sandbox.advance(hours=8)

    assert f"Ada {name[:60]}".strip() in words_of(shown)
    assert set(re.findall(r"<(\w+)", shown)) <= OURS


def test_one_that_has_just_ended_expects_no_end(
    console: Runtime, sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    """Also where its charts were drawn a moment before."""
    campaign_id = running(console, "Lovelace", attempts=1)
    sandbox.advance(minutes=1 / 60)
    before = everything(open_page("campaign", id=campaign_id))
    sandbox.advance(hours=8)
    console.live.forget(campaign_id)
    after = everything(open_page("campaign", id=campaign_id))

    assert "The end is expected" in before
    assert "It is over" in after
    assert "The end is expected" not in after
