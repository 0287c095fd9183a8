"""Formats of numbers, percentages, telephone numbers, dates and times, in the person's language and, for times, her zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from math import ceil
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
import streamlit as st
from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_decimal, format_percent

from services.languages import Language
from services.texts import _, language

NOTHING = "–"
WEEK = 7
WHOLE_DAY = 24 * 60  # minutes
_clock: ContextVar[tzinfo | None] = ContextVar("clock", default=None)


def locale() -> Locale:
    """Babel's locale for the current language."""
    return language().locale


def number(value: float | None, digits: int = 0) -> str:
    """1234.5 → "1,235" or "1.235"; a dash for None."""
    if value is None:
        return NOTHING
    return _number(value, digits, language())


def percent(share: float | None, digits: int = 0) -> str:
    """0.256 → "26%" or "26 %"; a dash for None."""
    if share is None:
        return NOTHING
    return _percent(share, digits, language())


def telephone(number: str | None) -> str:
    """For reading: "+49 1512 3456789"; what is no number with its country code as it is, a dash for None."""
    return _telephone(number) if number else NOTHING


def viewer_zone() -> tzinfo:
    """The zone of the person's browser; UTC where it does not say."""
    return _clock.get() or zone_named(st.context.timezone)


@contextmanager
def by_clock_of(zone: tzinfo) -> Iterator[None]:
    """Times are those of `zone` within: for what is made outside of a page's run, where no browser says its own."""
    before = _clock.set(zone)
    try:
        yield
    finally:
        _clock.reset(before)


def zone_named(name: str | None) -> tzinfo:
    """The zone of that name; UTC where there is none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def moment(at: datetime | None, zone: tzinfo | None = None) -> str:
    """Date and time to the minute in `zone`, by default the viewer's: "23 Nov 2026, 14:05"."""
    if at is None:
        return NOTHING
    local = at.astimezone(zone or viewer_zone())
    return format_datetime(local, language().moment, locale=locale())


def near_moment(at: datetime | None, now: datetime) -> str:
    """As short as it can be told: the time within a day, with the weekday within a week, else the date: "14:05", "Mon
    14:05", "23 Nov 2026"."""
    if at is None:
        return NOTHING
    if not _days_between(at, now):
        return clock_time(at)
    return weekday_moment(at) if _days_between(at, now) < WEEK else day(at.astimezone(viewer_zone()).date())


def recent_moment(at: datetime | None, now: datetime) -> str:
    """With the weekday within a week, else with the date: a weekday of long ago says nothing."""
    if at is None or _days_between(at, now) < WEEK:
        return weekday_moment(at)
    return moment(at)


def _days_between(at: datetime, now: datetime) -> int:
    zone = viewer_zone()
    return abs((at.astimezone(zone).date() - now.astimezone(zone).date()).days)


def weekday_moment(at: datetime | None, zone: tzinfo | None = None) -> str:
    """Weekday and time, for things within a week: "Tue 14:05"."""
    if at is None:
        return NOTHING
    return format_datetime(at.astimezone(zone or viewer_zone()), f"EEE {language().clock}", locale=locale())


def day_and_moment(at: datetime | None) -> str:
    """With the weekday, for what people plan by: "Tue, 3 Mar 2026, 14:05"."""
    if at is None:
        return NOTHING
    weekday = format_datetime(at.astimezone(viewer_zone()), "EEE", locale=locale())
    return f"{weekday}, {moment(at)}"


def day(value: date | None) -> str:
    return NOTHING if value is None else format_date(value, "medium", locale=locale())


def clock(value: time | None) -> str:
    """Clock time, as it is told where the person is: "09:00", "9:00 AM"."""
    return NOTHING if value is None else format_time(value, language().clock, locale=locale())


def minute(of_day: int) -> str:
    """A minute of the day as a clock shows it: "14:30", "2:30 PM"; "24:00", "12:00 AM" where the day ends."""
    if of_day == WHOLE_DAY and language().entry_clock == "24h":
        return "24:00"
    return clock(time(of_day // 60 % 24, of_day % 60))


def hour(of_day: int) -> str:
    """A full hour, as short as it can be told: "14", "2 PM"; 24 ends a day."""
    if language().entry_clock == "24h":
        return str(of_day)
    return format_time(time(of_day % 24), "h\u00a0a", locale=locale())


def hours(start: int, end: int) -> str:
    """From one full hour to another: "10–11", "10–11 AM", "11 AM–12 PM"."""
    first, last = hour(start), hour(end)
    if language().entry_clock == "12h" and first[-2:] == last[-2:]:
        first = first.split()[0]
    return f"{first}–{last}"


def clock_time(at: datetime | None, zone: tzinfo | None = None) -> str:
    """The clock time of a moment in `zone`, by default the viewer's: "14:05"."""
    return NOTHING if at is None else clock(at.astimezone(zone or viewer_zone()).time())


def duration(span: timedelta | float | None) -> str:
    """Like "3 minutes" or "2 Stunden"; seconds where a number is given."""
    if span is None:
        return NOTHING
    whole = span if isinstance(span, timedelta) else timedelta(seconds=span)
    return format_timedelta(whole, threshold=1.2, locale=locale())


def time_left(span: timedelta) -> str:
    """Time that somebody waits: like "90 seconds" up to two minutes, and never less than there is."""
    tens = max(1, ceil(span / timedelta(seconds=10)))
    return format_timedelta(timedelta(seconds=10 * tens), threshold=2, locale=locale())


def ago(at: datetime | None, now: datetime) -> str:
    """Like "5 minutes ago" of a past moment; "just now" within the last minute."""
    if at is None:
        return NOTHING
    if now - at < timedelta(minutes=1):
        return _("just now")
    return format_timedelta(at - now, add_direction=True, threshold=1.2, locale=locale())


# A list of campaigns shows the same figures again on every run, and Babel takes its time over each.
@lru_cache(maxsize=8192)
def _number(value: float, digits: int, spoken: Language) -> str:
    return format_decimal(value, format=_digits(digits), locale=spoken.locale)


@lru_cache(maxsize=8192)
def _percent(share: float, digits: int, spoken: Language) -> str:
    pattern = format_percent(0, locale=spoken.locale).replace("0", _digits(digits))
    return format_percent(share, format=pattern, locale=spoken.locale)


@lru_cache(maxsize=8192)
def _telephone(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _digits(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")
