"""Draft of *New campaign*: what was typed so far, and what is wrong with it.

A draft belongs to the person's session and to what it was begun from (nothing, or the campaign it copies); beyond the session
it is kept by `components/new_campaign/kept.py`.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from components.campaign_form.days import day_keys
from components.ui.entries import FormEntries
from services.api import ApiError
from services.api.generation import Generation, needs_company
from services.api.models import DEFAULT_AT_ONCE, Campaign, CampaignCreate
from services.api.taken_settings import Setting, offered, tries_add_up
from services.calling_days.days import EVERY_DAY, CallingDays
from services.calling_days.usual import UsualHours
from services.calling_days.whose import Whose
from services.calling_rules.call_window import find_zone
from services.campaigns.choices import Choices
from services.campaigns.days_form import TypedDays
from services.campaigns.first_people import FirstPeople, PeopleSource
from services.campaigns.form import (
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
from services.campaigns.requests import create_request
from services.drafts.autosave import Autosave
from services.drafts.drafts import DraftKind
from services.keeper import GuardrailTerms
from services.launch import CreateResult, CreationOutcome, asked_for
from services.templates.fitting import Fitted, Lacking

BASICS, HOURS, PEOPLE, CHECK = STEPS = ("basics", "hours", "people", "check")
"""Parts of the page, by the names that the address has for them."""
_OWN = {"campaign-name", "start-mode", "starts-at", "last-day", "single-days", "expected-people"}


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
    tried: bool = False
    """Whether somebody wanted to create it as it was: what is wrong is said from then on."""
    suggested: bool = False
    """Whether it was looked at what the team chose last."""
    result: CreateResult | None = None
    campaign_id: str | None = None
    people_problem: ApiError | None = None
    settings_problem: ApiError | None = None
    opened_again: bool = False
    """Whether it was opened from what was kept: its token may have been sent already."""
    found: bool = False
    """Whether it was opened again after its campaign was created: nobody knows here how far its people are."""
    launched: bool = False
    """Whether the campaign that it was sent for has been launched since."""
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
    gone: tuple[str, ...] = ()
    """Ids of people who were picked and are not in Talkturo any more."""
    country: str | None = None
    """Country of most of them, where most are in one."""
    generation: Generation = Generation.UNKNOWN
    """Of the platform as it was last found: what is asked for and sent follows from it."""
    at_once_followed: int = DEFAULT_AT_ONCE
    """As many as the numbers chosen last called for."""
    saved: Autosave = field(default_factory=lambda: Autosave(DraftKind.CAMPAIGN, untouched=True))
    """What keeps it beyond the session; not of a campaign that a list begins, which is kept with the list."""
    template: str = ""
    """Id of the template that was chosen first; "" for none."""
    lacking: tuple[Lacking, ...] = ()
    """What of it could not be taken."""

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
        by_hand = self.people.source is PeopleSource.PICKED
        if step == PEOPLE and by_hand and set(self.gone) & set(self.people.picked):
            return [FieldFault("people", Flaw.GONE)]
        nobody = by_hand and not self.people.picked
        no_group = self.people.source is PeopleSource.GROUP and not self.people.group_id
        missing = step == PEOPLE and (nobody or no_group)
        return [FieldFault("group" if no_group else "people", Flaw.MISSING)] if missing else []

    def all_faults(self, choices: Choices, now: datetime) -> list[FieldFault]:
        """Faults that keep it from being created, as the page goes."""
        return [fault for step in (BASICS, HOURS, PEOPLE) for fault in self.faults(step, choices, now)]

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

    def take_template(self, template_id: str, fitted: Fitted) -> None:
        """Fill in what a template says. The name, the start, single days and the people are this campaign's own. Limits
        that it does not know are the usual ones, never those of the template chosen before."""
        content = fitted.content
        self.template, self.lacking, self.suggested = template_id, fitted.lacking, True
        self.basics = replace(content.basics, name=self.basics.name)
        self.at_once_followed = usual_at_once(len(content.basics.from_number_ids))
        starts = {"on_a_date": self.hours.on_a_date, "starts_at": self.hours.starts_at}
        self.hours = replace(content.hours, **starts)
        self.retries, self.each = content.retries, content.each
        self.limits = content.limits
        if content.days is not None:
            self.take_days(content.days)
        self.usual = None  # somebody has chosen these hours: they follow nobody's places

    def take_days(self, days: CallingDays) -> None:
        """Weekdays and holidays; single days and the last day stay."""
        own = self.days or EVERY_DAY
        self.days = replace(days, dates=own.dates, last_day=own.last_day)

    @staticmethod
    def of_this_campaign(key: str) -> bool:
        """Whether the entry of this key is no matter of a template."""
        return key in _OWN or key.startswith("people-")

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

    @property
    def half_there(self) -> bool:
        """Whether its campaign is created, and perhaps not all that belongs to it: then there is nothing to type."""
        return self.found or self.settings_problem is not None or self.people_problem is not None

    def besides(self) -> str:
        """What its click decides on besides the request and the days: whom it puts in, and the limits."""
        limits = self.limits.stored() if self.limits else None
        return json.dumps([asdict(self.people), limits], sort_keys=True, default=str)

    def asked(self, team_id: str) -> str:
        """Digest of what it asks for now."""
        return asked_for(self.request(team_id), self.days, self.besides())

    def leave_alone(self) -> None:
        """Its campaign was launched: nothing of this form goes into it any more."""
        self.campaign_id, self.found, self.launched = None, False, True
        self.people_problem = self.settings_problem = None
        if self.result:
            self.result = replace(self.result, outcome=CreationOutcome.ANOTHER)

    def send_again(self) -> None:
        """After a clear refusal, or a person's own look: the next click is a new attempt."""
        self.token, self.result, self.launched = secrets.token_urlsafe(16), None, False
        self.campaign_id, self.found = None, False
