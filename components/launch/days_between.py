"""Days between two campaigns' calls to one number: set for one campaign with a reason, in its settings and wherever people are
left out, or a first start waits, because of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.console import console, whoever
from components.ui import formats
from components.ui.markdown import plain
from components.ui.messages import Doing, draw_problem
from components.words.person import by
from services.api import ApiError
from services.campaign.facts import CampaignFacts
from services.database.circuit_breaker import DatabaseAway
from services.do_not_call.days_between import LONGEST_REASON, MOST_DAYS, NoReasonGiven, OwnDays
from services.readiness import Code, Finding, Level
from services.texts import N_, _, ngettext

_OUTCOME = "days-between-outcome"
REASON_MISSING = N_("Please say why these people may be called again so soon. Nothing was saved.")


def draw_days_between_decision(facts: CampaignFacts, findings: Sequence[Finding], key: str) -> None:
    """Draw the field for a reason where the first start waits for it."""
    _draw_outcome()
    if not any(one.code is Code.CALLED_LATELY and one.level is Level.BLOCKER for one in findings):
        return
    field = f"{key}-days-between-reason"
    with st.container(horizontal=True, vertical_alignment="center"):
        _draw_reason(field)
        st.button(
            _("Call them all the same"),
            key=f"{key}-days-between-answer",
            icon=":material/signature:",
            on_click=_set,
            args=(facts.campaign.id, 0, field),
        )
    st.caption(_("Your name and the reason stand in *Activity* and in its download."))


def draw_days_between(facts: CampaignFacts, key: str) -> None:
    """Draw what holds for this campaign, and the way to change it."""
    _draw_outcome()
    try:
        own = facts.own_days_between()
    except DatabaseAway:
        return  # every page says so then
    usual, suffix = facts.usual_days_between, f"{key}-{facts.campaign.id}"
    st.markdown(days_between_words(own, usual))
    if facts.campaign.status.is_over or facts.campaign.deleted_at:
        return
    field, reason = f"days-between-{suffix}", f"days-between-reason-{suffix}"
    holds = own.days if own else usual
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.number_input(
            _("Days between two campaigns"),
            min_value=0,
            max_value=MOST_DAYS,
            value=min(holds, MOST_DAYS),
            key=field,
            help=_(
                "Whoever another campaign has called within these days is not put into this one. 0: it does not matter."
            ),
        )
        _draw_reason(reason, label=_("Reason"))
        st.button(
            _("Save days"),
            key=f"save-days-between-{suffix}",
            icon=":material/check:",
            disabled=days == holds,
            on_click=_set,
            args=(facts.campaign.id, days, reason),
        )
        if own:
            st.button(
                ngettext("Back to {count} day", "Back to {count} days", usual).format(
                    count=formats.number(usual)
                ),
                key=f"usual-days-between-{suffix}",
                icon=":material/undo:",
                on_click=_set,
                args=(facts.campaign.id, None, reason),
            )


def draw_way_to_days_between(campaign_id: str) -> None:
    """Draw the way there from where people are left out because of them."""
    st.page_link(
        "pages/campaign_page.py",
        label=_("Set other days for this campaign"),
        icon=":material/event_repeat:",
        query_params={"id": campaign_id, "view": "settings"},
    )


def days_between_words(own: OwnDays | None, usual: int) -> str:
    """What holds, as Markdown; for days of its own who has set them, when and why."""
    days = own.days if own else usual
    if not days:
        said = _("Whether another campaign has called somebody a short while ago does not matter here.")
    else:
        said = ngettext(
            "Whoever another campaign has called within the last day is left out.",
            "Whoever another campaign has called within the last {count} days is left out.",
            days,
        ).format(count=formats.number(days))
    if own is None:
        return said
    set_by = _("Set by {who} on {when}: {reason}").format(
        who=plain(by(own.who)), when=formats.moment(own.at), reason=plain(own.reason)
    )
    return f"{said} {set_by}"


def _draw_reason(field: str, label: str = "") -> None:
    st.text_input(
        label or _("Reason"),
        key=field,
        max_chars=LONGEST_REASON,
        placeholder=_("Why they may be called again so soon"),
        label_visibility="visible" if label else "collapsed",
    )


def _set(campaign_id: str, days: int | None, field: str) -> None:
    """A callback. What became of it is drawn in the run that follows."""
    reason = str(st.session_state.get(field, ""))
    try:
        facts = console().facts
        facts.of(facts.campaign(campaign_id)).set_days_between(days, reason, whoever())
    except NoReasonGiven:
        st.session_state[_OUTCOME] = REASON_MISSING
    except (ApiError, DatabaseAway) as error:
        st.session_state[_OUTCOME] = error


def _draw_outcome() -> None:
    outcome = st.session_state.pop(_OUTCOME, None)
    if isinstance(outcome, ApiError | DatabaseAway):
        draw_problem(outcome, Doing.SAVING)
    elif isinstance(outcome, str):
        st.warning(_(outcome), icon=":material/edit:")
