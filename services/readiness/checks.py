"""Checks of readiness, each a few lines: a plan in, findings out. The sentences are in `components`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from services.api.models import RETRIED, PhoneNumber
from services.calling_days.whose import everybody, whose
from services.calling_rules.untold_settings import Untold
from services.readiness.allowed_hours import allowed_hours
from services.readiness.findings import (
    Code,
    Finding,
    Level,
    Mend,
    blocker,
    fine,
    in_order_of_harm,
    note,
    strictest,
    warning,
)
from services.readiness.plan import LaunchPlan, People

SHORTEST_WINDOW_MINUTES = 60
IDLE = ("purchasing", "suspended", "released", "pending", "error")
"""States in which a caller number calls nobody: the contract's, and what other pages call the same."""


def check(plan: LaunchPlan) -> list[Finding]:
    """Everything that speaks for and against launching `plan`, in order of harm."""
    found = _judged(plan)
    if plan.otherwise and plan.hours_told and plan.people and plan.people.callable:
        # what is not told never blocks: it may be the other way
        found = strictest([found, [_at_most_a_warning(finding) for finding in _judged(plan.otherwise)]])
        found.append(warning(Code.ZONE_NOT_TOLD, Mend.HOURS, zone=plan.window.zone().key))
    if plan.second_opinion is not None:
        found.append(warning(Code.CLOCKS_DIFFER, machine=plan.now, platform=plan.second_opinion))
    return in_order_of_harm(found)


def _judged(plan: LaunchPlan) -> list[Finding]:
    return strictest([finding for check_one in CHECKS for finding in check_one(by)] for by in plan.by_clocks)


def _at_most_a_warning(finding: Finding) -> Finding:
    return replace(finding, level=Level.WARNING) if finding.level is Level.BLOCKER else finding


def _platform(plan: LaunchPlan) -> Iterator[Finding]:
    rules = plan.start_rules
    if not rules.known:
        yield blocker(Code.VERSION_UNKNOWN, Mend.CONNECTION)
    if rules.slug_missing:
        yield blocker(Code.SLUG_MISSING)
    if rules.other_active:
        yield blocker(Code.ANOTHER_ACTIVE, Mend.OTHER_CAMPAIGNS, campaigns=tuple(rules.other_active))
    if rules.most_at_once is not None and plan.concurrency > rules.most_at_once:
        yield blocker(
            Code.TOO_MANY_AT_ONCE, Mend.CONCURRENCY, concurrency=plan.concurrency, most=rules.most_at_once
        )


def _name(plan: LaunchPlan) -> Iterator[Finding]:
    name = _folded(plan.name)
    if not name:
        yield blocker(Code.NAME_MISSING, Mend.NAME)
    elif name in {_folded(other) for other in plan.other_names}:
        yield warning(Code.NAME_USED, Mend.NAME, name=plan.name)


def _assistant(plan: LaunchPlan) -> Iterator[Finding]:
    if plan.assistant_id is None:
        yield warning(Code.ASSISTANT_NOT_TOLD)
    elif not plan.assistant_id:
        yield blocker(Code.ASSISTANT_MISSING, Mend.ASSISTANT)


def _numbers(plan: LaunchPlan) -> Iterator[Finding]:
    if plan.number_ids is None:
        yield _number_shown(plan)
        return
    if not plan.number_ids:
        yield blocker(Code.NUMBERS_NONE, Mend.NUMBERS)
        return
    if plan.numbers is None:
        yield warning(Code.NUMBERS_NOT_CHECKED, Mend.NUMBERS, count=len(plan.number_ids))
        return
    known = {number.id: number for number in plan.numbers}
    chosen = [known[id_] for id_ in plan.number_ids if id_ in known]
    foreign = [number for number in chosen if _belongs_elsewhere(number, plan)]
    active = [number for number in chosen if number.status == "active" and number not in foreign]
    if foreign:
        yield blocker(
            Code.NUMBERS_OF_OTHER_ASSISTANT,
            Mend.NUMBERS,
            numbers=tuple(number.phone_number for number in foreign),
            assistants=tuple(sorted({number.assistant_name or "" for number in foreign} - {""})),
        )
    if not active and any(_may_be_active(number) for number in chosen):
        yield warning(Code.NUMBERS_NOT_CHECKED, Mend.NUMBERS, count=len(plan.number_ids))
        return
    if not active:
        yield blocker(Code.NUMBERS_NOT_ACTIVE, Mend.NUMBERS, count=len(plan.number_ids))
        return
    idle = len(plan.number_ids) - len(active) - len(foreign)
    if idle:
        yield warning(Code.NUMBERS_SOME_NOT_ACTIVE, Mend.NUMBERS, count=idle)
    if plan.concurrency > len(active):
        yield warning(
            Code.CONCURRENCY_BEYOND_NUMBERS, Mend.CONCURRENCY, concurrency=plan.concurrency, count=len(active)
        )
    if not idle and not foreign:
        yield fine(Code.NUMBERS_FINE, count=len(active))


