"""View of a campaign's dry run: now, and when its calling hours open next."""

from __future__ import annotations

import streamlit as st

from components.console import person
from components.launch.dry_run import draw_dry_run
from components.ui import formats
from components.ui.messages import draw_age, problems_shown
from components.words.obstacles import obstacle
from services.campaign.facts import CampaignFacts
from services.campaign.held_parts import Part
from services.campaigns.campaigns import CampaignAction
from services.launch import at_next_opening
from services.live import LiveState
from services.texts import _, ngettext


def draw_dry_run_view(state: LiveState, facts: CampaignFacts) -> None:
    if reason := obstacle(facts.campaign, CampaignAction.DRY_RUN, facts.may, facts.generation):
        st.markdown(reason)
        return
    st.caption(_("Nobody is called by this. It shows who would be called if the campaign were launched now."))
    with problems_shown():
        _draw_now(facts, state)
    with problems_shown():
        _draw_later(state, facts)


def _draw_now(facts: CampaignFacts, state: LiveState) -> None:
    before = facts.unclear_launch()
    read, campaign = facts.dry_run(person()), facts.campaign
    if before is None and facts.unclear_launch() is not None:
        st.rerun()  # it may have been a launch: the head of the page says so, with the way to stop it
    st.header(_("Now"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(_("As of {time}").format(time=formats.moment(read.value.at)), width="content")
        st.button(
            _("Look again"),
            key=f"dry-run-again-{campaign.id}",
            type="tertiary",
            on_click=facts.forget_dry_run,
            icon=":material/refresh:",
        )
    draw_age(read, facts.forget_dry_run, key="try-again-dry-run")
    if facts.calendar().is_held(state.now):
        st.info(
            _(
                "Its calling days allow no calls now. If it were launched now, nobody would be called before they open; this is who "
                "would be called without them."
            ),
            icon=":material/event_busy:",
        )
    if read.value.count == 0:
        _draw_who_follows(facts, state)
    draw_dry_run(read.value, f"download-dry-run-{campaign.id}")


def _draw_who_follows(facts: CampaignFacts, state: LiveState) -> None:
    """Where all lines are taken a dry run finds nobody, and names nobody who waits for one."""
    behind = facts.behind_calls(state)
    shares = behind.shares if behind else ()
    follow = sum(one.people or 0 for one in shares if one.part in (Part.AT_ONCE, Part.NEXT))
    if follow:
        said = ngettext(
            "It is calling already. {count} person follows by itself as soon as a line is free.",
            "It is calling already. {count} people follow by themselves as soon as a line is free.",
            follow,
        )
        st.info(said.format(count=formats.number(follow)), icon=":material/phone_in_talk:")


def _draw_later(state: LiveState, facts: CampaignFacts) -> None:
    st.header(_("When the calling hours next open"))
    if not facts.people_listed:
        st.markdown(
            _("This key may not look at the people of a campaign, so this cannot be worked out here.")
        )
        return
    people = facts.first_of_all()
    if any(one.contact is None for one in people):
        st.markdown(_("Talkturo does not tell here who these people are, so this cannot be worked out here."))
        return
    run = at_next_opening(state.campaign, people, state.now, hours=facts.calendar())
    if run is None:
        st.markdown(_("Nobody is waiting to be called."))
        return
    st.caption(formats.moment(run.at))
    draw_dry_run(run, f"download-next-opening-{state.campaign.id}", now=False)
