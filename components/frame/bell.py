"""Bell in the frame: how much is unread, and when it is opened the latest of it. It looks again by itself."""

from __future__ import annotations

import streamlit as st

from components.console import console, whoever
from components.ui import formats
from components.ui.refreshing import refreshing
from components.words.notifications import draw_event
from services.database.circuit_breaker import DatabaseAway
from services.notifications.notifications import Notifications
from services.texts import _, language

LATEST = 5
LOOKS_EVERY = 60.0


def draw() -> None:
    """On every page; who sees it can be told from now on."""
    console().notifications.seen(whoever(), language().tag, st.context.timezone or "UTC")
    with st.sidebar:
        _draw()


@refreshing(LOOKS_EVERY)
def _draw() -> None:
    notifications = console().notifications
    try:
        unread = notifications.unread(whoever())
    except DatabaseAway:
        return  # as the page says above
    words = _("Notifications")
    label = f"{words} · {formats.number(unread)}" if unread else words
    icon = ":material/notifications_unread:" if unread else ":material/notifications:"
    opened = st.popover(label, icon=icon, type="tertiary", key="bell", on_change="rerun")
    if opened.open:
        with opened:
            _draw_latest(notifications)


def _draw_latest(notifications: Notifications) -> None:
    person = whoever()
    try:
        latest = notifications.events(person, only_unread=True, limit=LATEST)
    except DatabaseAway:
        return
    for event in latest:
        draw_event(event, "bell-event", lambda event_id: notifications.mark_read(person, event_id))
    if latest:
        newest = latest[0].id
        if st.button(_("Mark all as read"), key="bell-all-read", icon=":material/done_all:"):
            notifications.mark_all_read(person, newest)
            st.rerun(scope="fragment")
    else:
        st.caption(_("Nothing is unread."))
    st.page_link(
        "pages/notifications_page.py", label=_("All notifications and settings"), icon=":material/tune:"
    )
