"""Sessions of Streamlit's server: one for each open tab, and for a while for tabs that were left."""

from __future__ import annotations

from streamlit.runtime import get_instance


def is_active(session: str) -> bool:
    """Whether a tab is connected to it."""
    return get_instance().is_active_session(session)


def close(session: str) -> None:
    """Let go of it and of all it keeps. Nothing happens where it is gone already."""
    get_instance().close_session(session)
