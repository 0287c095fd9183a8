"""Opening of a draft of *New campaign*: begun from nothing, or as the copy of a campaign; and what it can be made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

import streamlit as st

from components.drafts.listing import draw_begun
from components.new_campaign import kept as kept_drafts
from components.new_campaign.draft import BASICS, CHECK, HOURS, PEOPLE, Draft
from components.ui import formats
from components.ui.entries import FormEntries
from components.ui.focus import focus_on
from components.ui.messages import problems_shown
from components.ui.unreadable import ListKind, draw_unreadable
from services.api.models import Campaign
from services.calling_days.usual import UsualHours
from services.calling_rules.call_window import find_zone
from services.campaigns.campaigns import Campaigns
from services.campaigns.choices import Choices
from services.campaigns.first_people import FirstPeople, PeopleSource
from services.campaigns.form import LONGEST_NAME, Basics, Hours, Retries
from services.campaigns.requests import basics_of, each_call_of, hours_of, retries_of
from services.campaigns.suggested import suggested_basics
from services.deployment import Deployment, SourcedAnswer
from services.drafts.drafts import DraftKind
from services.texts import _

T = TypeVar("T")
_DRAFTS, _AT = "new-campaign-drafts", "new-campaign-at"
FIRST_OF = {
    BASICS: "campaign-name",
    HOURS: "window-start",
    PEOPLE: "people-source",
    CHECK: "create-campaign",
}
"""The first control of each part of the page, by the part's name in the address."""


def open_draft(
    copied_id: str,
    find: Callable[[str], Campaign | None],
    usual: Callable[[str], UsualHours | None],
    *,
    clicked: bool,
) -> tuple[Draft | None, FormEntries]:
    """The draft begun from nothing ("") or from a campaign; None where that campaign is not there. One that has become
    a campaign makes room for a new one, unless this run answers a click on its button. `find` looks a campaign up in the list,
    `usual` tells the hours and days to begin with: those of a campaign by its id, "" for a new one.

    Raises:
        ApiError: the campaign to copy could not be read.
    """
    drafts: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    draft = kept_drafts.form_of_address(drafts)
    if draft is None:
        draft = f"{copied_id}-unreached" if _for_unreached() else copied_id
    entries = FormEntries(f"new-campaign-{draft}", place="new-campaign")
    kept = drafts.get(draft)
    if kept and (clicked or kept.campaign_id is None or kept.half_there):
        return kept, entries
    if kept:
        entries.clear()
        kept_drafts.PAGE.forget()
    copied = find(copied_id) if copied_id else None
    if copied_id and copied is None:
        return None, entries
    begun_with = usual(copied_id)
    drafts[draft] = _copy_of(copied, begun_with) if copied else blank(begun_with)
    return drafts[draft], entries


def _for_unreached() -> bool:
    """Whether the address asks for a copy that calls whom the campaign copied did not reach."""
    return st.query_params.get("people") == PeopleSource.UNREACHED


def blank(usual: UsualHours | None) -> Draft:
    """A draft begun from nothing, with the usual hours and days; None where no days can be kept."""
    own = str(formats.viewer_zone())
    hours = Hours(timezone=own if "/" in own and find_zone(own) else None)
    if usual is None:
        return Draft(Basics(), hours, Retries(), FirstPeople())
    hours = replace(hours, start=usual.start, end=usual.end)
    return Draft(Basics(), hours, Retries(), FirstPeople(), days=usual.days, usual=usual)


def _copy_of(campaign: Campaign, usual: UsualHours | None) -> Draft:
    """Everything as it was but the name, and the start, which has passed."""
    name = _("{name} (copy)").format(name=campaign.name)
    basics = replace(basics_of(campaign), name=name if len(name) <= LONGEST_NAME else campaign.name)
    hours = replace(hours_of(campaign), on_a_date=False, starts_at=None)
    source = PeopleSource.UNREACHED if _for_unreached() else PeopleSource.UPLOAD
    people = FirstPeople(source, unreached_of=campaign.id)
    days = usual.days if usual else None
    return Draft(
        basics, hours, retries_of(campaign), people, campaign, each=each_call_of(campaign), days=days
    )


def draw_other_drafts(made: Draft) -> None:
    """What is kept besides, or was looked for in vain."""
    kept_drafts.PAGE.draw_not_opened()
    draw_begun(DraftKind.CAMPAIGN, but=made.saved.id)


def draw_kept(made: Draft) -> None:
    """Where it is kept. Call it once this run has kept it."""
    if not made.saved.problem:  # above stands why it is not
        with st.container(key="new-campaign-kept"):
            st.caption(_("What you type is kept under *Drafts* until the campaign is created."))


def begin_anew(token: str) -> None:
    """A callback: an empty form in place of this one, which stays under *Drafts*."""
    forms: dict[str, Draft] = st.session_state.get(_DRAFTS, {})
    for key in [key for key, one in forms.items() if one.token == token]:
        kept_drafts.begin_anew(forms, key)


def forget(made: Draft) -> None:
    """Callback: what became of this draft was seen; the next one begins empty."""
    made.people_problem = made.settings_problem = None
    made.found = False


def go_to_part(made: Draft) -> None:
    """Once for each address: the part that it names has the focus, at first the name."""
    part = st.query_params.get("step", BASICS)
    if st.session_state.get(_AT) != (id(made), part):
        st.session_state[_AT] = id(made), part
        focus_on(FIRST_OF.get(part, FIRST_OF[BASICS]))


def suggest_basics(made: Draft, campaigns: Campaigns, choices: Choices) -> None:
    """Once, for a draft begun from nothing: assistant, numbers and company as the team chose them last. What is suggested can
    be changed; where the campaigns cannot be read nothing is."""
    if made.suggested or made.copied is not None:
        return
    made.suggested = True
    with problems_shown():
        made.basics = suggested_basics(made.basics.name, campaigns.all().value, choices)


def read_choices(deployment: Deployment) -> Choices:
    """Read what a campaign can be made of here; what could not be read is said, and typed by hand."""
    assistants = _read(deployment.assistants, ListKind.ASSISTANTS)
    numbers = [number for one in assistants for number in _read(partial(deployment.numbers, one.id))]
    with problems_shown():
        draw_unreadable(ListKind.NUMBERS, deployment.every_number().unreadable)
    return Choices(assistants, numbers, _read(deployment.companies, ListKind.COMPANIES))


def _read(ask: Callable[[], SourcedAnswer[list[T]]], kind: ListKind | None = None) -> list[T]:
    with problems_shown():
        found = ask()
        if kind:
            draw_unreadable(kind, found.unreadable)
        return found.value
    return []
