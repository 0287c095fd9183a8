"""Watch over an unclear launch or resume: what is known, until when it is looked at, and what comes of it, drawn anew
by itself. While it is watched nothing can be started, whatever is clicked (`services.launch`).
"""

from __future__ import annotations

from components.console import console
from components.launch.result import draw_result
from components.ui.dialogs import redraw_page
from components.ui.refreshing import refreshing
from services.campaign.facts import CampaignFacts
from services.launch import LaunchResult
from services.launch.preparing import STARTED, PreparedStart

LOOK_SECONDS = 5.0  # the services look at the platform every ten, however many watch


@refreshing(LOOK_SECONDS)
def draw_watch(last: LaunchResult, start: PreparedStart) -> None:
    """In a dialog. `start` is told what is known now, for what is drawn when somebody clicks."""
    launching = console().launching
    result = launching.watch(last)
    launching.found(start, result)
    draw_result(result)


def look_again(start: PreparedStart) -> None:
    """A callback: a person wants to know what became of it."""
    console().launching.look_again(start)


def draw_watch_on_page(facts: CampaignFacts) -> None:
    """On the campaign's own page, below its head; nothing where all is clear."""
    unclear = facts.unclear_launch()
    if unclear:
        _draw_on_page(facts.campaign.id, unclear)


@refreshing(LOOK_SECONDS)
def _draw_on_page(campaign_id: str, last: LaunchResult) -> None:
    services = console()
    result = services.launching.watch(last)
    draw_result(result)
    if result.outcome in STARTED:
        services.campaigns.read_anew(campaign_id)
        redraw_page()
