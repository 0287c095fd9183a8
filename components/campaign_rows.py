"""The list of campaigns, all of it one element: each element costs every viewer time on every run.

A row is `campaign_rows.html`, in which whatever comes from people is escaped; `campaign_rows.js` puts the rows into the
page and answers clicks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

import streamlit as st
from streamlit.components.v2 import component

from components import address
from components.campaign_filters import PARAMETERS
from components.campaign_words import answered_words, changed_words, hours_text, progress, progress_words
from components.html import HERE, template
from components.made_once import Itself, MadeOnce
from components.markdown import on_one_line
from components.status import STATUS_LOOKS, Colour
from services.api.models import Campaign, CampaignStatus
from services.texts import _

KEY = "campaigns"

Action = Literal["dry-run", "launch"]
# Why the two buttons of a campaign cannot be used now; None where they can.
Obstacle = Callable[[Campaign], str | None]


class Click(NamedTuple):
    """What a person wants, and of which campaign."""

    action: Action
    campaign: Campaign


class _Badge(NamedTuple):
    word: str
    colour: Colour
    icon: str


class _Button(NamedTuple):
    action: Action
    word: str


_row = template("campaign_rows")
_rows = component(
    "campaign_rows",
    html='<ul class="campaign-rows"></ul>',
    css=(HERE / "campaign_rows.css").read_text(encoding="utf-8"),
    js=(HERE / "campaign_rows.js").read_text(encoding="utf-8"),
    # Its buttons are found by their keys like all others (docs/testing.md).
    isolate_styles=False,
)
_data = MadeOnce[bytes](kept=100)


def draw_rows(campaigns: Sequence[Campaign], now: datetime, obstacle: Obstacle) -> Click | None:
    """The campaigns; answers what was clicked, if the campaign is still among them."""
    now = now.replace(second=0, microsecond=0)  # no row tells time by the second
    obstacles = tuple(map(obstacle, campaigns))
    data = _data(lambda: _drawn(campaigns, now, obstacles), now, obstacles, *map(Itself, campaigns))
    answer = _rows(key=KEY, data=data, on_clicked_change=_nothing)
    return _click(answer.clicked, {one.id: one for one in campaigns})


def _nothing() -> None:
    """A component tells of clicks only where somebody listens; the page looks at the answer instead."""


def _click(told: Any, shown: Mapping[str, Campaign]) -> Click | None:
    """What the browser told of, which may be anything."""
    match told:
        case {"action": "dry-run" | "launch" as action, "id": str(campaign_id)}:
            return Click(action, shown[campaign_id]) if campaign_id in shown else None
        case _:
            return None


def _drawn(campaigns: Sequence[Campaign], now: datetime, obstacles: Sequence[str | None]) -> bytes:
    drawn = zip(campaigns, obstacles, strict=True)
    rows = [{"id": one.id, "html": _html(one, now, obstacle)} for one, obstacle in drawn]
    # As bytes Streamlit sends it as it is; it would write anything else anew for everybody who looks.
    return json.dumps({"label": _("Campaigns"), "rows": rows}).encode()


def _html(campaign: Campaign, now: datetime, obstacle: str | None) -> str:
    return _row.render(
        id=campaign.id,
        name=on_one_line(campaign.name),
        badges=_badges(campaign),
        hours=hours_text(campaign),
        answered=answered_words(campaign),
        changed=changed_words(campaign, now),
        progress=progress(campaign),
        progress_words=progress_words(campaign),
        buttons=_buttons(campaign),
        obstacle=obstacle,
    )


def _badges(campaign: Campaign) -> list[_Badge]:
    look = STATUS_LOOKS[campaign.status]
    badges = [_Badge(_(look.word), look.colour, _icon_name(look.icon))]
    if campaign.deleted_at:
        badges.append(_Badge(_("Deleted"), "gray", "delete"))
    return badges


def _icon_name(icon: str) -> str:
    """`:material/play_circle:` is drawn by the letters `play_circle` in the font of the icons."""
    return icon.removeprefix(":material/").removesuffix(":")


def _buttons(campaign: Campaign) -> list[_Button]:
    running = campaign.status is CampaignStatus.RUNNING
    return [_Button("dry-run", _("Dry run")), _Button("launch", _("Call more") if running else _("Launch"))]


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
    st.subheader(_("No campaigns yet"))
    st.markdown(
        _(
            "A campaign calls a list of people for you: you choose the assistant that speaks and the hours in which it "
            "may call, upload the people from a spreadsheet, look at who would be called, and launch."
        )
    )
    st.page_link("pages/new_campaign_page.py", label=_("Make the first campaign"), icon=":material/add_call:")
