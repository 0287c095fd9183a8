"""Warnings about a running campaign, with Pause one click away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from components.console import console, person
from components.ui import formats
from components.ui.messages import Doing, draw_problem
from components.words.obstacles import obstacle
from services.api import ApiError
from services.api.models import Campaign
from services.campaign.facts import CampaignFacts
from services.campaigns.campaigns import CampaignAction
from services.live import LiveWarning, StalledBy, WarningCode
from services.texts import N_, _, ngettext

_PAUSE_PROBLEM = "pause-problem"
_STALLED: dict[StalledBy, str] = {
    StalledBy.WINDOW: N_("Everybody who waits is outside their own calling hours."),
    StalledBy.RETRIES: N_("Everybody who waits was tried already and waits for the next try."),
    StalledBy.CONCURRENCY: N_("As many calls as are allowed at once are under way and do not end."),
    StalledBy.STAGE: N_("A launch with “at most” has made its calls, or Talkturo waits for another reason."),
    StalledBy.NOBODY: N_("Nobody is waiting to be called."),
    StalledBy.NOT_TAKEN_UP: N_(
        "Talkturo has not taken it up: another campaign of this assistant may be active, the credits may be used up, or its "
        "numbers may not be able to call."
    ),
    StalledBy.HOURS: N_("Its calling hours are not told here; it may be outside of them."),
}


def draw_warnings(facts: CampaignFacts, warnings: Sequence[LiveWarning]) -> None:
    """One box for all of them, and the button that stops further calls."""
    problem = st.session_state.pop(_PAUSE_PROBLEM, None)
    if isinstance(problem, ApiError):
        draw_problem(problem, Doing.SAVING)
    if not warnings:
        return
    lines = [f"- {warning_sentence(warning)}" for warning in warnings]
    st.warning("\n".join(lines), title=_("Please look at this"), icon=":material/warning:")
    campaign = facts.campaign
    reason = obstacle(campaign, CampaignAction.PAUSE, facts.may, facts.generation)
    st.button(
        _("Pause this campaign"),
        key=f"pause-now-{campaign.id}",
        icon=":material/pause:",
        disabled=reason is not None,
        help=reason,
        on_click=_pause,
        args=(campaign,),
    )


def _pause(campaign: Campaign) -> None:
    who = person()
    if who is None:
        return
    try:
        console().campaigns.pause(campaign, who=who)
    except ApiError as error:
        st.session_state[_PAUSE_PROBLEM] = error


def warning_sentence(warning: LiveWarning) -> str:
    """Sentence of a warning: what is wrong, in figures, and what to do."""
    figures = warning.figures
    match warning.code:
        case WarningCode.FAILURES:
            return _("{failed} of the last {of} calls failed for technical reasons.").format(
                failed=formats.number(figures["failed"]), of=formats.number(figures["of"])
            )
        case WarningCode.ANSWER_RATE:
            return _answer_rate(warning)
        case WarningCode.INVALID_NUMBERS:
            return _("{invalid} of {of} numbers are wrong. Please check the list before it goes on.").format(
                invalid=formats.number(figures["invalid"]), of=formats.number(figures["of"])
            )
        case WarningCode.CREDITS:
            count = round(figures["credits"])
            return ngettext(
                "{count} credit is left, which lasts for {time} at this pace. Without credits the campaign pauses.",
                "{count} credits are left, which last for {time} at this pace. Without credits the campaign pauses.",
                count,
            ).format(count=formats.number(count), time=formats.duration(timedelta(hours=figures["hours"])))
        case WarningCode.STALLED:
            return _stalled(warning)
        case WarningCode.NOT_BEGUN:
            since = _("It was started {time} ago, and nobody is being called.")
            return _why(warning, since.format(time=_minutes(warning)))


def _answer_rate(warning: LiveWarning) -> str:
    sentence = (
        _("Only {now} of the latest calls were answered; before it was {before}.")
        if warning.figures.get("certain")
        else _("Only {now} of the latest calls were answered; before it was {before}. This may be chance.")
    )
    return sentence.format(
        now=formats.percent(warning.figures["now"]), before=formats.percent(warning.figures["before"])
    )


def _stalled(warning: LiveWarning) -> str:
    since = _("Nobody has been dialed for {time} although the calling hours are open.")
    return _why(warning, since.format(time=_minutes(warning)))


def _minutes(warning: LiveWarning) -> str:
    return formats.duration(timedelta(minutes=warning.figures["minutes"]))


def _why(warning: LiveWarning, since: str) -> str:
    parts = [since, _(_STALLED[warning.because]) if warning.because else ""]
    if warning.until:
        parts.append(_("It goes on at {time}.").format(time=formats.weekday_moment(warning.until)))
    return " ".join(part for part in parts if part)
