"""The head of a campaign, all of it one element: its name, its status, what it does now, its controls."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from components.campaign_controls import closed_to_this_key, controls, open_clicked, ways_on
from components.campaign_origin import origin_links
from components.campaign_words import what_it_does
from components.console import console
from components.html import template
from components.made_once import MadeOnce
from components.markdown import on_one_line
from components.messages import draw_age
from components.own_element import Button, Link, OwnElement, Part, status_badge, write
from services.api.models import Campaign, CampaignStatus
from services.live import LiveState
from services.texts import _

KEY = "campaign-head"

_words = template("campaign_head")
_controls = template("campaign_controls")
_head = OwnElement("campaign_head", "div")
_written = MadeOnce[bytes](kept=100)


class _Shown(NamedTuple):
    """All that a head says, so that it is written once for all who see the same."""

    id: str
    name: str
    description: str
    status: CampaignStatus
    sentence: str
    origin: tuple[Link, ...]
    buttons: tuple[Button, ...]
    ways: tuple[Link, ...]
    closed: str


def open_campaign(campaign_id: str) -> LiveState | None:
    """The campaign the address asks for, shared by all who look; None where it asks for none.

    Raises:
        ApiError: the platform did not answer, or there is no such campaign.
    """
    return console().live.watch(campaign_id) if campaign_id else None


def draw_head(state: LiveState) -> None:
    campaign = state.campaign
    shown = _shown(campaign, state)
    clicked = _head.draw(KEY, _written(lambda: _write(shown), shown))
    draw_age(state, lambda: console().live.forget(campaign.id))
    open_clicked(campaign, clicked)


def _shown(campaign: Campaign, state: LiveState) -> _Shown:
    return _Shown(
        campaign.id,
        on_one_line(campaign.name),
        on_one_line(campaign.description or ""),
        campaign.status,
        what_it_does(campaign, state.now),
        tuple(origin_links(campaign.id)),
        tuple(controls(campaign)),
        tuple(ways_on(campaign)),
        closed_to_this_key(campaign),
    )


def _write(shown: _Shown) -> bytes:
    told = shown._asdict() | {"status": status_badge(shown.status), "back": _way_back()}
    words = Part(f"campaign-words-{shown.id}", _words.render(told))
    below = Part(f"campaign-controls-{shown.id}", _controls.render(told))
    return write(_("Campaign"), [words, below])


def _way_back() -> Link:
    return Link(_("All campaigns"), "./", "arrow_back")


def draw_nothing_there(*, failed: bool) -> None:
    """No campaign to show: the way back. With `failed` the page has told already why there is none."""
    if not failed:
        st.title(_("Campaign"), anchor=False)
        st.markdown(_("There is no campaign to show here."))
    st.page_link("pages/campaigns_page.py", label=_("All campaigns"), icon=":material/arrow_back:")
