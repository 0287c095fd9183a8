"""*Drafts*: `/drafts`, what was begun and not yet done."""

from __future__ import annotations

import streamlit as st

from components.console import console, sign_in_configured
from components.drafts.listing import draw_drafts
from components.ui.messages import problems_shown
from services.texts import _

services = console()
st.title(_("Drafts"))
whose = _("Nobody else can open them.") if sign_in_configured() else _("Everybody at this console sees them.")
st.caption(
    _(
        "Lists and new campaigns that were begun here and are not done yet. Nothing of them is in Talkturo, unless it is said below, and "
        "nobody is called by them. {whose}"
    ).format(whose=whose)
)
with problems_shown():
    draw_drafts(services.drafts.list())
