"""Read-back of a campaign's settings: what was saved counts as set where an answer shows it, and not before.

What no creation takes is saved by a change that follows it, before anybody is put in.
"""

from __future__ import annotations

from services.api import Api
from services.api.errors import NotTaken
from services.api.models import Campaign, CampaignCreate, CampaignUpdate
from services.campaigns.requests import after_creation, setting

OPERATION = "updateCampaign"


def save_after_creation(api: Api, campaign_id: str, wanted: CampaignCreate) -> None:
    """Save what the creation could not say. Safe to repeat.

    Raises:
        NotTaken: Talkturo shows other settings than were saved.
        ApiError: it is not certain that they were saved.
    """
    change = after_creation(wanted, api.campaigns.which_generation())
    if not change.model_fields_set:
        return
    with api.budget.purpose("save settings"):
        api.campaigns.update(campaign_id, change)
        require_shown(change, api.campaigns.get(campaign_id))


def require_shown(change: CampaignUpdate, campaign: Campaign) -> None:
    """Raises where a campaign that was read after a change tells something else than was saved. What it does not tell is not
    known, and said so where its settings are shown.

    Raises:
        NotTaken: with the names of the settings.
    """
    different = [name for name in sorted(change.model_fields_set) if _tells_otherwise(campaign, change, name)]
    if different:
        raise NotTaken(OPERATION, ", ".join(different))


def _tells_otherwise(campaign: Campaign, change: CampaignUpdate, name: str) -> bool:
    wanted, told = getattr(change, name), setting(campaign, name)
    if told is None:
        return False
    if name in ("call_window_start", "call_window_end"):
        return str(told)[:5] != str(wanted)[:5]  # the platform may add seconds
    return told != wanted
