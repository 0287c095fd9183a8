"""Calling hours, the second group of a campaign's entries: when people may be called, and when the campaign starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.campaign_form.faults import FaultPlaces
from components.campaign_form.folds import Fold
from components.campaign_form.week_strip import draw_week_strip
from components.campaign_form.window_strip import draw_window_strip
from components.campaign_form.words import start_words
from components.ui import formats
from components.ui.entries import FormEntries
from components.ui.markdown import plain
from components.ui.place_names import zone_label
from components.ui.time_zones import time_zone_field
from components.words.calling_days import rare_days_words
from services.api.generation import Generation
from services.calling_days.calendar import Calendar
from services.calling_days.days import CallingDays
from services.calling_rules.call_window import PRESETS, CallWindow, Preset
from services.campaigns.form import Hours
from services.texts import N_, _, language

PRESET_WORDS = {
    "office": N_("Office hours"),
    "morning": N_("Morning"),
    "afternoon": N_("Afternoon"),
    "evening": N_("Evening"),
    "long_day": N_("Long day"),
}
_BY_CODE = {preset.code: preset for preset in PRESETS}
CLOCK = 136
"""Pixels: room for "12:00 PM"."""
BY_HAND, ON_A_DATE = "by-hand", "on-a-date"
START = "fold-start"


class InFold(NamedTuple):
    """Fold in which what few change is drawn, and its key."""

    place: DeltaGenerator
    key: str


DrawDays = Callable[[CallWindow, InFold], Calendar | None]
"""Draws the calling days, the rare ones in the fold, and answers the calendar that they make with the window; None where there
are none."""


def hours_fields(
    entries: FormEntries,
    initial: Hours,
    places: FaultPlaces,
    *,
    now: datetime,
    contact_zones: Sequence[str] = (),
    suffix: str = "",
    generation: Generation = Generation.SEED,
    days: DrawDays | None = None,
    days_before: CallingDays | None = None,
    strip_in: DeltaGenerator | None = None,
) -> Hours:
    """Presets, window, the days, what few change, and the start. `contact_zones`: where the people called live. `days` draws
    the calling days, which were `days_before`; None where there are none. The strip is drawn where `strip_in` is. No date is
    offered where it is not certain what `generation` makes of one."""
    keys = f"window-start{suffix}", f"window-end{suffix}"
    zone_key, own_key = f"window-timezone{suffix}", f"contact-time-zone{suffix}"
    _presets(entries, initial, *keys, suffix)
    start, end, week = _window_fields(entries, initial, keys, places)
    folds = st.container(key=f"form-folds-when{suffix}")
    fold_key, words = f"fold-zone{suffix}", _rare_words(initial, days_before)
    with folds:
        fold = Fold(fold_key, _("Time zone and single days"), words, icon=":material/public:")
    with fold.place, places.in_fold(fold_key):
        zone = time_zone_field(_("In the time zone of"), entries, zone_key, initial.timezone)
        places.keep("timezone", zone_key)
        own = st.toggle(
            _("In each person's own time zone"),
            key=entries.key(own_key, initial.use_contact_timezone),
            help=_(
                "Somebody in New York is called at 9:00 AM in New York. The zone above is for people without one."
            ),
        )
        entries.keep(own_key, own)
    hours = Hours(start, end, zone, own)
    calendar = None
    if days:
        with week:
            calendar = days(hours.window or CallWindow(), InFold(fold.place, fold_key))
    fold.say(_rare_words(hours, calendar.days if calendar else None))
    if hours.window and hours.window.minutes_a_day:
        with strip_in or st.container():
            if calendar is not None:
                draw_week_strip(calendar, now)
            else:
                draw_window_strip(hours.window, now, contact_zones)
    start_key = f"fold-start{suffix}"
    with folds:
        when = Fold(start_key, _("Start"), start_words(initial), icon=":material/schedule:")
    with when.place, places.in_fold(start_key):
        on_a_date, starts_at = _start_fields(entries, initial, places, now, suffix, generation)
    hours = Hours(start, end, zone, own, on_a_date, starts_at)
    when.say(start_words(hours))
    return hours


def _rare_words(hours: Hours, days: CallingDays | None) -> str:
    """ "in each person's own time zone, otherwise Berlin, Germany · no public holidays"; as Markdown."""
    said = [plain(rare_days_words(days))] if days is not None else []
    if hours.timezone:
        zone = plain(zone_label(hours.timezone))
        own = _("in each person's own time zone, otherwise {zone}").format(zone=zone)
        said.insert(0, own if hours.use_contact_timezone else zone)
    return " · ".join(filter(None, said))


def _presets(entries: FormEntries, initial: Hours, start_key: str, end_key: str, suffix: str) -> None:
    """Presets in a row; the one whose hours are typed is the chosen one."""
    key = f"preset{suffix}"
    typed = (
        st.session_state[entries.key(start_key, initial.start)],
        st.session_state[entries.key(end_key, initial.end)],
    )
    st.session_state[key] = next((one.code for one in PRESETS if (one.start, one.end) == typed), None)
    st.pills(
        _("Usual hours"),
        list(_BY_CODE),
        format_func=lambda code: preset_label(_BY_CODE[code]),
        key=key,
        label_visibility="collapsed",
        on_change=_use_preset,
        args=(entries, start_key, end_key, key),
    )


def preset_label(preset: Preset) -> str:
    """ "Office hours 09:00–17:00" in the person's language."""
    return _("{name} {start}–{end}").format(
        name=_(PRESET_WORDS[preset.code]), start=formats.clock(preset.start), end=formats.clock(preset.end)
    )


