"""Sentence of each finding: what it is, why it matters. Markdown, with names and sources escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from babel.dates import get_day_names

from components.ui import formats
from components.ui.markdown import plain
from components.ui.place_names import listed, place_name, place_names, zone_label
from components.words.holidays import holidays_named
from components.words.person import shown
from services.calling_rules.calling_hours import Certainty, Spans
from services.person import Person
from services.readiness import Code, Finding, Level, Mend
from services.texts import N_, _, ngettext

LEVEL_WORDS = {
    Level.BLOCKER: N_("Blocks the launch"),
    Level.WARNING: N_("Please check"),
    Level.NOTE: N_("To know"),
    Level.OK: N_("Fine"),
}
MEND_WORDS = {
    Mend.NAME: N_("Change the name"),
    Mend.ASSISTANT: N_("Choose an assistant"),
    Mend.NUMBERS: N_("Choose caller numbers"),
    Mend.HOURS: N_("Change calling hours"),
    Mend.NARROW: N_("Narrow the hours"),
    Mend.CALL_FROM_BOTH: N_("Both may call them"),
    Mend.START: N_("Change the start"),
    Mend.PEOPLE: N_("Add people"),
    Mend.PEOPLE_DETAILS: N_("Look at these people"),
    Mend.EVERYBODY: N_("Check all of them"),
    Mend.CONCURRENCY: N_("Change calls at once"),
    Mend.RETRIES: N_("Change the retries"),
    Mend.CREDITS: N_("Look at the credits"),
    Mend.OTHER_CAMPAIGNS: N_("Look at the other campaigns"),
    Mend.CONNECTION: N_("See what is known on Connection"),
}
CERTAINTY_WORDS = {
    Certainty.LAW: N_("text of the law or the regulator"),
    Certainty.SECONDARY: N_("secondary source"),
    Certainty.UNSURE: N_("sources differ, the narrower hours are used"),
    Certainty.UNKNOWN: N_("not known"),
}
Params = Mapping[str, Any]


def sentence(finding: Finding) -> str:
    """One finding in the person's language."""
    plural = _COUNTED.get(finding.code)
    text = plural(finding.params["count"]) if plural else _(_PLAIN[finding.code])
    said = text.format_map(_words(finding.params))
    if finding.params.get("maybe"):
        return " ".join((said, _("Number and time zone fit several places; the strictest counts.")))
    return said


def week_words(week: Sequence[Spans]) -> str:
    """Allowed hours of a week: "Mon–Fri 8:00 AM–8:00 PM, Sat 9:00 AM–6:00 PM"; days without any are left out."""
    days = get_day_names("abbreviated", locale=formats.locale())
    parts: list[str] = []
    first = 0
    for day in range(1, 8):
        if day < 7 and week[day] == week[first]:
            continue
        if week[first]:
            name = days[first] if first == day - 1 else f"{days[first]}–{days[day - 1]}"
            parts.append(" ".join((name, *(_span(*span) for span in week[first]))))
        first = day
    return ", ".join(parts)


def _span(start: int, end: int) -> str:
    return f"{formats.minute(start)}–{formats.minute(end)}"


def _day_names(days: Sequence[int]) -> str:
    names = get_day_names("wide", locale=formats.locale())
    return ", ".join(names[day] for day in days)


def _words(params: Params) -> dict[str, str]:
    """Every parameter in words; names and numbers from elsewhere escaped."""
    return {name: _IN_WORDS.get(name, _figure)(value) for name, value in params.items()}


def _figure(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return formats.number(value)
    return plain(value)


def _names(values: Sequence[str]) -> str:
    return plain(listed([value or formats.NOTHING for value in values]))


_IN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "place": lambda code: plain(place_name(code)),
    "places": lambda codes: plain(place_names(codes)),
    "zone": lambda zone: plain(zone_label(zone)),
    "week": lambda week: plain(week_words(week)),
    "certainty": lambda certainty: _(CERTAINTY_WORDS[certainty]),
    "at": lambda at: plain(formats.moment(at)),
    "machine": lambda at: plain(formats.moment(at)),
    "platform": lambda at: plain(formats.moment(at)),
    "first": lambda at: plain(formats.moment(at)),
    "delay": lambda span: plain(formats.duration(span)),
    "window": lambda span: plain(formats.duration(span)),
    "weekdays": lambda days: plain(_day_names(days)),
    "numbers": _names,
    "campaigns": _names,
    "holidays": lambda holidays: plain(holidays_named(holidays)),
    "breaches": lambda _keys: "",
    "assistants": _names,
    "who": lambda name: plain(name or shown(Person.at_console())),
}

