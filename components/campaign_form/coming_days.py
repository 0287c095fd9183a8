"""Coming days that are closed or shortened, by name: each can be released, and others added, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from components.ui.entries import FormEntries
from components.ui.focus import draw_field_error
from components.ui.markdown import plain
from components.words.calling_days import date_words, special_words
from services.calling_days.calendar import Calendar, SpecialDay, WhyClosed
from services.calling_days.days import CLOSED, DAILY, CallingDays, DayHours, SingleDay
from services.calling_days.whose import Whose
from services.calling_rules.call_window import CallWindow
from services.texts import _, language, ngettext

WEEKS = 6
LONGEST_REASON = 200


def draw_coming_days(
    entries: FormEntries,
    key: str,
    days: CallingDays,
    *,
    window: CallWindow,
    people: Sequence[Whose],
    today: date,
    who: str,
) -> None:
    """The next weeks. `key` is the entry that holds the single days."""
    calendar = Calendar(window, days, tuple(people))
    coming = calendar.coming(today, WEEKS)
    with st.container(border=True, key=f"coming-{key}", gap="xsmall"):
        st.markdown(f"**{_('Closed and shortened in the next six weeks')}**")
        if not coming:
            st.caption(_("None."))
        for special in coming:
            _row(entries, key, special, who)
        if waiting := [date_words(special.day) for special in coming if calendar.costs_others(special)]:
            st.caption(
                ngettext(
                    "On {days} only some of these people have a public holiday. The campaign rests as a whole, so the others wait too. "
                    "A list for each place costs nobody that day.",
                    "On {days} only some of these people have a public holiday. The campaign rests as a whole, so the others wait too. "
                    "A list for each place costs nobody those days.",
                    len(waiting),
                ).format(days=", ".join(waiting))
            )
        told = {special.day for special in coming}
        later = [day for day in sorted(days.dates) if day >= today and day not in told]
        for day in later:
            _row(
                entries,
                key,
                SpecialDay(day, WhyClosed.SINGLE, days.dates[day].hours, single=days.dates[day]),
                who,
            )
        _another_day(entries, key, today, who)


def _row(entries: FormEntries, key: str, special: SpecialDay, who: str) -> None:
    named = special.day.isoformat()
    with st.container(horizontal=True, vertical_alignment="center", key=f"coming-day-{named}-{key}"):
        icon = "event_busy" if special.closed else "schedule" if special.hours else "event_available"
        st.markdown(f":material/{icon}: {plain(special_words(special))}", width="stretch")
        if special.why is WhyClosed.SINGLE:
            st.button(
                _("Undo"),
                key=f"undo-{named}-{key}",
                type="tertiary",
                help=_("{day} is again like any other day of the week.").format(day=date_words(special.day)),
                on_click=_put,
                args=(entries, key, special.day, None),
            )
        elif special.why is WhyClosed.HOLIDAY:
            with st.popover(_("Release"), key=f"release-{named}-{key}", type="tertiary"):
                st.markdown(
                    _("Call on {day} as on any other day of the week?").format(day=date_words(special.day))
                )
                _reason_and_button(
                    entries, key, f"release-{named}", _("Release this day"), special.day, DAILY, who
                )


def _another_day(entries: FormEntries, key: str, today: date, who: str) -> None:
    with st.popover(_("Add a day without calls"), key=f"add-day-{key}", icon=":material/event_busy:"):
        day = st.date_input(
            _("Day"),
            value=None,
            min_value=today,
            format=language().date_entry,
            key=f"added-day-{key}",
        )
        _reason_and_button(entries, key, "add", _("No calls on this day"), day, CLOSED, who)


def _reason_and_button(
    entries: FormEntries, key: str, name: str, label: str, day: date | None, hours: DayHours, who: str
) -> None:
    reason_key, tried_key = f"{name}-reason-{key}", f"{name}-tried-{key}"
    reason = st.text_input(
        _("Reason"),
        key=reason_key,
        max_chars=LONGEST_REASON,
        placeholder=_("It stands beside the day and in the activity record"),
    )
    if st.session_state.get(tried_key):
        field = f"added-day-{key}" if day is None else reason_key
        missing = _("Please choose the day.") if day is None else _("Please say why.") if not reason else ""
        draw_field_error(field, f":small[:material/error: {missing}]" if missing else None)
    st.button(
        label,
        key=f"{name}-set-{key}",
        type="primary",
        on_click=_set,
        args=(entries, key, day, hours, who, reason_key, tried_key),
    )


def _set(
    entries: FormEntries,
    key: str,
    day: date | None,
    hours: DayHours,
    who: str,
    reason_key: str,
    tried_key: str,
) -> None:
    """A callback. Without a day or a reason nothing is set, and what is missing is said."""
    reason = str(st.session_state.get(reason_key) or "").strip()
    complete = day is not None and bool(reason)
    st.session_state[tried_key] = not complete
    if day is not None and reason:
        _put(entries, key, day, SingleDay(hours, reason, who))
        st.session_state[reason_key] = ""


def _put(entries: FormEntries, key: str, day: date, single: SingleDay | None) -> None:
    known: dict[date, SingleDay] = dict(st.session_state[key])
    known.pop(day, None)
    if single is not None:
        known[day] = single
    entries.put(key, dict(sorted(known.items())))
