"""Every page asks who is there, on each run: whoever may not see it sees why, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from services import runtime
from services.access.access import Visitor
from services.runtime import Runtime
from tests.pages.conftest import FILES, OpenPage, everything
from tests.pages.own_elements import click
from tests.pages.world import make_campaign

NOW = datetime.now(UTC)
ADA = Visitor("Ada", "ada@example.com", since=NOW, subject="1", sign_in="ada's")
KEPT_OUT = {
    "nobody": (None, {"en": "Please sign in to see your campaigns", "de": "Bitte anmelden"}),
    "yesterday's": (
        Visitor("Ada", "ada@example.com", since=NOW - timedelta(days=2)),
        {"en": "A sign-in lasts 12 hours", "de": "Eine Anmeldung gilt 12 Stunden"},
    ),
    "not confirmed": (
        Visitor("Ada", "ada@example.com", verified=False, since=NOW),
        {"en": "has not been confirmed", "de": "noch nicht bestätigt"},
    ),
    "not said to be confirmed": (
        Visitor("Ada", "ada@example.com", verified=None, since=NOW),
        {"en": "CONSOLE_SIGN_IN_TRUSTS_EMAIL", "de": "CONSOLE_SIGN_IN_TRUSTS_EMAIL"},
    ),
    "signed out elsewhere": (
        Visitor("Ada", "ada@example.com", since=NOW, sign_in="another"),
        {"en": "this sign-in was ended", "de": "diese Anmeldung wurde beendet"},
    ),
    "a stranger": (
        Visitor("Ben", "ben@example.net", since=NOW),
        {"en": "not on the list", "de": "steht aber nicht auf der Liste"},
    ),
    "without an address": (
        Visitor("Ben", since=NOW),
        {
            "en": "does not tell this console your e-mail address",
            "de": "teilt dieser Konsole keine E-Mail-Adresse mit",
        },
    ),
}


class Door:
    """Who stands in front of the page."""

    def __init__(self) -> None:
        self.visitor: Visitor | None = None

    def console_behind(self, console: Runtime, allowed: str) -> Runtime:
        settings = console.settings.model_copy(update={"console_sign_in_allowed": allowed})
        made = Runtime(settings, console.engine, console.budget, console.api, visitor=lambda: self.visitor)
        made.sign_ins.begin(ADA.sign_in, ADA.person)
        runtime.use(made)
        return made


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.mark.parametrize("who", KEPT_OUT)
def test_who_may_not_come_in_is_told_why(
    console: Runtime, door: Door, open_page: OpenPage, language: str, who: str
) -> None:
    door.console_behind(console, "ada@example.com")
    door.visitor, says = KEPT_OUT[who]

    tab = open_page("campaigns", language)

    assert says[language] in everything(tab)
    assert [button.key for button in tab.button] in (["sign-in"], ["sign-out"])


def test_before_anybody_is_listed_the_setting_is_named(
    console: Runtime, door: Door, open_page: OpenPage, language: str
) -> None:
    door.console_behind(console, "")
    door.visitor = ADA
    assert "CONSOLE_SIGN_IN_ALLOWED" in everything(open_page("campaigns", language))


@pytest.mark.parametrize("page", FILES)
def test_no_page_shows_anything_to_who_is_out_since(
    console: Runtime, door: Door, open_page: OpenPage, page: str
) -> None:
    """Signed in when the page was drawn, off the list at the next run."""
    made = make_campaign(console.api, "Spring offer", people=1)
    door.console_behind(console, "ada@example.com")
    door.visitor = ADA
    tab = open_page(page, id=made.id)
    assert not tab.exception

    door.visitor = Visitor("Ben", "ben@example.net", since=NOW)
    tab.run()

    assert "Spring offer" not in everything(tab)
    assert [button.key for button in tab.button] == ["sign-out"]


def test_a_click_that_comes_too_late_does_nothing_and_says_so(
    console: Runtime, door: Door, open_page: OpenPage
) -> None:
    """A callback runs before the page asks who is there."""
    running = make_campaign(console.api, "Spring offer", people=1)
    guarded = door.console_behind(console, "ada@example.com")
    door.visitor = ADA
    tab = _asked_to_cancel(guarded, open_page, running.id)

    door.visitor = None
    tab.button(key=f"confirm-cancel-{running.id}").click().run()

    assert console.api.campaigns.get(running.id).status == "draft"
    assert "Spring offer" not in everything(tab)


def _asked_to_cancel(console: Runtime, open_page: OpenPage, campaign_id: str) -> AppTest:
    console.campaigns.refresh()
    return click(open_page("campaign", id=campaign_id), "cancel", campaign_id)
