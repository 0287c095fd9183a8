"""Readiness and outlook of a campaign: how long its hours are looked at, what its forecast rests on, who is called
already.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.api import errors
from services.api.models import Campaign, CampaignStatus
from services.audit.audit import AuditAction, Filter
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.campaign.earlier_calls import ENOUGH
from services.campaign.everybody import MOST
from services.keeper.guardrails.terms import DEFAULTS, Guardrail, GuardrailTerms, Response, Rule
from services.launch import LaunchOutcome, LaunchResult
from services.launch.reasons import LeftOutReason
from services.person import Person
from services.readiness import Code, Level
from services.runtime import Runtime
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox

IN_GERMAN_HOURS = {
    "call_window_start": "10:00",
    "call_window_end": "16:00",
    "call_window_timezone": "Europe/Berlin",
}


@pytest.fixture(autouse=True)
def on_a_tuesday(sandbox: RunningSandbox) -> None:
    """Whatever other tests have moved its clock to."""
    sandbox.at_ten_on_a_tuesday()


def codes(console: Runtime, campaign: Campaign) -> set[Code]:
    return {finding.code for finding in console.facts.of(campaign).readiness()}


def test_a_campaign_of_a_day_is_not_warned_of_sunday(console: Runtime) -> None:
    """It is a Tuesday, and two people are called within the hour."""
    made = make_campaign(console.api, "Tuesday", people=2, **IN_GERMAN_HOURS)

    assert Code.CLOSED_DAYS not in codes(console, console.api.campaigns.get(made.id))
    console.campaigns.delete(made, who=Person("test"))


def test_a_campaign_that_begins_on_a_sunday_is_warned(console: Runtime) -> None:
    made = make_campaign(console.api, "Sunday", people=2, **IN_GERMAN_HOURS)
    begins = console.api.clock.now() + timedelta(days=5)  # it is a Tuesday

    assert Code.CLOSED_DAYS in codes(console, made.model_copy(update={"scheduled_start_at": begins}))
    console.campaigns.delete(made, who=Person("test"))


def launched(console: Runtime, campaign: Campaign) -> LaunchResult:
    prepared = console.launching.prepare(campaign.id, who=Person("Ada"))
    console.launching.launch(prepared, who=Person("Ada"))
    assert prepared.result
    return prepared.result


def test_people_whom_another_running_campaign_calls_hold_a_launch_until_somebody_says_that_both_may(
    console: Runtime,
) -> None:
    running = make_campaign(console.api, "Calls them already", people=2, **IN_GERMAN_HOURS)
    console.api.campaigns.run(running.id, max_calls=1)
    mine = make_campaign(console.api, "Would call them too", people=0, **IN_GERMAN_HOURS)
    rows = list(console.api.campaigns.contacts(running.id))
    console.api.campaigns.add_contacts(
        mine.id, [row.contact.id for row in rows if row.contact and row.contact.id]
    )
    console.campaigns.refresh()

    found = console.facts.of(console.api.campaigns.get(mine.id)).readiness()

    (finding,) = [one for one in found if one.code is Code.PEOPLE_IN_OTHER_CAMPAIGNS]
    assert running.name in finding.params["campaigns"]
    assert finding.level is Level.BLOCKER
    refused = launched(console, mine)
    assert isinstance(refused.error, errors.PeopleInTwoCampaigns)
    assert (refused.outcome, refused.error.message) == (LaunchOutcome.NOT_SENT, "2")

    facts = console.facts.of(console.api.campaigns.get(mine.id))
    facts.call_from_both(finding.params["breaches"], 2, Person("Ada"), running.name)

    (finding,) = [one for one in facts.readiness() if one.code is Code.PEOPLE_IN_OTHER_CAMPAIGNS]
    assert finding.level is Level.WARNING
    assert launched(console, mine).outcome is LaunchOutcome.LAUNCHED
    [entry] = console.audit.entries(Filter(actions=(AuditAction.CALL_FROM_BOTH,), campaign_id=mine.id)).rows
    assert (entry.who, entry.figures, entry.reason) == (Person("Ada"), {"people": 2}, running.name)
    console.campaigns.cancel(console.api.campaigns.get(mine.id), who=Person("test"))
    console.campaigns.cancel(console.api.campaigns.get(running.id), who=Person("test"))


def test_of_two_campaigns_with_the_same_people_one_begins_however_soon_after_the_other(
    console: Runtime,
) -> None:
    first = make_campaign(console.api, "The first", people=2, **IN_GERMAN_HOURS)
    second = make_campaign(console.api, "The second", people=0, **IN_GERMAN_HOURS)
    rows = list(console.api.campaigns.contacts(first.id))
    ids = [row.contact.id for row in rows if row.contact and row.contact.id]
    console.api.campaigns.add_contacts(second.id, ids)
    second = console.api.campaigns.get(second.id)
    console.campaigns.refresh()
    seen = console.facts.of(second).readiness()
    assert Code.PEOPLE_IN_OTHER_CAMPAIGNS not in {one.code for one in seen}, "as the page shows it"

    console.api.campaigns.run(first.id, max_calls=1)

    refused = launched(console, second)
    assert isinstance(refused.error, errors.PeopleInTwoCampaigns)
    console.campaigns.cancel(console.api.campaigns.get(first.id), who=Person("test"))


def test_people_whom_another_campaign_has_called_hold_the_first_start_until_somebody_says_why(
    console: Runtime,
) -> None:
    first = make_campaign(console.api, "Called them yesterday", people=1, **IN_GERMAN_HOURS)
    console.api.campaigns.run(first.id)
    console.campaigns.cancel(console.api.campaigns.get(first.id), who=Person("test"))
    mine = make_campaign(console.api, "Would call them again", people=1, **IN_GERMAN_HOURS)
    [row] = console.api.campaigns.contacts(first.id)
    assert row.contact and row.contact.id
    console.api.campaigns.add_contacts(mine.id, [row.contact.id])
    console.campaigns.refresh()
    mine = console.api.campaigns.get(mine.id)
    facts = console.facts.of(mine)

    [finding] = [one for one in facts.readiness() if one.code is Code.CALLED_LATELY]
    assert (finding.level, finding.params["count"]) == (Level.BLOCKER, 1)
    run = facts.dry_run(Person("Ada")).value
    assert [(one.reason, one.count) for one in run.left_out] == [(LeftOutReason.CALLED_LATELY, 1)]
    assert row.contact.phone not in {one.number for one in run.would_call}
    refused = launched(console, mine)
    assert isinstance(refused.error, errors.CalledLatelyByAnother)
    assert (refused.outcome, refused.error.message) == (LaunchOutcome.NOT_SENT, "1")

    facts.set_days_between(0, "They asked us to ring again", Person("Ada"))

    assert Code.CALLED_LATELY not in codes(console, mine)
    assert launched(console, mine).outcome is LaunchOutcome.LAUNCHED
    console.campaigns.cancel(console.api.campaigns.get(mine.id), who=Person("test"))


@pytest.fixture
def under_way(demo_console: Runtime) -> Campaign:
    """A campaign of the demo that has called many people and has many left."""
    return max(
        (one for one in demo_console.campaigns.all().value if one.status is CampaignStatus.RUNNING),
        key=lambda one: one.contacts_called or 0,
    )


def test_a_campaign_with_many_calls_is_forecast_from_them(under_way: Campaign, demo_console: Runtime) -> None:
    outlook = demo_console.facts.of(under_way).outlook()

    assert outlook is not None
    assert outlook.assumptions.calls >= ENOUGH


def test_the_end_is_expected_by_the_days_that_are_kept_now(console: Runtime) -> None:
    made = make_campaign(console.api, "Not before Friday", people=2, **IN_GERMAN_HOURS)
    campaign = console.api.campaigns.get(made.id)
    on_any_day = console.facts.of(campaign).outlook()
    not_before_friday = CallingDays(week=(CLOSED, CLOSED, CLOSED, CLOSED, DAILY, DAILY, CLOSED))
    console.calling_days.set(made.id, made.name, not_before_friday, who=Person("test"))

    on_those_days = console.facts.of(campaign).outlook()

    assert on_any_day and on_any_day.earliest and on_any_day.earliest.weekday() == 1
    assert on_those_days and on_those_days.earliest and on_those_days.earliest.weekday() == 4
    unsaved = console.facts.of(campaign).outlook_with(campaign, otherwise=2, days=CallingDays())
    assert unsaved and unsaved.earliest and unsaved.earliest.weekday() == 1
    console.campaigns.delete(made, who=Person("test"))


def test_the_end_is_expected_by_the_calls_a_day_that_pause_it(console: Runtime) -> None:
    made = make_campaign(console.api, "Two calls a day", people=6, **IN_GERMAN_HOURS)
    campaign = console.api.campaigns.get(made.id)
    at_once = console.facts.of(campaign).outlook()
    two_a_day = GuardrailTerms({**DEFAULTS, Rule.CALLS_A_DAY: Guardrail(Response.PAUSE, 2)})
    console.keeper.guards.set(made.id, two_a_day, Person("test"))

    limited = console.facts.of(campaign).outlook()

    assert at_once and at_once.finish and limited and limited.finish
    assert (limited.finish.date() - at_once.finish.date()).days >= 2
    console.campaigns.delete(made, who=Person("test"))


def test_the_latest_calls_are_compared_with_all_before(under_way: Campaign, demo_console: Runtime) -> None:
    earlier = demo_console.facts.of(under_way).earlier_answers()

    assert earlier is not None
    ended = [call for call in demo_console.api.calls.list(campaign_id=under_way.id).items if call.outcome]
    assert abs(earlier.of - len(ended)) <= ENOUGH


def test_a_list_too_long_to_be_read_unasked_is_checked_when_somebody_asks(console: Runtime) -> None:
    made = make_campaign(console.api, "A very long list", people=2, **IN_GERMAN_HOURS)
    long = console.api.campaigns.get(made.id).model_copy(update={"total_contacts": MOST + 1})
    assert Code.PEOPLE_TOO_MANY in codes(console, long)

    console.facts.of(long).look_at_everybody()

    assert Code.PEOPLE_TOO_MANY not in codes(console, long)
    assert Code.PEOPLE_FINE in codes(console, long)
