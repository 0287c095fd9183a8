"""*Campaigns*, the start page: `/?status=running&q=…&assistant=…&deleted=only&waiting=1&page=2`."""

from __future__ import annotations

import streamlit as st

from components.campaigns.filters import draw_filters, draw_pages, read_address
from components.campaigns.rows import draw_anew_once_read_again, draw_no_rows, draw_rows
from components.campaigns.today import draw_today
from components.charts import draw_day_plan
from components.console import console
from components.drafts.listing import draw_begun
from components.launch.dialog import open_launch_dialog
from components.launch.dry_run_dialog import open_dry_run_dialog
from components.launch.held_back import draw_held_back
from components.launch.resume_dialog import open_resume_dialog
from components.launch.unconfirmed_stop import draw_unconfirmed_stops
from components.ui.messages import draw_age, problems_shown
from components.ui.unreadable import ListKind, draw_unreadable
from components.upload.begin import draw_begin_with_list
from components.words.obstacles import obstacle
from services.campaigns.campaigns import CampaignAction
from services.campaigns.listing import ShowDeleted
from services.texts import _

services = console()
with st.container(
    horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="campaigns-head"
):
    st.title(_("Campaigns"), width="content")
    st.page_link("pages/new_campaign_page.py", label=_("New campaign"), icon=":material/add_call:")
day = st.container(key="today-strip")
draw_begin_with_list()
draw_begun()

assistants = services.deployment.assistant_names()
shown = read_address(assistants)
standing, stops = services.keeper.standing(), services.stops.unconfirmed()
waiting = None if standing.waiting is None else standing.waiting | set(stops)
if shown.waiting and waiting is not None:
    shown = shown.among(waiting)
read, clicked = None, None
with problems_shown():
    read = services.listings.read(shown.deleted, shown.wanted)
draw_unconfirmed_stops(stops.values())
draw_filters(read.value if read else None, assistants)

if read is None:
    st.button(_("Try again"), key="try-again", on_click=services.campaigns.refresh, icon=":material/refresh:")
else:
    if shown.deleted is not ShowDeleted.ONLY:  # else it would read a list that the page does not show
        with day:
            draw_today(services, waiting, only_waiting=shown.waiting)
    draw_age(read, services.campaigns.refresh)
    draw_unreadable(ListKind.CAMPAIGNS, services.listings.unreadable(shown.deleted))
    if read.value.total:
        now, generation = services.api.clock.now(), services.generations.glance().generation
        draw_held_back(generation)
        clicked = draw_rows(
            read.value.rows,
            now,
            lambda one, action: obstacle(one, action, services.deployment.may, generation),
            services.launching.watched(),
            stops,
            standing.limits,
            standing.rests,
            standing.rules,
        )
    else:
        draw_no_rows(narrowed=shown.narrowed)
    draw_pages(read.value)
    if read.value.total or shown.narrowed:
        with problems_shown():
            draw_day_plan(services.facts.day_plans.together, "plan-of-all")

if clicked:
    action, campaign = clicked
    if action is CampaignAction.LAUNCH:
        open_launch_dialog(campaign.id, campaign.name)
    elif action is CampaignAction.RESUME:
        open_resume_dialog(services.facts.of(campaign))
    else:
        open_dry_run_dialog(campaign.id, campaign.name)
if read is not None:
    draw_anew_once_read_again(shown, read)  # last: what was clicked comes first
