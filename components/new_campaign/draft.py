"""Draft of *New campaign*: what was typed so far, the four steps, and the way through them.

A draft belongs to the person's session and to what it was begun from (nothing, or the campaign it copies). The step is
in the address, so that the browser's back button leads to the step before and loses nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

import streamlit as st

from components.campaign_form.days import day_keys
from components.ui import address, formats
from components.ui.entries import FormEntries
from components.ui.messages import problems_shown
from components.ui.unreadable import ListKind, draw_unreadable
from services.api import ApiError
from services.api.generation import Generation, needs_company
from services.api.models import DEFAULT_AT_ONCE, Campaign, CampaignCreate
from services.api.taken_settings import Setting, offered, tries_add_up
from services.calling_days.days import CallingDays
from services.calling_days.usual import UsualHours
from services.calling_days.whose import Whose
from services.calling_rules.call_window import find_zone
from services.campaigns.choices import Choices
from services.campaigns.days_form import TypedDays
from services.campaigns.first_people import FirstPeople, PeopleSource
from services.campaigns.form import (
    LONGEST_NAME,
    Basics,
    EachCall,
    FieldFault,
    Flaw,
    Hours,
    PaceLimits,
    Retries,
    basics_faults,
    each_call_faults,
    hours_faults,
    retries_faults,
    usual_at_once,
)
from services.campaigns.requests import basics_of, create_request, each_call_of, hours_of, retries_of
from services.deployment import Deployment, SourcedAnswer
from services.keeper import GuardrailTerms
from services.launch import CreateResult
from services.texts import N_, _

T = TypeVar("T")
BASICS, HOURS, PEOPLE, CHECK = STEPS = ("basics", "hours", "people", "check")
STEP_WORDS = {
    BASICS: N_("1 · Basics"),
    HOURS: N_("2 · Calling hours"),
    PEOPLE: N_("3 · People"),
    CHECK: N_("4 · Check and create"),
}
STEP = "step"  # the address's parameter and the step control's key
_DRAFTS = "new-campaign-drafts"


@dataclass
class Draft:
    """One campaign in the making. `token` names the form: whatever is clicked, it becomes one campaign.

    `campaign_id` is set once it exists, `people_problem` where its people could not be added then.
    """

    basics: Basics
    hours: Hours
    retries: Retries
    people: FirstPeople
    copied: Campaign | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    tried: set[str] = field(default_factory=set)
    result: CreateResult | None = None
    campaign_id: str | None = None
    people_problem: ApiError | None = None
    settings_problem: ApiError | None = None
    each: EachCall = field(default_factory=EachCall)
    days: CallingDays | None = None
    """Calling days that are kept from its creation on; None where none can be."""
    unread_days: frozenset[int] = frozenset()
    """Weekdays whose own hours cannot be read."""
    usual: UsualHours | None = None
    """Hours and days that it began with, or that followed the places of its people last."""
    limits: GuardrailTerms | None = None
    """None as long as nobody has seen them: then the usual ones hold, or those of the campaign copied."""
    kinds: tuple[Whose, ...] = ()
    """The kinds of people on the list that it was begun with; empty where it was begun without one."""
    generation: Generation = Generation.UNKNOWN
    """Of the platform as it was last found: what is asked for and sent follows from it."""
    at_once_followed: int = DEFAULT_AT_ONCE
    """As many as the numbers chosen last called for."""

    def follow_numbers(self, entries: FormEntries) -> None:
        """People at once follow the numbers to call from, until a person says otherwise. Not where they are typed: before
        their control is drawn."""
        usual = usual_at_once(len(self.basics.from_number_ids))
        followed, self.at_once_followed = self.at_once_followed, usual
        if self.copied is None and usual != followed == self.retries.people_at_once:
            self.retries = replace(self.retries, people_at_once=usual)
            entries.put("people-at-once", usual)

    def speak(self, generation: Generation) -> None:
        """From now on for this generation of the platform."""
        self.generation = generation
        self.retries = replace(self.retries, tries_add_up=tries_add_up(generation))

    @property
    def offered(self) -> frozenset[Setting]:
        return offered(self.generation)

    def faults(self, step: str, choices: Choices, now: datetime) -> list[FieldFault]:
        """Faults of a step."""
        if step == BASICS:
            numbers = choices.caller_ids(self.basics.assistant_id)
            return basics_faults(self.basics, numbers, company_needed=needs_company(self.generation))
        if step == HOURS:
            pace = [*retries_faults(self.retries, self.most), *each_call_faults(self.each)]
            return [*hours_faults(self.hours, now), *self._days_faults(now), *pace]
        nobody = self.people.source is PeopleSource.PICKED and not self.people.picked
        no_group = self.people.source is PeopleSource.GROUP and not self.people.group_id
        missing = step == PEOPLE and (nobody or no_group)
        return [FieldFault("group" if no_group else "people", Flaw.MISSING)] if missing else []

    def _days_faults(self, now: datetime) -> list[FieldFault]:
        if self.days is None:
            return []
        begins = max(now, self.hours.starts_at or now) if self.hours.on_a_date else now
        first_day = begins.astimezone(find_zone(self.hours.timezone)).date()
        return TypedDays(self.days, self.unread_days).faults(self.hours.window, first_day)

    def follow_places(self, entries: FormEntries, usual: UsualHours) -> None:
        """Hours and days follow what is allowed where the people are, until a person says otherwise. Before their controls
        are drawn."""
        followed = self.usual
        if self.copied is not None or self.days is None or followed is None or usual == followed:
            return
        if (self.hours.start, self.hours.end, self.days) == (followed.start, followed.end, followed.days):
            self.hours = replace(self.hours, start=usual.start, end=usual.end)
            self.days, self.usual = usual.days, usual
            entries.begin_anew("window-start", "window-end", *day_keys())

    @property
    def most(self) -> PaceLimits:
        return PaceLimits.of(self.copied, self.generation)

    def request(self, team_id: str) -> CampaignCreate:
        settings = self.copied.settings if self.copied else None
        return create_request(
            team_id,
            self.basics,
            self.hours,
            self.retries,
            settings,
            each=self.each,
            generation=self.generation,
        )

    def send_again(self) -> None:
        """After a clear refusal, or a person's own look: the next click is a new attempt."""
        self.token, self.result = secrets.token_urlsafe(16), None


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
    draft = f"{copied_id}-unreached" if _for_unreached() else copied_id
    entries = FormEntries(f"new-campaign-{draft}", place="new-campaign")
    kept = drafts.get(draft)
    if kept and (clicked or kept.campaign_id is None or kept.people_problem or kept.settings_problem):
        return kept, entries
    if kept:
        entries.clear()
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


