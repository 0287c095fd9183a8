"""Whatever the platform answers with, every page is there: sentences, nothing technical, and the controls it has."""

from __future__ import annotations

import re

import pytest

from services.runtime import Runtime
from tests.pages.conftest import FILES, OpenPage, everything
from tests.pages.own_elements import name_in_head
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox

# Each with the language it is met in: both are met on every page.
TROUBLES = [
    ("server_error", "de"),
    ("token_revoked", "en"),
    ("html", "en"),
    ("truncated_json", "de"),
    ("rate_limited", "de"),
]
NEEDS_THE_PLATFORM = {"campaigns", "campaign", "new", "upload", "insights", "connection"}
TECHNICAL = re.compile(
    r"traceback|exception|\b(?:401|429|500|502|503)\b|<html|\bjson\b|\{|tk_test", re.IGNORECASE
)


@pytest.mark.parametrize("page", FILES)
def test_it_says_what_happened_and_goes_on(
    console: Runtime, open_page: OpenPage, sandbox: RunningSandbox, page: str
) -> None:
    address = {"id": make_campaign(console.api, "Spring").id} if page == "campaign" else {}
    for kind, language in TROUBLES:
        console.reads.forget("")
        sandbox.faults({"kind": kind, "times": None})
        tab = open_page(page, language, **address)
        sandbox.faults()
        shown = everything(tab)
        assert not tab.exception
        assert tab.title or name_in_head(tab)
        assert not TECHNICAL.search(shown), (kind, shown)
        if page in NEEDS_THE_PLATFORM:
            assert [*tab.error, *tab.warning, *tab.info], f"{kind} was passed over in silence"


def test_a_campaign_that_only_the_list_has_told_of_is_shown_as_it_was(
    console: Runtime, open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    made = make_campaign(console.api, "Summer", people=2)
    console.campaigns.refresh()
    console.campaigns.all()
    sandbox.faults({"kind": "rate_limited", "times": None})
    tab = open_page("campaign", language, id=made.id)
    sandbox.faults()

    assert name_in_head(tab) == "Summer"
    assert [one for one in tab.warning if "as of" in one.value or "Stand" in one.value]
    assert tab.button(key="try-again")