def _use_preset(entries: FormEntries, start_key: str, end_key: str, key: str) -> None:
    """A callback. Who presses the chosen one again has it still."""
    if preset := _BY_CODE.get(st.session_state[key] or ""):
        entries.put(start_key, preset.start)
        entries.put(end_key, preset.end)


def _window_fields(
    entries: FormEntries, initial: Hours, keys: tuple[str, str], places: FaultPlaces
) -> tuple[time | None, time | None, DeltaGenerator]:
    """From, until, and the room beside them."""
    start_key, end_key = keys
    with st.container(horizontal=True, gap="small", key=f"clock-{start_key}"):
        with st.container(width=CLOCK, gap=None):
            start = st.time_input(
                _("Call from"), key=entries.key(start_key, initial.start), format=language().entry_clock
            )
            places.keep("start", start_key)
        with st.container(width=CLOCK, gap=None):
            end = st.time_input(
                _("Call until"), key=entries.key(end_key, initial.end), format=language().entry_clock
            )
            places.keep("end", end_key)
        beside = st.container(width="content", gap=None)
    if start and end and start > end:
        st.caption(
            _("These hours go over midnight: from {start} until {end} on the next morning.").format(
                start=formats.clock(start), end=formats.clock(end)
            )
        )
    return entries.keep(start_key, start), entries.keep(end_key, end), beside


def _start_fields(
    entries: FormEntries,
    initial: Hours,
    places: FaultPlaces,
    now: datetime,
    suffix: str,
    generation: Generation,
) -> tuple[bool, datetime | None]:
    """Whether it starts on a date, and when (aware). The date is typed in the person's own time."""
    key = f"start-mode{suffix}"
    words = {BY_HAND: _("When somebody launches it"), ON_A_DATE: _("By itself on a date")}
    mode = st.radio(
        _("Start"),
        list(words),
        format_func=lambda one: words.get(one, str(one)),
        key=entries.key(key, ON_A_DATE if initial.on_a_date else BY_HAND),
        horizontal=True,
        label_visibility="collapsed",
        disabled=generation is Generation.UNKNOWN and not initial.on_a_date,
    )
    if generation is Generation.UNKNOWN:
        st.caption(
            _(
                "It is not certain which version of the platform this is, so no start can be set on a date. *Connection* shows "
                "what is known."
            )
        )
    if entries.keep(key, mode) != ON_A_DATE:
        return False, None
    own_zone, date_key = formats.viewer_zone(), f"starts-at{suffix}"
    offered = initial.starts_at or _tomorrow(initial.start, now, own_zone)
    at = st.datetime_input(
        _("Start on (your time)"),
        value=None,
        format=language().date_entry,
        key=entries.key(date_key, offered.astimezone(own_zone).replace(tzinfo=None)),
        help=_("The first calls follow as soon as the calling hours allow."),
    )
    entries.keep(date_key, at)
    places.keep("starts_at", date_key)
    if form_now := formats.moment(now):
        st.caption(_("It is now {now}.").format(now=form_now))
    return True, at.replace(tzinfo=own_zone) if at else None


def _tomorrow(start: time | None, now: datetime, own_zone: tzinfo) -> datetime:
    return datetime.combine(now.astimezone(own_zone).date() + timedelta(days=1), start or time(9), own_zone)
