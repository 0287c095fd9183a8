"""*Campaigns*: what a manager sees first, in both languages, and what its address shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from services.keeper import Duty, Rule, WatchState, Why
from services.keeper.store import NewWatch
from services.keeper.tables import WatchRow
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.own_elements import click, link, names, rows, tell, words
from tests.pages.world import NASTY_NAMES, make_campaign
from tests.sandbox_process import RunningSandbox

TITLES = {"en": "Campaigns", "de": "Kampagnen"}


@pytest.fixture
def spring_and_autumn(console: Runtime) -> Iterator[Runtime]:
    """A draft, a running and a deleted campaign."""
    make_campaign(console.api, "Spring offer")
    running = make_campaign(console.api, "Autumn offer", people=2)
    console.api.campaigns.run(running.id)
    gone = make_campaign(console.api, "Old test")
    console.api.campaigns.delete(gone.id)
    yield console
    for campaign in console.api.campaigns.list():
        if campaign.status == "running":
            console.campaigns.cancel(campaign, who=Person("test"))


def test_it_lists_the_demo(demo_console: Runtime, open_page: OpenPage, language: str) -> None:
    tab = open_page("campaigns", language)

    assert tab.title[0].value == TITLES[language]
    assert "Green tariff upgrade" in names(tab)
    assert not tab.exception
    assert not tab.error


def test_it_shows_only_the_status_of_the_address(spring_and_autumn: Runtime, open_page: OpenPage) -> None:
    tab = open_page("campaigns", status="running")

    assert "Autumn offer" in names(tab)
    assert "Spring offer" not in names(tab)


def test_it_counts_each_status(spring_and_autumn: Runtime, open_page: OpenPage) -> None:
    tab = open_page("campaigns")
    drafts = sum(one.status == "draft" for one in spring_and_autumn.campaigns.all().value)

    assert f"Draft **{drafts}**" in " ".join(getattr(tab.get_by_key("status"), "options", []))


def test_it_finds_by_words_in_any_case(spring_and_autumn: Runtime, open_page: OpenPage) -> None:
    assert set(names(open_page("campaigns", q="OFFER autumn"))) == {"Autumn offer"}


def test_it_hides_deleted_campaigns_until_asked(spring_and_autumn: Runtime, open_page: OpenPage) -> None:
    assert "Old test" not in names(open_page("campaigns", q="old test"))
    assert "Old test" in names(open_page("campaigns", deleted="only"))
    assert "Old test" in names(open_page("campaigns", deleted="shown", q="old test"))
    assert "Spring offer" in names(open_page("campaigns", deleted="shown", q="spring offer"))


def test_one_line_says_what_runs_and_what_waits_and_leads_to_it(
    spring_and_autumn: Runtime, open_page: OpenPage
) -> None:
    campaigns, store = spring_and_autumn.campaigns.all().value, spring_and_autumn.keeper.store
    spring = next(one for one in campaigns if one.name == "Spring offer")
    passed = {"passed": {"rule": Rule.CALLS_IN_ALL.value}}
    watch = store.set(NewWatch(Duty.GUARDRAILS, spring.id, spring.name, Person("Anna"), {}, passed))
    with spring_and_autumn.engine.begin() as connection:
        connection.execute(
            update(WatchRow).where(WatchRow.id == watch.id).values(state=WatchState.PAUSED.value)
        )
    tab = open_page("campaigns")
    spent = spring_and_autumn.budget.state().used

    running = sum(one.status == "running" for one in campaigns)
    assert f"{running} running" in words(tab) and "1 campaign waits for you" in words(tab)
    assert "answered" not in words(tab).split("running")[1].split("waits")[0], "nobody has looked yet"
    assert link(tab, "today-running") == "?status=running"
    assert set(names(open_page("campaigns", waiting="1"))) == {"Spring offer"}
    assert spring_and_autumn.budget.state().used == spent
    spring_and_autumn.look_out()
    assert "0 answered since" in words(open_page("campaigns"))
    store.end(watch, WatchState.DONE, Why.REPLACED)


def test_a_choice_goes_to_the_address(spring_and_autumn: Runtime, open_page: OpenPage) -> None:
    tab = open_page("campaigns")
    tab.selectbox(key="deleted").select("only").run()

    assert tab.query_params.get("deleted") == "only"


def test_nothing_that_matches_offers_the_way_back(spring_and_autumn: Runtime, open_page: OpenPage) -> None:
    tab = open_page("campaigns", q="no such campaign", status="paused")
    tab.button(key="clear-filters").click().run()

    assert "Spring offer" in names(tab)
    assert "q" not in tab.query_params
    assert "status" not in tab.query_params


def test_what_an_address_asks_for_and_is_not_there_is_ignored(
    spring_and_autumn: Runtime, open_page: OpenPage
) -> None:
    tab = open_page("campaigns", status="nonsense", page="99", deleted="perhaps", assistant="nobody")

    assert names(tab)
    assert not tab.exception


def test_a_campaign_that_is_over_offers_its_settings_and_no_button_that_does_nothing(
    demo_console: Runtime, open_page: OpenPage
) -> None:
    shown = rows(open_page("campaigns", status="completed"))

    assert shown
    assert [row.buttons for row in shown] == [{}] * len(shown)
    assert all("Copy its settings" in row.text for row in shown)


def test_a_paused_campaign_goes_on_from_the_list(demo_console: Runtime, open_page: OpenPage) -> None:
    tab = open_page("campaigns", status="paused")
    key = next(key for row in rows(tab) for key in row.buttons if key.startswith("resume-"))

    tab = click(tab, "resume", key.removeprefix("resume-"))

    assert tab.button(key=f"confirm-{key}")


@pytest.mark.parametrize("name", NASTY_NAMES.values(), ids=NASTY_NAMES)
def test_a_name_shows_as_typed(console: Runtime, open_page: OpenPage, name: str) -> None:
    made = make_campaign(console.api, name)

    assert name in names(open_page("campaigns"))
    console.campaigns.delete(made, who=Person("test"))


@pytest.mark.parametrize(
    "told",
    [
        {"action": "launch", "id": "no-such-campaign"},
        {"action": "delete", "id": "any"},
        {"action": ["launch"], "id": {}},
        "launch",
        7,
        None,
    ],
    ids=str,
)
def test_a_browser_that_tells_anything_else_does_nothing(
    spring_and_autumn: Runtime, open_page: OpenPage, sandbox: RunningSandbox, told: object
) -> None:
    before = len(sandbox.runs())
    tab = tell(open_page("campaigns"), told)

    assert "Spring offer" in names(tab)
    assert not tab.exception
    assert not tab.error
    assert len(sandbox.runs()) == before


def test_a_platform_that_fails_leaves_the_last_list_with_its_age(
    spring_and_autumn: Runtime, open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    open_page("campaigns", language)
    sandbox.faults({"operation": "listCampaigns", "kind": "server_error", "times": None})
    spring_and_autumn.campaigns.refresh()
    tab = open_page("campaigns", language)
    sandbox.faults()

    assert "Spring offer" in names(tab)
    assert len(tab.warning) == 1
    assert tab.button(key="try-again")


def test_a_platform_that_never_answered_is_a_sentence(
    console: Runtime, open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    sandbox.faults({"operation": "listCampaigns", "kind": "server_error", "times": None})
    tab = open_page("campaigns", language)
    sandbox.faults()

    assert tab.title[0].value == TITLES[language]
    assert tab.error
    assert "503" not in everything(tab)
    assert "Traceback" not in everything(tab)


def _page(dialog_open: bool) -> None:
    """A page that shows the list as it was an hour ago, at its first drawing."""
    from dataclasses import replace
    from datetime import timedelta

    import streamlit as st

    from components.campaigns.filters import read_address
    from components.campaigns.rows import draw_anew_once_read_again
    from components.console import console
    from components.ui.dialogs import open_dialog

    st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1
    if dialog_open:
        open_dialog("Launch", lambda: st.write("Sure?"), icon=":material/call:")
    shown = read_address({})
    read = console().listings.read(shown.deleted, shown.wanted)
    if st.session_state["drawn"] == 1:
        read = replace(read, fetched_at=read.fetched_at - timedelta(hours=1))
    draw_anew_once_read_again(shown, read)


@pytest.mark.usefixtures("console")
@pytest.mark.parametrize(
    ("dialog_open", "drawings"), [(False, 2), (True, 1)], ids=["alone", "under a dialog"]
)
def test_a_list_that_was_read_again_is_drawn_anew(dialog_open: bool, drawings: int) -> None:
    tab = AppTest.from_function(_page, args=(dialog_open,)).run()

    assert not tab.exception
    assert tab.session_state["drawn"] == drawings
