"""Views of one campaign, by their code in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from components.campaign.calls import draw_calls_view
from components.campaign.dry_run import draw_dry_run_view
from components.campaign.overview import draw_overview
from components.campaign.people import draw_people_view
from components.campaign.settings import draw_settings_view
from components.ui import address
from components.ui.own_element import PageLink, icon_name
from services.campaign.facts import CampaignFacts
from services.live import LiveState
from services.texts import N_, _

OVERVIEW = "overview"
VIEWS: dict[str, tuple[str, str, Callable[[LiveState, CampaignFacts], None]]] = {
    OVERVIEW: (N_("Overview"), ":material/monitoring:", draw_overview),
    "people": (N_("People"), ":material/groups:", draw_people_view),
    "dry-run": (N_("Dry run"), ":material/preview:", draw_dry_run_view),
    "calls": (N_("Calls"), ":material/call_log:", draw_calls_view),
    "settings": (N_("Settings"), ":material/settings:", draw_settings_view),
}


def view_links(shown: str, parameters: Mapping[str, str]) -> list[PageLink]:
    """The ways between the views. What is chosen within one is kept, an edit is not."""
    return [
        PageLink(
            _(word),
            address.elsewhere("campaign", parameters, view="" if view == OVERVIEW else view, edit=""),
            icon_name(icon),
            f"view-{view}",
            here=view == shown,
        )
        for view, (word, icon, _draw) in VIEWS.items()
    ]


def draw_view(view: str, state: LiveState, facts: CampaignFacts) -> None:
    _word, _icon, draw = VIEWS[view]
    draw(state, facts)
