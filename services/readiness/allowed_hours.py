"""Findings about allowed hours, where each person may be."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from services.api.models import RETRIED
from services.calling_rules.calling_hours import CallLimit
from services.calling_rules.retry_rules import RetryRules
from services.readiness.findings import Code, Finding, Mend, blocker, fine, note, warning
from services.readiness.legal_hours import Breach, LegalHours, compare
from services.readiness.plan import CallsLately, LaunchPlan

PLACES_NAMED = 5
"""So many places have a line of their own; the rest share one."""


def allowed_hours(plan: LaunchPlan) -> Iterator[Finding]:
    """The campaign's hours beside those of the table, for everybody who can be called."""
    people = plan.people
    if people is None or not people.callable or not plan.window.seconds_a_day or not plan.hours_told:
        return
    if plan.calling_hours is None:
        yield warning(Code.TABLE_UNREADABLE)
        return
    legal = compare(people.groups, plan.calendar, plan.calling_hours, plan.begins, plan.finishes_at)
    yield from _breaches(legal, people.callable)
    yield from _called_lately(plan.calls_lately)
    yield from _to_decide(legal, plan)
    yield from _remarks(legal)
    yield from _limits(legal, plan.retries)
    if not (legal.breaches or legal.hours_unknown or legal.place_unknown):
        yield fine(Code.HOURS_FINE, count=people.callable)


def _breaches(legal: LegalHours, callable_: int) -> Iterator[Finding]:
    if legal.never_allowed:
        never = blocker if legal.never_allowed == callable_ else warning
        yield never(Code.NEVER_ALLOWED, Mend.HOURS, count=legal.never_allowed)
    worst_first = sorted(legal.breaches.items(), key=lambda item: (-item[1].people, item[0]))
    for place, breach in worst_first[:PLACES_NAMED]:
        if breach.at_wrong_hours:
            yield _breach(Code.OUTSIDE_HOURS, Mend.HOURS, place, breach)
        if breach.on_closed_days:
            days = tuple(sorted(breach.on_closed_days))
            yield _breach(Code.CLOSED_DAYS, Mend.HOURS, place, breach, weekdays=days)
        if breach.on_holidays:
            named = tuple(holiday for _day, holiday in sorted(breach.on_holidays.items()))
            yield _breach(Code.ON_HOLIDAYS, Mend.HOURS, place, breach, holidays=named)
    rest = worst_first[PLACES_NAMED:]
    if rest:
        count = sum(breach.people for _, breach in rest)
        yield warning(
            Code.OUTSIDE_MORE_PLACES, Mend.HOURS, count=count, places=tuple(place for place, _ in rest)
        )


def _called_lately(found: CallsLately | None) -> Iterator[Finding]:
    for place, at_limit in sorted((found.at_limit if found else {}).items()):
        if limit := at_limit.rule.limit:
            yield warning(
                Code.AT_CALL_LIMIT,
                Mend.PEOPLE_DETAILS,
                place=place,
                count=at_limit.count,
                calls=limit.calls,
                hours=limit.hours,
                first=at_limit.until,
                source=at_limit.rule.source,
            )
    if found and found.unknown:
        yield warning(Code.CALLS_NOT_COUNTED, Mend.PEOPLE_DETAILS, count=found.unknown)


def breach_keys(legal: LegalHours) -> frozenset[str]:
    """What is not allowed where, by which it is told whether somebody has answered for all of it."""
    return frozenset(
        f"{place}:{kind}"
        for place, breach in legal.breaches.items()
        for kind, there in (
            ("hours", breach.at_wrong_hours),
            ("days", bool(breach.on_closed_days)),
            ("holidays", bool(breach.on_holidays)),
        )
        if there
    )


def _to_decide(legal: LegalHours, plan: LaunchPlan) -> Iterator[Finding]:
    """What is not allowed holds a launch until the hours are narrowed, or somebody answers for it by name."""
    at_limit = plan.calls_lately.at_limit if plan.calls_lately else {}
    keys = breach_keys(legal) | {f"{place}:calls" for place in at_limit}
    taken_on = plan.taken_on
    if not keys:
        return
    # somebody may be in both: never more than there are
    count = sum(breach.people for breach in legal.breaches.values()) + sum(
        one.count for one in at_limit.values()
    )
    count = min(count, plan.people.callable if plan.people else count)
    if taken_on and keys <= taken_on.breaches:
        yield warning(
            Code.HOURS_TAKEN_ON,
            Mend.HOURS,
            count=count,
            who=taken_on.who,
            reason=taken_on.reason,
            at=taken_on.at,
        )
        return
    closed_days = any(key.endswith((":days", ":holidays")) for key in keys)
    if plan.days_not_offered and closed_days:
        yield blocker(Code.DAYS_CANNOT_BE_KEPT, Mend.NARROW, count=count, breaches=keys)
    else:
        yield blocker(Code.HOURS_TO_DECIDE, Mend.NARROW, count=count, breaches=keys)


def _breach(code: Code, mend: Mend, place: str, breach: Breach, **more: object) -> Finding:
    return warning(
        code,
        mend,
        place=place,
        count=breach.people,
        week=breach.rule.week,
        source=breach.rule.source,
        certainty=breach.rule.certainty,
        maybe=breach.uncertain_place,
        **more,
    )


def _remarks(legal: LegalHours) -> Iterator[Finding]:
    """Remarks on what the table cannot tell: unknown hours and places, holidays, consent."""
    if legal.place_unknown:
        yield warning(Code.PLACE_NOT_KNOWN, Mend.PEOPLE_DETAILS, count=legal.place_unknown)
    for said, code, mend, people in (
        (warning, Code.HOURS_NOT_KNOWN, Mend.PEOPLE_DETAILS, legal.hours_unknown),
        (warning, Code.HOLIDAYS_NOT_KNOWN, Mend.HOURS, legal.holidays_unknown),
        (note, Code.CONSENT_NEEDED, Mend.PEOPLE_DETAILS, legal.consent),
    ):
        if people:
            yield said(code, mend, count=people.total(), places=_most_first(people))


def _most_first(people: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(people, key=lambda place: (-people[place], place)))


def _limits(legal: LegalHours, retries: RetryRules) -> Iterator[Finding]:
    for rule, people in legal.limits.most_common():
        if rule.limit and _attempts_within(retries, rule.limit) > rule.limit.calls:
            yield warning(
                Code.TOO_MANY_ATTEMPTS,
                Mend.RETRIES,
                place=rule.place,
                count=people,
                attempts=retries.most_calls,
                calls=rule.limit.calls,
                hours=rule.limit.hours,
                source=rule.source,
            )


def _attempts_within(retries: RetryRules, limit: CallLimit) -> int:
    """Number of attempts the delays alone would let fall within the limit's hours."""
    attempts, minutes = 1, 0.0
    while attempts < retries.most_calls:
        delays = [retries.delay(o, attempts) for o in RETRIED if retries.again(o, attempts)]
        minutes += min(delays, default=math.inf)
        if minutes >= limit.hours * 60:
            break
        attempts += 1
    return attempts
