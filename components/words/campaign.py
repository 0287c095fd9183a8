"""Words and figures for one campaign, the same in the list, the head and the dialogs. All of it Markdown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from components.ui import formats
from components.ui.markdown import plain
from services.api.models import Campaign, CampaignStatus
from services.calling_rules.call_window import CallWindow
from services.calling_rules.untold_settings import Untold, untold
from services.campaigns.listing import answer_rate
from services.campaigns.listing import progress as progress_of
from services.texts import _, ngettext


def progress(campaign: Campaign) -> float | None:
    """Length of the bar, 0 to 1. None where there is none to draw: without people, before the first call, or where that is not
    told, which the words say."""
    return None if campaign.contacts_called == 0 else progress_of(campaign)


def progress_words(campaign: Campaign) -> str:
    """Words for how far it is: "45% finished · 560 of 1,234" people."""
    if campaign.total_contacts is None:
        return _("How many people are in it is not told")
    if not campaign.total_contacts:
        return _("No people yet")
    if campaign.contacts_completed is None:
        return ngettext(
            "{count} person · how many are finished is not told",
            "{count} people · how many are finished is not told",
            campaign.total_contacts,
        ).format(count=formats.number(campaign.total_contacts))
    if campaign.contacts_called == 0 and campaign.contacts_completed:  # with them it is done without a call
        return ngettext(
            "{count} person · {left_out} left out",
            "{count} people · {left_out} left out",
            campaign.total_contacts,
        ).format(
            count=formats.number(campaign.total_contacts),
            left_out=formats.number(campaign.contacts_completed),
        )
    return _("**{share}** finished · {finished} of {count}").format(
        share=formats.percent(progress(campaign) or 0.0),
        finished=formats.number(campaign.contacts_completed),
        count=formats.number(campaign.total_contacts),
    )


def answered_words(campaign: Campaign) -> str:
    """Words for how many of those called answered: "12% answered · 31 of 260"."""
    if campaign.contacts_called is None:
        return _("How many were called is not told")
    if not campaign.contacts_called:
        return _("Nobody called yet")
    if campaign.contacts_answered is None:
        return _("{called} called · how many answered is not told").format(
            called=formats.number(campaign.contacts_called)
        )
    rate = answer_rate(campaign)
    return _("**{share}** answered · {answered} of {called}").format(
        share=formats.percent(rate),
        answered=formats.number(campaign.contacts_answered),
        called=formats.number(campaign.contacts_called),
    )


def hours_words(campaign: Campaign) -> str:
    """Calling hours with the place whose clock counts: "09:00–17:00 Berlin", or everybody's own."""
    return _hours(campaign, plain)


def hours_text(campaign: Campaign) -> str:
    """The same unescaped."""
    return _hours(campaign, str)


def _hours(campaign: Campaign, shown: Callable[[str], str]) -> str:
    window, missing = CallWindow.from_campaign(campaign), untold(campaign)
    if Untold.HOURS in missing:
        return _("hours not told")
    start, end = formats.clock(window.start), formats.clock(window.end)
    if Untold.ZONE in missing:
        return f"{start}–{end}"
    if window.use_contact_timezone:
        return _("{start}–{end} their time").format(start=start, end=end)
    return _("{start}–{end} {place}").format(start=start, end=end, place=shown(place(window.timezone)))


def place(timezone: str) -> str:
    """The city a zone is named after; unescaped."""
    return timezone.rsplit("/", 1)[-1].replace("_", " ")


def changed_words(campaign: Campaign, now: datetime) -> str:
    at = campaign.updated_at or campaign.created_at
    return _("changed {ago}").format(ago=formats.ago(at, now)) if at else ""


def what_it_does(campaign: Campaign, now: datetime) -> str:
    """Sentence for what the campaign does now; unescaped."""
    if campaign.deleted_at:
        return _("It was deleted {ago}. Nobody is called.").format(ago=formats.ago(campaign.deleted_at, now))
    if campaign.total_contacts == 0 and campaign.status is CampaignStatus.DRAFT:
        return _("It has no people yet. Add the people to call, then launch it.")
    return _sentence(campaign, now)


def _sentence(campaign: Campaign, now: datetime) -> str:
    match campaign.status:
        case CampaignStatus.DRAFT:
            return _("It waits for somebody to launch it. Nobody is called before that.")
        case CampaignStatus.SCHEDULED if campaign.scheduled_start_at is None:
            return _("It starts by itself; when, Talkturo does not tell here.")
        case CampaignStatus.SCHEDULED:
            return _("It starts by itself on {time}.").format(
                time=formats.moment(campaign.scheduled_start_at)
            )
        case CampaignStatus.RUNNING:
            return _running(campaign, now)
        case CampaignStatus.PAUSED:
            return _("It is paused: nobody new is called until somebody resumes it.")
        case CampaignStatus.COMPLETED:
            return _over(campaign)
        case CampaignStatus.CANCELLED:
            return _("It was canceled. Nobody is called any more.")
        case _other:
            return _(
                "Talkturo gives it a status that this console does not know. It may be calling people: pause or cancel it "
                "here, or look at it in Talkturo itself."
            )


def _over(campaign: Campaign) -> str:
    """That everybody was dealt with is said only where the platform's own counters say so."""
    by, people, finished = (
        campaign.completed_at or campaign.updated_at,
        campaign.total_contacts,
        campaign.contacts_completed,
    )
    if people is None or finished is None:
        return _("It is over.")
    if left := max(people - finished, 0):
        return ngettext(
            "It is over; {count} person in it was not called to the end.",
            "It is over; {count} people in it were not called to the end.",
            left,
        ).format(count=formats.number(left))
    if by is None:
        return _("It is over: everybody in it was dealt with.")
    return _("It is over: everybody in it was dealt with by {time}.").format(time=formats.moment(by))


def _running(campaign: Campaign, now: datetime) -> str:
    window, missing = CallWindow.from_campaign(campaign), untold(campaign)
    if Untold.HOURS in missing:
        return _("It calls people within its calling hours, which Talkturo does not tell here.")
    if Untold.ZONE in missing:
        return _("It calls people between {start} and {end}, usually in their own time zone.").format(
            start=formats.clock(window.start), end=formats.clock(window.end)
        )
    if window.use_contact_timezone:
        return _("It calls people between {start} and {end} in their own time zone.").format(
            start=formats.clock(window.start), end=formats.clock(window.end)
        )
    if window.is_open(now):
        return _("It calls people now, until {end} in {place}.").format(
            end=formats.clock(window.end), place=place(window.timezone)
        )
    return _("It waits for its calling hours, which open on {time}.").format(
        time=formats.weekday_moment(window.next_opening(now))
    )
