"""*Activity*: who did what, when, with what result. `/activity?who=…&action=launch&result=unclear&page=2`."""

from __future__ import annotations

import streamlit as st

from components.activity.table import (
    download,
    draw_entries,
    draw_filters,
    draw_pages,
    draw_waiting,
    people,
    read_address,
)
from components.console import console
from components.ui.messages import problems_shown
from services.texts import _

st.title(_("Activity"))

waiting = console().audit.waiting()
draw_waiting(waiting)
with problems_shown():
    everybody = people()
    wanted = read_address(everybody)
    draw_filters(everybody)
    entries = console().audit.entries(wanted.filter, limit=wanted.size, offset=wanted.offset)
    if entries.total:
        draw_entries(entries.rows)
        draw_pages(entries.total)
        download(wanted.filter)
    elif wanted.narrowed:
        st.info(_("Nothing fits this choice."), icon=":material/search_off:")
    elif not waiting:
        st.info(_("Nothing was done in this console yet."), icon=":material/history:")
