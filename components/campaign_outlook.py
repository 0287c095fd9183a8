"""When a campaign that is there will be over: from where it is now, or from its start."""

from __future__ import annotations

from datetime import datetime, timedelta

from components.campaign_everybody import everybody_or_none
from components.company_people import zone_shares
from components.console import console
from components.measured_calls import campaign_assumptions
from services.api.models import Campaign, CampaignStatus
from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.forecast import Forecast, Situation, forecast

MAX_AGE = timedelta(seconds=30)
_NOT_BEGUN = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED)


def outlook_of(campaign: Campaign) -> Forecast | None:
    """When it will be over; None where it is, or where its people cannot be read. Reckoned once for all who look."""
    if campaign.status.is_over or campaign.total_contacts == 0:
        return None
    key = f"campaign:{campaign.id}:outlook"
    return console().reads.get(key, lambda: outlook_with(campaign), MAX_AGE).value


def outlook_with(campaign: Campaign, *, otherwise: int = 0) -> Forecast | None:
    """The same for settings that are not saved yet. People who cannot be read are `otherwise`, spread over time zones as
    the company's are; None where there is nobody to call, or never an hour to call in."""
    people, begins = everybody_or_none(campaign) if campaign.total_contacts != 0 else None, _begins(campaign)
    if people is not None:
        situation = Situation.of_rows(begins, people)
    elif otherwise:
        shares = zone_shares(campaign.company_id) or {campaign.call_window_timezone: 1.0}
        situation = Situation(begins, {zone: round(otherwise * share) for zone, share in shares.items()})
    else:
        return None
    return forecast(
        situation,
        CallWindow.from_campaign(campaign),
        campaign.max_concurrent_calls or 3,
        RetryRules.from_campaign(campaign),
        campaign_assumptions(campaign),
    )


def _begins(campaign: Campaign) -> datetime:
    now = console().api.clock.now()
    if campaign.status in _NOT_BEGUN and campaign.scheduled_start_at:
        return max(now, campaign.scheduled_start_at)
    return now
