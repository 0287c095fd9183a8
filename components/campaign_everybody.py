"""Everybody in a campaign, for what has to look at all of them: readiness, forecast, charts where there is no call log."""

from __future__ import annotations

from datetime import timedelta

from components.console import console
from services.api import ApiError, Rows
from services.api.models import Campaign, CampaignContact
from services.results.outcomes import was_called

MOST = 5_000
MOST_PAGES = 10
A_PAGE_LASTS = timedelta(minutes=2)
AGAIN_AFTER = timedelta(seconds=10)
"""So soon a page is read again where the campaign has gone on since."""
UNNOTICED = 50
"""One in so many people is a difference that nobody sees in a chart."""


def everybody(campaign: Campaign) -> Rows[CampaignContact] | None:
    """None where this deployment does not show them, or where there are so many that reading them all would cost more
    of the request budget than the answer is worth, unless somebody has asked for it (`read_everybody`)."""
    made = console()
    if not made.deployment.may("listCampaignContacts"):
        return None
    if too_many(campaign):
        return made.reads.peek(_key(campaign), A_PAGE_LASTS * _pages(campaign))

    def read() -> Rows[CampaignContact] | None:
        first = made.api.campaigns.contacts(campaign.id)
        if -(-first.count // max(1, first.limit)) > MOST_PAGES:
            return None
        return first.everything()

    key, lasts = _key(campaign), A_PAGE_LASTS * _pages(campaign)
    known = made.reads.peek(key, lasts)
    if known is not None and gone_on(known.items, campaign):
        lasts = AGAIN_AFTER * _pages(campaign)
    return made.reads.get(key, read, lasts, purpose="readiness").value


def gone_on(known: list[CampaignContact], campaign: Campaign) -> bool:
    """Whether the campaign's own counters say that more has happened since than a chart may pass over: what stands below
    one figure must not contradict it."""
    called = sum(map(was_called, known))
    finished = sum(one.status.is_over for one in known)
    counters = (campaign.contacts_called, campaign.contacts_completed, campaign.total_contacts)
    differences = [
        abs(mine - theirs)
        for mine, theirs in zip((called, finished, len(known)), counters, strict=True)
        if theirs is not None
    ]
    return max(differences, default=0) > (campaign.total_contacts or len(known)) // UNNOTICED


def too_many(campaign: Campaign) -> bool:
    """Where their number is not told, the pages that there are tell it (`everybody`)."""
    return campaign.total_contacts is not None and campaign.total_contacts > MOST


def read_everybody(campaign: Campaign) -> None:
    """A person wants all of them to be looked at, whatever that costs. What was reckoned without them is forgotten.

    Raises:
        ApiError: they could not be read.
    """
    made = console()
    lasts = A_PAGE_LASTS * _pages(campaign)
    made.reads.get(
        _key(campaign),
        lambda: made.api.campaigns.contacts(campaign.id).everything(),
        lasts,
        purpose="readiness",
    )
    for reckoned in ("readiness", "outlook", "history"):
        made.reads.forget(f"campaign:{campaign.id}:{reckoned}")


def _key(campaign: Campaign) -> str:
    return f"campaign:{campaign.id}:everybody"


def _pages(campaign: Campaign) -> int:
    return max(1, -(-(campaign.total_contacts or 0) // 1000))


def everybody_or_none(campaign: Campaign) -> list[CampaignContact] | None:
    """Those who could be read, where a failure only makes the answer poorer."""
    rows = rows_or_none(campaign)
    return None if rows is None else rows.items


def rows_or_none(campaign: Campaign) -> Rows[CampaignContact] | None:
    """The same with those who could not be read."""
    try:
        return everybody(campaign)
    except ApiError:
        return None
