"""Time zone picker: chosen by the city people know, never by its technical name."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from components.ui.entries import FormEntries
from components.ui.place_names import zone_label
from services.calling_rules.call_window import city_zones
from services.languages import Language
from services.texts import _, language


def time_zone_field(label: str, entries: FormEntries, key: str, initial: str | None) -> str | None:
    """The chosen zone's IANA name. A zone a campaign already has is offered even where no city is named so."""
    known = _labels(language())
    labels = known if initial is None or initial in known else {initial: zone_label(initial), **known}
    entries.key(key, initial)
    if st.session_state[key] not in (None, *labels):
        st.session_state[key] = None
    chosen = st.selectbox(
        label,
        list(labels),
        index=None,
        format_func=lambda zone: labels.get(zone, str(zone)),
        key=key,
        placeholder=_("Type a city"),
        filter_mode="contains",
    )
    return entries.keep(key, chosen)


@lru_cache(maxsize=4)
def _labels(_spoken: Language) -> dict[str, str]:
    """Four hundred cities are looked up once a language, not once a click."""
    return {zone: zone_label(zone) for zone in city_zones()}
