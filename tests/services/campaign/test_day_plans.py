"""Plans of the day over a real platform: what was made is what rang, and opening one costs few requests however many look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.api.generation import Generation
from services.api.models import Campaign
from services.calling_rules.retry_rules import RetryRules
from services.campaign.day_plans import by_counters
from services.forecast.plan_of_day import Takes
from services.results.calls_of_day import KEY as CALL_LOG
from tests.sandbox_process import NUMBER_IDS, RunningSandbox, start_sandbox
from tests.services.campaign.test_holdings import OPEN, cancelled, running
from tests.services.keeper.office import Office

MIDNIGHT = datetime(2026, 3, 3, tzinfo=UTC)
TODAY = MIDNIGHT, MIDNIGHT + timedelta(days=1)
PEOPLE = 30


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Its clock stands at ten in the morning until a test moves it."""
    with start_sandbox(tmp_path_factory.mktemp("standing"), "--empty", "--speed", "0") as made:
        yield made


@pytest.fixture
def office(standing: RunningSandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with Office(standing, tmp_path_factory.mktemp("console"), works=False) as made:
        made.api.campaigns.which_generation = lambda: Generation.SEED
        yield made


def one_an_hour(office: Office) -> Campaign:
    """A campaign that is in the middle of its list."""
    made = running(
        office, OPEN, PEOPLE, max_concurrent_calls=1, from_number_ids=NUMBER_IDS[:1], retry_delay_minutes=600
    )
    office.sandbox.advance(minutes=8)
    office.console.reads.forget(CALL_LOG)  # eight minutes have passed on the platform, and none here
    return office.api.campaigns.get(made.id)


def test_made_and_expected_calls_and_what_each_limit_takes(office: Office) -> None:
    campaign = one_an_hour(office)
    rang = [one for one in office.sandbox.calls(campaign.id) if one["outcome"]]

    found = office.console.facts.of(campaign).day_plan(*TODAY)

    assert found.complete
    assert found.plan.done == len(rang)
    assert found.plan.to_come > PEOPLE - len(rang) - 2
    assert Takes.RETRY in found.plan.taken  # a second try comes ten hours later
    assert not found.not_reckoned
    cancelled(office, campaign)


def test_all_campaigns_together_by_caller_number(office: Office) -> None:
    campaign = one_an_hour(office)
    plans = office.console.facts.day_plans

    found = plans.together(*TODAY)

    rang = [one for one in office.sandbox.calls() if one["outcome"]]
    assert found.plan.done == len(rang)
    assert sum(one.made or 0 for one in found.numbers) == len(rang)
    assert sum(one.to_come for one in found.numbers) == pytest.approx(found.plan.to_come)
    most_used = found.numbers[0]
    assert most_used.number == _phone(office, NUMBER_IDS[0])
    assert most_used.together == most_used.to_come + (most_used.made or 0)
    cancelled(office, campaign)


def test_it_is_read_once_for_all_who_look(office: Office) -> None:
    campaign = one_an_hour(office)
    plans, facts = office.console.facts.day_plans, office.console.facts
    plans.together(*TODAY)
    office.sandbox.forget_requests()
    for _look in range(20):
        plans.together(*TODAY)
    assert office.sandbox.requests() == {}
    for _look in range(20):
        facts.of(campaign).day_plan(*TODAY)
    assert sum(office.sandbox.requests().values()) <= 1  # its people
    cancelled(office, campaign)


def test_a_key_that_may_not_read_calls_is_told_of_none_made(office: Office) -> None:
    office.sandbox.faults({"operation": "listCalls", "kind": "closed", "times": None})
    campaign = one_an_hour(office)
    found = office.console.facts.of(campaign).day_plan(*TODAY)
    office.sandbox.faults()
    assert found.plan.made is None
    cancelled(office, campaign)


def test_nothing_runs_nothing_is_planned(office: Office) -> None:
    found = office.console.facts.day_plans.together(
        MIDNIGHT + timedelta(days=1), MIDNIGHT + timedelta(days=2)
    )
    assert found.empty
    assert found.numbers == ()


@pytest.mark.parametrize("missing", ["total_contacts", "contacts_called", "contacts_completed"])
def test_counters_that_are_not_told_make_no_situation(missing: str) -> None:
    told: dict[str, Any] = {"total_contacts": 100, "contacts_called": 40, "contacts_completed": 30}
    campaign = Campaign.model_validate({"id": "c", "call_window_timezone": "Europe/Berlin"} | told)
    found = by_counters(campaign, MIDNIGHT, RetryRules())
    assert found is not None
    assert (found.left, found.finished) == (70, 30)
    assert by_counters(campaign.model_copy(update={missing: None}), MIDNIGHT, RetryRules()) is None


def _phone(office: Office, number_id: str) -> str:
    listed = office.console.deployment.every_number().value
    return next(one.phone_number for one in listed if one.id == number_id)
