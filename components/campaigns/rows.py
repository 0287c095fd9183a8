"""List of campaigns, all of it one element (`components.ui.own_element`): a row is `components/campaigns/rows.html`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

import streamlit as st

from components.campaigns.filters import PARAMETERS, ListView
from components.console import console
from components.ui import address
from components.ui.dialogs import redraw_page
from components.ui.drawn_once import ByIdentity, DrawnOnce
from components.ui.html import template
from components.ui.markdown import on_one_line
from components.ui.own_element import Badge, Button, OwnElement, Part, status_badge, write
from components.ui.refreshing import refreshing
from components.words.campaign import answered_words, changed_words, hours_text, progress, progress_words
from components.words.guardrails import paused_by
from components.words.limits import limit_badge
from components.words.rests import rest_badge
from services.api.models import Campaign, CampaignStatus
from services.campaigns.campaigns import CampaignAction
from services.campaigns.listing import CampaignListing
from services.keeper import CampaignRest, Limit, Rule
from services.reads.reads import Read
from services.texts import _

KEY = "campaigns"
DRY_RUN, LAUNCH = "dry-run", "launch"
LOOKS_EVERY = timedelta(seconds=20)

Obstacle = Callable[[Campaign, CampaignAction], str | None]
"""Why a button of a campaign cannot be used now; None where it can."""


class Obstacles(NamedTuple):
    """Reasons why the two buttons of a row cannot be used."""

    dry_run: str | None
    launch: str | None


class Doubts(NamedTuple):
    """Campaigns of which it is not certain whether they were started, and whether they have stopped."""

    started: frozenset[str]
    stopped: frozenset[str]


class RowClick(NamedTuple):
    """Click on a row: `DRY_RUN` or `LAUNCH`, and of which campaign."""

    action: str
    campaign: Campaign


_row = template("campaigns/rows")
_rows = OwnElement("campaign_rows", "ul", look="campaigns/rows.css")
_written = DrawnOnce[bytes](kept=100)


def draw_rows(
    campaigns: Sequence[Campaign],
    now: datetime,
    obstacle: Obstacle,
    unclear: Collection[str] = (),
    unconfirmed: Collection[str] = (),
    limits: Mapping[str, Limit] = MappingProxyType({}),
    rests: Mapping[str, CampaignRest] = MappingProxyType({}),
    held: Mapping[str, Rule] = MappingProxyType({}),
) -> RowClick | None:
    """The campaigns; answers what was clicked, if the campaign is still among them. `unclear` are the ids of those of
    which it is not certain yet whether they were launched, `unconfirmed` of those that were to stop and may go on; `limits` are those that
    hold, `rests` how those stand that keep calling days, and `held` the rules that have paused one, by campaign."""
    now = now.replace(second=0, microsecond=0)  # no row tells time by the second
    obstacles = tuple(
        Obstacles(obstacle(one, CampaignAction.DRY_RUN), obstacle(one, CampaignAction.LAUNCH))
        for one in campaigns
    )
    doubts = Doubts(frozenset(unclear), frozenset(unconfirmed))
    stages = {one.id: limit_badge(limits[one.id]) for one in campaigns if one.id in limits}
    resting = {
        one.id: rest_badge(rests[one.id]) for one in campaigns if one.id in rests and rests[one.id].holds
    }
    stages |= {one.id: paused_by(held[one.id]) for one in campaigns if one.id in held}
    written = _written(
        lambda: _write(campaigns, now, obstacles, doubts, stages, resting),
        now,
        obstacles,
        doubts,
        tuple(stages.items()),
        tuple(resting.items()),
        *map(ByIdentity, campaigns),
    )
    clicked = _rows.draw(KEY, written)
    shown = {one.id: one for one in campaigns}
    if clicked is None or clicked.id not in shown or clicked.action not in (DRY_RUN, LAUNCH):
        return None
    return RowClick(clicked.action, shown[clicked.id])


def _write(
    campaigns: Sequence[Campaign],
    now: datetime,
    obstacles: Sequence[Obstacles],
    doubts: Doubts,
    stages: Mapping[str, str],
    resting: Mapping[str, str],
) -> bytes:
    drawn = zip(campaigns, obstacles, strict=True)
    parts = (
        Part(
            f"campaign-{one.id}",
            _html(one, now, why_not, _badges(one, doubts, stages.get(one.id), resting.get(one.id))),
        )
        for one, why_not in drawn
    )
    return write(_("Campaigns"), parts)


def _html(campaign: Campaign, now: datetime, why_not: Obstacles, badges: list[Badge]) -> str:
    return _row.render(
        id=campaign.id,
        name=on_one_line(campaign.name),
        badges=badges,
        hours=hours_text(campaign),
        answered=answered_words(campaign),
        changed=changed_words(campaign, now),
        progress=progress(campaign),
        progress_words=progress_words(campaign),
        buttons=_buttons(campaign, why_not),
    )


def _badges(campaign: Campaign, doubts: Doubts, stage: str | None, rest: str | None) -> list[Badge]:
    badges = [status_badge(campaign.status)]
    if rest:
        badges.append(Badge(rest, "blue", "bedtime"))
    if stage:
        badges.append(Badge(stage, "blue", "flag"))
    if campaign.id in doubts.stopped:
        badges.append(Badge(_("Calls may go on"), "red", "phone_in_talk"))
    if campaign.id in doubts.started:
        badges.append(Badge(_("Not certain whether launched"), "orange", "help"))
    if campaign.deleted_at:
        badges.append(Badge(_("Deleted"), "gray", "delete"))
    return badges


def _buttons(campaign: Campaign, why_not: Obstacles) -> list[Button]:
    name = on_one_line(campaign.name)
    launch = _("Call more") if campaign.status is CampaignStatus.RUNNING else _("Launch")
    return [
        Button(DRY_RUN, campaign.id, _("Dry run"), why_not=why_not.dry_run, about=name),
        Button(LAUNCH, campaign.id, launch, why_not=why_not.launch, about=name),
    ]


def draw_no_rows(*, narrowed: bool) -> None:
    """An empty list that says what to do next."""
    if narrowed:
        st.markdown(_("No campaign matches what you chose."))
        st.button(
            _("Show all campaigns"),
            key="clear-filters",
            on_click=address.clear,
            args=PARAMETERS,
            icon=":material/filter_alt_off:",
        )
        return
    st.header(_("No campaigns yet"))
    st.markdown(
        _(
            "A campaign calls a list of people for you: you choose the assistant that speaks and the hours in which it "
            "may call, upload the people from a spreadsheet, look at who would be called, and launch."
        )
    )
    st.page_link("pages/new_campaign_page.py", label=_("Make the first campaign"), icon=":material/add_call:")


def draw_anew_once_read_again(shown: ListView, drawn: Read[CampaignListing]) -> None:
    """Keeps the list true while somebody looks on: looks whether it has been read again since it was `drawn`, and then
    draws the page anew. It is read no more often for that: one read serves everybody, at the list's own pace."""
    refreshing(LOOKS_EVERY)(_look)(shown, drawn.fetched_at, drawn.error is None)


def _look(shown: ListView, drawn_at: datetime, went_well: bool) -> None:
    services = console()
    now = services.listings.read(shown.deleted, shown.wanted)
    if now.fetched_at != drawn_at or (now.error is None) != went_well:
        redraw_page()
