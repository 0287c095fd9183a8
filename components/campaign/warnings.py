"""Warnings about a running campaign, with what ends its calls: the *Pause* among its controls, or why it cannot be used here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from components.ui import formats
from components.words.obstacles import obstacle
from services.campaign.facts import CampaignFacts
from services.campaigns.campaigns import CampaignAction
from services.live import LiveWarning, StalledBy, WarningCode
from services.texts import N_, _, ngettext

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
    """One box for all of them, and below them how to stop further calls."""
    if not warnings:
        return
    lines = [f"- {warning_sentence(warning)}" for warning in warnings]
    closed = obstacle(facts.campaign, CampaignAction.PAUSE, facts.may, facts.generation)
    stop = closed or _("*Pause* stops further calls.")
    st.warning("\n".join([*lines, "", stop]), title=_("Please look at this"), icon=":material/warning:")


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
