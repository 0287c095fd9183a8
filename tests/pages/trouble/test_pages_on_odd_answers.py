"""A platform whose answers are odd in places: every page shows what can be understood, and nothing odd decides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from components.launch.dry_run import headline
from components.launch.result import started_words
from services.api import errors
from services.api.models import Campaign, CampaignUpdate, OtherStatus
from services.launch import LaunchOutcome
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything, running_console
from tests.pages.launches import launch, prepare
from tests.pages.own_elements import button, name_in_head, names, words
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox

READING = ("listCampaigns", "getCampaign", "getDashboard", "listCampaignContacts", "listCalls")
VIEWS = ("overview", "people", "dry-run", "calls", "settings")
ANNA = Person("Anna")
HALF_AN_EMOJI = "Summer \ud83d"
BY_DAY: list[tuple[str, Any]] = [
    ("status", None), ("updated_at", "9999-12-31T23:59:59-12:00"), ("outcome", {"a": 1}), ("contact", "nobody"),
]  # fmt: skip
OTHERS: list[tuple[str, Any]] = [
    ("name", HALF_AN_EMOJI), ("total_contacts", 12.5), ("settings", ["a"]), ("status", "archived"), ("name", None), ("name", "a\x00b"), ("contacts_called", None),
    ("created_at", "0001-01-01T00:00:00+14:00"), ("max_concurrent_calls", 10**30), ("do_not_call", "perhaps"),
    ("attempts", "many"),
]  # fmt: skip
"""Of the same kinds; that no page gives way to one of them is proved in the soak."""


@pytest.fixture(scope="module")
def own_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("odd"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def odd_console(own_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from running_console(own_sandbox, tmp_path)
    own_sandbox.faults()


@pytest.fixture
def campaign(odd_console: Runtime) -> Campaign:
    """The newest of three campaigns, with two people in it: the first of every list."""
    for name in ("Autumn", "Winter"):
        make_campaign(odd_console.api, name)
    return make_campaign(odd_console.api, "Spring", people=2)


def odd(sandbox: RunningSandbox, field: str, value: Any, *operations: str) -> None:
    sandbox.faults(
        *(
            {"operation": one, "kind": "odd_values", "fields": [field], "value": value, "times": None}
            for one in operations or READING
        )
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [*BY_DAY, *(pytest.param(*one, marks=pytest.mark.soak) for one in OTHERS)],
    ids=str,
)
def test_every_page_opens_and_the_list_lacks_nobody(
    campaign: Campaign, own_sandbox: RunningSandbox, open_page: OpenPage, field: str, value: Any
) -> None:
    odd(own_sandbox, field, value)
    tab = open_page("campaigns")
    assert {"Autumn", "Winter"} < set(names(tab))
    assert len(names(tab)) >= 3
    assert field != "status" or "Nothing is running" not in words(tab), "whose status is not known may be"
    for page in ("campaigns", "insights", "upload", "new", "connection"):
        tab = open_page(page)
        assert (not tab.exception, [one.value for one in tab.error]) == (True, [])
    for view in VIEWS:
        tab = open_page("campaign", id=campaign.id, view=view)
        assert (not tab.exception, [one.value for one in tab.error]) == (True, [])
        assert name_in_head(tab)


def test_a_campaign_that_cannot_be_read_is_counted_beside_the_others(
    campaign: Campaign, own_sandbox: RunningSandbox, open_page: OpenPage, language: str
) -> None:
    odd(own_sandbox, "id", None, "listCampaigns")
    tab = open_page("campaigns", language)
    assert not {"Nothing is running", "Nichts läuft"} & set(words(tab).splitlines()), "it may be that one"
    said = {"en": "1 campaign could not be read.", "de": "1 Kampagne war nicht lesbar."}[language]
    assert said in everything(tab)
    with own_sandbox.client() as client:
        everybody = client.get("/api/crm/campaigns", params={"teamId": own_sandbox.team_id}).json()["count"]
    assert f"**{everybody - 1}**" in " ".join(getattr(tab.get_by_key("status"), "options", []))
    assert {"Autumn", "Winter"} <= set(names(tab))


def test_a_status_it_does_not_know_is_shown_in_the_platforms_word_and_can_only_be_stopped(
    campaign: Campaign, own_sandbox: RunningSandbox, odd_console: Runtime, open_page: OpenPage
) -> None:
    odd(own_sandbox, "status", "archived")
    tab = open_page("campaign", id=campaign.id)
    assert "archived" in everything(tab)
    assert "may be calling people" in everything(tab)
    assert [button(tab, f"{action}-{campaign.id}")[1] for action in ("pause", "cancel")] == [None, None]
    with pytest.raises(StopIteration):
        button(tab, f"launch-{campaign.id}")
    assert "only be paused or canceled" in (button(open_page("campaigns"), f"launch-{campaign.id}")[1] or "")
    assert "Other status" in " ".join(getattr(open_page("campaigns").get_by_key("status"), "options", []))
    assert set(names(open_page("campaigns", status="other"))) == {"Spring"}

    seen = odd_console.api.campaigns.get(campaign.id)
    assert isinstance(seen.status, OtherStatus)
    for refused in (
        lambda: odd_console.campaigns.edit(seen, CampaignUpdate(name="x"), who=ANNA),
        lambda: odd_console.campaigns.delete(seen, who=ANNA),
    ):
        with pytest.raises(errors.Conflict):
            refused()
    launched = odd_console.launches.launch(campaign.id, odd_console.launches.seen(seen), who=ANNA)
    assert launched.outcome is LaunchOutcome.STALE_VIEW
    assert not [run for run in own_sandbox.runs() if run["campaign_id"] == campaign.id]
    assert odd_console.campaigns.cancel(seen, who=ANNA).status == "archived"  # as it is read
    assert campaign.id in odd_console.stops.unconfirmed()


def test_a_launch_whose_answer_does_not_say_how_many_calls_were_started_does_not_say_none(
    campaign: Campaign, own_sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    own_sandbox.faults()
    view = prepare(campaign.id)
    odd(own_sandbox, "started", None, "runCampaign")
    launch(view)
    assert view.result is not None
    assert view.result.outcome is LaunchOutcome.LAUNCHED
    assert (view.result.intent.answer or {})["started"] is None
    assert started_words(view.result).startswith("How many calls were started is not told.")


def test_a_dry_run_that_does_not_say_who_would_be_called_does_not_say_nobody(
    campaign: Campaign, own_sandbox: RunningSandbox
) -> None:
    own_sandbox.faults(
        {
            "operation": "runCampaign",
            "kind": "null_fields",
            "fields": ["calls", "picks", "started"],
            "times": None,
        }
    )
    view = prepare(campaign.id)
    assert view.dry_run.count is None
    assert headline(view.dry_run) == "Talkturo does not tell who would be called."


def test_people_that_cannot_be_read_are_counted_and_said_where_people_are_checked(
    campaign: Campaign, own_sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    odd(own_sandbox, "id", None, "listCampaignContacts")
    tab = open_page("campaign", id=campaign.id, view="people")
    assert "1 person could not be read." in everything(tab)
    tab.text_input(key="people-search").input("Somebody Else").run()
    assert "1 person could not be read." in everything(tab), "it may be the one who was searched for"
    assert "could not be read and" in everything(open_page("campaign", id=campaign.id))


def test_a_search_among_people_of_whom_no_name_is_told_does_not_say_that_nobody_is_there(
    campaign: Campaign, own_sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    odd(own_sandbox, "contact", None, "listCampaignContacts")
    tab = open_page("campaign", id=campaign.id, view="people")
    tab.text_input(key="people-search").input("Somebody Else").run()
    assert "among those whose name is known. Of 1 person it is not" in everything(tab)


def test_an_answer_that_is_too_long_is_a_sentence(
    campaign: Campaign, own_sandbox: RunningSandbox, open_page: OpenPage, language: str
) -> None:
    own_sandbox.faults({"operation": "listCampaigns", "kind": "too_long", "times": None})
    tab = open_page("campaigns", language)
    said = {"en": "It was not read to its end.", "de": "Sie wurde nicht zu Ende gelesen."}[language]
    assert said in everything(tab)
    assert not tab.exception
