"""Words for what Talkturo does not tell of a campaign's settings."""

from __future__ import annotations

from services.api.models import Campaign
from services.calling_rules.untold_settings import Untold, untold
from services.texts import N_, _

WORDS: dict[Untold, str] = {
    Untold.NUMBERS: N_("the numbers to call from"),
    Untold.HOURS: N_("the calling hours"),
    Untold.ZONE: N_("whose time zone counts"),
    Untold.START: N_("the start"),
    Untold.AT_ONCE: N_("people at once"),
    Untold.TRIES: N_("tries and waiting times"),
    Untold.AFTER_ERROR: N_("tries after a technical error"),
    Untold.STAYS_OPEN: N_("whether it stays open for more people"),
}


def not_told() -> str:
    """In place of a setting."""
    return _("Talkturo does not tell here")


def usual_values_shown(campaign: Campaign) -> str:
    """Above a form that begins with a campaign's settings; "" where all of them are told."""
    missing = untold(campaign)
    if not missing:
        return ""
    return _("Talkturo does not tell here: {settings}. The form shows the usual values for these.").format(
        settings=", ".join(_(WORDS[one]) for one in missing)
    )
