"""What a person sees before a launch and what became of her click, kept while the dialog is open."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from components.console import console, person
from components.ui.messages import Trouble
from services.api import ApiError
from services.api.models import Campaign
from services.campaigns.one import read_now
from services.database.circuit_breaker import DatabaseAway
from services.database.database import require_answering
from services.forecast import Forecast
from services.launch import DryRun, LaunchOutcome, LaunchResult, SeenState, dry_run

_OPEN_VIEW = "launch-view"


@dataclass
class LaunchView:
    """`earlier` is an unclear launch that is still open, from which only a person goes on. `away`: nothing was sent,
    because the console's own database does not answer."""

    campaign: Campaign
    seen: SeenState
    dry_run: DryRun
    earlier: LaunchResult | None = None
    result: LaunchResult | None = None
    away: DatabaseAway | None = None

    def launch(self, most: int | None, outlook: Forecast | None = None) -> None:
        """Launch once, however often the button was clicked: a second click finds the first one's result. `outlook` is
        the forecast the person saw; it is kept once the platform has answered."""
        who = person()
        if self.result is not None or who is None:
            return
        try:
            self.result = console().launches.launch(
                self.campaign.id,
                self.seen,
                who=who,
                max_calls=most,
                acknowledged=self.earlier.intent.id if self.earlier else None,
            )
        except DatabaseAway as error:
            self.away = error
            return
        if outlook is not None and self.result.said in _SENT:
            console().launch_forecasts.keep(self.result.intent.id, outlook)
        show_anew(self.campaign.id)

    def look_again(self) -> None:
        """Look once more at what became of an unclear launch."""
        unclear = self.result or self.earlier
        if unclear is None:
            return
        self.found(console().launches.look(unclear.intent.id))

    def found(self, looked: LaunchResult) -> None:
        """What is known now of an unclear launch."""
        if self.result is not None:
            started = looked.said is LaunchOutcome.ALREADY and self.result.said is LaunchOutcome.UNCERTAIN
            self.result = looked
            if started:
                show_anew(self.campaign.id)
        else:
            self.earlier = looked if looked.said in UNCLEAR else None


def show_anew(campaign_id: str) -> None:
    """Let the list and the campaign show what the launch has changed."""
    campaigns = console().campaigns
    try:
        campaigns.changed(read_now(console().api, campaign_id))
    except ApiError:
        campaigns.refresh()


UNCLEAR = (LaunchOutcome.UNCERTAIN, LaunchOutcome.NOT_LAUNCHED)
_SENT = (LaunchOutcome.LAUNCHED, LaunchOutcome.UNCERTAIN)
"""After these the campaign may run because of this click; an uncertain one counts once it was found to be launched."""


def prepare(campaign_id: str) -> LaunchView:
    """The campaign as it is now, the dry run, and what is known of its last launch.

    Raises:
        ApiError: the platform did not answer.
        DatabaseAway: nothing can be launched now.
    """
    made = console()
    require_answering(made.engine)
    campaign = read_now(made.api, campaign_id)
    return LaunchView(
        campaign, made.launches.seen(campaign), dry_run(made.api, campaign_id), unclear_before(campaign_id)
    )


def unclear_before(campaign_id: str) -> LaunchResult | None:
    """The campaign's last launch or resume, as it is known now, where it is unclear."""
    launches = console().launches
    last = launches.latest(campaign_id)
    if last is not None and (
        last.said in (LaunchOutcome.UNCERTAIN, LaunchOutcome.IN_PROGRESS) or last.watched_for is not None
    ):
        last = launches.look(last.intent.id)
    return last if last is not None and last.said in UNCLEAR else None


def opened(opening: str, campaign_id: str) -> LaunchView | Trouble:
    """The view of this opening of the dialog, prepared on its first run."""
    kept = st.session_state.get(_OPEN_VIEW)
    if kept is None or kept[0] != opening:
        kept = (opening, _prepared(campaign_id))
        st.session_state[_OPEN_VIEW] = kept
    return kept[1]


def _prepared(campaign_id: str) -> LaunchView | Trouble:
    try:
        return prepare(campaign_id)
    except (ApiError, DatabaseAway) as error:
        return error


def forget() -> None:
    """Prepare anew on the next run of the dialog."""
    st.session_state.pop(_OPEN_VIEW, None)
