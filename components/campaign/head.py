"""Head of a campaign, all of it one element: its name, its status, what it does now, its controls, its views."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from components.campaign.controls import NEEDED, closed_to_this_key, controls, open_clicked, ways_on
from components.campaign.origin import origin_links
from components.campaign.planned_start import draw_planned_start
from components.campaign.rest import draw_rest
from components.campaign.views import view_links
from components.launch.held_back import draw_held_back
from components.launch.people_waiting import draw_waiting_for
from components.launch.unclear import draw_watch_on_page
from components.launch.unconfirmed_stop import draw_unconfirmed_stop
from components.ui import formats
from components.ui.drawn_once import ByIdentity, DrawnOnce
from components.ui.html import template
from components.ui.markdown import on_one_line
from components.ui.messages import draw_age
from components.ui.own_element import Menu, OwnElement, PageLink, Part, status_badge, write
from components.words.campaign import place, what_it_does
from components.words.guardrails import held_words, what_follows
from components.words.limits import waits_words
from services.campaign.facts import CampaignFacts
from services.live import LiveState
from services.texts import _

KEY = "campaign-head"

_words = template("campaign/head")
_controls = template("campaign/controls")
_views = template("campaign/views")
_head = OwnElement("campaign_head", "div", look="campaign/head.css")
_written = DrawnOnce[bytes](kept=100)


def draw_head(state: LiveState, facts: CampaignFacts, view: str) -> None:
    """`view` is the one shown below it."""
    campaign, parameters = state.campaign, st.query_params.to_dict()
    origin = origin_links(facts.relatives())
    now = state.now.replace(second=0, microsecond=0)  # nothing in it is told by the second
    written = _written(
        lambda: _write(facts, now, origin, view_links(view, parameters)),
        ByIdentity(campaign),
        now,
        *origin,
        view,
        *parameters.items(),
        *map(facts.may, NEEDED),
        facts.generation,
        _waits_for_a_person(facts),
        facts.just_started(),
        facts.unreached() if campaign.status.is_over else None,
    )
    clicked = _head.draw(KEY, written)
    draw_age(state, facts.watch_anew)
    draw_unconfirmed_stop(campaign.id)
    draw_planned_start(facts)
    draw_rest(facts)
    draw_watch_on_page(facts)
    if not campaign.status.is_over and not campaign.deleted_at:
        draw_held_back(facts.generation)
        draw_waiting_for(campaign)
    open_clicked(facts, clicked)


def _write(
    facts: CampaignFacts, now: datetime, origin: Sequence[PageLink], views: Sequence[PageLink]
) -> bytes:
    campaign = facts.campaign
    words = _words.render(
        back=_way_back(),
        name=on_one_line(campaign.name),
        status=status_badge(campaign.status),
        description=on_one_line(campaign.description or ""),
        sentence=_waits_for_a_person(facts) or what_it_does(campaign, now),
        origin=origin,
        clock=_("Times are by your clock ({place}).").format(place=place(str(formats.viewer_zone()))),
    )
    shown = controls(facts)
    below = _controls.render(
        buttons=shown.in_sight,
        menu=Menu(f"more-{campaign.id}", _("More"), shown.menu),
        ways=ways_on(facts),
        closed=closed_to_this_key(facts),
    )
    between = _views.render(views=views, label=_("View"))
    return write(
        _("Campaign"),
        [
            Part(f"campaign-words-{campaign.id}", words),
            Part(f"campaign-controls-{campaign.id}", below),
            Part("view", between),
        ],
    )


def _waits_for_a_person(facts: CampaignFacts) -> str:
    """What the console has paused it for, and that a person says how it goes on; "" where that is not so. Unescaped."""
    if facts.campaign.deleted_at or facts.campaign.status.is_over:
        return ""
    limit, found = facts.limit(), facts.guardrails()
    if limit is not None and limit.reached:
        return waits_words(limit)
    if found is not None and found.holds:
        return f"{held_words(found)} {what_follows(found)}"
    return ""


def _way_back() -> PageLink:
    return PageLink(_("All campaigns"), "./", "arrow_back")


def draw_nothing_there(*, failed: bool) -> None:
    """No campaign to show: the way back. With `failed` the page has told already why there is none."""
    if not failed:
        st.title(_("Campaign"), anchor=False)
        st.markdown(_("There is no campaign to show here."))
    st.page_link("pages/campaigns_page.py", label=_("All campaigns"), icon=":material/arrow_back:")
