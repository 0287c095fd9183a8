"""Warning that a campaign holds people whom nobody chose, on every view of it."""

from __future__ import annotations

import streamlit as st

from components.ui.markdown import plain
from components.ui.messages import problems_shown
from services.campaign.facts import CampaignFacts
from services.imports.sentences import nobody_chose
from services.texts import _


def draw_people_nobody_chose(facts: CampaignFacts) -> None:
    """It may be running and calling them, so nothing is said here of who was called."""
    with problems_shown():
        if error := facts.people_nobody_chose():
            st.error(
                nobody_chose(error.count or 0, [plain(name) for name in error.names]),
                title=_("There are people in this campaign whom nobody chose"),
                icon=":material/error:",
            )
