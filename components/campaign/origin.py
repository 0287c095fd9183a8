"""Links between a campaign and its copies: where it came from, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from components.ui.markdown import on_one_line, shortened
from components.ui.own_element import PageLink
from services.campaign.facts import Relatives
from services.campaigns.links import Relation
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


def origin_links(relatives: Relatives) -> list[PageLink]:
    """Nothing where the campaign stands alone, or the other one is no longer there. Unescaped."""
    origin, followers, names = relatives
    came_of = [_link(origin.origin_id, _CAME_OF[origin.relation], names)] if origin else []
    became = [_link(one.campaign_id, _BECAME[one.relation], names) for one in followers[:SHOWN]]
    return [link for link in (*came_of, *became) if link]


def _link(other: str, words: str, names: Mapping[str, str]) -> PageLink | None:
    if other not in names:
        return None
    name = on_one_line(shortened(names[other]))
    return PageLink(_(words).format(campaign=name), f"campaign?id={quote(other)}", "link")
