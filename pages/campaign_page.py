"""*Campaign*: `/campaign?id=ID&view=overview` (`people`, `dry-run`, `calls`, `settings`)."""

from __future__ import annotations

import streamlit as st

from components.campaign.head import draw_head, draw_nothing_there, open_campaign
from components.campaign.views import OVERVIEW, VIEWS, draw_view
from components.ui import address
from components.ui.messages import problems_shown
from services.texts import _

campaign_id, state = st.query_params.get("id", ""), None
with problems_shown(title=_("Campaign")):
    state = open_campaign(campaign_id)

if state is None:
    draw_nothing_there(failed=bool(campaign_id))
else:
    view = address.one_of("view", VIEWS, OVERVIEW)
    draw_head(state, view)
    draw_view(view, state)
