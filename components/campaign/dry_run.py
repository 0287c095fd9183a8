"""View of a campaign's dry run: now, and when its calling hours open next."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from components.console import console
from components.launch.dry_run import draw_dry_run
from components.ui import format as form
from components.ui.messages import draw_age, problems_shown
from components.words.obstacles import obstacle
from services.api.models import Campaign, CampaignContact, EnrollmentStatus
from services.campaigns.campaigns import CampaignAction
from services.launch import at_next_opening, dry_run
from services.live import LiveState
from services.texts import _

MAX_AGE = timedelta(seconds=30)
LOOKED_AT = 500


def draw_dry_run_view(state: LiveState) -> None:
    campaign = state.campaign
    if reason := obstacle(campaign, CampaignAction.DRY_RUN):
        st.markdown(reason)
        return
    st.caption(_("Nobody is called by this. It shows who would be called if the campaign were launched now."))
    with problems_shown():
        _draw_now(campaign)
    with problems_shown():
        _draw_later(state)


def _draw_now(campaign: Campaign) -> None:
    made, key = console(), f"campaign:{campaign.id}:dry-run"
    read = made.reads.get(key, lambda: dry_run(made.api, campaign.id), MAX_AGE)
    st.subheader(_("Now"))
    st.caption(_("As of {time}").format(time=form.moment(read.value.at)))
    draw_age(read, lambda: made.reads.forget(key), key="try-again-dry-run")
    draw_dry_run(read.value, f"download-dry-run-{campaign.id}")
    st.button(
        _("Look again"),
        key=f"dry-run-again-{campaign.id}",
        on_click=made.reads.forget,
        args=(key,),
        icon=":material/refresh:",
    )


def _draw_later(state: LiveState) -> None:
    st.subheader(_("When the calling hours next open"))
    if not console().deployment.may("listCampaignContacts"):
        st.markdown(
            _("This key may not look at the people of a campaign, so this cannot be worked out here.")
        )
        return
    people = _first_of_all(state.campaign)
    if any(one.contact is None for one in people):
        st.markdown(_("Talkturo does not tell here who these people are, so this cannot be worked out here."))
        return
    run = at_next_opening(state.campaign, people, state.now)
    if run is None:
        st.markdown(_("Nobody is waiting to be called."))
        return
    st.caption(form.moment(run.at))
    draw_dry_run(run, f"download-next-opening-{state.campaign.id}", now=False)


def _first_of_all(campaign: Campaign) -> list[CampaignContact]:
    made = console()

    def first_of_all() -> list[CampaignContact]:
        pages = [
            made.api.campaigns.contacts(campaign.id, status, limit=LOOKED_AT)
            for status in (EnrollmentStatus.PENDING, EnrollmentStatus.SKIPPED)
        ]
        return [one for page in pages for one in page.items]

    return made.reads.get(
        f"campaign:{campaign.id}:first-of-all", first_of_all, MAX_AGE, purpose="dry run"
    ).value
