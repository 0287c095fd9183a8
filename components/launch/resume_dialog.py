"""Resume dialog: the question before a paused campaign goes on, and what became of the answer, as careful as a
launch, for phones ring.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from components.console import console, person
from components.launch.result import draw_result, draw_unclear
from components.launch.unclear import draw_watch
from components.launch.view import UNCLEAR, show_anew, unclear_before
from components.ui.dialogs import open_dialog
from components.ui.markdown import plain, shortened
from components.ui.messages import Doing, draw_problem, explain
from components.words.obstacles import obstacle
from services.api import ApiError
from services.api.models import Campaign
from services.campaigns.campaigns import CampaignAction
from services.database.circuit_breaker import DatabaseAway
from services.launch import LaunchOutcome, LaunchResult, SeenState
from services.texts import _


@dataclass
class ResumeView:
    """`earlier` is an unclear launch or resume from which only a person goes on. `away`: nothing was sent, because the
    console's own database does not answer."""

    campaign: Campaign
    seen: SeenState
    earlier: LaunchResult | None = None
    result: LaunchResult | None = None
    away: DatabaseAway | None = None

    def resume(self) -> None:
        """Once, however often the button was clicked."""
        who = person()
        if who is None or (self.result is not None and self.result.said is not LaunchOutcome.NOT_SENT):
            return
        acknowledged = self.earlier.intent.id if self.earlier else None
        self.away = None
        try:
            self.result = console().launches.resume(
                self.campaign.id, self.seen, who=who, acknowledged=acknowledged
            )
        except DatabaseAway as error:
            self.away = error
        else:
            show_anew(self.campaign.id)

    def look_again(self) -> None:
        if self.result is not None:
            self.found(console().launches.look(self.result.intent.id))

    def found(self, looked: LaunchResult) -> None:
        """What is known now of an unclear launch or resume."""
        if self.result is not None:
            self.result = looked
        else:
            self.earlier = looked if looked.said in UNCLEAR else None


def open_resume_dialog(campaign: Campaign) -> None:
    """Call it in the run of the click."""
    title = _("Resume {name}?").format(name=plain(shortened(campaign.name)))
    try:
        view: ResumeView | ApiError | DatabaseAway = prepare(campaign)
    except (ApiError, DatabaseAway) as error:
        view = error
    open_dialog(title, _draw, view, icon=":material/play_arrow:")


def prepare(campaign: Campaign) -> ResumeView:
    """The campaign as the page shows it, and what is known of its last launch.

    Raises:
        ApiError: the platform did not answer.
        DatabaseAway: nothing can be resumed now.
    """
    return ResumeView(campaign, console().launches.seen(campaign), unclear_before(campaign.id))


def _draw(view: ResumeView | ApiError | DatabaseAway) -> None:
    if not isinstance(view, ResumeView):
        draw_problem(view, Doing.CALLING)
    elif view.result is not None and view.result.said is not LaunchOutcome.NOT_SENT:
        _draw_after(view, view.result)
    elif view.earlier is not None and view.earlier.watched_for is not None:
        draw_watch(view.earlier, view.found)
        _close_button(view)
    else:
        _draw_question(view)


def _draw_question(view: ResumeView) -> None:
    campaign_id = view.campaign.id
    st.markdown(_("It goes on calling people within its calling hours, where it stopped."))
    if view.earlier:
        draw_unclear(view.earlier)
    if trouble := view.away or (view.result.error if view.result else None):
        draw_problem(trouble, Doing.CALLING)
    understood = _understood(view.earlier)
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(_("No, go back"), key=f"not-resume-{campaign_id}"):
            st.rerun()
        if st.button(
            _("Yes, resume"), key=f"confirm-resume-{campaign_id}", type="primary", disabled=not understood
        ):
            view.resume()
            if view.result and view.result.said is LaunchOutcome.LAUNCHED:
                st.rerun()
            st.rerun(scope="fragment")


def _understood(unclear: LaunchResult | None) -> bool:
    """After an unclear launch or resume only somebody who says that she has looked goes on."""
    if unclear is None or unclear.said is LaunchOutcome.NOT_LAUNCHED:
        return True
    return st.checkbox(
        _(
            "I have looked at the campaign and want to resume it although calls may have been started already."
        ),
        key=f"acknowledge-{unclear.intent.id}",
    )


def _draw_after(view: ResumeView, result: LaunchResult) -> None:
    reason = obstacle(view.campaign, CampaignAction.RESUME) if result.said is LaunchOutcome.REFUSED else None
    if result.watched_for is not None:
        draw_watch(result, view.found)
    elif reason and result.error:
        title = explain(result.error).title
        st.error(f"{_('Nothing was changed.')} {reason}", title=title, icon=":material/error:")
    else:
        draw_result(result)
    with st.container(horizontal=True):
        if result.said in (LaunchOutcome.UNCERTAIN, LaunchOutcome.IN_PROGRESS):
            st.button(
                _("Look again"),
                on_click=view.look_again,
                icon=":material/refresh:",
                key=f"look-again-{view.campaign.id}",
            )
        _close_button(view)


def _close_button(view: ResumeView) -> None:
    if st.button(_("Close"), key=f"close-resume-{view.campaign.id}"):
        st.rerun()
