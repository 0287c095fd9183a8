"""Script run context: whether the code that asks is part of a page's run."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx


def in_script_run() -> bool:
    """False in the server's own threads and in commands, where there is no session and nobody in front of a page."""
    return get_script_run_ctx(suppress_warning=True) is not None


def session_id() -> str:
    """The id of the session in front of the page; empty outside of a run."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""
