"""*Connection*: where it leads, what is left to spend, what this deployment can do. `/connection`."""

from __future__ import annotations

import streamlit as st

from components.connection.budget import draw_budget
from components.connection.generation import draw_generation
from components.connection.sign_ins import draw_sign_ins
from components.connection.state import draw_address, draw_clock, draw_credits, draw_key_test
from components.connection.table import draw_table
from components.console import console
from services.texts import _

PAGE_WIDTH = 960  # px; facts, a chart of few bars and a table of two columns are no wider than an eye follows

services = console()
st.title(_("Connection"))

with st.container(width=PAGE_WIDTH):
    with st.container(horizontal=True, gap="large", key="connection-facts"):
        draw_address(services.api, demo=services.demo)
        draw_credits(services.deployment)
        draw_clock(services.api.clock)
    draw_key_test(services.deployment, services.api)

    st.header(_("Requests"))
    draw_budget(services.budget.state())

    draw_sign_ins(services.sessions, admin=services.access.is_admin)

    st.header(_("Version of the platform"))
    draw_generation(services.generations, may_decide=services.access.keeps_console)

    st.header(_("What is possible here"))
    draw_table(services.deployment)
