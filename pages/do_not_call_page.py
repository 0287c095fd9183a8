"""*Do not call*: the team's own list of whom nobody calls any more. `/do-not-call?q=…&removed=1&page=2`."""

from __future__ import annotations

import streamlit as st

from components.console import console
from components.do_not_call.adding import draw_adding
from components.do_not_call.entries import draw_list
from components.ui.messages import problems_shown
from services.texts import _

st.title(_("Do not call"))
st.caption(
    _(
        "Who is on this list is called by no campaign of this team, whatever Talkturo says: left out of every upload and every campaign, and no campaign starts with them in it."
    )
)

services = console()
draw_adding()
with problems_shown():
    draw_list(services.do_not_call)