_PLAIN: Mapping[Code, str] = {
    Code.VERSION_UNKNOWN: N_("It is not certain which version of the platform this is, so nothing is started here."),
    Code.SLUG_MISSING: N_(
        "This version of the platform starts a campaign only with the account's short name, which is not set. Please ask the person who runs this console to set TALKTURO_ACCOUNT_SLUG."
    ),
    Code.ANOTHER_ACTIVE: N_(
        "An assistant calls for one campaign at a time, and this one is active: {campaigns}. Pause or cancel it first, or choose another assistant."
    ),
    Code.TOO_MANY_AT_ONCE: N_("{concurrency} people at once are set, and this version of the platform takes at most {most}."),
    Code.NAME_MISSING: N_("The campaign has no name yet."),
    Code.NAME_USED: N_("There is already a campaign called **{name}**. Two with one name are easily mixed up."),
    Code.ASSISTANT_MISSING: N_("No assistant is chosen who would speak."),
    Code.ASSISTANT_NOT_TOLD: N_("The platform does not tell here which assistant speaks."),
    Code.NUMBERS_NONE: N_("No caller number is chosen to call from."),
    Code.NUMBERS_NOT_ACTIVE: N_("None of the chosen caller numbers can call: they are not active or not there any more."),
    Code.NUMBERS_OF_OTHER_ASSISTANT: N_(
        "These caller numbers belong to another assistant, so the platform refuses them: {numbers}."
    ),
    Code.NUMBERS_NOT_CHECKED: N_("The platform does not show here whether the caller numbers are active."),
    Code.NUMBERS_NOT_TOLD: N_("The platform does not tell here which caller numbers the campaign calls from."),
    Code.NUMBER_SHOWN: N_("The calls come from {numbers}. Whether that number is active, and whether there are others, the platform does not tell here."),
    Code.NUMBER_SHOWN_FINE: N_("The calls come from {numbers}, which is active."),
    Code.PEOPLE_NONE: N_("There is nobody to call yet."),
    Code.PEOPLE_NOT_TOLD: N_("The platform does not tell here who is in it, so zones, numbers and allowed hours were not checked."),
    Code.HOURS_NOT_TOLD: N_("The platform does not tell here at which hours the campaign calls, so allowed hours were not checked."),
    Code.ZONE_NOT_TOLD: N_("Whether its hours count in each person's own time zone or in that of {zone}, the platform does not tell here. Both were looked at, and the stricter counts."),
    Code.WINDOW_EMPTY: N_("The calling hours are empty: they end when they begin, so nobody would ever be called."),
    Code.TABLE_UNREADABLE: N_(
        "The table of allowed calling hours cannot be read, so the hours were not checked. Please tell whoever runs this console."
    ),
    Code.CLOCKS_DIFFER: N_(
        "The platform's clock shows {platform}, the console's {machine}. Calling hours are judged by both, and the "
        "stricter counts."
    ),
    Code.START_PAST: N_("The start date, {at}, has passed. A launch starts at once."),
    Code.START_OUTSIDE: N_("At the start, {at}, nobody may be called yet. The first calls follow on {first}."),
    Code.CLOSED_NOW: N_("It is outside the calling hours for everybody now. The first calls follow on {first}."),
    Code.NEVER_OPENS: N_("Nobody would ever be called: all the days ahead are closed."),
    Code.CALLED_LATELY_NOT_KNOWN: N_(
        "Whether another campaign called somebody of them within the last {days} days is not known for all: the call log was not read that far."
    ),
    Code.CREDITS_SPENT: N_("The credits are used up. A call needs at least 1."),
    Code.CREDITS_FINE: N_("{credits} credits are left."),
    Code.RETRIES_NEVER_SAME_DAY: N_(
        "Nobody is tried twice on one day: the wait between two attempts ({delay}) is as long as the calling hours ({window}) or longer. {days} attempts take at least as many days."
    ),
}  # fmt: skip

