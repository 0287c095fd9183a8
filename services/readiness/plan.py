"""Plan that readiness checks: a campaign as it would be launched, and the people it would call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple, Self

from services.api.models import DEFAULT_AT_ONCE, Campaign, CampaignContact, Contact, PhoneNumber
from services.calling_days.calendar import Calendar
from services.calling_days.days import EVERY_DAY, CallingDays
from services.calling_days.whose import everybody
from services.calling_rules.call_window import CallWindow, find_zone
from services.calling_rules.calling_hours import CallingHours, Rule
from services.calling_rules.places import prefix
from services.calling_rules.retry_rules import RetryRules
from services.calling_rules.untold_settings import Untold, untold

_BETWEEN_DIGITS = str.maketrans("", "", " -()/.\u00a0")


class PersonToCall(NamedTuple):
    """One person of a list. `over` where the campaign will not call her again."""

    phone: str | None
    timezone: str | None = None
    do_not_call: bool | None = False
    contact_id: str | None = None
    over: bool = False


def number_of(phone: str) -> str:
    """Without what people write between the digits."""
    return phone.translate(_BETWEEN_DIGITS)


OnList = Callable[[PersonToCall], bool]


def nobody_on_list(_person: PersonToCall) -> bool:
    """For who keeps no do-not-call list."""
    return False


@dataclass(frozen=True)
class People:
    """A list of people as readiness needs it: those who can be called by time zone and number prefix."""

    total: int = 0
    over: int = 0
    without_number: int = 0
    do_not_call: int = 0
    without_zone: int = 0
    on_own_list: int = 0
    """Who could be called, and is on the team's own do-not-call list."""
    unreadable: int = 0
    """Of whom it is not told whether they can be called: neither callable nor left out."""
    groups: Mapping[tuple[str | None, str], int] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    """Of those who can be called, without what people write between the digits."""

    @property
    def callable(self) -> int:
        return sum(self.groups.values())

    @classmethod
    def gather(cls, people: Iterable[PersonToCall], on_list: OnList = nobody_on_list) -> Self:
        """Count `people`; 100,000 take a fraction of a second. `on_list` tells who is on the team's own do-not-call list."""
        total = over = without_number = do_not_call = on_own_list = 0
        groups: Counter[tuple[str | None, str]] = Counter()
        numbers: set[str] = set()
        for person in people:
            total += 1
            if person.do_not_call:
                do_not_call += 1
            elif not person.phone:
                without_number += 1
            elif person.over:
                over += 1
            elif on_list(person):
                on_own_list += 1
            else:
                groups[person.timezone or None, prefix(person.phone)] += 1
                numbers.add(number_of(person.phone))
        without_zone = sum(count for (zone, _), count in groups.items() if find_zone(zone) is None)
        return cls(
            total,
            over,
            without_number,
            do_not_call,
            without_zone,
            on_own_list,
            groups=groups,
            numbers=frozenset(numbers),
        )

    @classmethod
    def enrolled(
        cls, rows: Iterable[CampaignContact], unreadable: int = 0, on_list: OnList = nobody_on_list
    ) -> Self:
        """From the people of a campaign, and how many more of them could not be read. A row that does not tell the person
        says nothing of her number."""
        listed = list(rows)
        told = [row for row in listed if row.contact is not None or row.status.is_over]
        return replace(
            cls.gather(map(_enrolled, told), on_list), unreadable=unreadable + len(listed) - len(told)
        )

    @classmethod
    def of_contacts(cls, rows: Iterable[Contact], on_list: OnList = nobody_on_list) -> Self:
        """From people of the address book."""
        people = (PersonToCall(row.phone, row.timezone, row.do_not_call, row.id) for row in rows)
        return cls.gather(people, on_list)


@dataclass(frozen=True)
class StartRules:
    """What the platform's generation asks of a start, as it stands. `known`: what a start does there is certain."""

    known: bool = True
    slug_missing: bool = False
    most_at_once: int | None = None
    other_active: Sequence[str] = ()
    """Other campaigns of the assistant that are active, where it calls for one alone."""


@dataclass(frozen=True)
class AtLimit:
    """People of a place who were called as often as it allows, and when the first of them may be called again."""

    rule: Rule
    count: int
    until: datetime


@dataclass(frozen=True)
class CalledLately:
    """Numbers of its people whom another campaign has called within a time: its first start waits for a person's word. `known` is
    False where not all calls are."""

    within: timedelta
    numbers: frozenset[str]
    known: bool


@dataclass(frozen=True)
class CallsLately:
    """People at the limit of their place, by place. `unknown` are those for whom not all calls of the time are known."""

    at_limit: Mapping[str, AtLimit] = field(default_factory=dict)
    unknown: int = 0