def _number_shown(plan: LaunchPlan) -> Finding:
    """Finding about the one number that is shown, where the chosen ones are not told: it cannot speak against a
    launch."""
    if not plan.from_number:
        return warning(Code.NUMBERS_NOT_TOLD, Mend.NUMBERS)
    usable = any(
        number.phone_number == plan.from_number
        and number.status == "active"
        and not _belongs_elsewhere(number, plan)
        for number in plan.numbers or ()
    )
    if usable:
        return fine(Code.NUMBER_SHOWN_FINE, numbers=(plan.from_number,))
    return warning(Code.NUMBER_SHOWN, Mend.NUMBERS, numbers=(plan.from_number,))


def _people(plan: LaunchPlan) -> Iterator[Finding]:
    people = plan.people
    if plan.people_total == 0:
        yield blocker(Code.PEOPLE_NONE, Mend.PEOPLE)
    elif people is None and plan.people_total is None:
        yield warning(Code.PEOPLE_NOT_TOLD, Mend.PEOPLE_DETAILS)
    elif people is None and plan.too_many:
        yield warning(Code.PEOPLE_TOO_MANY, Mend.EVERYBODY, count=plan.people_total)
    elif people is None:
        yield warning(Code.PEOPLE_NOT_CHECKED, Mend.PEOPLE_DETAILS, count=plan.people_total)
    elif not people.callable and people.unreadable:
        yield warning(Code.PEOPLE_UNREADABLE, Mend.PEOPLE_DETAILS, count=people.unreadable)
    elif not people.callable:
        yield blocker(Code.PEOPLE_NONE_CALLABLE, Mend.PEOPLE, count=people.total)
    else:
        yield fine(Code.PEOPLE_FINE, count=people.callable, total=plan.people_total)
        if people.unreadable:
            yield warning(Code.PEOPLE_UNREADABLE, Mend.PEOPLE_DETAILS, count=people.unreadable)
    if people is not None:
        yield from _left_out(people, plan)


def _left_out(people: People, plan: LaunchPlan) -> Iterator[Finding]:
    if people.without_number:
        yield warning(Code.PEOPLE_WITHOUT_NUMBER, Mend.PEOPLE_DETAILS, count=people.without_number)
    if people.do_not_call:
        yield warning(Code.PEOPLE_DO_NOT_CALL, Mend.PEOPLE_DETAILS, count=people.do_not_call)
    if plan.called_lately and plan.twice_in_a_row:
        yield blocker(
            Code.CALLED_LATELY,
            Mend.PEOPLE_DETAILS,
            count=len(plan.twice_in_a_row),
            days=plan.called_lately.within.days,
        )
    if plan.called_lately and not plan.called_lately.known:
        yield note(Code.CALLED_LATELY_NOT_KNOWN, days=plan.called_lately.within.days)
    if people.on_own_list and plan.own_list_holds:
        yield warning(Code.OWN_LIST_LEFT_OUT, Mend.PEOPLE_DETAILS, count=people.on_own_list)
    elif people.on_own_list:
        yield blocker(Code.OWN_LIST_STOPS, Mend.PEOPLE_DETAILS, count=people.on_own_list)
    if people.without_zone and plan.window.use_contact_timezone:
        yield warning(
            Code.PEOPLE_WITHOUT_ZONE,
            Mend.PEOPLE_DETAILS,
            count=people.without_zone,
            zone=plan.window.zone().key,
        )
    shared = {name: len(people.numbers.intersection(ids)) for name, ids in plan.other_running.items()}
    names = sorted((name for name, count in shared.items() if count), key=lambda name: -shared[name])
    if names:
        count = len(people.numbers.intersection(set().union(*plan.other_running.values())))
        yield _shared(plan, names, count)
    if plan.others_unread:
        yield warning(
            Code.OTHERS_NOT_CHECKED,
            Mend.OTHER_CAMPAIGNS,
            count=len(plan.others_unread),
            campaigns=tuple(plan.others_unread),
        )


def shared_keys(campaigns: Iterable[str]) -> frozenset[str]:
    """Other campaigns whose people are called from here too, by which it is told whether somebody has said so."""
    return frozenset(f"people-of:{name}" for name in campaigns)


