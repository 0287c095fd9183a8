"""Pace and tries, the third group of a campaign's entries: how many at once, how often, and what happens after a try
that failed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import streamlit as st
from babel.units import format_unit

from components.campaign_form.faults import FaultPlaces
from components.ui import formats
from components.ui.entries import FormEntries
from services.api.models import (
    LARGEST_GROWTH,
    LONGEST_DELAY_MINUTES,
    MOST_TRIES,
    RETRIED,
    SMALLEST_GROWTH,
    Outcome,
)
from services.api.taken_settings import Setting
from services.campaigns.form import PaceLimits, Retries
from services.texts import N_, _, ngettext

DELAY_WORDS = {
    Outcome.NO_ANSWER: N_("After no answer (minutes)"),
    Outcome.BUSY: N_("After busy (minutes)"),
    Outcome.ERROR: N_("After a technical error (minutes)"),
}
TRIES_WORDS = {
    Outcome.NO_ANSWER: N_("Tries without an answer"),
    Outcome.BUSY: N_("Tries that find the line busy"),
    Outcome.ERROR: N_("Tries that end in a technical error"),
}


def retries_fields(
    entries: FormEntries,
    initial: Retries,
    places: FaultPlaces,
    most: PaceLimits,
    *,
    offered: Collection[Setting] = (),
    suffix: str = "",
) -> Retries:
    """Pace and retries. Switches hide what they switch off without forgetting it. `offered`: what is there beyond what
    every generation has."""
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        at_once = _whole_number(
            entries,
            f"people-at-once{suffix}",
            _("People at once"),
            initial.people_at_once,
            most.people_at_once,
            hint=_most_at_once(most),
        )
        places.keep("people_at_once", f"people-at-once{suffix}")
    with middle:
        attempts = _whole_number(
            entries, f"attempts{suffix}", _("Tries per person"), initial.attempts, most.attempts
        )
        places.keep("attempts", f"attempts{suffix}")
    with right:
        delay = _whole_number(
            entries, f"retry-delay{suffix}", _("Minutes until the next try"), initial.delay, most.delay
        )
        places.keep("delay", f"retry-delay{suffix}")
    after_error = _switch(
        entries,
        f"retry-after-error{suffix}",
        _("Try again after a technical error"),
        initial.after_error,
        _("Otherwise only people who did not answer or were busy are called again."),
    )
    tries = initial.tries_by_outcome
    if Setting.TRIES_BY_OUTCOME in offered:
        tries = _tries(entries, initial, places, after_error=after_error, suffix=suffix)
    delays = _delays(entries, initial, places, after_error=after_error, suffix=suffix)
    growing, growth, longest = _growth(entries, initial, places, suffix)
    stays_open = _switch(
        entries,
        f"stays-open{suffix}",
        _("Stay open for more people"),
        initial.stays_open,
        _("Otherwise the campaign is completed, for good, when nobody is left to call."),
    )
    retries = Retries(
        at_once,
        attempts,
        delay,
        after_error,
        delays,
        growing,
        growth,
        longest,
        stays_open,
        tries,
        initial.tries_add_up,
    )
    st.caption(retries_sentence(retries))
    return retries


def _most_at_once(most: PaceLimits) -> str | None:
    if not most.at_once_by_platform:
        return None
    sentence = _("At most {count}: this version of the platform takes no more.")
    return sentence.format(count=formats.number(most.people_at_once))


def _whole_number(
    entries: FormEntries,
    key: str,
    label: str,
    initial: int | None,
    most: int,
    *,
    may_be_empty: bool = False,
    hint: str | None = None,
) -> int | None:
    entries.key(key, initial)
    if (st.session_state[key] or 0) > most:
        st.session_state[key] = most  # typed, or set elsewhere, where more was possible
    typed = st.number_input(
        label,
        min_value=1,
        max_value=most,
        value=None if may_be_empty else "min",
        step=1,
        key=key,
        placeholder=_("as above") if may_be_empty else None,
        help=hint,
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
    return _by_outcome(
        entries,
        f"delay-{{outcome}}{suffix}",
        initial.delay_by_outcome,
        DELAY_WORDS,
        LONGEST_DELAY_MINUTES,
        places,
        field="delay",
        after_error=after_error,
    )


def _tries(
    entries: FormEntries, initial: Retries, places: FaultPlaces, *, after_error: bool, suffix: str
) -> dict[str, int | None]:
    own = _switch(
        entries,
        f"tries-by-outcome{suffix}",
        _("Another number of tries by outcome"),
        any(initial.tries_by_outcome.values()),
        _("Each number counts by itself, and they add up."),
    )
    if not own:
        return {}
    return _by_outcome(
        entries,
        f"tries-{{outcome}}{suffix}",
        initial.tries_by_outcome,
        TRIES_WORDS,
        MOST_TRIES,
        places,
        field="tries",
        after_error=after_error,
    )


def _by_outcome(
    entries: FormEntries,
    keys: str,
    initial: Mapping[str, int | None],
    words: Mapping[Outcome, str],
    most: int,
    places: FaultPlaces,
    *,
    field: str,
    after_error: bool,
) -> dict[str, int | None]:
    """A number for each outcome after which somebody is called again; empty for the general one."""
    outcomes = [outcome for outcome in RETRIED if outcome is not Outcome.ERROR or after_error]
    numbers: dict[str, int | None] = {}
    for outcome, column in zip(outcomes, st.columns(3, vertical_alignment="bottom"), strict=False):
        with column:
            key = keys.format(outcome=outcome.replace("_", "-"))
            numbers[outcome] = _whole_number(
                entries, key, _(words[outcome]), initial.get(outcome), most, may_be_empty=True
            )
            places.keep(f"{field}_{outcome}", key)
    return numbers


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
        places.keep("growth", key)
    with right:
        longest = _whole_number(
            entries,
            f"longest-delay{suffix}",
            _("But at most (minutes)"),
            initial.longest_delay,
            LONGEST_DELAY_MINUTES,
        )
        places.keep("longest_delay", f"longest-delay{suffix}")
    return True, growth, longest


def pace_words(retries: Retries) -> str:
    """How many are called at once, and how often; as Markdown."""
    at_once = retries.people_at_once
    pace = (
        ngettext("{count} person at once", "{count} people at once", at_once).format(
            count=formats.number(at_once)
        )
        if at_once
        else ""
    )
    return " · ".join(filter(None, [retries_sentence(retries), pace]))


def retries_sentence(retries: Retries) -> str:
    """Sentence for the numbers, such as "Called at most 3 times, 1 hour apart."; "" while one is missing."""
    most = retries.most_calls
    if most is None or retries.delay is None:
        return ""
    if most == 1:
        return _("Each person is called once.")
    if retries.tries_add_up and any(retries.tries_by_outcome.values()):
        return _(
            "One person can get at most {count} calls: tries count for each outcome by itself, and add up."
        ).format(count=formats.number(most))
    if not retries.growing or retries.growth is None or retries.longest_delay is None:
        sentence = ngettext(
            "Each person is called at most {count} time, {delay} apart.",
            "Each person is called at most {count} times, {delay} apart.",
            most,
        )
        return sentence.format(count=formats.number(most), delay=_minutes(retries.delay))
    waits = [
        min(float(retries.longest_delay), retries.delay * retries.growth**attempt)
        for attempt in range(min(most - 1, 5))
    ]
    sentence = ngettext(
        "Each person is called at most {count} time. The waits between: {waits}.",
        "Each person is called at most {count} times. The waits between: {waits}.",
        most,
    )
    ellipsis = ["…"] * (most - 1 > len(waits))
    return sentence.format(count=formats.number(most), waits=", ".join([*map(_minutes, waits), *ellipsis]))


def delays_words(retries: Retries) -> str:
    """ "After busy: 5 minutes"; "" where no outcome has a waiting time of its own."""
    words = {
        Outcome.NO_ANSWER: _("After no answer: {value}"),
        Outcome.BUSY: _("After busy: {value}"),
        Outcome.ERROR: _("After a technical error: {value}"),
    }
    own = {outcome: minutes for outcome, minutes in retries.delay_by_outcome.items() if minutes}
    return "; ".join(
        word.format(value=_minutes(own[outcome])) for outcome, word in words.items() if outcome in own
    )


def tries_words(retries: Retries) -> str:
    """ "Without an answer: 5"; "" where no outcome has a limit of its own."""
    words = {
        Outcome.NO_ANSWER: _("Without an answer: {value}"),
        Outcome.BUSY: _("Busy: {value}"),
        Outcome.ERROR: _("Technical error: {value}"),
    }
    own = {outcome: tries for outcome, tries in retries.tries_by_outcome.items() if tries}
    return "; ".join(
        word.format(value=formats.number(own[outcome])) for outcome, word in words.items() if outcome in own
    )


def _minutes(minutes: float) -> str:
    """ "1 hour 30 minutes", "1 Stunde 30 Minuten": exact, since somebody plans by it."""
    hours, rest = divmod(round(minutes), 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "day"), (hours, "hour"), (rest, "minute")]
    return " ".join(format_unit(count, unit, locale=formats.locale()) for count, unit in parts if count)
