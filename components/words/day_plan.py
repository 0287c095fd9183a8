"""Sentences of a plan of the day: how many calls, what each limit takes away, and numbers that would call much."""

from __future__ import annotations

from collections.abc import Sequence

from components.ui import formats
from services.campaign.planned_day import NumberPlan, PlannedDay
from services.forecast.plan_of_day import DayPlan, Takes
from services.texts import N_, _, ngettext

TAKES_WORDS: dict[Takes, str] = {
    Takes.RESTS: N_("campaign rests or starts later"),
    Takes.CREDITS: N_("no credits"),
    Takes.HOURS: N_("calling hours"),
    Takes.RETRY: N_("waiting for the next try"),
    Takes.AT_ONCE: N_("people at once"),
    Takes.AT_MOST: N_("“at most so many people”"),
    Takes.LIMIT: N_("limit of calls a day"),
}


def title(plan: DayPlan) -> str:
    """The answer: how many calls there are today."""
    made, to_come = round(plan.done), round(plan.to_come)
    if plan.made is None:
        return ngettext(
            "About {count} call is still expected today",
            "About {count} calls are still expected today",
            to_come,
        ).format(count=formats.number(to_come))
    if not to_come:
        return ngettext(
            "{count} call made today, and no more are expected",
            "{count} calls made today, and no more are expected",
            made,
        ).format(count=formats.number(made))
    together = made + to_come
    return ngettext(
        "About {count} call today: {made} made, {rest} still expected",
        "About {count} calls today: {made} made, {rest} still expected",
        together,
    ).format(count=formats.number(together), made=formats.number(made), rest=formats.number(to_come))


def taken(plan: DayPlan) -> str:
    """Calls that are still to come and not today, by what takes them away; "" where there are none."""
    found = [
        f"{_(TAKES_WORDS[one])} {formats.number(round(calls))}"
        for one, calls in plan.taken.items()
        if round(calls)
    ]
    if not found:
        return ""
    return _("Calls that will not be made today: {limits}.").format(limits=" · ".join(found))


def too_many(numbers: Sequence[NumberPlan], most: int) -> list[NumberPlan]:
    """Caller numbers that would make more calls today than a number should; none where nobody is warned."""
    return [one for one in numbers if one.number and most and round(one.together) > most]


def much_called(one: NumberPlan) -> str:
    """Warning of a number."""
    return _(
        "{number} would make about {count} calls today. Numbers that call much are marked as spam; nobody says from how many "
        "calls on."
    ).format(number=formats.telephone(one.number), count=formats.number(round(one.together)))


def gaps(day: PlannedDay) -> list[str]:
    """What is missing in it, or only estimated."""
    found: list[str] = []
    if day.plan.made is None:
        found.append(_("This key is not told which calls were made."))
    elif not day.complete:
        found.append(_("Some of today's calls have not been read yet."))
    if day.afar:
        found.append(
            _("Estimated from how far each campaign is; people's own time zones may shift it by hours.")
        )
    if day.not_reckoned:
        found.append(
            ngettext(
                "{count} campaign that may call today is not in it.",
                "{count} campaigns that may call today are not in it.",
                len(day.not_reckoned),
            ).format(count=formats.number(len(day.not_reckoned)))
        )
    return found
