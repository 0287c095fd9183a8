"""Sentence for when people who go into a campaign are called: what is true of it now, also where it begins or goes on by itself."""

from __future__ import annotations

from datetime import datetime

from components.ui import formats
from components.upload.campaign import NEW
from services.api.models import Campaign, CampaignStatus
from services.campaign.facts import FactSources
from services.texts import _


def when_called(campaign: Campaign | None, facts: FactSources) -> str:
    if campaign and campaign.status is CampaignStatus.RUNNING:
        return _("This campaign is running: these people are called as soon as its calling hours allow.")
    if campaign and campaign.status is CampaignStatus.SCHEDULED:
        return _("Nobody is called by this. This campaign starts by itself at its date and then calls them.")
    if campaign and campaign.id != NEW and (found := _by_itself(campaign, facts)):
        return _by_itself_words(*found)
    if campaign and campaign.status is CampaignStatus.PAUSED:
        return _("Nobody is called by this. People are called when the campaign is resumed.")
    return _("Nobody is called by this. People are called when the campaign is launched.")


def _by_itself(campaign: Campaign, facts: FactSources) -> tuple[datetime | None] | None:
    """When it goes on without anybody's doing, as far as that is known; None where somebody has to let it."""
    told = facts.of(campaign)
    rest, guards = told.rest(), told.guardrails()
    if rest is not None and rest.holds:
        return (rest.until,)
    return (None,) if guards is not None and guards.goes_on_by_itself else None


def _by_itself_words(at: datetime | None) -> str:
    if at is None:
        return _("Nobody is called by this now. This campaign goes on by itself, and calls them then.")
    return _(
        "Nobody is called by this now. This campaign goes on by itself on {moment}, and calls them then."
    ).format(moment=formats.day_and_moment(at))
