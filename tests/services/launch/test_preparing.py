"""Launch service: whoever starts a campaign through it, with or without a page, starts it with the same care."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.api.errors import PeopleStillGoingIn
from services.api.models import Campaign, CampaignStatus, OtherStatus
from services.imports import Jobs, Submitted
from services.launch import LaunchForecast, LaunchOutcome
from services.launch.preparing import PreparedStart
from services.person import Person
from services.runtime import Runtime
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox
from tests.services.imports.people import many
from tests.services.whole_console import whole_console

ANNA = Person("Anna")


@pytest.fixture
def console(sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from whole_console(sandbox, tmp_path)
    sandbox.faults()


@pytest.fixture
def draft(console: Runtime) -> Iterator[Campaign]:
    made = make_campaign(console.api, "Started offer", people=2)
    yield made
    last = console.api.campaigns.get(made.id)
    if not last.status.is_over:
        console.campaigns.cancel(last, who=ANNA)


def shown(console: Runtime, campaign: Campaign) -> CampaignStatus | OtherStatus | None:
    """The status that the list shows, which nobody asks to be read anew."""
    found = console.campaigns.find(campaign.id).value
    return found.status if found else None


def said(start: PreparedStart) -> LaunchOutcome:
    assert start.result is not None
    return start.result.outcome


def launches(sandbox: RunningSandbox, campaign: Campaign) -> int:
    return sum(run["campaign_id"] == campaign.id and not run["dry_run"] for run in sandbox.runs())


def test_a_launch_without_a_page_keeps_the_forecast_and_shows_in_the_list(
    console: Runtime, draft: Campaign
) -> None:
    assert shown(console, draft) is CampaignStatus.DRAFT
    assert console.live.watch(draft.id).campaign.status is CampaignStatus.DRAFT
    start = console.launching.prepare(draft.id, who=None)
    outlook = console.facts.of(start.campaign).outlook()
    assert outlook is not None

    console.launching.launch(start, who=ANNA, outlook=outlook)

    assert said(start) is LaunchOutcome.LAUNCHED
    assert shown(console, draft) is CampaignStatus.RUNNING
    assert console.live.watch(draft.id).campaign.status is CampaignStatus.RUNNING
    kept = console.launch_forecasts.of(draft.id)
    assert isinstance(kept, LaunchForecast)
    assert kept.people == outlook.people


def test_however_often_it_is_asked_and_from_two_screens_it_launches_once(
    console: Runtime, draft: Campaign, sandbox: RunningSandbox
) -> None:
    first, second = (
        console.launching.prepare(draft.id, who=None),
        console.launching.prepare(draft.id, who=None),
    )
    for start in (first, first, second, second):
        console.launching.launch(start, who=ANNA)

    assert (said(first), said(second)) == (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY)
    assert launches(sandbox, draft) == 1


def hand_over(console: Runtime, campaign: Campaign) -> Submitted:
    """A list for the campaign, which goes in once a process works on imports; none does here."""
    jobs = Jobs(console.engine, lambda: console.api, executor_id="another process", run_here=False)
    jobs.start()
    return jobs.submit(
        many(3),
        file_name="more.csv",
        file_digest="more",
        campaign_id=campaign.id,
        campaign_name=campaign.name,
        company_id=campaign.company_id or "",
        who=ANNA,
    )


def test_nobody_is_called_whose_list_was_still_going_in_when_the_campaign_was_launched(
    console: Runtime, draft: Campaign, sandbox: RunningSandbox
) -> None:
    start = console.launching.prepare(draft.id, who=None)
    job = hand_over(console, draft).job

    console.launching.launch(start, who=ANNA)

    assert said(start) is LaunchOutcome.NOT_SENT
    assert start.result is not None
    assert isinstance(start.result.error, PeopleStillGoingIn)
    assert start.result.error.message == "more.csv"
    assert launches(sandbox, draft) == 0

    console.jobs.pause(job.id)
    again = console.launching.prepare(draft.id, who=None)
    console.launching.launch(again, who=ANNA)

    assert said(again) is LaunchOutcome.LAUNCHED


def test_a_person_resumes_no_campaign_while_a_list_is_going_in(console: Runtime, draft: Campaign) -> None:
    console.api.campaigns.run(draft.id)
    paused = console.campaigns.pause(console.api.campaigns.get(draft.id), who=ANNA)
    hand_over(console, draft)
    start = console.launching.prepare_to_resume(paused)

    console.launching.resume(start, who=ANNA)

    assert said(start) is LaunchOutcome.NOT_SENT
    assert start.result is not None
    assert isinstance(start.result.error, PeopleStillGoingIn)


def test_what_nobody_asks_for_is_not_sent(console: Runtime, draft: Campaign, sandbox: RunningSandbox) -> None:
    start = console.launching.prepare(draft.id, who=None)

    console.launching.launch(start, who=None)

    assert start.result is None
    assert launches(sandbox, draft) == 0


def test_a_launch_is_prepared_from_the_campaign_as_it_is_and_not_as_it_was_read(
    console: Runtime, draft: Campaign
) -> None:
    assert shown(console, draft) is CampaignStatus.DRAFT
    console.api.campaigns.run(draft.id)

    assert console.launching.prepare(draft.id, who=None).campaign.status is CampaignStatus.RUNNING
    assert shown(console, draft) is CampaignStatus.DRAFT


def test_where_the_campaign_cannot_be_read_after_a_launch_the_list_is_read_anew(
    console: Runtime, draft: Campaign, sandbox: RunningSandbox
) -> None:
    assert shown(console, draft) is CampaignStatus.DRAFT
    start = console.launching.prepare(draft.id, who=None)
    sandbox.faults({"operation": "getCampaign", "kind": "server_error", "skip": 1, "times": None})
    console.launching.launch(start, who=ANNA)
    sandbox.faults()

    assert said(start) is LaunchOutcome.LAUNCHED
    assert shown(console, draft) is CampaignStatus.RUNNING


def test_an_unclear_launch_is_found_by_looking_and_then_shows(
    console: Runtime, draft: Campaign, sandbox: RunningSandbox
) -> None:
    assert shown(console, draft) is CampaignStatus.DRAFT
    start = console.launching.prepare(draft.id, who=None)
    sandbox.faults({"operation": "runCampaign", "kind": "server_error"})
    console.launching.launch(start, who=ANNA)
    sandbox.faults()
    assert said(start) is LaunchOutcome.UNCERTAIN
    assert list(console.launching.watched()) == [draft.id]
    unclear = console.facts.of(draft).unclear_launch()
    assert unclear is not None
    assert unclear.outcome is LaunchOutcome.UNCERTAIN

    console.api.campaigns.run(draft.id)  # it arrived after all
    console.launching.look_again(start)

    assert said(start) is LaunchOutcome.ALREADY
    assert shown(console, draft) is CampaignStatus.RUNNING


def test_who_opens_a_launch_after_an_unclear_one_is_told_of_it(
    console: Runtime, draft: Campaign, sandbox: RunningSandbox
) -> None:
    start = console.launching.prepare(draft.id, who=None)
    sandbox.faults({"operation": "runCampaign", "kind": "server_error"})
    console.launching.launch(start, who=ANNA)
    sandbox.faults()

    again = console.launching.prepare(draft.id, who=None)

    assert again.earlier is not None
    assert again.acknowledged == again.earlier.intent.id
    console.launching.launch(again, who=ANNA)
    assert said(again) is not LaunchOutcome.LAUNCHED
    assert launches(sandbox, draft) <= 1


def test_a_paused_campaign_goes_on_once_and_shows_in_the_list(console: Runtime, draft: Campaign) -> None:
    console.api.campaigns.run(draft.id)
    paused = console.campaigns.pause(console.api.campaigns.get(draft.id), who=ANNA)
    first, second = (console.launching.prepare_to_resume(paused) for _ in range(2))
    for start in (first, first, second):
        console.launching.resume(start, who=ANNA)

    assert (said(first), said(second)) == (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY)
    assert shown(console, draft) is CampaignStatus.RUNNING


def test_a_resume_that_was_not_sent_can_be_clicked_again(
    console: Runtime, draft: Campaign, sandbox: RunningSandbox
) -> None:
    console.api.campaigns.run(draft.id)
    paused = console.campaigns.pause(console.api.campaigns.get(draft.id), who=ANNA)
    start = console.launching.prepare_to_resume(paused)
    sandbox.faults({"operation": "getCampaign", "kind": "server_error", "times": None})
    console.launching.resume(start, who=ANNA)
    sandbox.faults()
    assert said(start) is LaunchOutcome.NOT_SENT
    assert console.api.campaigns.get(draft.id).status is CampaignStatus.PAUSED

    console.launching.resume(start, who=ANNA)

    assert said(start) is LaunchOutcome.LAUNCHED
