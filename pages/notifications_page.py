"""*Notifications*: what was told, and what a person wants to be told where. `/notifications?page=2`."""

from __future__ import annotations

import streamlit as st

from components.console import console, whoever
from components.notifications.choices import draw_own, draw_team
from components.notifications.list import draw_list
from components.notifications.sending import draw_channels, draw_mail
from components.ui.messages import problems_shown
from services.texts import _

st.title(_("Notifications"))

services, person = console(), whoever()
notifications = services.notifications

with problems_shown():
    draw_list(notifications, person)

st.header(_("What I am told, and where"))
with st.container(width=720), problems_shown():
    draw_mail(notifications, person)
    draw_own(notifications, person)

if services.access.keeps_console and notifications.channels.team:
    st.header(_("Channels of the team"))
    with problems_shown():
        draw_channels(notifications)
        draw_team(notifications)
