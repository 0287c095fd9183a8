"""Watch over an unclear launch or resume: what is known, until when it is looked at, and what comes of it, drawn anew
by itself. While it is watched nothing can be started, whatever is clicked (`services.launch`).
"""

from __future__ import annotations

from components.console import console
from components.launch.result import draw_result
from components.launch.stop_now import draw_stop_now
from components.ui.dialogs import redraw_page
from components.ui.refreshing import refreshing
from services.campaign.facts import CampaignFacts
from services.campaigns.stops import has_stopped
from services.launch import IntentKind, LaunchOutcome, LaunchResult
from services.launch.preparing import STARTED, PreparedStart

LOOK_SECONDS = 5.0  # the services look at the platform every ten, however many watch


@refreshing(LOOK_SECONDS)
def draw_watch(last: LaunchResult, start: PreparedStart) -> None:
    """In a dialog. `start` is told what is known now, for what is drawn when somebody clicks."""
    launching = console().launching
    result = launching.watch(last)
    launching.found(start, result)
    _draw_with_stop(result, dialog=True)


def draw_watch_in_dialog(campaign_id: str) -> None:
    """In a dialog that starts nothing itself; nothing where all is clear."""
    if unclear := console().launching.watched().get(campaign_id):
        _draw_here(unclear)


@refreshing(LOOK_SECONDS)
def _draw_here(last: LaunchResult) -> None:
    _draw_with_stop(console().launching.watch(last), dialog=True)


def _draw_with_stop(result: LaunchResult, *, dialog: bool) -> None:
    """What is known, and while that is not enough, the way to stop whatever it may have started."""
    draw_result(result)
    started_unasked = result.intent.kind is IntentKind.DRY_RUN and result.outcome in STARTED
    if result.outcome is LaunchOutcome.UNCERTAIN or started_unasked:
        draw_stop_now(result.intent, dialog=dialog)


def look_again(start: PreparedStart) -> None:
    """A callback: a person wants to know what became of it."""
    console().launching.look_again(start)


def draw_watch_on_page(facts: CampaignFacts) -> None:
    """On the campaign's own page, below its head; nothing where all is clear."""
    unclear = facts.unclear_launch()
    if unclear:
        _draw_on_page(facts.campaign.id, unclear)
    elif started := _started_by_a_dry_run(facts):
        _draw_with_stop(started, dialog=False)


def _started_by_a_dry_run(facts: CampaignFacts) -> LaunchResult | None:
    """The dry run that has started it, as long as it has not been stopped since."""
    last = facts.last_launch()
    unasked = last is not None and last.intent.kind is IntentKind.DRY_RUN and last.outcome in STARTED
    return last if unasked and not has_stopped(facts.campaign) else None


@refreshing(LOOK_SECONDS)
def _draw_on_page(campaign_id: str, last: LaunchResult) -> None:
    services = console()
    result = services.launching.watch(last)
    _draw_with_stop(result, dialog=False)
    if result.outcome in STARTED:
        services.campaigns.read_anew(campaign_id)
        redraw_page()
