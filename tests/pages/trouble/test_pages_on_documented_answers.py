"""A platform that tells no more than its public page prints, or than the contract promises: every page opens, what is not
told is said to be so, nothing of it is saved, and a launch goes through once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from services.api.models import Campaign
from services.campaigns.one import read_now
from services.launch import LaunchOutcome
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything, running_console
from tests.pages.launches import launch, prepare
from tests.pages.own_elements import button, name_in_head
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox

PROFILES = ("full", "live", "core")
IN_THE_SOAK = {("full", "documented"), ("live", "required"), ("core", "documented")}
"""Each profile and each kind of answers is opened by day; what is launched is launched on all."""
VIEWS = ("overview", "people", "dry-run", "calls", "settings")
PAGES = ("campaigns", "new", "upload", "imports", "insights", "activity", "connection")
NOT_TOLD = {"en": "Talkturo does not tell here", "de": "Talkturo gibt das hier nicht an"}

Told = Callable[[str, str], Campaign]


@pytest.fixture(scope="module")
def own_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("documented"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def plain_console(own_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    own_sandbox.account(profile="full", answers="all")
    yield from running_console(own_sandbox, tmp_path)


@pytest.fixture
def told(plain_console: Runtime, own_sandbox: RunningSandbox) -> Told:
    """A draft with two people, as a platform of this profile tells it from now on."""

    def made(profile: str, answers: str) -> Campaign:
        settings: dict[str, Any] = {"max_attempts_per_contact": 5, "max_concurrent_calls": 2}
        campaign = make_campaign(plain_console.api, "Spring offer", people=2, **settings)
        own_sandbox.account(profile=profile, answers=answers)
        return campaign

    return made


def stored(sandbox: RunningSandbox, campaign: Campaign) -> dict[str, Any]:
    """What the platform has, whatever it tells."""
    sandbox.account(profile="full", answers="all")
    with sandbox.client() as client:
        return client.get(f"/api/crm/campaigns/{campaign.id}").json()["campaign"]


@pytest.mark.parametrize(
    ("profile", "answers"),
    [
        pytest.param(*one, marks=[pytest.mark.soak] if one in IN_THE_SOAK else [])
        for one in product(PROFILES, ("documented", "required"))
    ],
)
def test_every_page_and_view_opens(
    told: Told, open_page: OpenPage, language: str, profile: str, answers: str
) -> None:
    campaign = told(profile, answers)
    for view in VIEWS:
        tab = open_page("campaign", language, id=campaign.id, view=view)
        assert name_in_head(tab) == "Spring offer"
        assert not tab.error
        assert not tab.exception
    for page in PAGES:
        tab = open_page(page, language)
        assert not tab.error
        assert not tab.exception


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("answers", ["documented", "required"])
def test_a_launch_is_not_blocked_and_goes_through_once(
    told: Told, own_sandbox: RunningSandbox, open_page: OpenPage, profile: str, answers: str
) -> None:
    campaign = told(profile, answers)
    page = everything(open_page("campaign", id=campaign.id))
    assert "Blocks the launch" not in page
    assert button(open_page("campaigns"), f"launch-{campaign.id}")[1] is None

    view = prepare(campaign.id)
    launch(view)

    assert view.result is not None
    assert view.result.outcome is LaunchOutcome.LAUNCHED
    launches = [run for run in own_sandbox.runs() if run["campaign_id"] == campaign.id and not run["dry_run"]]
    assert len(launches) == 1
    own_sandbox.advance(minutes=30)
    tab = open_page("campaign", id=campaign.id)
    assert not tab.error
    assert not tab.exception


def test_settings_that_are_not_told_are_said_to_be_so(told: Told, open_page: OpenPage, language: str) -> None:
    shown = everything(open_page("campaign", language, id=told("core", "documented").id, view="settings"))
    tries = {"en": "Tries", "de": "Versuche"}[language]
    assert f"| {tries} | {NOT_TOLD[language]} |" in shown
    assert "+49 30 23125001" in shown


def test_a_dry_run_that_names_nobody_says_so_in_place_of_a_table(
    told: Told, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaign", language, id=told("core", "documented").id, view="dry-run")
    people = {"en": "**2 people** would be called now.", "de": "**2 Personen**"}[language]
    nobody = {"en": "The platform does not say who.", "de": "Die Plattform sagt nicht, wer."}[language]
    assert people in everything(tab)
    assert nobody in everything(tab)
    assert not tab.dataframe


def test_people_and_calls_that_are_not_told_are_neither_left_out_nor_under_way(
    told: Told, own_sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    """Closed to keys are one campaign and its live state; its people and its calls come with their ids alone."""
    campaign = told("live", "documented")
    assert "No phone number" not in everything(open_page("campaign", id=campaign.id, view="dry-run"))
    launch(prepare(campaign.id))
    own_sandbox.advance(minutes=30)

    overview = everything(open_page("campaign", id=campaign.id))
    assert "under way" not in overview
    assert "0 of 2 people were called" not in overview
    assert "Latest calls" not in overview
    calls = open_page("campaign", id=campaign.id, view="calls")
    assert "No call has ended yet" not in everything(calls)
    assert not calls.exception


def test_calls_told_by_their_ids_alone_are_not_counted_as_none(
    told: Told, own_sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    campaign = told("full", "documented")
    launch(prepare(campaign.id))
    own_sandbox.advance(minutes=30)

    shown = everything(open_page("insights"))

    assert "Talkturo does not tell here when calls were and how they ended" in shown
    assert "0 calls" not in shown
    assert "No call has ended yet" not in shown


def test_a_form_says_which_values_are_only_the_usual_ones_and_saves_none_of_them(
    told: Told, own_sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    campaign = told("full", "documented")
    before = stored(own_sandbox, campaign)
    own_sandbox.account(answers="documented")
    tab = open_page("campaign", id=campaign.id, view="settings", edit="yes")
    assert any("tries and waiting times" in one.value for one in tab.info)

    tab.text_input(key=f"campaign-name-{campaign.id}").set_value("Autumn offer")
    tab.button(key=f"save-{campaign.id}").click().run()

    after = stored(own_sandbox, campaign)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"name", "updated_at"}
    assert after["name"] == "Autumn offer"


def test_a_copy_says_which_values_are_only_the_usual_ones(told: Told, open_page: OpenPage) -> None:
    tab = open_page("new", copy=told("core", "documented").id)
    assert any("the numbers to call from" in one.value for one in tab.info)


def test_a_deleted_campaign_is_known_as_one_although_nothing_in_it_says_so(
    told: Told, own_sandbox: RunningSandbox, plain_console: Runtime, open_page: OpenPage
) -> None:
    campaign = told("live", "all")
    with own_sandbox.client() as client:
        own_sandbox.account(profile="full")
        client.delete(f"/api/crm/campaigns/{campaign.id}").raise_for_status()
    own_sandbox.account(profile="live", answers="documented")

    assert campaign.id not in {one.id for one in plain_console.campaigns.all().value}
    assert next(one for one in plain_console.campaigns.deleted().value if one.id == campaign.id).deleted_at
    assert read_now(plain_console.api, campaign.id).deleted_at
    tab = open_page("campaigns", deleted="only")
    assert not [one for one in tab.button if one.key == f"launch-{campaign.id}"]
    assert not tab.exception
