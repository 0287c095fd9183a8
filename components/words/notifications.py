"""Words for notifications: an event as the bell and its page draw it, and why a message did not go out."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.console import told
from components.ui import formats
from components.ui.markdown import plain
from services.notifications import sentences
from services.notifications.channel import Problem
from services.notifications.events import EventKind
from services.notifications.inbox import Event
from services.texts import N_, _

ICONS: dict[EventKind, str] = {
    EventKind.COMPLETED: ":material/task_alt:",
    EventKind.PAUSED: ":material/pause_circle:",
    EventKind.LIMIT: ":material/speed:",
    EventKind.NOT_STOPPED: ":material/emergency_home:",
    EventKind.NOT_CALLING: ":material/phone_disabled:",
    EventKind.IMPORT: ":material/move_to_inbox:",
    EventKind.LAUNCH_WAITS: ":material/pending_actions:",
    EventKind.CREDITS: ":material/toll:",
}

PROBLEMS: dict[Problem, str] = {
    Problem.UNREACHABLE: N_("The server does not answer."),
    Problem.NOT_SECURE: N_("No encrypted connection to the server can be trusted, so nothing was sent."),
    Problem.SIGN_IN: N_("The mail server does not accept the name and password of the settings."),
    Problem.SENDER: N_("The mail server does not let this console's sender send."),
    Problem.ADDRESS: N_("The mail server does not take mail for this address."),
    Problem.REFUSED: N_("The server refused the message."),
    Problem.BUSY: N_("The server asks to try again later."),
    Problem.IN_DOUBT: N_("The connection broke off. It is not certain whether the message arrived."),
    Problem.NOT_SET_UP: N_("The settings do not name it any more."),
    Problem.NOT_WRITTEN: N_("The console could not put the message together."),
}


def problem(code: str) -> str:
    """Sentence for a code; a general one for a code of another version."""
    known = {one.value: words for one, words in PROBLEMS.items()}
    return _(known.get(code, PROBLEMS[Problem.REFUSED]))


def draw_event(event: Event, place: str, read: Callable[[int], object]) -> None:
    """One event: its headline is a button that goes where it happened and marks it as read. `place` tells its keys apart."""
    words = plain(sentences.headline(event))
    label = f"**{words}**" if event.unread else words
    if st.button(label, key=f"{place}-{event.id}", type="tertiary", icon=ICONS[event.kind]):
        read(event.id)
        _go(event)
    when = formats.moment(told(event.at))
    explained = sentences.explanation(event)
    st.caption(f"{plain(when)} · {explained}" if explained else plain(when))


def _go(event: Event) -> None:
    if event.kind is EventKind.IMPORT:
        st.switch_page("pages/imports_page.py")
    elif event.campaign_id:
        st.switch_page("pages/campaign_page.py", query_params={"id": event.campaign_id})
    else:
        st.switch_page("pages/connection_page.py")
