"""History of a campaign: counted from its calls, else from its people, and never shown as it was while it ran."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.api.models import Campaign, CampaignStatus
from services.launch import LaunchForecast, Missing
from services.person import Person
from services.results.outcomes import FigureSource
from services.runtime import Runtime
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox

ANNA = Person("Anna")


@pytest.fixture
def called(console: Runtime, sandbox: RunningSandbox) -> Iterator[Campaign]:
    """Three people were called; it was launched by somebody else."""
    sandbox.at_ten_on_a_tuesday()
    draft = make_campaign(console.api, "Remembered offer", people=3)
    console.api.campaigns.run(draft.id)
    sandbox.advance(minutes=30)
    yield console.api.campaigns.get(draft.id)
    sandbox.account(profile="full")
    last = console.api.campaigns.get(draft.id)
    if not last.status.is_over:
        console.campaigns.cancel(last, who=ANNA)


def test_it_is_counted_from_the_call_log(console: Runtime, called: Campaign) -> None:
    history = console.facts.of(called).history().value

    assert history is not None
    assert history.hours.source is FigureSource.CALLS
    assert history.at_launch is Missing.ELSEWHERE
    assert history.over is called.status.is_over


def test_where_calls_are_closed_it_is_counted_from_the_people(
    console: Runtime, called: Campaign, sandbox: RunningSandbox
) -> None:
    sandbox.faults({"operation": "listCalls", "kind": "closed", "times": None},
                   {"operation": "getDashboard", "kind": "closed", "times": None})  # fmt: skip
    history = console.facts.of(called).history().value
    sandbox.faults()

    assert history is not None
    assert history.hours.source is FigureSource.PEOPLE


def test_before_the_first_call_there_is_none(console: Runtime) -> None:
    draft = make_campaign(console.api, "Not remembered yet", people=1)

    assert console.facts.of(draft).history().value is None


def test_one_that_has_ended_is_not_shown_as_it_was_while_it_ran(console: Runtime, called: Campaign) -> None:
    running = called.model_copy(update={"status": CampaignStatus.RUNNING})
    ended = called.model_copy(update={"status": CampaignStatus.COMPLETED})

    while_it_ran, after = (console.facts.of(one).history().value for one in (running, ended))

    assert while_it_ran is not None
    assert after is not None
    assert (while_it_ran.over, after.over) == (False, True)
    assert after.outlook is None


def test_a_launch_through_the_service_leaves_the_forecast_to_compare_with(
    console: Runtime, sandbox: RunningSandbox
) -> None:
    sandbox.at_ten_on_a_tuesday()
    start = console.launching.prepare(make_campaign(console.api, "Promised offer", people=2).id, who=None)
    console.launching.launch(start, who=ANNA, outlook=console.facts.of(start.campaign).outlook())
    sandbox.advance(minutes=30)
    now = console.api.campaigns.get(start.campaign.id)

    history = console.facts.of(now).history().value

    assert history is not None
    assert isinstance(history.at_launch, LaunchForecast)


def test_one_that_was_paused_is_shown_as_its_own_counters_have_it(
    console: Runtime, sandbox: RunningSandbox
) -> None:
    """Not as it was a moment before, while it ran."""
    made = make_campaign(console.api, "One figure", people=40, max_concurrent_calls=1)
    console.api.campaigns.run(made.id)
    sandbox.advance(minutes=2)
    while_it_ran = console.facts.of(console.api.campaigns.get(made.id)).history().value
    sandbox.advance(minutes=30)
    console.api.campaigns.stop(made.id, CampaignStatus.PAUSED)
    sandbox.advance(minutes=5)

    paused = console.api.campaigns.get(made.id)
    history = console.facts.of(paused).history().value

    assert while_it_ran is not None
    assert history is not None
    assert paused.contacts_called is not None
    before = [0, *while_it_ran.progress.called][-1]  # the first call may last longer
    assert before < paused.contacts_called == history.progress.called[-1]
