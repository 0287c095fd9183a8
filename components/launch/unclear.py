"""Watch over an unclear launch or resume: what is known, until when it is looked at, and what comes of it, drawn anew
by itself. While it is watched nothing can be started, whatever is clicked (`services.launch`).
"""

from __future__ import annotations

from collections.abc import Callable

from components.console import console
from components.launch.result import draw_result
from components.ui.dialogs import redraw_page
from components.ui.refreshing import refreshing
from services.api.models import Campaign
from services.database.circuit_breaker import DatabaseAway
from services.launch import LaunchOutcome, LaunchResult

LOOK_SECONDS = 5.0  # the services look at the platform every ten, however many watch
_STARTED = (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY)


def unclear_launches() -> dict[str, LaunchResult]:
    """By campaign; none where the console's own database does not answer, for then nothing can be launched anyway."""
    try:
        return console().launches.watched()
    except DatabaseAway:
        return {}


@refreshing(LOOK_SECONDS)
def draw_watch(last: LaunchResult, found: Callable[[LaunchResult], object]) -> None:
    """In a dialog. `found` is told what is known now, for what is drawn when somebody clicks."""
    result = _watched(last)
    found(result)
    draw_result(result)


def draw_watch_on_page(campaign: Campaign) -> None:
    """On the campaign's own page, below its head; nothing where all is clear."""
    unclear = unclear_launches().get(campaign.id)
    if unclear:
        _draw_on_page(campaign.id, unclear)


@refreshing(LOOK_SECONDS)
def _draw_on_page(campaign_id: str, last: LaunchResult) -> None:
    result = _watched(last)
    draw_result(result)
    if result.said in _STARTED:
        console().campaigns.refresh()
        console().live.forget(campaign_id)
        redraw_page()


def _watched(last: LaunchResult) -> LaunchResult:
    try:
        return console().launches.watch(last.intent.id)
    except DatabaseAway:
        return last
