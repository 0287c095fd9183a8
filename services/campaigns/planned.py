"""Planned campaign: what is typed as the campaign it would make, for readiness and forecast before it is sent."""

from __future__ import annotations

from services.api.models import Campaign, CampaignCreate, CampaignStatus
from services.campaigns.form import Hours, Retries
from services.campaigns.requests import basics_of, entries, settings_of

PLANNED = "planned"  # it has no id of the platform's yet


def planned_campaign(request: CampaignCreate) -> Campaign:
    """The campaign a request would make, for readiness and forecast before it exists."""
    shared = request.model_dump(include=set(Campaign.model_fields) & set(CampaignCreate.model_fields))
    status = CampaignStatus.SCHEDULED if request.scheduled_start_at else CampaignStatus.DRAFT
    return Campaign(id=PLANNED, status=status).model_copy(update=shared)


def edited_campaign(campaign: Campaign, hours: Hours, retries: Retries) -> Campaign:
    """The campaign as it would be with these calling hours and retries, for a forecast before they are saved."""
    typed = entries(basics_of(campaign), hours, retries)
    own = {name: value for name, value in typed.items() if name in Campaign.model_fields}
    kept = {name: value for name, value in (campaign.settings or {}).items() if name not in own}
    return campaign.model_copy(update=own | {"settings": settings_of(hours, retries, kept)})
