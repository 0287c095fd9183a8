"""The views of one campaign, by their code in the address."""

from __future__ import annotations

from collections.abc import Callable

from components.campaign_calls import draw_calls_view
from components.campaign_dry_run import draw_dry_run_view
from components.campaign_overview import draw_overview
from components.campaign_people import draw_people_view
from components.campaign_settings_view import draw_settings_view
from services.live import LiveState
from services.texts import N_, _

OVERVIEW = "overview"
VIEWS: dict[str, tuple[str, str, Callable[[LiveState], None]]] = {
    OVERVIEW: (N_("Overview"), ":material/monitoring:", draw_overview),
    "people": (N_("People"), ":material/groups:", draw_people_view),
    "dry-run": (N_("Dry run"), ":material/preview:", draw_dry_run_view),
    "calls": (N_("Calls"), ":material/call_log:", draw_calls_view),
    "settings": (N_("Settings"), ":material/settings:", draw_settings_view),
}


def view_label(view: str) -> str:
    word, icon, _draw = VIEWS[view]
    return f"{icon} {_(word)}"


def draw_view(view: str, state: LiveState) -> None:
    _word, _icon, draw = VIEWS[view]
    draw(state)
