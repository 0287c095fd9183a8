"""Calling days, beside the calling hours: weekdays, hours of some of them, public holidays, the last day, single days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from components.campaign_form.basics import country_name
from components.campaign_form.coming_days import draw_coming_days
from components.campaign_form.faults import FaultPlaces
from components.campaign_form.hours import InFold
from components.ui.entries import FormEntries
from components.words.calling_days import hours_words, in_week_order, weekday, whole_weekday
from services.calling_days.days import CLOSED, WEEK, CallingDays, DayHours
from services.calling_days.public_holidays import is_known, part_name, parts_of
from services.calling_days.whose import Whose
from services.calling_rules.call_window import CallWindow
from services.campaigns.days_form import DaysField, TypedDays
from services.texts import _, language

OWN_HOURS = ((10 * 60, 14 * 60),)


def day_keys(suffix: str = "") -> list[str]:
    """Keys of the controls of the week and of public holidays."""
    own = [f"hours-of-{day}{suffix}" for day in range(WEEK)]
    return [f"weekdays{suffix}", f"own-hours{suffix}", f"holidays-closed{suffix}", *own]


def days_fields(
    entries: FormEntries,
    initial: CallingDays,
    places: FaultPlaces,
    *,
    window: CallWindow,
    people: Sequence[Whose],
    today: date,
    who: str,
    rare: InFold,
    suffix: str = "",
) -> TypedDays:
    """`people` are the kinds of those who are called: whose public holidays count. `who` sets single days. What few change is
    drawn in `rare`."""
    open_days = _weekdays(entries, initial, places, suffix)
    singles_key = f"single-days{suffix}"
    with rare.place, places.in_fold(rare.key):
        week, unread = _week(entries, initial, places, open_days, suffix)
        closed, parts = _holidays(entries, initial, people, suffix)
        last_day = _last_day(entries, initial, places, suffix)
        singles = st.session_state[entries.key(singles_key, dict(initial.dates))]
        days = CallingDays(week, closed, entries.keep(singles_key, singles), last_day, parts)
        draw_coming_days(entries, singles_key, days, window=window, people=people, today=today, who=who)
        st.caption(
            _(
                "The console keeps these days by itself: it pauses the campaign before a closed time and lets it go on at the next "
                "opening, also with no page open."
            )
        )
    return TypedDays(days, unread)


def _weekdays(entries: FormEntries, initial: CallingDays, places: FaultPlaces, suffix: str) -> list[int]:
    """The open ones, in the week's order."""
    in_order, key = in_week_order(), f"weekdays{suffix}"
    at_first = [day for day in in_order if initial.week[day] != CLOSED]
    chosen = st.pills(
        _("Days of the week"),
        in_order,
        format_func=weekday,
        selection_mode="multi",
        key=entries.key(key, at_first),
        label_visibility="collapsed",
    )
    places.keep(DaysField.WEEKDAYS, key)
    kept = entries.keep(key, list(chosen or []))
    return [day for day in in_order if day in kept]


def _week(
    entries: FormEntries, initial: CallingDays, places: FaultPlaces, open_days: Sequence[int], suffix: str
) -> tuple[tuple[DayHours, ...], frozenset[int]]:
    """The week, with the hours of their own that some open days have."""
    typed: dict[int, str | None] = dict.fromkeys(open_days)
    own = _with_own_hours(entries, initial, open_days, suffix)
    with st.container(horizontal=True):
        for day in own:
            text_key = f"hours-of-{day}{suffix}"
            hours = initial.week[day]
            with st.container(width=200, gap="xsmall"):
                text = st.text_input(
                    whole_weekday(day),
                    key=entries.key(text_key, hours_words(hours or OWN_HOURS)),
                    placeholder=hours_words(OWN_HOURS),
                )
                typed[day] = entries.keep(text_key, text or "")
                places.keep(f"{DaysField.HOURS}{day}", text_key)
    return TypedDays.of_week(typed)


def _with_own_hours(
    entries: FormEntries, initial: CallingDays, open_days: Sequence[int], suffix: str
) -> list[int]:
    """The open weekdays that have hours of their own."""
    if not open_days:
        return []
    key = f"own-hours{suffix}"
    at_first = [day for day in open_days if initial.week[day]]
    known = st.session_state.get(entries.key(key, at_first))
    if isinstance(known, list) and not set(known) <= set(open_days):
        entries.put(key, [day for day in known if day in open_days])
    chosen = st.pills(
        _("Other hours on"),
        open_days,
        format_func=weekday,
        selection_mode="multi",
        key=key,
        help=_("Such as {hours}, or {parts} with a break. They lie within the calling hours above.").format(
            hours=hours_words(OWN_HOURS), parts=hours_words(((600, 780), (840, 1080)))
        ),
    )
    own = set(entries.keep(key, list(chosen or [])))
    return [day for day in open_days if day in own]


def _holidays(
    entries: FormEntries, initial: CallingDays, people: Sequence[Whose], suffix: str
) -> tuple[bool, frozenset[str]]:
    """Whether public holidays are closed, and the states that somebody named."""
    key = f"holidays-closed{suffix}"
    closed = st.toggle(_("No calls on public holidays"), key=entries.key(key, initial.holidays_closed))
    entries.keep(key, closed)
    if not closed:
        return False, initial.parts
    told = sorted({place for one in people for place in one.places if is_known(place)})
    countries = [place for place in told if "-" not in place]
    st.caption(_whose_holidays(told))
    parts: set[str] = {part for part in initial.parts if part.partition("-")[0] not in countries}
    for country in countries:
        parts |= _parts(entries, initial, country, suffix)
    return True, frozenset(parts)


def _whose_holidays(told: Sequence[str]) -> str:
    if not told:
        return _(
            "Where the people live is not known yet, so no holidays are either. They follow with the people."
        )
    names = [part_name(place) if "-" in place else country_name(place) for place in told]
    return _("The holidays of {places}, where the people are.").format(places=", ".join(names))


def _parts(entries: FormEntries, initial: CallingDays, country: str, suffix: str) -> set[str]:
    offered = parts_of(country)
    if not offered:
        return set()
    key = f"states-{country}{suffix}"
    chosen = st.multiselect(
        _("States of {country} in which they live").format(country=country_name(country)),
        sorted(offered, key=part_name),
        format_func=part_name,
        key=entries.key(key, sorted(part for part in initial.parts if part in offered)),
        placeholder=_("Not known: a holiday of any state counts"),
    )
    return set(entries.keep(key, list(chosen)))


def _last_day(entries: FormEntries, initial: CallingDays, places: FaultPlaces, suffix: str) -> date | None:
    key = f"last-day{suffix}"
    with st.container(width=260):
        day = st.date_input(
            _("Last day of calls (optional)"),
            value=None,
            format=language().date_entry,
            key=entries.key(key, initial.last_day),
            help=_("After this day nobody is called any more. Whoever is left stays in the campaign."),
        )
    places.keep(DaysField.LAST_DAY, key)
    return entries.keep(key, day)
