"""Pace and tries, the third group of a campaign's entries: how many at once, how often, and what happens after a try
that failed.
"""

from __future__ import annotations

import streamlit as st
from babel.units import format_unit

from components.campaign_form.basics import FaultPlaces
from components.ui import formats
from components.ui.entries import FormEntries
from services.api.models import LARGEST_GROWTH, LONGEST_DELAY_MINUTES, RETRIED, SMALLEST_GROWTH, Outcome
from services.campaigns.form import PaceLimits, Retries
from services.texts import N_, _, ngettext

DELAY_WORDS = {
    Outcome.NO_ANSWER: N_("After no answer (minutes)"),
    Outcome.BUSY: N_("After busy (minutes)"),
    Outcome.ERROR: N_("After a technical error (minutes)"),
}


def retries_fields(
    entries: FormEntries, initial: Retries, places: FaultPlaces, most: PaceLimits, *, suffix: str = ""
) -> Retries:
    """Pace and retries. Switches hide what they switch off without forgetting it."""
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        at_once = _whole_number(
            entries,
            f"people-at-once{suffix}",
            _("People at once"),
            initial.people_at_once,
            most.people_at_once,
        )
        places.keep("people_at_once")
    with middle:
        attempts = _whole_number(
            entries, f"attempts{suffix}", _("Tries per person"), initial.attempts, most.attempts
        )
        places.keep("attempts")
    with right:
        delay = _whole_number(
            entries, f"retry-delay{suffix}", _("Minutes until the next try"), initial.delay, most.delay
        )
        places.keep("delay")
    after_error = _switch(
        entries,
        f"retry-after-error{suffix}",
        _("Try again after a technical error"),
        initial.after_error,
        _("Otherwise only people who did not answer or were busy are called again."),
    )
    delays = _delays(entries, initial, places, after_error=after_error, suffix=suffix)
    growing, growth, longest = _growth(entries, initial, places, suffix)
    stays_open = _switch(
        entries,
        f"stays-open{suffix}",
        _("Stay open for more people"),
        initial.stays_open,
        _("Otherwise the campaign is completed, for good, when nobody is left to call."),
    )
    retries = Retries(at_once, attempts, delay, after_error, delays, growing, growth, longest, stays_open)
    st.caption(retries_sentence(retries))
    return retries


def _whole_number(
    entries: FormEntries, key: str, label: str, initial: int | None, most: int, *, may_be_empty: bool = False
) -> int | None:
    typed = st.number_input(
        label,
        min_value=1,
        max_value=most,
        value=None if may_be_empty else "min",
        step=1,
        key=entries.key(key, initial),
        placeholder=_("as above") if may_be_empty else None,
    )
    return entries.keep(key, typed)


def _switch(entries: FormEntries, key: str, label: str, initial: bool, hint: str) -> bool:
    return entries.keep(key, st.toggle(label, key=entries.key(key, initial), help=hint, wrap=True))


def _delays(
    entries: FormEntries, initial: Retries, places: FaultPlaces, *, after_error: bool, suffix: str
) -> dict[str, int | None]:
    own = _switch(
        entries,
        f"delay-by-outcome{suffix}",
        _("Another waiting time by outcome"),
        any(initial.delay_by_outcome.values()),
        _("Somebody whose line is busy can often be reached again within minutes."),
    )
    if not own:
        return {}
    outcomes = [outcome for outcome in RETRIED if outcome is not Outcome.ERROR or after_error]
    delays: dict[str, int | None] = {}
    for outcome, column in zip(outcomes, st.columns(3, vertical_alignment="bottom"), strict=False):
        with column:
            key = f"delay-{outcome.replace('_', '-')}{suffix}"
            begun = initial.delay_by_outcome.get(outcome)
            delays[outcome] = _whole_number(
                entries, key, _(DELAY_WORDS[outcome]), begun, LONGEST_DELAY_MINUTES, may_be_empty=True
            )
            places.keep(f"delay_{outcome}")
    return delays


def _growth(
    entries: FormEntries, initial: Retries, places: FaultPlaces, suffix: str
) -> tuple[bool, float | None, int | None]:
    growing = _switch(
        entries,
        f"growing-delays{suffix}",
        _("Wait longer after each try"),
        initial.growing,
        _("So that nobody is called many times in a row."),
    )
    if not growing:
        return False, initial.growth, initial.longest_delay
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        key = f"delay-growth{suffix}"
        growth = st.number_input(
            _("Each wait is so many times as long as the last"),
            min_value=SMALLEST_GROWTH,
            max_value=LARGEST_GROWTH,
            step=0.5,
            key=entries.key(key, initial.growth),
        )
        entries.keep(key, growth)
        places.keep("growth")
    with right:
        longest = _whole_number(
            entries,
            f"longest-delay{suffix}",
            _("But at most (minutes)"),
            initial.longest_delay,
            LONGEST_DELAY_MINUTES,
        )
        places.keep("longest_delay")
    return True, growth, longest


def retries_sentence(retries: Retries) -> str:
    """Sentence for the numbers, such as "Called at most 3 times, 1 hour apart."; "" while one is missing."""
    if retries.attempts is None or retries.delay is None:
        return ""
    if retries.attempts == 1:
        return _("Each person is called once.")
    if not retries.growing or retries.growth is None or retries.longest_delay is None:
        sentence = ngettext(
            "Each person is called at most {count} time, {delay} apart.",
            "Each person is called at most {count} times, {delay} apart.",
            retries.attempts,
        )
        return sentence.format(count=formats.number(retries.attempts), delay=_minutes(retries.delay))
    waits = [
        min(float(retries.longest_delay), retries.delay * retries.growth**attempt)
        for attempt in range(min(retries.attempts - 1, 5))
    ]
    sentence = ngettext(
        "Each person is called at most {count} time. The waits between: {waits}.",
        "Each person is called at most {count} times. The waits between: {waits}.",
        retries.attempts,
    )
    ellipsis = ["…"] * (retries.attempts - 1 > len(waits))
    return sentence.format(
        count=formats.number(retries.attempts), waits=", ".join([*map(_minutes, waits), *ellipsis])
    )


def _minutes(minutes: float) -> str:
    """ "1 hour 30 minutes", "1 Stunde 30 Minuten": exact, since somebody plans by it."""
    hours, rest = divmod(round(minutes), 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "day"), (hours, "hour"), (rest, "minute")]
    return " ".join(format_unit(count, unit, locale=formats.locale()) for count, unit in parts if count)
