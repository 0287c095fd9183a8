"""Start on the newest generation: with the account's short name, at most 20 at once, one active campaign of an assistant; and
a start that is only a wish is told as one."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from services.api import errors
from services.api.generation import Generation
from services.api.models import Campaign
from services.launch import Evidence, Launches, LaunchOutcome, LaunchVerdict
from services.launch.findings import judge, stored_sight
from services.person import Person
from tests.services.generation.printed_platform import PrintedPlatform

ANNA = Person("Anna")
RUN = "POST /api/crm/campaigns/{id}/run"
UPDATE = "PUT /api/crm/campaigns/{id}"
READ = "GET /api/crm/campaigns/{id}"
LIST = "GET /api/crm/campaigns"


class House:
    def __init__(
        self, engine: Engine, generation: Generation = Generation.NEWEST, *, slug: str = "acme"
    ) -> None:
        self.platform = PrintedPlatform(generation.value)
        self.api = self.platform.api(account_slug=slug)
        self.api.campaigns.which_generation = lambda: generation
        self.launches = Launches(engine, self.api, patience_seconds=0)
        self.reads()
        self.lists()

    def reads(self, **fields: Any) -> None:
        row = {"id": "cmp_1", "name": "Renewals", "status": "draft", "assistant_id": "ast_1"} | fields
        self.campaign = Campaign.model_validate(row)
        self.platform.answers[READ] = (200, {"success": True, "campaign": row})

    def lists(self, *others: dict[str, Any]) -> None:
        own = {"id": "cmp_1", "name": "Renewals", "status": "draft", "assistant_id": "ast_1"}
        self.platform.answers[LIST] = (200, {"success": True, "campaigns": [own, *others], "count": 1})

    def launch(self) -> Any:
        return self.launches.launch("cmp_1", self.launches.seen(self.campaign), who=ANNA)

    def resume(self) -> Any:
        return self.launches.resume("cmp_1", self.launches.seen(self.campaign), who=ANNA)


def other(status: str = "running", **fields: Any) -> dict[str, Any]:
    return {"id": "cmp_2", "name": "Spring", "status": status, "assistant_id": "ast_1"} | fields


def test_it_is_launched_where_nothing_speaks_against_it(engine: Engine) -> None:
    house = House(engine)
    house.lists(
        other(assistant_id="ast_2"), other("paused"), other("completed"), other("stopped"), other("draft")
    )
    assert house.launch().outcome is LaunchOutcome.LAUNCHED


@pytest.mark.parametrize("status", ["running", "scheduled", "active", ""])
def test_no_second_active_campaign_of_an_assistant_is_started(engine: Engine, status: str) -> None:
    house = House(engine)
    house.lists(other(status))
    result = house.launch()
    assert result.outcome is LaunchOutcome.NOT_SENT
    assert isinstance(result.error, errors.AnotherActive)
    assert result.error.message == "Spring"
    assert house.platform.sent == []


def test_it_is_not_resumed_beside_another_either(engine: Engine) -> None:
    house = House(engine)
    house.reads(status="paused")
    house.lists(other())
    assert isinstance(house.resume().error, errors.AnotherActive)
    assert house.platform.sent == []


def test_its_assistant_is_taken_from_the_list_where_it_is_not_told_alone(engine: Engine) -> None:
    house = House(engine)
    house.reads(assistant_id=None)
    house.lists(other())
    assert isinstance(house.launch().error, errors.AnotherActive)


def test_a_refusal_that_names_the_other_one_is_told_as_that(engine: Engine) -> None:
    house = House(engine)
    house.lists(other("paused"))
    said = {"success": False, "error": "The assistant has an active campaign already: Spring"}
    house.platform.answers[RUN] = (409, said)
    result = house.launch()
    assert result.outcome is LaunchOutcome.REFUSED
    assert isinstance(result.error, errors.AnotherActive)
    assert result.error.message == "Spring"
    kept = house.launches.latest("cmp_1")
    assert kept is not None
    assert isinstance(kept.error, errors.AnotherActive)


def test_another_refusal_is_told_in_the_platforms_words(engine: Engine) -> None:
    house = House(engine)
    house.lists(other("paused"))
    house.platform.answers[RUN] = (409, {"success": False, "error": "The campaign is completed"})
    error = house.launch().error
    assert type(error) is errors.Conflict
    assert error.message == "The campaign is completed"


def test_without_the_accounts_short_name_nothing_is_sent(engine: Engine) -> None:
    house = House(engine, slug="")
    result = house.launch()
    assert isinstance(result.error, errors.NotInThisVersion)
    assert result.error.message == "accountSlug"
    assert house.platform.sent == []


@pytest.mark.parametrize(("at_once", "launched"), [(20, True), (21, False), (100, False)])
def test_no_more_than_twenty_are_called_at_once(engine: Engine, at_once: int, launched: bool) -> None:
    house = House(engine)
    house.reads(max_concurrent_calls=at_once)
    result = house.launch()
    assert (result.outcome is LaunchOutcome.LAUNCHED) is launched
    assert bool(house.platform.sent) is launched


def test_no_company_is_needed(engine: Engine) -> None:
    house = House(engine)
    assert house.campaign.company_id is None
    assert house.launch().outcome is LaunchOutcome.LAUNCHED


@pytest.mark.parametrize("generation", [Generation.NEWEST, Generation.ACTIONS])
def test_started_means_selected_and_no_call_is_counted_by_it(engine: Engine, generation: Generation) -> None:
    answer = House(engine, generation).launch().intent.answer
    assert answer is not None
    assert answer["follow"] is True
    assert "started" not in answer


def test_on_actions_a_paused_campaign_goes_on_by_an_action(engine: Engine) -> None:
    house = House(engine, Generation.ACTIONS)
    house.reads(status="paused")
    assert house.resume().outcome is LaunchOutcome.LAUNCHED
    assert house.platform.sent == [(RUN, {"action": "start"})]


def sight(**fields: Any) -> Any:
    nothing = dict.fromkeys(("updated_at", "started_at", "total_contacts", "contacts_called"))
    return stored_sight({**nothing, "status": "draft", **fields})


@pytest.mark.parametrize(
    ("after", "verdict", "why"),
    [
        ({"status": "running"}, LaunchVerdict.LAUNCHED, Evidence.RUNNING),
        ({}, LaunchVerdict.UNCERTAIN, Evidence.NOT_TOLD),
        ({"calling": 0, "waiting": 0}, LaunchVerdict.NOT_LAUNCHED, Evidence.UNCHANGED),
        ({"contacts_called": 0}, LaunchVerdict.UNCERTAIN, Evidence.CHANGED),
        ({"calling": 1, "waiting": 0}, LaunchVerdict.LAUNCHED, Evidence.CALLS_STARTED),
        ({"status": "active"}, LaunchVerdict.UNCERTAIN, Evidence.CHANGED),
        ({"status": "stopped"}, LaunchVerdict.UNCERTAIN, Evidence.CHANGED),
    ],
    ids=[
        "running",
        "status alone",
        "counters as before",
        "a counter that was not told before",
        "somebody rings",
        "active",
        "stopped",
    ],
)
def test_an_unclear_start_is_judged_by_what_is_told_and_never_by_what_is_not(
    after: dict[str, Any], verdict: LaunchVerdict, why: Evidence
) -> None:
    assert judge(sight(), sight(**after)) == (verdict, why)