_COUNTED: Mapping[Code, Callable[[int], str]] = {
    Code.NUMBERS_SOME_NOT_ACTIVE: lambda n: ngettext(
        "{count} chosen caller number is not active and will not be used.",
        "{count} chosen caller numbers are not active and will not be used.",
        n,
    ),
    Code.NUMBERS_FINE: lambda n: ngettext(
        "{count} caller number is active.",
        "{count} caller numbers are active.",
        n,
    ),
    Code.CONCURRENCY_BEYOND_NUMBERS: lambda n: ngettext(
        "{concurrency} calls at once would share {count} caller number. Phones mark numbers that call a lot as spam.",
        "{concurrency} calls at once would share {count} caller numbers. Phones mark numbers that call a lot as spam.",
        n,
    ),
    Code.PEOPLE_NONE_CALLABLE: lambda n: ngettext(
        "There is {count} person in it, who cannot be called: finished, without a number, or not to be called.",
        "There are {count} people in it, and none can be called: finished, without a number, or not to be called.",
        n,
    ),
    Code.PEOPLE_UNREADABLE: lambda n: ngettext(
        "{count} person in it could not be read and was not checked.",
        "{count} people in it could not be read and were not checked.",
        n,
    ),
    Code.PEOPLE_NOT_CHECKED: lambda n: ngettext(
        "The platform does not show its {count} person here, so zone, number and allowed hours were not checked.",
        "The platform does not show its {count} people here, so zones, numbers and allowed hours were not checked.",
        n,
    ),
    Code.PEOPLE_UNREADABLE: lambda n: ngettext(
        "{count} person in it could not be read and was not checked.",
        "{count} people in it could not be read and were not checked.",
        n,
    ),
    Code.PEOPLE_TOO_MANY: lambda n: ngettext(
        "With {count} person in it, zone, number and allowed hours are checked only when asked for.",
        "With {count} people in it, zones, numbers and allowed hours are checked only when asked for.",
        n,
    ),
    Code.PEOPLE_WITHOUT_NUMBER: lambda n: ngettext(
        "{count} person has no phone number and will be left out.",
        "{count} people have no phone number and will be left out.",
        n,
    ),
    Code.PEOPLE_DO_NOT_CALL: lambda n: ngettext(
        "{count} person does not want to be called and will be left out.",
        "{count} people do not want to be called and will be left out.",
        n,
    ),
    Code.CALLED_LATELY: lambda n: ngettext(
        "{count} person was called by another campaign within the last {days} days. It does not start with this person unless you say why that may be.",
        "{count} people were called by another campaign within the last {days} days. It does not start with them unless you say why that may be.",
        n,
    ),
    Code.OWN_LIST_LEFT_OUT: lambda n: ngettext(
        "{count} person is on your own do-not-call list and will be left out.",
        "{count} people are on your own do-not-call list and will be left out.",
        n,
    ),
    Code.OWN_LIST_STOPS: lambda n: ngettext(
        "{count} person in it is on your own do-not-call list, and can neither be taken out nor be marked in Talkturo with this key: it does not start with this person.",
        "{count} people in it are on your own do-not-call list, and can neither be taken out nor be marked in Talkturo with this key: it does not start with them.",
        n,
    ),
    Code.PEOPLE_WITHOUT_ZONE: lambda n: ngettext(
        "{count} person has no time zone and will be called by the clock of {zone}.",
        "{count} people have no time zone and will be called by the clock of {zone}.",
        n,
    ),
    Code.PEOPLE_IN_OTHER_CAMPAIGNS: lambda n: ngettext(
        "{count} person is also in another running campaign and may be called by both: {campaigns}.",
        "{count} people are also in another running campaign and may be called by both: {campaigns}.",
        n,
    ),
    Code.OTHERS_NOT_CHECKED: lambda n: ngettext(
        "Whether these people are also called by {count} other running campaign was not checked: {campaigns}.",
        "Whether these people are also called by {count} other running campaigns was not checked: {campaigns}.",
        n,
    ),
    Code.PEOPLE_FINE: lambda n: ngettext(
        "{count} of {total} people can be called.",
        "{count} of {total} people can be called.",
        n,
    ),
    Code.CREDITS_FEW: lambda n: ngettext(
        "Only {credits} credits are left for {count} person. Once they are used up nobody is called any more.",
        "Only {credits} credits are left for {count} people. Once they are used up nobody is called any more.",
        n,
    ),
    Code.CREDITS_LEFT: lambda n: ngettext(
        "{credits} credits are left for {count} person.",
        "{credits} credits are left, {each} a person.",
        n,
    ),
    Code.WINDOW_SHORT: lambda n: ngettext(
        "The calling hours last only {count} minute a day.",
        "The calling hours last only {count} minutes a day.",
        n,
    ),
    Code.NEVER_ALLOWED: lambda n: ngettext(
        "{count} person could never be called at an allowed hour: these calling hours do not meet what is allowed there.",
        "{count} people could never be called at an allowed hour: these calling hours do not meet what is allowed there.",
        n,
    ),
    Code.OUTSIDE_HOURS: lambda n: ngettext(
        "**{place}**: {count} person could be called outside the allowed hours, {week}. Source: {source} ({certainty}).",
        "**{place}**: {count} people could be called outside the allowed hours, {week}. Source: {source} ({certainty}).",
        n,
    ),
    Code.CLOSED_DAYS: lambda n: ngettext(
        "**{place}**: {count} person could be called on a day without calls ({weekdays}). Source: {source} ({certainty}).",
        "**{place}**: {count} people could be called on a day without calls ({weekdays}). Source: {source} ({certainty}).",
        n,
    ),
    Code.OUTSIDE_MORE_PLACES: lambda n: ngettext(
        "{count} person more could be called outside the allowed hours: {places}.",
        "{count} people more could be called outside the allowed hours: {places}.",
        n,
    ),
    Code.HOURS_NOT_KNOWN: lambda n: ngettext(
        "The allowed hours for {count} person are not known: {places}.",
        "The allowed hours for {count} people are not known: {places}.",
        n,
    ),
    Code.PLACE_NOT_KNOWN: lambda n: ngettext(
        "Neither time zone nor number tells where {count} person is, so the hours were not checked for that person.",
        "Neither time zone nor number tells where {count} people are, so the hours were not checked for them.",
        n,
    ),
    Code.ON_HOLIDAYS: lambda n: ngettext(
        "**{place}**: {count} person could be called on public holidays without calls: {holidays}. Source: {source} ({certainty}).",
        "**{place}**: {count} people could be called on public holidays without calls: {holidays}. Source: {source} ({certainty}).",
        n,
    ),
    Code.HOLIDAYS_NOT_KNOWN: lambda n: ngettext(
        "The public holidays where {count} person is are not known, and no calls are allowed then: {places}.",
        "The public holidays where {count} people are are not known, and no calls are allowed then: {places}.",
        n,
    ),
    Code.AT_CALL_LIMIT: lambda n: ngettext(
        "**{place}**: {count} person has been called as often as allowed over all campaigns, {calls} times within {hours} hours. The next call is allowed from {first} on. Source: {source}.",
        "**{place}**: {count} people have been called as often as allowed over all campaigns, {calls} times within {hours} hours. The first of them may be called again from {first} on. Source: {source}.",
        n,
    ),
    Code.CALLS_NOT_COUNTED: lambda n: ngettext(
        "How often {count} person has been called by all campaigns lately is not fully known, and only so many calls are allowed there.",
        "How often {count} people have been called by all campaigns lately is not fully known, and only so many calls are allowed there.",
        n,
    ),
    Code.HOURS_TO_DECIDE: lambda n: ngettext(
        "With these hours {count} person could be called when it is not allowed. Narrow the hours, or answer for them with a reason.",
        "With these hours {count} people could be called when it is not allowed. Narrow the hours, or answer for them with a reason.",
        n,
    ),
    Code.DAYS_CANNOT_BE_KEPT: lambda n: ngettext(
        "{count} person could be called on a day without calls, and this key may not pause the campaign, so the console cannot keep days free. Somebody has to answer for that with a reason, and pause it on those days in the platform.",
        "{count} people could be called on a day without calls, and this key may not pause the campaign, so the console cannot keep days free. Somebody has to answer for that with a reason, and pause it on those days in the platform.",
        n,
    ),
    Code.HOURS_TAKEN_ON: lambda n: ngettext(
        "{who} has answered since {at} for hours at which {count} person may not be called. Reason: “{reason}”.",
        "{who} has answered since {at} for hours at which {count} people may not be called. Reason: “{reason}”.",
        n,
    ),
    Code.CONSENT_NEEDED: lambda n: ngettext(
        "{count} person is where the law asks for prior consent ({places}). Make sure that you have it.",
        "{count} people are where the law asks for prior consent ({places}). Make sure that you have it.",
        n,
    ),
    Code.TOO_MANY_ATTEMPTS: lambda n: ngettext(
        "**{place}**: at most {calls} calls within {hours} hours are allowed, and up to {attempts} attempts are planned for {count} person. Source: {source}.",
        "**{place}**: at most {calls} calls within {hours} hours are allowed, and up to {attempts} attempts are planned for {count} people. Source: {source}.",
        n,
    ),
    Code.HOURS_FINE: lambda n: ngettext(
        "The calling hours are within what is allowed where {count} person is.",
        "The calling hours are within what is allowed where all {count} people are.",
        n,
    ),
    Code.OPEN_NOW: lambda n: ngettext(
        "{count} of {total} people is within the calling hours now.",
        "{count} of {total} people are within the calling hours now.",
        n,
    ),
}  # fmt: skip
