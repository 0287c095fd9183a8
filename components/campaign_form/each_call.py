"""Each call, the fourth group of a campaign's entries: how long it may last, and what happens with a voicemail. Only what
this version of the platform has is offered; for the rest one sentence says where it is set.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import streamlit as st

from components.campaign_form.faults import FaultPlaces
from components.ui.entries import FormEntries
from services.api.models import LONGEST_CALL_MINUTES, USUAL_CALL_MINUTES
from services.api.taken_settings import Setting
from services.campaigns.form import EachCall
from services.texts import N_, _

SETTING_WORDS: dict[Setting, str] = {
    Setting.LONGEST_CALL: N_("how long a call may last"),
    Setting.VOICEMAIL: N_("what happens with a voicemail"),
    Setting.TRIES_BY_OUTCOME: N_("tries by outcome"),
}
ON_VOICEMAIL: dict[str, str] = {
    "leave_message": N_("Leave the assistant's message"),
    "hangup": N_("Hang up"),
}
WHEN_UNAVAILABLE: dict[str, str] = {
    "retry": N_("Try again later"),
    "fail": N_("Do not call again"),
}
_DETECTED = {"yes": N_("Yes"), "no": N_("No")}
_ASSISTANTS = ""
"""Choice that sets nothing: the assistant's own setting holds."""


def each_call_fields(
    entries: FormEntries,
    initial: EachCall,
    places: FaultPlaces,
    *,
    offered: Collection[Setting],
    suffix: str = "",
) -> EachCall:
    """Longest call and voicemail, where this version has them; then what it does not have."""
    longest = initial.longest_minutes
    detects, left, unavailable = (
        initial.detects_voicemail,
        initial.on_voicemail,
        initial.when_unavailable,
    )
    if Setting.LONGEST_CALL in offered:
        longest = _longest(entries, initial, suffix)
        places.keep("longest_minutes", f"longest-call{suffix}")
    if Setting.VOICEMAIL in offered:
        columns = st.columns(3, vertical_alignment="bottom")
        with columns[0]:
            told = None if detects is None else "yes" if detects else "no"
            typed = _choice(entries, f"detects-voicemail{suffix}", _("Notice a voicemail"), _DETECTED, told)
            detects = None if typed is None else typed == "yes"
        with columns[1]:
            left = _choice(entries, f"on-voicemail{suffix}", _("On a voicemail"), ON_VOICEMAIL, left)
        with columns[2]:
            label = _("When nobody can be reached")
            unavailable = _choice(entries, f"unavailable{suffix}", label, WHEN_UNAVAILABLE, unavailable)
        st.caption(
            _(
                "What is said on a voicemail is set up with the assistant in Talkturo. Where nothing is chosen here, the assistant's own setting holds."
            )
        )
    if sentence := not_offered(offered):
        st.caption(sentence)
    return EachCall(longest, detects, left, unavailable)


def not_offered(offered: Collection[Setting]) -> str:
    """The sentence for what this version does not have; "" where it has everything."""
    missing = [_(words) for setting, words in SETTING_WORDS.items() if setting not in offered]
    if not missing:
        return ""
    return _(
        "Not offered here, because this version of the platform is not known to take it from a campaign: {settings}."
    ).format(settings=", ".join(missing))


def _longest(entries: FormEntries, initial: EachCall, suffix: str) -> int | None:
    key = f"longest-call{suffix}"
    typed = st.number_input(
        _("Longest call (minutes)"),
        min_value=1,
        max_value=LONGEST_CALL_MINUTES,
        value=None,
        step=1,
        key=entries.key(key, initial.longest_minutes),
        placeholder=_("{count} where nothing is set").format(count=USUAL_CALL_MINUTES),
        help=_("The assistant begins to say goodbye half a minute before."),
        width=240,
    )
    return entries.keep(key, typed)


def _choice(
    entries: FormEntries, key: str, label: str, words: Mapping[str, str], told: str | None
) -> str | None:
    """One of `words`, or nothing of its own; a word of the platform's that is not known here stays what it is."""
    options = [_ASSISTANTS, *words, *([told] if told and told not in words else [])]
    entries.key(key, told or _ASSISTANTS)
    if st.session_state[key] not in options:
        st.session_state[key] = _ASSISTANTS
    chosen = st.selectbox(
        label,
        options,
        format_func=lambda one: _(words[one]) if one in words else one or _("As the assistant has it"),
        key=key,
    )
    return entries.keep(key, chosen) or None
