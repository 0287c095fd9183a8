"""The six statuses of a campaign, the same word, colour and icon everywhere; never colour alone."""

from __future__ import annotations

from typing import Literal, NamedTuple

from services.api.models import CampaignStatus
from services.texts import N_, _

Colour = Literal["red", "orange", "yellow", "blue", "green", "violet", "gray"]


class StatusLook(NamedTuple):
    word: str
    colour: Colour
    icon: str


STATUS_LOOKS: dict[CampaignStatus, StatusLook] = {
    CampaignStatus.DRAFT: StatusLook(N_("Draft"), "gray", ":material/edit_note:"),
    CampaignStatus.SCHEDULED: StatusLook(N_("Scheduled"), "blue", ":material/schedule:"),
    CampaignStatus.RUNNING: StatusLook(N_("Running"), "green", ":material/play_circle:"),
    CampaignStatus.PAUSED: StatusLook(N_("Paused"), "orange", ":material/pause_circle:"),
    CampaignStatus.COMPLETED: StatusLook(N_("Completed"), "violet", ":material/check_circle:"),
    CampaignStatus.CANCELLED: StatusLook(N_("Cancelled"), "red", ":material/cancel:"),
}


def status_word(status: CampaignStatus) -> str:
    """The status in the person's language."""
    return _(STATUS_LOOKS[status].word)
