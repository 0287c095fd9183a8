"""Who is being called this moment, and who comes next and when."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import format as form
from components.markdown import plain
from components.outcome_words import enrolment_word
from components.people_table import name_of
from services.api.models import CampaignContact, CampaignStatus, EnrollmentStatus
from services.live import LiveState
from services.texts import _, ngettext

NEXT_SHOWN = 5


def draw_now(state: LiveState) -> None:
    """Three columns: being called, next, everybody by status. Nothing of it where the deployment does not tell."""
    if state.by_status is None:
        return
    if state.pace.refresh_every is None:
        st.markdown(_standing(state))
        return
    calling, following, standing = st.columns(3, gap="large")
    with calling:
        st.markdown(_calling(state))
    with following:
        st.markdown(_next(state))
    with standing:
        st.markdown(_standing(state))


def _calling(state: LiveState) -> str:
    count = max(len(state.calling), state.by_status.calling if state.by_status else 0)
    title = ngettext(
        "**{count} person is being called now**", "**{count} people are being called now**", count
    ).format(count=form.number(count))
    if not count:
        return _("**Nobody is being called right now**")
    return "\n".join([title, "", *(f"- {_who(one)}" for one in state.calling)])


def _next(state: LiveState) -> str:
    if not state.next_up:
        return _("**Nobody is waiting**")
    return "\n".join([_next_title(state), "", *_names(state.next_up)])


def _next_title(state: LiveState) -> str:
    if state.campaign.status is not CampaignStatus.RUNNING:
        return _("**Next, once it runs**")
    if state.next_at is None or state.next_at <= state.now:
        return _("**Next, as soon as a line is free**")
    return _("**Next, from {time}**").format(time=form.weekday_moment(state.next_at))


def _names(people: Sequence[CampaignContact]) -> list[str]:
    lines = [f"- {_who(one)}" for one in people[:NEXT_SHOWN]]
    more = len(people) - NEXT_SHOWN
    if more > 0:
        lines.append(f"- {_('and more')}")
    return lines


def _who(one: CampaignContact) -> str:
    name = plain(name_of(one))
    if one.attempts < 2:
        return name
    return _("{name} (try {number})").format(name=name, number=form.number(one.attempts))


def _standing(state: LiveState) -> str:
    counts = state.by_status
    if counts is None:
        return ""
    lines = [
        f"- {enrolment_word(status)}: {form.number(getattr(counts, status.value))}"
        for status in EnrollmentStatus
        if getattr(counts, status.value)
    ]
    return "\n".join([f"**{_('Where everybody stands')}**", "", *lines])
