"""Decisions that hold a launch: calling hours that are not allowed everywhere are narrowed with one click, or answered for with
a reason; people of another running campaign may be called by both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from components.console import console, whoever
from components.ui.messages import Doing, draw_problem
from components.words.readiness import week_words
from services.api import ApiError
from services.api.models import Campaign
from services.audit.audit import LONGEST_REASON
from services.campaign.narrowing import Narrowed
from services.campaigns.hours_taken_on import ReasonMissing
from services.database.circuit_breaker import DatabaseAway
from services.readiness import TO_DECIDE, Code, Finding, Level
from services.texts import N_, _

_OUTCOME = "hours-decision"
NOTHING_LEFT = N_(
    "No hour of the day is allowed for all of these people and within these hours. Please split the list by place, or choose other hours."
)
REASON_MISSING = N_("Please say why these people may be called then. Nothing was saved.")


def draw_hours_decision(campaign: Campaign, findings: Sequence[Finding], key: str) -> None:
    """Draw the field for a reason where somebody has to decide; the button that narrows stands with the finding."""
    found = next((one for one in findings if one.code in TO_DECIDE and one.level is Level.BLOCKER), None)
    if found is None:
        return
    field = f"{key}-hours-reason"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text_input(
            _("Reason"),
            key=field,
            max_chars=LONGEST_REASON,
            placeholder=_("Why these people may be called then"),
            label_visibility="collapsed",
        )
        st.button(
            _("I answer for these hours"),
            key=f"{key}-hours-answer",
            icon=":material/signature:",
            on_click=_answer,
            args=(campaign, found, field),
        )
    st.caption(_("Your name and the reason stand in *Activity* and in its download."))


def narrow_hours(campaign: Campaign) -> None:
    """A callback: narrow them to what is allowed."""
    _carry_out(lambda: console().facts.of(campaign).narrow_hours(whoever()) or NOTHING_LEFT)


def call_from_both(campaign: Campaign, findings: Sequence[Finding]) -> None:
    """A callback: people of other running campaigns may be called from here too."""
    [found] = [one for one in findings if one.code is Code.PEOPLE_IN_OTHER_CAMPAIGNS]
    facts, count = console().facts.of(campaign), int(found.params["count"])
    reason = ", ".join(found.params["campaigns"])[:LONGEST_REASON]
    _carry_out(lambda: facts.call_from_both(found.params["breaches"], count, whoever(), reason))


def draw_what_became_of_hours() -> None:
    """Draw once what the last click has changed."""
    outcome = st.session_state.pop(_OUTCOME, None)
    if isinstance(outcome, ApiError | DatabaseAway):
        draw_problem(outcome, Doing.SAVING)
    elif isinstance(outcome, Narrowed):
        st.success(narrowed_words(outcome), icon=":material/schedule:")
    elif isinstance(outcome, str):
        st.warning(_(outcome), icon=":material/edit:")


def narrowed_words(found: Narrowed) -> str:
    """The hours as they are now."""
    said = _("The calling hours are now {week}.").format(week=week_words(found.week))
    return f"{said} {_('No calls on public holidays.')}" if found.days.holidays_closed else said


def _answer(campaign: Campaign, found: Finding, field: str) -> None:
    reason = str(st.session_state.get(field, ""))
    facts = console().facts.of(campaign)

    def carry_out() -> str | None:
        facts.answer_for_hours(found.params["breaches"], int(found.params["count"]), whoever(), reason)
        return None

    _carry_out(carry_out)


def _carry_out(change: Callable[[], Narrowed | str | None]) -> None:
    """What became of it is drawn in the run that follows."""
    try:
        outcome: object = change()
    except ReasonMissing:
        outcome = REASON_MISSING
    except (ApiError, DatabaseAway) as error:
        outcome = error
    st.session_state[_OUTCOME] = outcome
