"""Launch dialog, the last look before strangers' phones ring: the dry run is made before it is drawn, the button
launches once.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import streamlit as st

from components.console import console, person
from components.launch.before_launch import draw_end
from components.launch.dry_run import draw_how_known, draw_left_out
from components.launch.dry_run import headline as who_is_called
from components.launch.readiness import draw_before_start
from components.launch.readiness_list import headline
from components.launch.result import draw_result, draw_unclear
from components.launch.start_with import begin_anew, draw_start_with
from components.launch.unclear import draw_watch, look_again
from components.launch.view import forget, opened
from components.ui.dialogs import open_dialog
from components.ui.markdown import plain, shortened
from components.ui.messages import Doing, draw_problem
from components.words.launch import Start, button_words, follows_words
from services.api.models import Campaign
from services.campaign.facts import CampaignFacts
from services.campaign.readiness import blocked
from services.launch import LaunchOutcome, LaunchResult
from services.launch.preparing import LaunchService, PreparedLaunch
from services.readiness import Code, Finding
from services.texts import _


def open_launch_dialog(campaign_id: str, name: str) -> None:
    """Call it in the run of the click; `name` is the campaign's, as typed."""
    title = _("Launch {name}").format(name=plain(shortened(name)))
    begin_anew(campaign_id)
    open_dialog(title, _draw, campaign_id, uuid.uuid4().hex, icon=":material/rocket_launch:", width="medium")


def _draw(campaign_id: str, opening: str) -> None:
    services = console()
    with st.spinner(_("Finding out who would be called …")):
        view = opened(services.launching, opening, campaign_id)
    if not isinstance(view, PreparedLaunch):
        draw_problem(view, Doing.CALLING)
    elif view.away is not None:
        draw_problem(view.away, Doing.CALLING)
    elif view.result is None and view.earlier is not None and view.earlier.watched_for is not None:
        _draw_watched(view, view.earlier)
    elif view.result is not None:
        _draw_after(view)
    else:
        _draw_before(view, services.facts.of(view.campaign), services.launching)


def _draw_watched(view: PreparedLaunch, earlier: LaunchResult) -> None:
    """While it is not known what became of an earlier click there is nothing to launch with."""
    draw_watch(earlier, view)
    with st.container(horizontal=True, vertical_alignment="center"):
        _prepare_again_button(view)
        _close_and_watch(view)


def _draw_before(view: PreparedLaunch, facts: CampaignFacts, launching: LaunchService) -> None:
    _draw_earlier(view)
    st.markdown(who_is_called(view.dry_run))
    draw_how_known(view.dry_run)
    outlook = draw_end(facts)
    draw_left_out(view.dry_run.left_out)
    findings = draw_before_start(facts, f"launch-{view.campaign.id}")
    start = _start(view, findings, draw_start_with(view.campaign, facts.no_limit_because()))
    still = launching.still_going_in(view.campaign.id)
    if still:
        draw_problem(still, Doing.CALLING)
        _prepare_again_button(view)
    understood = _understood(view) and not blocked(findings) and not still
    # what changes its height stands below the button, which must not move under the mouse
    with st.container(key=f"dialog-foot-{view.campaign.id}"):
        clicked = st.button(
            button_words(start),
            type="primary",
            icon=":material/call:",
            disabled=not understood,
            key=f"confirm-launch-{view.campaign.id}",
            width="stretch",
        )
        if not understood:
            st.markdown(
                headline(findings) if blocked(findings) else _("First please answer what stands above.")
            )
    if st.button(_("No, go back"), key=f"not-launch-{view.campaign.id}", type="tertiary", width="stretch"):
        st.rerun()
    if follows := follows_words(start):
        st.caption(follows)
    if clicked and understood:
        with st.spinner(_("Launching …")):
            launching.launch(view, who=person(), most=start.most, outlook=outlook)
        st.rerun(scope="fragment")


def _start(view: PreparedLaunch, findings: Sequence[Finding], most: int | None) -> Start:
    """What the click would do. Who is called at once is known where the platform answered, or nobody is."""
    first = view.dry_run.count
    if first and view.dry_run.worked_out:
        first = None
    return Start(_waiting(view.campaign, findings), first, most, view.campaign.max_concurrent_calls)


def _waiting(campaign: Campaign, findings: Sequence[Finding]) -> int | None:
    """People who are to be called: those whom readiness counted, else all who are not done."""
    counted = [finding.params["count"] for finding in findings if finding.code is Code.PEOPLE_FINE]
    if counted:
        return int(counted[0])
    if campaign.total_contacts is None or campaign.contacts_completed is None:
        return None
    return campaign.total_contacts - campaign.contacts_completed


def _draw_earlier(view: PreparedLaunch) -> None:
    if view.earlier:
        draw_unclear(view.earlier)
        _look_again_button(view)


def _understood(view: PreparedLaunch) -> bool:
    """After an unclear launch only somebody who says that she has looked goes on."""
    if view.earlier is None or view.earlier.outcome is LaunchOutcome.NOT_LAUNCHED:
        return True
    return st.checkbox(
        _(
            "I have looked at the campaign and want to launch it although calls may have been started already."
        ),
        key=f"acknowledge-{view.earlier.intent.id}",
    )


def _draw_after(view: PreparedLaunch) -> None:
    result = view.result
    if result is None:
        return
    if result.watched_for is None:
        draw_result(result)
    else:
        draw_watch(result, view)
    with st.container(horizontal=True, vertical_alignment="center"):
        if result.outcome in (LaunchOutcome.UNCERTAIN, LaunchOutcome.IN_PROGRESS):
            _look_again_button(view)
        if result.outcome in (LaunchOutcome.STALE_VIEW, LaunchOutcome.NOT_LAUNCHED, LaunchOutcome.NOT_SENT):
            _prepare_again_button(view)
        _close_and_watch(view)


def _prepare_again_button(view: PreparedLaunch) -> None:
    st.button(
        _("Look again"),
        on_click=forget,
        icon=":material/refresh:",
        key=f"prepare-again-{view.campaign.id}",
    )


def _close_and_watch(view: PreparedLaunch) -> None:
    started = view.result and view.result.outcome in (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY)
    draw_watch_link(view.campaign.id, main=bool(started))
    if st.button(_("Close"), key=f"close-launch-{view.campaign.id}"):
        st.rerun()


def draw_watch_link(campaign_id: str, *, main: bool = True) -> None:
    """The way on once people are being called: the `main` one of its place."""
    key = f"main-link-{campaign_id}" if main else f"link-{campaign_id}"
    with st.container(key=key, width="content"):
        st.page_link(
            "pages/campaign_page.py",
            label=_("Watch the campaign"),
            icon=":material/monitoring:",
            query_params={"id": campaign_id},
        )


def _look_again_button(view: PreparedLaunch) -> None:
    st.button(
        _("Look again"),
        on_click=look_again,
        args=(view,),
        icon=":material/refresh:",
        key=f"look-again-{view.campaign.id}",
    )
