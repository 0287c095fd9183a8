"""Overview of a campaign as it happens: funnel, outcomes, who is being called, what comes next, what goes wrong. It
refreshes itself, with one poll for all who watch.
"""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import NamedTuple

import streamlit as st

from components.campaign.history import draw_progress
from components.campaign.holding import draw_holding
from components.campaign.now import FASTEST, draw_now
from components.campaign.people_file import file_links
from components.campaign.stage import draw_stage
from components.campaign.warnings import draw_warnings
from components.charts import draw_chart, draw_day_plan, funnel_chart, outcomes_chart
from components.charts.chart import Ways, made_once
from components.console import console
from components.launch.before_launch import draw_before_launch
from components.launch.wanted import rerun_where_wanted
from components.ui import formats
from components.ui.dialogs import redraw_page
from components.ui.first_value import FirstValue
from components.ui.messages import draw_age, problems_shown
from components.ui.refreshing import refreshing
from services.api.models import Campaign, CampaignStatus, OtherStatus, Outcome
from services.campaign.facts import CampaignFacts
from services.campaign.held_parts import Part
from services.campaign.outcome_list import Chosen
from services.live import LiveSource, LiveState, LiveWarning, WarningCode, warnings
from services.results.intervals import Share
from services.results.outcomes import FigureSource, funnel, outcomes_of_called
from services.texts import _

SLOWEST = timedelta(minutes=1)
HISTORY_EVERY, HISTORY_SOONEST = timedelta(minutes=5), timedelta(seconds=30)
"""Its charts change slowly, and the people or calls behind them cost requests."""
MUCH = 2.5
SILENCES = (WarningCode.STALLED, WarningCode.NOT_BEGUN)
NOT_EXPLAINED = (Part.OVERDUE, Part.SILENCE, Part.NEXT, Part.UNKNOWN)
"""A silence that a limit explains is as it should be, and no alarm."""


def draw_overview(state: LiveState, facts: CampaignFacts) -> None:
    """The part of the page that refreshes itself, as often as the request budget allows."""
    draw_before_launch(facts)
    every = state.pace.refresh_every
    refreshed = refreshing(min(max(every, FASTEST), SLOWEST) if every else None)(_draw_live)
    refreshed(state.campaign.id, _Drawn.now(state, facts.clock_speed), FirstValue(state))
    if not state.campaign.status.is_over and not state.campaign.deleted_at:
        draw_day_plan(facts.day_plan, "plan-of-day")
    draw_progress(facts)


class _Drawn(NamedTuple):
    """State that the page around the live part was drawn for. Where it no longer holds, the page is drawn anew."""

    status: CampaignStatus | OtherStatus
    how_far: int
    counted: tuple[int | None, ...]
    """Its counters while it stands still: what is below may not show others."""
    every: timedelta | None
    holds_until: float | None
    """By `time.monotonic`; None where it is not drawn anew for its age alone."""

    @classmethod
    def now(cls, state: LiveState, clock_speed: float) -> _Drawn:
        # Without a dashboard the live part alone takes nearly all of what an hour of watching may cost.
        ages = state.campaign.contacts_called and state.source is LiveSource.DASHBOARD
        until = monotonic() + _history_every(clock_speed).total_seconds() if ages else None
        campaign = state.campaign
        return cls(campaign.status, _how_far(campaign), _counted(campaign), state.pace.refresh_every, until)

    def still_fits(self, state: LiveState) -> bool:
        campaign = state.campaign
        same = campaign.status == self.status and _how_far(campaign) == self.how_far
        same = same and _counted(campaign) == self.counted
        old = self.holds_until is not None and monotonic() >= self.holds_until
        return same and not old and not _other_pace(self.every, state.pace.refresh_every)


def _counted(campaign: Campaign) -> tuple[int | None, ...]:
    if campaign.status is CampaignStatus.RUNNING:
        return ()
    return campaign.contacts_called, campaign.contacts_answered, campaign.contacts_completed


def _how_far(campaign: Campaign) -> int:
    """In which quarter a campaign is, 0 before its first call: so often at least the charts of how it went are drawn
    anew, also where it is over before they would be."""
    if not campaign.contacts_called:
        return 0
    both = campaign.contacts_called + (campaign.contacts_completed or 0)
    return 1 + int(2 * both / max(campaign.total_contacts or 0, 1))


def _history_every(clock_speed: float) -> timedelta:
    """Sooner where the demo's clock runs fast: there five minutes are hours."""
    return max(HISTORY_EVERY / max(clock_speed, 1.0), HISTORY_SOONEST)


def _draw_live(campaign_id: str, drawn: _Drawn, seen: FirstValue[LiveState]) -> None:
    services = console()
    rerun_where_wanted()
    with problems_shown():
        state = seen.or_now(lambda: services.facts.watch(campaign_id))
        if not drawn.still_fits(state):
            redraw_page()
        _draw_state(state, services.facts.of(state.campaign))


def _other_pace(drawn: timedelta | None, now: timedelta | None) -> bool:
    """Whether the page has to be told to refresh more or less often: by so much that it does not go to and fro."""
    if drawn is None or now is None:
        return drawn is not now
    return not 1 / MUCH < min(now, SLOWEST) / min(drawn, SLOWEST) < MUCH


def _draw_state(state: LiveState, facts: CampaignFacts) -> None:
    draw_age(state, facts.watch_anew, key="try-again-live")
    draw_warnings(facts, _warnings(state, facts))
    draw_stage(state, facts)
    draw_holding(state, facts)
    _draw_figures(state, facts)
    draw_now(state, facts)


def _warnings(state: LiveState, facts: CampaignFacts) -> list[LiveWarning]:
    """While it waits for a person nobody is called, and that is as it should be."""
    limit, found = facts.limit(), facts.guardrails()
    if (limit is not None and limit.reached) or (found is not None and found.holds):
        return []
    rest = facts.rest()
    told = warnings(
        state, _earlier(state, facts), facts.handed_over(), rest.went_on_at if rest is not None else None
    )
    why = facts.holding(state)
    explained = why is not None and why.binding is not None and why.binding.part not in NOT_EXPLAINED
    return [one for one in told if not (explained and one.code in SILENCES)]


def _earlier(state: LiveState, facts: CampaignFacts) -> Share | None:
    """Earlier answers that the latest calls are compared with, where there are any that could be warned of."""
    if state.campaign.status is not CampaignStatus.RUNNING or not state.recent_calls:
        return None
    return facts.earlier_answers()


def _draw_figures(state: LiveState, facts: CampaignFacts) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        counted = funnel(state.campaign)
        draw_chart(
            made_once(lambda: funnel_chart(counted), "funnel", counted),
            "funnel",
            ways=_who_answered(state, facts),
        )
    with right:
        outcomes = state.by_outcome
        if (
            outcomes and state.campaign.contacts_called != 0
        ):  # before the first call there are only those left out
            called = outcomes_of_called(outcomes, state.by_status)
            left_out = sum(outcomes.values()) - sum(called.values())
            shown = (*sorted(called.items()), left_out)
            draw_chart(
                made_once(
                    lambda: outcomes_chart(called, FigureSource.PEOPLE, left_out=left_out), "outcomes", *shown
                ),
                "outcomes",
            )


def _who_answered(state: LiveState, facts: CampaignFacts) -> Ways | None:
    answered = state.campaign.contacts_answered
    if not facts.people_listed or not answered:
        return None
    links = file_links(state.campaign, Chosen(Outcome.ANSWERED), answered)
    return Ways(_("Who answered ({count}):").format(count=formats.number(answered)), links)
