"""Planned campaign: what is typed as the campaign it would make, for readiness and forecast before it is sent."""

from __future__ import annotations

from services.api.models import Campaign, CampaignCreate, CampaignStatus
from services.campaigns.form import Hours, Retries
from services.campaigns.requests import clock_text, settings_of

PLANNED = "planned"  # it has no id of the platform's yet


def planned_campaign(request: CampaignCreate) -> Campaign:
    """The campaign a request would make, for readiness and forecast before it exists."""
    shared = request.model_dump(include=set(Campaign.model_fields) & set(CampaignCreate.model_fields))
    status = CampaignStatus.SCHEDULED if request.scheduled_start_at else CampaignStatus.DRAFT
    return Campaign(id=PLANNED, status=status).model_copy(update=shared)


def edited_campaign(campaign: Campaign, hours: Hours, retries: Retries) -> Campaign:
    """The campaign as it would be with these calling hours and retries, for a forecast before they are saved."""
    return campaign.model_copy(
        update={
            "call_window_start": clock_text(hours.start),
            "call_window_end": clock_text(hours.end),
            "call_window_timezone": hours.timezone,
            "scheduled_start_at": hours.starts_at if hours.on_a_date else None,
            "max_concurrent_calls": retries.people_at_once,
            "max_attempts_per_contact": retries.attempts,
            "retry_delay_minutes": retries.delay,
            "settings": settings_of(hours, retries, campaign.settings),
        }
    )
