"""Statuses of a campaign, the six and any other in the platform's own word: the same word, colour and icon
everywhere; never colour alone.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from components.ui.markdown import plain
from services.api.models import CampaignStatus, OtherStatus
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
    CampaignStatus.CANCELLED: StatusLook(N_("Canceled"), "red", ":material/cancel:"),
}


OTHER_WORD = N_("Other status")
OTHER_ICON = ":material/help:"


def status_look(status: CampaignStatus | OtherStatus) -> StatusLook:
    """Look of a status, with the word in the person's language; one from the platform is not escaped."""
    if isinstance(status, CampaignStatus):
        look = STATUS_LOOKS[status]
        return look._replace(word=_(look.word))
    return StatusLook(str(status) or _("Status not told"), "gray", OTHER_ICON)


def status_word(status: CampaignStatus | OtherStatus) -> str:
    """The status in the person's language, or the platform's own word, which is not escaped."""
    return status_look(status).word


def status_badge(status: CampaignStatus | OtherStatus) -> str:
    """The same as Markdown."""
    look = status_look(status)
    return f":{look.colour}-badge[{look.icon} {plain(look.word)}]"
