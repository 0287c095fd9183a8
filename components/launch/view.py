"""Prepared launch of an open dialog, kept while it is open."""

from __future__ import annotations

import streamlit as st

from components.console import person
from components.ui.messages import Trouble
from services.api import ApiError
from services.database.circuit_breaker import DatabaseAway
from services.launch.preparing import LaunchService, PreparedLaunch

_OPEN_VIEW = "launch-view"


def opened(launching: LaunchService, opening: str, campaign_id: str) -> PreparedLaunch | Trouble:
    """Launch that this opening of the dialog is about, prepared on its first run."""
    kept = st.session_state.get(_OPEN_VIEW)
    if kept is None or kept[0] != opening:
        kept = (opening, _prepared(launching, campaign_id))
        st.session_state[_OPEN_VIEW] = kept
    return kept[1]


def _prepared(launching: LaunchService, campaign_id: str) -> PreparedLaunch | Trouble:
    try:
        return launching.prepare(campaign_id, who=person())
    except (ApiError, DatabaseAway) as error:
        return error


def forget() -> None:
    """Prepare anew on the next run of the dialog."""
    st.session_state.pop(_OPEN_VIEW, None)
