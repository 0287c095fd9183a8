"""Words for a forecast wherever one is drawn: its range, and what it rests on."""

from __future__ import annotations

from components.ui import formats
from services.forecast import Assumptions, Forecast
from services.launch import LaunchForecast, Missing
from services.texts import N_, _, ngettext

_MISSING: dict[Missing, str] = {
    Missing.ELSEWHERE: N_(
        "Nobody launched it from this console, so there is no forecast from its launch to compare with."
    ),
    Missing.STAGED: N_(
        "It was launched for the first ones only so far. The forecast to compare with is made when you go on with the others."
    ),
    Missing.NOT_KEPT: N_("No forecast was kept when it was launched, so there is none to compare with."),
    Missing.NOT_READ: N_("The forecast that was kept when it was launched cannot be read right now."),
}


def not_from_launch(missing: Missing) -> str:
    """Sentence for why progress is not compared with the forecast at launch."""
    return _(_MISSING[missing])


def not_over_words(outlook: Forecast) -> str:
    """Sentence for a campaign of which no end is in sight: by its last day, or at all."""
    if outlook.last_day is None:
        return _("With these settings it takes more than two years.")
    left = max(1, round(outlook.not_done))
    return ngettext(
        "On the last day, {day}, about {count} person will not be done.",
        "On the last day, {day}, about {count} people will not be done.",
        left,
    ).format(day=formats.day(outlook.last_day), count=formats.number(left))


def range_words(outlook: Forecast | LaunchForecast, *, shaded: bool = False) -> list[str]:
    """In which span it ends, which may be `shaded` in the chart above; nothing where one end of it is out of sight."""
    if not (outlook.earliest and outlook.latest):
        return []
    sentence = (
        _("In eight of ten cases between {earliest} and {latest} (shaded).")
        if shaded
        else _("In eight of ten cases between {earliest} and {latest}.")
    )
    return [
        sentence.format(earliest=formats.moment(outlook.earliest), latest=formats.moment(outlook.latest)),
    ]


def rests_on(assumptions: Assumptions) -> str:
    if not assumptions.measured:
        return _("The forecast rests on usual figures, not yet on calls of your own.")
    return ngettext(
        "The forecast rests on {count} call of your own.",
        "The forecast rests on {count} calls of your own.",
        assumptions.calls,
    ).format(count=formats.number(assumptions.calls))
