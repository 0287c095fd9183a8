"""Where a campaign came from, and what came of it: links between a campaign and its copies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from components.console import console
from components.markdown import plain, shortened
from services.api import ApiError
from services.campaign_links import Link, Relation
from services.texts import N_, _

_CAME_OF: dict[Relation, str] = {
    Relation.COPY: N_("Made with the settings of {campaign}"),
    Relation.UNREACHED: N_("Calls whom {campaign} did not reach"),
}
_BECAME: dict[Relation, str] = {
    Relation.COPY: N_("Its settings were used again for {campaign}"),
    Relation.UNREACHED: N_("Whom it did not reach is called by {campaign}"),
}
SHOWN = 3
MAX_AGE = timedelta(seconds=1)  # asked once for all who look


def draw_origin(campaign_id: str) -> None:
    """Nothing where the campaign stands alone, or the other one is no longer there."""
    made = console()
    key = f"campaign:{campaign_id}:links"
    origin, followers = made.reads.get(key, lambda: made.links.around(campaign_id), MAX_AGE).value
    if origin:
        _draw([origin], [origin.origin_id], _CAME_OF)
    followers = followers[:SHOWN]
    _draw(followers, [link.campaign_id for link in followers], _BECAME)


def _draw(links: Sequence[Link], others: Sequence[str], words: dict[Relation, str]) -> None:
    if not links:
        return
    try:
        names = {one.id: one.name for one in console().campaigns.all().value}
    except ApiError:
        return  # the way to another campaign is an extra; the page itself says that the platform does not answer
    for link, other in zip(links, others, strict=True):
        if other in names:
            st.page_link(
                "pages/campaign_page.py",
                label=_(words[link.relation]).format(campaign=plain(shortened(names[other]))),
                icon=":material/link:",
                query_params={"id": other},
            )
