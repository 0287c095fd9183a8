"""Everything that is made of what was read, without a page: for answers that no service may stumble over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, TypeAdapter

from services.api import Page, Rows
from services.api.models import Call, Campaign, CampaignContact, Contact, Dashboard, RunResult
from services.calling_rules.call_window import CallWindow
from services.campaigns.campaigns import SHAPE, CampaignAction, CampaignListRead, allowed_actions
from services.campaigns.listing import CampaignFilter, SortBy, list_campaigns
from services.campaigns.requests import basics_of, hours_of, retries_of
from services.forecast import Situation
from services.launch.dry_run import read_answer
from services.launch.views import changes, state_of
from services.launch.worked_out import at_next_opening
from services.readiness import LaunchPlan, People, check
from services.results.call_table import columns_of
from services.results.insights import funnel_of_counters
from services.results.outcomes import (
    frame_of_calls,
    frame_of_people,
    funnel,
    outcome_counts,
)

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
SPRING = Campaign(id="c", name="Spring")


def use(found: object) -> None:
    """Hand it to every service that reads such a thing."""
    match found:
        case Rows() | Page():
            items = list(found.items)
            use_campaigns([one for one in items if isinstance(one, Campaign)])
            use_people([one for one in items if isinstance(one, CampaignContact)])
            use_calls([one for one in items if isinstance(one, Call)])
            People.of_contacts([one for one in items if isinstance(one, Contact)])
        case Campaign():
            use_campaigns([found])
        case Dashboard():
            use_campaigns([found.campaign])
            use_people([*(found.queue.pending or ()), *(found.queue.calling or ())])
            use_calls(found.recent_calls or [])
        case RunResult():
            read_answer(found, NOW)
        case _:
            pass
    if isinstance(found, BaseModel):
        again = TypeAdapter(type(found)).validate_json(found.model_dump_json())
        assert again == found


def use_campaigns(campaigns: list[Campaign]) -> None:
    for by in SortBy:
        list_campaigns(campaigns, CampaignFilter(sort_by=by))
    funnel_of_counters(campaigns)
    listed = CampaignListRead(campaigns=campaigns, requests=1)
    assert SHAPE.validate_json(SHAPE.dump_json(listed)) == listed
    for campaign in campaigns:
        allowed = allowed_actions(campaign)
        if campaign.deleted_at is None and not hasattr(type(campaign.status), "RUNNING"):
            assert allowed == {CampaignAction.PAUSE, CampaignAction.CANCEL}
        funnel(campaign)
        check(LaunchPlan.of_campaign(campaign, NOW, None))
        check(LaunchPlan.of_campaign(campaign, NOW, People(), finishes_at=NOW + timedelta(days=1)))
        assert changes(state_of(campaign, None), campaign) in ((), ("deleted",))
        state_of(campaign, None).record()
        for form_of in (basics_of, hours_of, retries_of):
            form_of(campaign)
        CallWindow.from_campaign(campaign).next_opening(NOW)


def use_people(people: list[CampaignContact]) -> None:
    check(LaunchPlan.of_campaign(SPRING, NOW, People.enrolled(people)))
    outcome_counts(frame_of_people(people))
    Situation.of_rows(NOW, people)
    at_next_opening(SPRING, people, NOW)


def use_calls(calls: list[Call]) -> None:
    columns_of(calls)
    outcome_counts(frame_of_calls(calls))
