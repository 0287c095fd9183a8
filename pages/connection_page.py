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

services = console()
st.title(_("Connection"))

left, right = st.columns([3, 2], gap="large")
with left:
    draw_address(services.api, demo=services.demo)
    draw_key_test(services.deployment, services.api)
with right, st.container(horizontal=True):
    draw_credits(services.deployment)
    draw_clock(services.api.clock)

st.header(_("Requests"))
draw_budget(services.budget.state())

draw_sign_ins(services.sessions, admin=services.access.is_admin)

st.header(_("Version of the platform"))
draw_generation(services.generations, may_decide=services.access.keeps_console)

st.header(_("What is possible here"))
draw_table(services.deployment)
