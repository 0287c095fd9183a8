"""Narrowing of a campaign's hours to what every place of its people allows: the daily window as far as one can say it, the
rest by calling days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from services.calling_days.calendar import Calendar
from services.calling_days.days import CLOSED, CallingDays, DayHours, SingleDay, both, spans_of
from services.calling_days.public_holidays import strictest
from services.calling_days.usual import hours_of_week
from services.calling_rules.calling_hours import CallingHours, Spans
from services.calling_rules.places import whereabouts
from services.readiness.legal_hours import allowed_week
from services.readiness.plan import LaunchPlan, People


@dataclass(frozen=True)
class Narrowed:
    """`week` is what is left of each weekday. `window` is None where the daily window stays as it is."""

    days: CallingDays
    week: tuple[Spans, ...]
    window: tuple[time, time] | None = None


def narrowed(plan: LaunchPlan) -> Narrowed | None:
    """What is left of the hours of `plan`; None where nothing is, or it cannot be told what is allowed."""
    people, table, calendar = plan.people, plan.calling_hours, plan.calendar
    if people is None or table is None or not calendar.days.understood:
        return None
    allowed = allowed_week(people.groups, calendar, table, plan.begins)
    week = tuple(both(_open_on(calendar, day), allowed[day]) for day in range(7))
    if not any(week):
        return None
    holidays = _without_holidays(people, table)
    days = replace(
        calendar.days,
        holidays_closed=calendar.days.holidays_closed or bool(holidays),
        dates={
            day: _narrowed_date(day, single, allowed[day.weekday()], calendar, holidays)
            for day, single in calendar.days.dates.items()
        },
    )
    if calendar.window.spans_midnight:
        return Narrowed(replace(days, week=_as_daily(week, calendar)), week)
    usual = hours_of_week(week, days)
    narrower = (usual.start, usual.end) != (calendar.window.start, calendar.window.end)
    return Narrowed(usual.days, week, (usual.start, usual.end) if narrower else None)


def _open_on(calendar: Calendar, weekday: int) -> Spans:
    return both(calendar.daily_minutes, spans_of(calendar.days.week[weekday]))


def _without_holidays(people: People, table: CallingHours) -> tuple[str, ...]:
    """Places of the people where no calls are allowed on public holidays."""
    places = {place.code for group in people.groups for place in whereabouts(*group)}
    rules = ((place, table.rule(place)) for place in sorted(places))
    return tuple(place for place, rule in rules if rule and rule.closed_on_holidays)


def _narrowed_date(
    day: date, single: SingleDay, allowed: Spans, calendar: Calendar, holidays: tuple[str, ...]
) -> SingleDay:
    """A date that somebody released is closed again where it is a holiday on which nobody may be called."""
    holiday = strictest(day, calendar.days.places_of(holidays))
    if holiday and not holiday.closed_from:
        return replace(single, hours=CLOSED)
    return replace(single, hours=both(spans_of(single.hours), allowed))


def _as_daily(week: tuple[Spans, ...], calendar: Calendar) -> tuple[DayHours, ...]:
    """Days on which the whole window is left follow it, also where somebody changes it later."""
    return tuple(None if spans == calendar.daily_minutes else spans for spans in week)
