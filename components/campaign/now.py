"""Live lists below the figures: who is being called this moment, who comes next and when, the latest calls, and how
fresh all of it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

import streamlit as st

from components.campaign.calls import latest_calls, latest_of
from components.campaign.people_table import name_of
from components.ui import formats
from components.ui.drawn_once import DrawnOnce
from components.ui.html import template
from components.ui.markdown import on_one_line
from components.ui.status import OTHER_WORD
from components.words.outcomes import enrolment_word
from services.api.models import CampaignContact, CampaignStatus, EnrollmentStatus, StatusCounts
from services.campaign.facts import CampaignFacts
from services.live import LiveState
from services.texts import _, ngettext

NEXT_SHOWN = 5
FASTEST = timedelta(seconds=2)
"""However often it is read, it is drawn no more often than that."""


class Section(NamedTuple):
    """A title with `**bold**` words, and lines of plain text."""

    title: str
    lines: Sequence[str] = ()


_html = template("campaign/now")
_made = DrawnOnce[str](50)  # one text for all who watch, until it is read again


def draw_now(state: LiveState, facts: CampaignFacts) -> None:
    """All of it one element. What the deployment does not tell is not there."""
    drawn = (state.campaign.id, state.fetched_at, state.pace, state.at)
    st.html(_made(lambda: _words(state, facts.names(latest_of(state))), *drawn))


def _words(state: LiveState, names: Mapping[str, str]) -> str:
    return _html.render(
        sections=_sections(state),
        latest=_("Latest calls"),
        calls=latest_calls(latest_of(state), names, state.now),
        notes=[*_unreadable(state), *_kept_from_us(state), _pace_words(state)],
    )


def _sections(state: LiveState) -> list[Section]:
    """Being called, next, everybody by status, side by side."""
    counts = state.by_status
    if counts is None:
        return []
    happening = [_calling(state, counts), _next(state)] if state.pace.refresh_every is not None else []
    return [section for section in (*happening, _standing(counts)) if section]


def _calling(state: LiveState, counts: StatusCounts) -> Section | None:
    """Nothing where neither the people nor their number are told."""
    if state.calling is None and counts.calling is None:
        return None
    people = state.calling or []
    count = max(len(people), counts.calling or 0)
    if not count:
        return Section(_("**Nobody is being called right now**"))
    title = ngettext(
        "**{count} person is being called now**", "**{count} people are being called now**", count
    ).format(count=formats.number(count))
    return Section(title, [_who(one) for one in people])


def _next(state: LiveState) -> Section | None:
    if state.next_up is None:
        return None
    if not state.next_up:
        return Section(_("**Nobody is waiting**"))
    return Section(_next_title(state), _names(state.next_up))


def _next_title(state: LiveState) -> str:
    if state.campaign.status is not CampaignStatus.RUNNING:
        return _("**Next, once it runs**")
    if state.next_at is None or state.next_at <= state.now:
        return _("**Next, as soon as a line is free**")
    return _("**Next, from {time}**").format(time=formats.weekday_moment(state.next_at))


def _names(people: Sequence[CampaignContact]) -> list[str]:
    more = [_("and more")] if len(people) > NEXT_SHOWN else []
    return [*(_who(one) for one in people[:NEXT_SHOWN]), *more]


def _who(one: CampaignContact) -> str:
    name = on_one_line(name_of(one))
    if one.attempts is None or one.attempts < 2:
        return name
    return _("{name} (try {number})").format(name=name, number=formats.number(one.attempts))


def _standing(counts: StatusCounts) -> Section:
    lines = [_counted(counts, status) for status in EnrollmentStatus if not status.is_over]
    if counts.finished:
        parts = [_counted(counts, status) for status in EnrollmentStatus if status.is_over]
        finished = f"{_('Finished')}: {formats.number(counts.finished)}"
        lines.append(f"{finished} ({', '.join(part for part in parts if part)})")
    if counts.other:
        lines.append(f"{_(OTHER_WORD)}: {formats.number(counts.other)}")
    return Section(f"**{_('Where everybody stands')}**", [line for line in lines if line])


def _counted(counts: StatusCounts, status: EnrollmentStatus) -> str:
    """ "" for nobody, and where it is not told how many."""
    count = getattr(counts, status.value)
    return f"{enrolment_word(status)}: {formats.number(count)}" if count else ""


def _unreadable(state: LiveState) -> list[str]:
    if not state.unreadable:
        return []
    return [
        ngettext(
            "{count} person or call could not be read and is not shown.",
            "{count} people or calls could not be read and are not shown.",
            state.unreadable,
        ).format(count=formats.number(state.unreadable))
    ]


def _kept_from_us(state: LiveState) -> list[str]:
    if state.calls_told or state.recent_calls:
        return []
    return [_("This key may not read the call log, so the latest calls are not shown and not watched over.")]


def _pace_words(state: LiveState) -> str:
    as_of = _("As of {time}.").format(time=formats.moment(state.at))
    every = state.pace.refresh_every
    if every is None:
        return as_of
    span = formats.duration(max(every, FASTEST))
    if state.pace.slowed:
        return f"{as_of} " + _(
            "It refreshes every {span}, more slowly than usual to save this hour's requests."
        ).format(span=span)
    if state.pace.quiet:
        return f"{as_of} " + _("It refreshes every {span}, because nothing has changed for a while.").format(
            span=span
        )
    return f"{as_of} " + _("It refreshes every {span}.").format(span=span)
