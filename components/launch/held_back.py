"""Banner of a platform whose version is not certain: nothing is started there, and where an admin decides about it."""

from __future__ import annotations

import streamlit as st

from services.api.generation import Generation
from services.texts import _


def draw_held_back(generation: Generation) -> None:
    """Nothing where the version is known."""
    if generation is not Generation.UNKNOWN:
        return
    st.warning(
        _(
            "It is not certain which version of the platform this is, and what a start does differs from version to version. So "
            "nothing is launched, resumed or scheduled here. Looking, uploading and drafts work."
        ),
        title=_("Nothing can be started yet"),
        icon=":material/help:",
    )
    st.page_link(
        "pages/connection_page.py",
        label=_("See what is known on Connection"),
        icon=":material/arrow_forward:",
    )
