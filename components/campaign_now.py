"""Who is being called this moment, and who comes next and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from components import format as form
from components.html import template
from components.made_once import MadeOnce
from components.markdown import on_one_line
from components.outcome_words import enrolment_word
from components.people_table import name_of
from services.api.models import CampaignContact, CampaignStatus, EnrollmentStatus, StatusCounts
from services.live import LiveState
from services.texts import _, ngettext

NEXT_SHOWN = 5


class Section(NamedTuple):
    """A title with `**bold**` words, and lines of plain text."""

    title: str
    lines: Sequence[str] = ()


_html = template("campaign_now")
_made = MadeOnce[str](50)  # one text for all who watch, until it is read again


def draw_now(state: LiveState) -> None:
    """Being called, next, everybody by status, side by side. Nothing of it where the deployment does not tell."""
    counts = state.by_status
    if counts is not None:
        goes_on = state.pace.refresh_every is not None
        st.html(_made(lambda: _words(state, counts, goes_on), state.campaign.id, state.fetched_at, goes_on))


def _words(state: LiveState, counts: StatusCounts, goes_on: bool) -> str:
    happening = [_calling(state, counts), _next(state)] if goes_on else []
    return _html.render(sections=[*happening, _standing(counts)])


def _calling(state: LiveState, counts: StatusCounts) -> Section:
    count = max(len(state.calling), counts.calling)
    if not count:
        return Section(_("**Nobody is being called right now**"))
    title = ngettext(
        "**{count} person is being called now**", "**{count} people are being called now**", count
    ).format(count=form.number(count))
    return Section(title, [_who(one) for one in state.calling])


def _next(state: LiveState) -> Section:
    if not state.next_up:
        return Section(_("**Nobody is waiting**"))
    return Section(_next_title(state), _names(state.next_up))


def _next_title(state: LiveState) -> str:
    if state.campaign.status is not CampaignStatus.RUNNING:
        return _("**Next, once it runs**")
    if state.next_at is None or state.next_at <= state.now:
        return _("**Next, as soon as a line is free**")
    return _("**Next, from {time}**").format(time=form.weekday_moment(state.next_at))


def _names(people: Sequence[CampaignContact]) -> list[str]:
    more = [_("and more")] if len(people) > NEXT_SHOWN else []
    return [*(_who(one) for one in people[:NEXT_SHOWN]), *more]


def _who(one: CampaignContact) -> str:
    name = on_one_line(name_of(one))
    if one.attempts < 2:
        return name
    return _("{name} (try {number})").format(name=name, number=form.number(one.attempts))


def _standing(counts: StatusCounts) -> Section:
    lines = [
        f"{enrolment_word(status)}: {form.number(getattr(counts, status.value))}"
        for status in EnrollmentStatus
        if getattr(counts, status.value)
    ]
    return Section(f"**{_('Where everybody stands')}**", lines)
