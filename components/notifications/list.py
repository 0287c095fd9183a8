"""List of all that a person was told, the newest first."""

from __future__ import annotations

from math import ceil

import streamlit as st

from components.ui import address
from components.ui.empty import draw_empty
from components.words.notifications import draw_event
from services.notifications.notifications import Notifications
from services.person import Person
from services.texts import _

PAGE_SIZE = 20


def draw_list(notifications: Notifications, person: Person) -> None:
    pages = ceil(notifications.total(person) / PAGE_SIZE)
    page = address.page_number("page", pages)
    events = notifications.events(person, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    if not events:
        draw_empty(_("Nothing has happened yet that you would be told of."))
        return
    newest = (events if page == 1 else notifications.events(person, limit=1))[0].id
    if any(event.unread for event in events) or notifications.unread(person):
        st.button(
            _("Mark all as read"),
            key="all-read",
            icon=":material/done_all:",
            on_click=notifications.mark_all_read,
            args=(person, newest),
        )
    for event in events:
        draw_event(event, "event", lambda event_id: notifications.mark_read(person, event_id))
    if pages > 1:
        st.pagination(pages, key="page", on_change=address.keep, args=("page", "1"))
