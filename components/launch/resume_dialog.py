"""Resume dialog: the question before a paused campaign goes on, and what became of the answer, as careful as a
launch, for phones ring.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.console import console, person
from components.launch.result import draw_result, draw_unclear
from components.launch.unclear import draw_watch, look_again
from components.ui.dialogs import open_dialog
from components.ui.markdown import plain, shortened
from components.ui.messages import Doing, Trouble, draw_problem, explain
from components.words.guardrails import held_words, passed_words, what_to_do
from components.words.limits import go_on_words, limit_words, when_it_resumes
from components.words.obstacles import obstacle
from services.api import ApiError
from services.api.models import Campaign
from services.campaign.facts import CampaignFacts
from services.campaigns.campaigns import CampaignAction
from services.database.circuit_breaker import DatabaseAway
from services.launch import LaunchOutcome, LaunchResult
from services.launch.preparing import PreparedStart
from services.texts import _


def open_resume_dialog(facts: CampaignFacts) -> None:
    """Call it in the run of the click."""
    campaign = facts.campaign
    limit = facts.limit()
    asked = _("Go on with the others in {name}?") if limit and limit.reached else _("Resume {name}?")
    title = asked.format(name=plain(shortened(campaign.name)))
    try:
        view: PreparedStart | Trouble = console().launching.prepare_to_resume(campaign)
    except (ApiError, DatabaseAway) as error:
        view = error
    open_dialog(title, _draw, view, facts, icon=":material/play_arrow:")


def _draw(view: PreparedStart | Trouble, facts: CampaignFacts) -> None:
    if not isinstance(view, PreparedStart):
        draw_problem(view, Doing.CALLING)
    elif view.result is not None and view.result.outcome is not LaunchOutcome.NOT_SENT:
        _draw_after(view, view.result, facts)
    elif view.earlier is not None and view.earlier.watched_for is not None:
        draw_watch(view.earlier, view)
        _close_button(view)
    else:
        _draw_question(view, facts)


def _draw_question(view: PreparedStart, facts: CampaignFacts) -> None:
    campaign_id, limit = view.campaign.id, facts.limit()
    reached = limit is not None and limit.reached
    if limit is not None and reached:
        st.markdown(limit_words(limit, limit.called or 0, resting=True))
    else:
        st.markdown(_("It goes on calling people within its calling hours, where it stopped."))
    if limit is not None and limit.watch.stands:
        st.markdown(when_it_resumes(limit))
    _draw_what_was_wrong(facts)
    if view.earlier:
        draw_unclear(view.earlier)
    if trouble := view.away or (view.result.error if view.result else None):
        draw_problem(trouble, Doing.CALLING)
    understood = _understood(view.earlier)
    with st.container(horizontal=True, horizontal_alignment="right"):
        stay = _("Stay paused") if reached else _("No, go back")
        if st.button(stay, key=f"not-resume-{campaign_id}"):
            st.rerun()
        yes = go_on_words(_others(view.campaign)) if reached else _("Yes, resume")
        if st.button(yes, key=f"confirm-resume-{campaign_id}", type="primary", disabled=not understood):
            console().launching.resume(view, who=person())
            if view.result and view.result.outcome is LaunchOutcome.LAUNCHED:
                st.rerun()
            st.rerun(scope="fragment")


def _others(campaign: Campaign) -> int | None:
    """People nobody has called yet; None where that is not told."""
    if campaign.total_contacts is None or campaign.contacts_called is None:
        return None
    return max(campaign.total_contacts - campaign.contacts_called, 0)


def _draw_what_was_wrong(facts: CampaignFacts) -> None:
    """The limit that has paused it: its figures then and now, and what to do. Nothing where none has."""
    found = facts.guardrails()
    if found is None or not found.holds or found.rule is None:
        return
    lines = [held_words(found)]
    if found.now and found.then and not _same(found.now, found.then):
        lines.append(_("Now: {what}").format(what=passed_words(found.rule, found.now)))
    lines.append(what_to_do(found.rule))
    st.warning(" ".join(lines), title=_("What was wrong"), icon=":material/front_hand:")


def _same(now: Mapping[str, float], then: Mapping[str, float]) -> bool:
    return all(then.get(name) == value for name, value in now.items())


def _understood(unclear: LaunchResult | None) -> bool:
    """After an unclear launch or resume only somebody who says that she has looked goes on."""
    if unclear is None or unclear.outcome is LaunchOutcome.NOT_LAUNCHED:
        return True
    return st.checkbox(
        _(
            "I have looked at the campaign and want to resume it although calls may have been started already."
        ),
        key=f"acknowledge-{unclear.intent.id}",
    )


def _draw_after(view: PreparedStart, result: LaunchResult, facts: CampaignFacts) -> None:
    refused = result.outcome is LaunchOutcome.REFUSED
    reason = _obstacle(view, facts) if refused else None
    if result.watched_for is not None:
        draw_watch(result, view)
    elif reason and result.error:
        title = explain(result.error).title
        st.error(f"{_('Nothing was changed.')} {reason}", title=title, icon=":material/error:")
    else:
        draw_result(result)
    with st.container(horizontal=True):
        if result.outcome in (LaunchOutcome.UNCERTAIN, LaunchOutcome.IN_PROGRESS):
            st.button(
                _("Look again"),
                on_click=look_again,
                args=(view,),
                icon=":material/refresh:",
                key=f"look-again-{view.campaign.id}",
            )
        _close_button(view)


def _obstacle(view: PreparedStart, facts: CampaignFacts) -> str | None:
    return obstacle(view.campaign, CampaignAction.RESUME, facts.may, facts.generation)


def _close_button(view: PreparedStart) -> None:
    if st.button(_("Close"), key=f"close-resume-{view.campaign.id}"):
        st.rerun()
