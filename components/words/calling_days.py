"""Words for calling days: the week in a line, a day ahead by its name, why none are offered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_skeleton, get_day_names

from components.ui import formats
from services.calling_days.calendar import SpecialDay, WhyClosed
from services.calling_days.days import CLOSED, WEEK, CallingDays, DayHours
from services.calling_days.public_holidays import Holiday, part_name
from services.calling_rules.calling_hours import Spans
from services.keeper import NotKept
from services.texts import _, language, ngettext

PARTS_NAMED = 3
"""More states than these are counted."""


def weekday(day: int) -> str:
    """ "Mon" for 0."""
    return get_day_names("abbreviated", "stand-alone", formats.locale())[day].rstrip(".")


def whole_weekday(day: int) -> str:
    """ "Monday" for 0."""
    return get_day_names("wide", "stand-alone", formats.locale())[day]


def in_week_order() -> list[int]:
    """The weekdays as the person's week runs."""
    first = formats.locale().first_week_day
    return [(first + place) % WEEK for place in range(WEEK)]


def date_words(day: date) -> str:
    """ "Thu 24 Dec"."""
    return format_skeleton("MMMEd", day, locale=formats.locale())


def hours_words(hours: Spans) -> str:
    """Spans of one day, which can be typed so: "10:00–13:00, 14:00–20:00"."""
    return ", ".join(f"{formats.minute(start)}–{formats.minute(end)}" for start, end in hours)


def days_words(days: CallingDays) -> str:
    """All of them in a line: "Mon–Fri; Sat 10:00–14:00; no public holidays; until 18 Dec 2026". Plain text."""
    if not days.understood:
        return _("none: they cannot be read")
    return "; ".join([*week_words(days.week), *_beside_the_week(days)])


def rare_days_words(days: CallingDays) -> str:
    """What few change of them: "Sat 10:00–14:00; no public holidays"; "" where nothing is set. Plain text."""
    if not days.understood:
        return _("none: they cannot be read")
    own = [_group_words(group, hours) for group, hours in _groups(days.week) if hours]
    return "; ".join([*own, *_beside_the_week(days)])


def _beside_the_week(days: CallingDays) -> list[str]:
    said: list[str] = []
    if days.holidays_closed:
        said.append(_("no public holidays"))
    if days.dates:
        said.append(
            ngettext("{count} single day", "{count} single days", len(days.dates)).format(
                count=formats.number(len(days.dates))
            )
        )
    if days.last_day:
        said.append(_("until {day}").format(day=formats.day(days.last_day)))
    return said


def week_words(week: Sequence[DayHours]) -> list[str]:
    """Days that follow each other and have the same hours, together: "Mon–Fri", "Sat 10:00–14:00"."""
    if all(hours is None for hours in week):
        return [_("every day")]
    return [_group_words(days, hours) for days, hours in _groups(week)]


def _groups(week: Sequence[DayHours]) -> list[tuple[list[int], DayHours]]:
    """Open days that follow each other and have the same hours, together."""
    found: list[tuple[list[int], DayHours]] = []
    for day in in_week_order():
        if week[day] == CLOSED:
            continue
        follows = found and found[-1][1] == week[day] and (day - found[-1][0][-1]) % WEEK == 1
        if follows:
            found[-1][0].append(day)
        else:
            found.append(([day], week[day]))
    return found


def _group_words(days: Sequence[int], hours: DayHours) -> str:
    return f"{_span_words(days)} {hours_words(hours)}" if hours else _span_words(days)


def _span_words(days: Sequence[int]) -> str:
    if len(days) == 1:
        return weekday(days[0])
    return f"{weekday(days[0])}{'–' if len(days) > 2 else ', '}{weekday(days[-1])}"


def special_words(special: SpecialDay) -> str:
    """A day ahead that is not like its weekday: "Thu 24 Dec from 14:00: Christmas Eve". Plain text."""
    day = date_words(special.day)
    if special.why is WhyClosed.ENDED:
        return _("From {day} on: the last day is over").format(day=day)
    if special.why is WhyClosed.NOT_UNDERSTOOD:
        return _("From {day} on: the days that are kept cannot be read").format(day=day)
    if special.single is not None:
        return _single_words(day, special)
    if special.holiday is None:
        return day
    name = holiday_words(special.holiday)
    if special.closed:
        return f"{day}: {name}"
    closed_from = formats.minute(special.holiday.closed_from)
    return _("{day} from {time}: {name}").format(day=day, time=closed_from, name=name)


def _single_words(day: str, special: SpecialDay) -> str:
    single = special.single
    if single is None:
        return day
    if special.closed:
        sentence = _("{day}: no calls, set by {who}") if single.who else _("{day}: no calls")
    elif special.hours is None:
        sentence = _("{day}: calls as usual, set by {who}") if single.who else _("{day}: calls as usual")
    else:
        sentence = _("{day}: {hours}, set by {who}") if single.who else _("{day}: {hours}")
    hours = hours_words(special.hours) if special.hours else ""
    said = sentence.format(day=day, who=single.who, hours=hours)
    return f"{said} ({single.reason})" if single.reason else said


def holiday_words(holiday: Holiday) -> str:
    """ "Reformation Day (Brandenburg, Bremen and 7 more)" in the person's language, where the name is known in it."""
    name = holiday.local.get(language().code, holiday.name)
    if not holiday.parts:
        return name
    named = [part_name(place) for place in holiday.parts[:PARTS_NAMED]]
    more = len(holiday.parts) - PARTS_NAMED
    places = ", ".join(named)
    if more > 0:
        places = _("{places} and {count} more").format(places=places, count=formats.number(more))
    return f"{name} ({places})"


def days_not_offered(why: NotKept) -> str:
    """Why no calling days can be chosen."""
    if why is NotKept.CANNOT_PAUSE:
        return _(
            "Calling days are not offered: this key may not pause campaigns, so the console could not keep a day free. The "
            "calling hours hold every day, Sundays and public holidays too."
        )
    return _(
        "Calling days are not offered: nobody would keep them. The calling hours hold every day, Sundays and public holidays too."
    )
