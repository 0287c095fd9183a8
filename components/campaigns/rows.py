"""List of campaigns, all of it one element (`components.ui.own_element`): a row is `components/campaigns/rows.html`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

import streamlit as st

from components.campaigns.filters import PARAMETERS, ListView
from components.console import console
from components.ui.dialogs import redraw_page
from components.ui.drawn_once import ByIdentity, DrawnOnce
from components.ui.empty import draw_empty
from components.ui.html import template
from components.ui.markdown import on_one_line
from components.ui.own_element import Badge, Button, OwnElement, PageLink, Part, status_badge, write
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
from services.texts import N_, _

KEY = "campaigns"
_SAID = {CampaignAction.DRY_RUN: "dry-run", CampaignAction.LAUNCH: "launch", CampaignAction.RESUME: "resume"}
_ACTIONS = {said: action for action, said in _SAID.items()}
_WORDS = {
    CampaignAction.DRY_RUN: N_("Dry run"),
    CampaignAction.LAUNCH: N_("Launch"),
    CampaignAction.RESUME: N_("Resume"),
}
LOOKS_EVERY = timedelta(seconds=20)

Obstacle = Callable[[Campaign, CampaignAction], str | None]
"""Why a button of a campaign cannot be used now; None where it can."""


RowActions = tuple[tuple[CampaignAction, str | None], ...]
"""What a row offers, each with the reason why it cannot be done now."""


class Doubts(NamedTuple):
    """Campaigns of which it is not certain whether they were started, and whether they have stopped."""

    started: frozenset[str]
    stopped: frozenset[str]


class RowClick(NamedTuple):
    """Click on a row: what is wanted, and of which campaign."""

    action: CampaignAction
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
    offered = tuple(_offered(one, obstacle) for one in campaigns)
    doubts = Doubts(frozenset(unclear), frozenset(unconfirmed))
    stages = {one.id: limit_badge(limits[one.id]) for one in campaigns if one.id in limits}
    resting = {
        one.id: rest_badge(rests[one.id]) for one in campaigns if one.id in rests and rests[one.id].holds
    }
    stages |= {one.id: paused_by(held[one.id]) for one in campaigns if one.id in held}
    written = _written(
        lambda: _write(campaigns, now, offered, doubts, stages, resting),
        now,
        offered,
        doubts,
        tuple(stages.items()),
        tuple(resting.items()),
        *map(ByIdentity, campaigns),
    )
    clicked = _rows.draw(KEY, written)
    shown = {one.id: one for one in campaigns}
    action = _ACTIONS.get(clicked.action) if clicked else None
    if clicked is None or action is None or clicked.id not in shown:
        return None
    return RowClick(action, shown[clicked.id])


def _offered(campaign: Campaign, obstacle: Obstacle) -> RowActions:
    """Nothing for one that is over. One that is paused goes on, where this is open to the key."""
    if campaign.status.is_over or campaign.deleted_at:
        return ()
    start = CampaignAction.LAUNCH
    if campaign.status is CampaignStatus.PAUSED and not obstacle(campaign, CampaignAction.RESUME):
        start = CampaignAction.RESUME
    return tuple((action, obstacle(campaign, action)) for action in (CampaignAction.DRY_RUN, start))


def _write(
    campaigns: Sequence[Campaign],
    now: datetime,
    offered: Sequence[RowActions],
    doubts: Doubts,
    stages: Mapping[str, str],
    resting: Mapping[str, str],
) -> bytes:
    drawn = zip(campaigns, offered, strict=True)
    parts = (
        Part(
            f"campaign-{one.id}",
            _html(one, now, actions, _badges(one, doubts, stages.get(one.id), resting.get(one.id))),
        )
        for one, actions in drawn
    )
    return write(_("Campaigns"), parts)


def _html(campaign: Campaign, now: datetime, actions: RowActions, badges: list[Badge]) -> str:
    return _row.render(
        id=campaign.id,
        name=on_one_line(campaign.name),
        badges=badges,
        hours=hours_text(campaign),
        answered=answered_words(campaign),
        changed=changed_words(campaign, now),
        over=campaign.status.is_over,
        progress=progress(campaign),
        progress_words=progress_words(campaign),
        buttons=_buttons(campaign, actions),
        ways=_ways(campaign),
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


def _buttons(campaign: Campaign, actions: RowActions) -> list[Button]:
    name = on_one_line(campaign.name)
    return [
        Button(_SAID[action], campaign.id, _word(campaign, action), why_not=why_not, about=name)
        for action, why_not in actions
    ]


def _word(campaign: Campaign, action: CampaignAction) -> str:
    if action is CampaignAction.LAUNCH and campaign.status is CampaignStatus.RUNNING:
        return _("Call more")
    return _(_WORDS[action])


def _ways(campaign: Campaign) -> list[PageLink]:
    """What can be made of one that is over."""
    if not campaign.status.is_over or campaign.deleted_at:
        return []
    return [PageLink(_("Copy its settings"), f"new?copy={quote(campaign.id)}", "content_copy")]


def draw_no_rows(*, narrowed: bool) -> None:
    """An empty list that says what to do next."""
    if narrowed:
        draw_empty(_("No campaign matches what you chose."), clears=PARAMETERS)
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
