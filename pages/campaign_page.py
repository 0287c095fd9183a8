"""*Campaign*: `/campaign?id=ID&view=overview` (`people`, `dry-run`, `calls`, `settings`)."""

from __future__ import annotations

import streamlit as st

from components.campaign.head import draw_head, draw_nothing_there
from components.campaign.own_list import draw_on_own_list
from components.campaign.uninvited import draw_people_nobody_chose
from components.campaign.views import OVERVIEW, VIEWS, draw_view
from components.console import console
from components.ui import address
from components.ui.markdown import on_one_line
from components.ui.messages import problems_shown
from services.texts import _

services, campaign_id, state = console(), st.query_params.get("id", ""), None
with problems_shown(title=_("Campaign")):
    state = services.facts.watch(campaign_id) if campaign_id else None

if state is None:
    draw_nothing_there(failed=bool(campaign_id))
else:
    view = address.one_of("view", VIEWS, OVERVIEW)
    facts = services.facts.of(state.campaign)
    st.set_page_config(page_title=on_one_line(state.campaign.name))
    draw_head(state, facts, view)
    draw_people_nobody_chose(facts)
    draw_on_own_list(facts)
    draw_view(view, state, facts)
