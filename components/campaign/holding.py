"""Answer to "Why is nobody being called?": one sentence, a bar of all the people by what holds them, and the click that
mends it. It opens by itself when nothing rings; while some are called it says what the others wait for.
"""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from components.console import console
from components.ui import formats
from components.ui.drawn_once import ByIdentity, DrawnOnce
from components.ui.html import template
from components.ui.messages import draw_problem
from components.words.holding import PART_WORDS, answer, is_old, together
from components.words.obstacles import obstacle
from services.api import ApiError
from services.campaign.facts import CampaignFacts
from services.campaign.held_parts import Holding, Part, Share
from services.campaigns.campaigns import CampaignAction
from services.live import LiveState
from services.texts import N_, _

_PROBLEM = "look-at-everybody-problem"
_COLOURS: dict[Part, str] = {
    Part.DONE: "#8b62d1",
    Part.NOT_CALLABLE: "#8a929e",
    Part.CALLING: "#2f9e5c",
    Part.NEXT: "#2f9e5c",
    Part.DAY: "#1f5fa8",
    Part.HOURS: "#3d7dca",
    Part.RETRY: "#2a9d9d",
    Part.START_DATE: "#3d7dca",
    Part.NOT_LAUNCHED: "#3d7dca",
    Part.AT_ONCE: "#c77d0a",
    Part.AT_MOST: "#c77d0a",
    Part.KEPT_PAUSED: "#c77d0a",
    Part.PAUSED: "#c77d0a",
    Part.UNKNOWN: "transparent",
}
_STOPS = "#d64545"
"""What goes on being held until somebody does something elsewhere."""
_IN_SETTINGS: dict[Part, str] = {
    Part.START_DATE: N_("Change the start"),
    Part.DAY: N_("Change the calling days"),
    Part.HOURS: N_("Change the calling hours"),
    Part.RETRY: N_("Change the waiting times"),
    Part.AT_ONCE: N_("Change how many at once"),
}
_IN_TALKTURO = (Part.OVERDUE, Part.NUMBERS, Part.CREDITS, Part.SILENCE, Part.UNKNOWN)


class PartRow(NamedTuple):
    """Row of the table, and segment of the bar."""

    kind: str
    words: str
    people: int
    told: str
    until: str
    colour: str
    binding: bool


_html = template("campaign/holding")
_made = DrawnOnce[str](50)


def draw_holding(state: LiveState, facts: CampaignFacts) -> None:
    """Nothing where nobody waits, or the first call is about to begin."""
    found = facts.behind_calls(state) or facts.holding(state)
    over = state.campaign.status.is_over or state.campaign.deleted_at is not None
    if found is None or not _worth_saying(found, over=over):
        return
    st.html(_made(lambda: _words(found, state), ByIdentity(found), is_old(found, state.now)))
    if found.unread:
        draw_look_at_everybody(facts)
    if found.binding:
        _draw_mend(found.binding, facts)


def _worth_saying(found: Holding, *, over: bool) -> bool:
    """Of a campaign that is over only whom it has left; before the first of its calls nothing."""
    if over:
        return found.of(Part.OVER) > 0
    return bool(found.calling) or found.binding is None or found.binding.part is not Part.NEXT


def _words(found: Holding, state: LiveState) -> str:
    rows = [_row(one, found, state) for one in found.shares]
    return _html.render(
        title=_title(found),
        answer=answer(found, state.now, state.campaign.max_concurrent_calls),
        rows=rows,
        alt="; ".join(f"{row.words}: {row.told}" for row in rows),
        headings=[_("What holds them"), _("People"), _("Until")],
        together=together(found, state.now),
    )


def _title(found: Holding) -> str:
    if found.of(Part.OVER):
        return _("Who is left in it?")
    return _("What do the others wait for?") if found.calling else _("Why is nobody being called?")


def _row(one: Share, found: Holding, state: LiveState) -> PartRow:
    return PartRow(
        kind=one.part.value,
        words=_(PART_WORDS[one.part]),
        people=one.people or 0,
        told=formats.number(one.people),
        until=formats.near_moment(one.until, state.now) if one.until else "",
        colour=_COLOURS.get(one.part, _STOPS),
        binding=found.binding is not None and one.part is found.binding.part,
    )


def _draw_mend(binding: Share, facts: CampaignFacts) -> None:
    """The way to what mends what binds, where there is one. What starts it or lets it go on is in the head of the page."""
    campaign, part = facts.campaign, binding.part
    if part in _IN_SETTINGS:
        _draw_way_to_settings(part, facts)
    if part is Part.NUMBERS:
        st.page_link(
            "pages/new_campaign_page.py",
            label=_("Copy it and choose other numbers"),
            icon=":material/content_copy:",
            query_params={"copy": campaign.id},
        )
    if part in _IN_TALKTURO and not console().demo:
        st.link_button(
            _("Open Talkturo"),
            console().api.base_url,
            icon=":material/open_in_new:",
            key=f"mend-talkturo-{campaign.id}",
        )


def _draw_way_to_settings(part: Part, facts: CampaignFacts) -> None:
    """Where it runs its settings cannot be changed, and the way there says so."""
    campaign = facts.campaign
    reason = obstacle(campaign, CampaignAction.EDIT, facts.may, facts.generation)
    query = {"id": campaign.id, "view": "settings"} | ({} if reason else {"edit": "yes"})
    st.page_link(
        "pages/campaign_page.py",
        label=_(_IN_SETTINGS[part]),
        icon=":material/tune:",
        help=reason,
        query_params=query,
    )


def draw_look_at_everybody(facts: CampaignFacts) -> None:
    """Button for what is known only once all of them are read."""
    problem = st.session_state.pop(_PROBLEM, None)
    if isinstance(problem, ApiError):
        draw_problem(problem)
    st.button(
        _("Look at everybody"),
        key=f"look-at-everybody-{facts.campaign.id}",
        icon=":material/groups:",
        help=_("They are too many to be read unasked; reading them takes some of this hour's requests."),
        on_click=_look_at_everybody,
        args=(facts,),
    )


def _look_at_everybody(facts: CampaignFacts) -> None:
    try:
        facts.look_at_everybody()
    except ApiError as error:
        st.session_state[_PROBLEM] = error