@dataclass(frozen=True)
class TakenOn:
    """Hours outside of what is allowed that somebody answers for, and campaigns whose people she calls from here too. `breaches`
    are what she saw (`allowed_hours.breach_keys`, `checks.shared_keys`)."""

    breaches: frozenset[str]
    who: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class LaunchPlan:
    """A launch that has not happened yet. None means that this deployment does not tell, never "none there"."""

    now: datetime
    """The time that counts. `second_opinion`: what the platform's clock shows where the two do not agree."""
    name: str
    assistant_id: str | None
    window: CallWindow
    retries: RetryRules
    people: People | None
    people_total: int | None
    too_many: bool = False
    """`people` is None because they are so many that they are read only when somebody asks for it."""
    starts_at: datetime | None = None
    finishes_at: datetime | None = None
    """Late end of the forecast: legal hours are checked until then. Without one, for a week."""
    concurrency: int = DEFAULT_AT_ONCE
    number_ids: Sequence[str] | None = ()
    from_number: str | None = None
    """The caller number the platform shows, where it does not tell which ones are chosen."""
    numbers: Sequence[PhoneNumber] | None = None
    credits: float | None = None
    other_names: Collection[str] = ()
    other_running: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Numbers still to be called by each other running campaign, by its name."""
    others_unread: Sequence[str] = ()
    """Other running campaigns of which it is not known whom they call."""
    calling_hours: CallingHours | None = None
    second_opinion: datetime | None = None
    start_rules: StartRules = StartRules()
    days: CallingDays = EVERY_DAY
    """Calling days that are kept. `days_not_offered`: this key cannot keep any, because it cannot pause."""
    days_not_offered: bool = False
    calls_lately: CallsLately | None = None
    """Calls of all campaigns, where a place of these people allows only so many; None where none does."""
    called_lately: CalledLately | None = None
    """By other campaigns, where a smallest time between two is kept and this one has called nobody yet."""
    taken_on: TakenOn | None = None
    """What somebody has said about hours outside of what is allowed, or about people of other campaigns."""
    first_start: bool = False
    """It is there and has never been started: who is in another running campaign is decided about now, and once."""
    own_list_holds: bool = True
    """Whoever is on the team's own do-not-call list can be left out here, or be marked."""
    untold: Collection[Untold] = ()
    """Settings of which the platform does not tell what is set; their usual values stand in."""

    @classmethod
    def of_campaign(
        cls,
        campaign: Campaign,
        now: datetime,
        people: People | None,
        *,
        too_many: bool = False,
        finishes_at: datetime | None = None,
        numbers: Sequence[PhoneNumber] | None = None,
        credits: float | None = None,
        other_names: Collection[str] = (),
        other_running: Mapping[str, Collection[str]] | None = None,
        others_unread: Sequence[str] = (),
        calling_hours: CallingHours | None = None,
        second_opinion: datetime | None = None,
        tries_add_up: bool = False,
    ) -> Self:
        """The launch of `campaign`; `calling_hours` None where the table could not be read. `tries_add_up`: each limit of
        tries by outcome is a budget of its own."""
        return cls(
            now=now,
            name=campaign.name,
            assistant_id=campaign.assistant_id,
            window=CallWindow.from_campaign(campaign),
            retries=RetryRules.from_campaign(campaign, add_up=tries_add_up),
            people=people,
            people_total=people.total + people.unreadable if people else campaign.total_contacts,
            too_many=too_many,
            starts_at=campaign.scheduled_start_at,
            finishes_at=finishes_at,
            concurrency=campaign.max_concurrent_calls or DEFAULT_AT_ONCE,
            number_ids=None if campaign.from_number_ids is None else tuple(campaign.from_number_ids),
            from_number=campaign.from_number,
            numbers=numbers,
            credits=credits,
            other_names=other_names,
            other_running=other_running or {},
            others_unread=others_unread,
            calling_hours=calling_hours,
            second_opinion=second_opinion,
            untold=untold(campaign),
        )

    @cached_property
    def twice_in_a_row(self) -> frozenset[str]:
        """Numbers that it would call a short while after another campaign has; of those of a campaign that runs another question
        is asked."""
        if self.called_lately is None:
            return frozenset()
        return self.called_lately.numbers.difference(*self.other_running.values())

    @cached_property
    def calendar(self) -> Calendar:
        """Window and days as one, for the people it would call."""
        return Calendar(self.window, self.days, everybody(self.people.groups) if self.people else ())

    @property
    def by_clocks(self) -> tuple[Self, ...]:
        """This plan by each clock that may be right: the hours of both have to allow what it does."""
        if self.second_opinion is None:
            return (self,)
        return self, replace(self, now=self.second_opinion)

    @property
    def otherwise(self) -> Self | None:
        """This plan with the hours read in the campaign's zone for everybody, where it is not told whose zone counts."""
        if Untold.ZONE not in self.untold:
            return None
        return replace(self, window=replace(self.window, use_contact_timezone=False))

    @property
    def hours_told(self) -> bool:
        """Nothing is said about hours that are not known."""
        return Untold.HOURS not in self.untold

    @property
    def begins(self) -> datetime:
        """Moment when the first call may be placed: the start date, or now where it is past or not given."""
        return max(self.now, self.starts_at or self.now)


def _enrolled(row: CampaignContact) -> PersonToCall:
    who = row.contact
    if who is None:
        return PersonToCall(None, over=row.status.is_over)
    return PersonToCall(who.phone, who.timezone, who.do_not_call, who.id, row.status.is_over)