def forget(made: Draft) -> None:
    """Callback: what became of this draft was seen; the next one begins empty."""
    made.people_problem = made.settings_problem = None


def step_control() -> str:
    """The four steps; each can be opened at any time."""
    step = address.choice(STEP, STEPS, BASICS)
    st.segmented_control(
        _("Steps"),
        STEPS,
        format_func=lambda one: _(STEP_WORDS[one]),
        key=STEP,
        required=True,
        on_change=address.keep,
        args=(STEP, BASICS),
        label_visibility="collapsed",
    )
    return step


def open_step(step: str) -> None:
    """Callback: open a step."""
    st.session_state[STEP] = step
    address.keep(STEP, BASICS)


def step_buttons(made: Draft, step: str, faults: Sequence[FieldFault], finish: Callable[[], None]) -> None:
    """Back and Next, or what `finish` draws. Next stays where something is wrong, and the page then says what."""
    position = STEPS.index(step)
    with st.container(horizontal=True, key="step-buttons"):
        if position:
            st.button(
                _("Back"),
                key="step-back",
                icon=":material/arrow_back:",
                on_click=open_step,
                args=(STEPS[position - 1],),
            )
        if step == CHECK:
            finish()
            return
        label, icon = _("Next"), ":material/arrow_forward:"
        if st.button(label, key="step-next", type="primary", icon=icon, icon_position="right"):
            made.tried.add(step)
            if not faults:
                st.query_params[STEP] = STEPS[position + 1]
            st.rerun()


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
