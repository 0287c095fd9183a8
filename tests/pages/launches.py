"""Clicks in the dialogs of a launch or a resume, on the console that the pages of a test show."""

from __future__ import annotations

from services import runtime
from services.api.models import Campaign
from services.forecast import Forecast
from services.launch.preparing import LaunchService, PreparedLaunch, PreparedStart
from services.person import Person

WHO = Person("test")


def launching() -> LaunchService:
    console = runtime.current()
    assert console is not None
    return console.launching


def prepare(campaign_id: str) -> PreparedLaunch:
    return launching().prepare(campaign_id, who=WHO)


def launch(view: PreparedLaunch, most: int | None = None, outlook: Forecast | None = None) -> None:
    launching().launch(view, who=WHO, most=most, outlook=outlook)


def prepare_to_resume(campaign: Campaign) -> PreparedStart:
    return launching().prepare_to_resume(campaign)


def resume(view: PreparedStart) -> None:
    launching().resume(view, who=WHO)
