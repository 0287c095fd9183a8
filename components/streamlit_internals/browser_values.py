"""Values of controls that the browser has told along with what it asked for: it has drawn those controls."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SafeSessionState, SessionState


def is_told(key: str) -> bool:
    """Whether the browser has told, for this run, a value of the control with this key."""
    state = _state()
    if state is None:
        return False
    widget_id = _id_of(key, state)
    return widget_id is not None and widget_id in state._new_widget_state.states


def is_drawn(key: str) -> bool:
    """Whether this run has drawn the control with this key."""
    context, state = get_script_run_ctx(suppress_warning=True), _state()
    if context is None or state is None:
        return False
    return _id_of(key, state) in context.shared.widget_ids_this_run.snapshot()


def _state() -> SessionState | None:
    context = get_script_run_ctx(suppress_warning=True)
    safe = context.session_state if context else None
    return safe._state if isinstance(safe, SafeSessionState) else None


def _id_of(key: str, state: SessionState) -> str | None:
    return state._key_id_mapper.get_id_from_key(key)