def _shared(plan: LaunchPlan, names: Sequence[str], count: int) -> Finding:
    """Whoever may be called by two campaigns holds the first start until a person says that both may."""
    keys = shared_keys(names)
    said = {"count": count, "campaigns": tuple(names)}
    if not plan.first_start or (plan.taken_on and keys <= plan.taken_on.breaches):
        return warning(Code.PEOPLE_IN_OTHER_CAMPAIGNS, Mend.OTHER_CAMPAIGNS, **said)
    return blocker(Code.PEOPLE_IN_OTHER_CAMPAIGNS, Mend.CALL_FROM_BOTH, **said, breaches=keys)


def _window(plan: LaunchPlan) -> Iterator[Finding]:
    seconds = plan.window.seconds_a_day
    if not plan.hours_told:
        yield warning(Code.HOURS_NOT_TOLD, Mend.HOURS)
    elif not seconds:
        yield blocker(Code.WINDOW_EMPTY, Mend.HOURS)
    elif seconds < SHORTEST_WINDOW_MINUTES * 60:
        yield warning(Code.WINDOW_SHORT, Mend.HOURS, count=seconds // 60)


def _start(plan: LaunchPlan) -> Iterator[Finding]:
    people, starts_at = plan.people, plan.starts_at
    if starts_at is not None and starts_at < plan.now:
        yield warning(Code.START_PAST, Mend.START, at=starts_at)
    if people is None or not people.callable or not plan.window.seconds_a_day or not plan.hours_told:
        return
    callable_then = _callable_at(people, plan, plan.begins)
    first = _first_opening(people, plan)
    if callable_then:
        if plan.begins == plan.now:
            yield fine(Code.OPEN_NOW, count=callable_then, total=people.callable)
    elif first is None:
        yield blocker(Code.NEVER_OPENS, Mend.HOURS)
    elif plan.begins > plan.now:
        yield warning(Code.START_OUTSIDE, Mend.START, at=plan.begins, first=first)
    else:
        yield warning(Code.CLOSED_NOW, Mend.HOURS, first=first)


def _callable_at(people: People, plan: LaunchPlan, at: datetime) -> int:
    return sum(
        count for group, count in people.groups.items() if plan.calendar.is_open_for(whose(*group), at)
    )


def _first_opening(people: People, plan: LaunchPlan) -> datetime | None:
    openings = (plan.calendar.next_opening_for(one, plan.begins) for one in everybody(people.groups))
    return min((opening for opening in openings if opening), default=None)


def _credits(plan: LaunchPlan) -> Iterator[Finding]:
    if plan.credits is None:
        return
    people = plan.people.callable if plan.people else 0
    if plan.credits < 1:
        yield blocker(Code.CREDITS_SPENT, Mend.CREDITS, credits=plan.credits)
    elif plan.credits < people:
        # what a call costs is nowhere told; less than one for each person is little at any price
        yield warning(Code.CREDITS_FEW, Mend.CREDITS, credits=plan.credits, count=people)
    elif people:
        yield fine(Code.CREDITS_LEFT, credits=plan.credits, count=people, each=int(plan.credits // people))
    else:
        yield fine(Code.CREDITS_FINE, credits=plan.credits)


def _retries(plan: LaunchPlan) -> Iterator[Finding]:
    if not plan.hours_told or Untold.TRIES in plan.untold:
        return
    window = timedelta(seconds=plan.window.seconds_a_day)
    rules = plan.retries
    outcomes = [outcome for outcome in RETRIED if rules.again(outcome, 1)]
    if not window or not outcomes:
        return
    shortest = timedelta(minutes=min(rules.delay(outcome, 1) for outcome in outcomes))
    if shortest >= window:
        yield warning(
            Code.RETRIES_NEVER_SAME_DAY,
            Mend.RETRIES,
            delay=shortest,
            window=window,
            days=rules.most_calls,
        )


def _may_be_active(number: PhoneNumber) -> bool:
    """True where its state is not told, or in a word of the platform's own."""
    return number.status not in ("active", *IDLE)


def _belongs_elsewhere(number: PhoneNumber, plan: LaunchPlan) -> bool:
    return bool(number.assistant_id and plan.assistant_id and number.assistant_id != plan.assistant_id)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


CHECKS: tuple[Callable[[LaunchPlan], Iterator[Finding]], ...] = (
    _platform,
    _people,
    _numbers,
    _window,
    allowed_hours,
    _start,
    _credits,
    _retries,
    _assistant,
    _name,
)
