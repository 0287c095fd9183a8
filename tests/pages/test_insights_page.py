"""*Insights*: what came of the campaigns together, in both languages, whatever the key may read."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.world import NASTY_NAMES, make_campaign
from tests.sandbox_process import RunningSandbox

TITLES = {"en": "Insights", "de": "Auswertung"}
CHARTS = {"funnel", "outcomes", "attempts", "hours", "week", "ranking", "comparison"}


def charts(tab: AppTest) -> int:
    return len(tab.get("plotly_chart"))


def test_it_shows_every_chart_of_the_demo(demo_console: Runtime, open_page: OpenPage, language: str) -> None:
    tab = open_page("insights", language)
    assert tab.title[0].value == TITLES[language]
    assert not tab.exception
    assert not tab.error
    assert charts(tab) == len(CHARTS)


def test_it_keeps_to_the_period_of_the_address(demo_console: Runtime, open_page: OpenPage) -> None:
    tab = open_page("insights", period="7")
    assert tab.query_params["period"] == "7"
    assert "Counted from the calls." in everything(tab)


def test_it_ranks_what_the_address_names(demo_console: Runtime, open_page: OpenPage) -> None:
    tab = open_page("insights", by="number")
    assert "Caller number" in tab.dataframe[0].value.columns
    assert not tab.exception


def test_it_takes_nonsense_in_the_address_for_nothing(demo_console: Runtime, open_page: OpenPage) -> None:
    tab = open_page("insights", by="moon", period="x", assistant="nobody", first="?", second="?")
    assert not tab.exception
    assert charts(tab) == len(CHARTS)


def test_it_says_that_no_campaign_fits(demo_console: Runtime, open_page: OpenPage) -> None:
    tab = open_page("insights", q="no campaign is called that")
    assert [said.value for said in tab.markdown if "fits" in said.value] == ["No campaign fits this choice."]
    assert charts(tab) == 0


def test_it_has_something_to_say_before_the_first_call(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    make_campaign(console.api, next(iter(NASTY_NAMES.values())))
    tab = open_page("insights", language)
    assert not tab.exception
    assert not tab.error


def test_it_counts_by_the_counters_where_calls_are_closed(
    sandbox: RunningSandbox, console: Runtime, open_page: OpenPage
) -> None:
    make_campaign(console.api, "Counted by counters")
    sandbox.account(profile="core")
    try:
        tab = open_page("insights")
    finally:
        sandbox.account(profile="full")
    assert not tab.exception
    assert any("may not read the call log" in box.value for box in tab.info)
