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
from components.ui.empty import draw_empty
from components.ui.messages import problems_shown
from services.texts import _

st.title(_("Activity"))

services = console()
waiting, demo_clock = services.audit.waiting(), services.settings.demo_clock
draw_waiting(waiting, demo_clock=demo_clock)
with problems_shown():
    everybody = people(services.audit)
    wanted = read_address(everybody)
    draw_filters(everybody)
    entries = services.audit.entries(wanted.filter, limit=wanted.size, offset=wanted.offset)
    if entries.total:
        draw_entries(entries.rows, demo_clock=demo_clock)
        draw_pages(entries.total)
        download(wanted.filter, services.audit, demo_clock=demo_clock)
    elif wanted.narrowed:
        draw_empty(_("Nothing fits this choice."), clears=("who", "action", "result", "page"))
    elif not waiting:
        draw_empty(_("Nothing was done in this console yet."))
