"""The list of campaigns: few elements a row, because each costs every viewer time on every run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

import streamlit as st

from components import address
from components.campaign_filters import PARAMETERS
from components.campaign_words import (
    answered_words,
    changed_words,
    hours_words,
    progress,
    progress_words,
)
from components.markdown import plain
from components.status import status_badge
from services.api.models import Campaign, CampaignStatus
from services.texts import _

Click = tuple[Literal["dry-run", "launch"], Campaign]
# Why the two buttons of a campaign cannot be used now; None where they can.
Obstacle = Callable[[Campaign], str | None]

# One grid for all rows, so that what belongs together stands below one another whatever a name's length; on a phone one
# below the other. A link's label is cut off by default; a name may be long, and is shown as typed.
_ROW = '.stHorizontalBlock[class*="st-key-campaign-"]'
_STYLE = f"""<style>
{_ROW} {{
  display: grid;
  grid-template-columns: minmax(0, 1fr) 15.5rem 10.5rem 8.25rem;
  gap: 0.4rem 1rem;
  padding: 0.6rem 1rem;
}}
{_ROW} > * {{ width: 100%; min-width: 0; align-self: center; }}
{_ROW} > :nth-child(-n+3) {{ grid-row: span 2; }}
{_ROW} > :nth-child(4) {{ align-self: end; }}
{_ROW} > :nth-child(5) {{ align-self: start; }}
{_ROW} button {{ min-height: 2.1rem; padding-block: 0; }}
{_ROW} [data-testid="stPageLink-NavLink"] {{ padding-left: 0; }}
{_ROW} [data-testid="stPageLink-NavLink"] * {{ white-space: normal; overflow-wrap: anywhere; line-height: 1.35; }}
@media (max-width: 48rem) {{
  {_ROW} {{ grid-template-columns: 1fr 1fr; }}
  {_ROW} > :nth-child(-n+3) {{ grid-column: 1 / -1; grid-row: auto; }}
}}
</style>"""


def draw_rows(campaigns: Sequence[Campaign], now: datetime, obstacle: Obstacle) -> Click | None:
    """The campaigns; answers the button that was clicked."""
    st.html(_STYLE)
    clicked: Click | None = None
    with st.container(gap="xsmall"):
        for campaign in campaigns:
            clicked = _draw_row(campaign, now, obstacle(campaign)) or clicked
    return clicked


def _draw_row(campaign: Campaign, now: datetime, obstacle: str | None) -> Click | None:
    with st.container(border=True, key=f"campaign-{campaign.id}", horizontal=True):
        st.page_link(
            "pages/campaign_page.py",
            label=f"**{plain(campaign.name)}**",
            query_params={"id": campaign.id},
        )
        st.markdown("  \n".join(_lines(campaign, now)))
        st.progress(progress(campaign), text=progress_words(campaign))
        return _buttons(campaign, obstacle)


def _lines(campaign: Campaign, now: datetime) -> list[str]:
    badge = status_badge(campaign.status)
    if campaign.deleted_at:
        badge += f" :gray-badge[:material/delete: {_('Deleted')}]"
    return [
        f"{badge} :small[:gray[{hours_words(campaign)}]]",
        f":small[{answered_words(campaign)}]",
        f":small[:gray[{changed_words(campaign, now)}]]",
    ]


def _buttons(campaign: Campaign, obstacle: str | None) -> Click | None:
    off, word = obstacle is not None, _("Launch")
    if campaign.status is CampaignStatus.RUNNING:
        word = _("Call more")
    dry_run = st.button(
        _("Dry run"), key=f"dry-run-{campaign.id}", disabled=off, help=obstacle, width="stretch"
    )
    launch = st.button(word, key=f"launch-{campaign.id}", disabled=off, help=obstacle, width="stretch")
    if launch:
        return "launch", campaign
    return ("dry-run", campaign) if dry_run else None


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
