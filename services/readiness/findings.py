"""Vocabulary of readiness: what was found, how grave it is, and which click mends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    BLOCKER = "blocker"
    WARNING = "warning"
    NOTE = "note"  # true of every campaign like it: nothing to decide
    OK = "ok"


class Mend(StrEnum):
    """Destination of a finding's click."""

    NAME = "name"
    ASSISTANT = "assistant"
    NUMBERS = "numbers"
    HOURS = "hours"
    NARROW = "narrow"
    CALL_FROM_BOTH = "call-from-both"
    START = "start"
    PEOPLE = "people"
    PEOPLE_DETAILS = "people-details"
    EVERYBODY = "everybody"
    CONCURRENCY = "concurrency"
    RETRIES = "retries"
    CREDITS = "credits"
    OTHER_CAMPAIGNS = "other-campaigns"
    CONNECTION = "connection"


class Code(StrEnum):
    """One for each sentence of `components/launch/readiness_list.py`; the parameters of each are named there."""

    VERSION_UNKNOWN = "version-unknown"
    SLUG_MISSING = "slug-missing"
    ANOTHER_ACTIVE = "another-active"
    TOO_MANY_AT_ONCE = "too-many-at-once"

    NAME_MISSING = "name-missing"
    NAME_USED = "name-used"
    ASSISTANT_MISSING = "assistant-missing"
    ASSISTANT_NOT_TOLD = "assistant-not-told"

    NUMBERS_NONE = "numbers-none"
    NUMBERS_NOT_ACTIVE = "numbers-not-active"
    NUMBERS_SOME_NOT_ACTIVE = "numbers-some-not-active"
    NUMBERS_OF_OTHER_ASSISTANT = "numbers-of-other-assistant"
    NUMBERS_NOT_CHECKED = "numbers-not-checked"
    NUMBERS_NOT_TOLD = "numbers-not-told"
    NUMBER_SHOWN = "number-shown"
    NUMBER_SHOWN_FINE = "number-shown-fine"
    NUMBERS_FINE = "numbers-fine"
    CONCURRENCY_BEYOND_NUMBERS = "concurrency-beyond-numbers"

    PEOPLE_NONE = "people-none"
    PEOPLE_NONE_CALLABLE = "people-none-callable"
    PEOPLE_NOT_CHECKED = "people-not-checked"
    PEOPLE_NOT_TOLD = "people-not-told"
    PEOPLE_UNREADABLE = "people-unreadable"
    PEOPLE_TOO_MANY = "people-too-many"
    PEOPLE_WITHOUT_NUMBER = "people-without-number"
    PEOPLE_DO_NOT_CALL = "people-do-not-call"
    CALLED_LATELY = "called-lately"
    CALLED_LATELY_NOT_KNOWN = "called-lately-not-known"
    OWN_LIST_LEFT_OUT = "own-list-left-out"
    OWN_LIST_STOPS = "own-list-stops"
    PEOPLE_WITHOUT_ZONE = "people-without-zone"
    PEOPLE_IN_OTHER_CAMPAIGNS = "people-in-other-campaigns"
    OTHERS_NOT_CHECKED = "others-not-checked"
    PEOPLE_FINE = "people-fine"

    HOURS_NOT_TOLD = "hours-not-told"
    ZONE_NOT_TOLD = "zone-not-told"
    WINDOW_EMPTY = "window-empty"
    WINDOW_SHORT = "window-short"
    NEVER_ALLOWED = "never-allowed"
    OUTSIDE_HOURS = "outside-hours"
    CLOSED_DAYS = "closed-days"
    OUTSIDE_MORE_PLACES = "outside-more-places"
    HOURS_NOT_KNOWN = "hours-not-known"
    PLACE_NOT_KNOWN = "place-not-known"
    ON_HOLIDAYS = "on-holidays"
    HOLIDAYS_NOT_KNOWN = "holidays-not-known"
    HOURS_TO_DECIDE = "hours-to-decide"
    HOURS_TAKEN_ON = "hours-taken-on"
    DAYS_CANNOT_BE_KEPT = "days-cannot-be-kept"
    CONSENT_NEEDED = "consent-needed"
    TOO_MANY_ATTEMPTS = "too-many-attempts"
    AT_CALL_LIMIT = "at-call-limit"
    CALLS_NOT_COUNTED = "calls-not-counted"
    TABLE_UNREADABLE = "table-unreadable"
    HOURS_FINE = "hours-fine"

    START_PAST = "start-past"
    START_OUTSIDE = "start-outside"
    CLOSED_NOW = "closed-now"
    NEVER_OPENS = "never-opens"
    OPEN_NOW = "open-now"
    CLOCKS_DIFFER = "clocks-differ"

    CREDITS_SPENT = "credits-spent"
    CREDITS_FEW = "credits-few"
    CREDITS_LEFT = "credits-left"
    CREDITS_FINE = "credits-fine"
    RETRIES_NEVER_SAME_DAY = "retries-never-same-day"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the list. `params` are typed values (counts, moments, place codes, names as typed)."""

    level: Level
    code: Code
    params: Mapping[str, Any] = field(default_factory=dict)
    mend: Mend | None = None


def blocker(code: Code, mend: Mend | None = None, **params: Any) -> Finding:
    return Finding(Level.BLOCKER, code, params, mend)


def warning(code: Code, mend: Mend | None = None, **params: Any) -> Finding:
    return Finding(Level.WARNING, code, params, mend)


def note(code: Code, mend: Mend | None = None, **params: Any) -> Finding:
    return Finding(Level.NOTE, code, params, mend)


def fine(code: Code, **params: Any) -> Finding:
    return Finding(Level.OK, code, params)


def strictest(judgements: Iterable[list[Finding]]) -> list[Finding]:
    """One list of several judgements of the same plan: whatever one of them objects to, at its gravest, and of what is
    fine only what all of them find fine."""
    lists = list(judgements)
    found: dict[tuple[Code, Any], Finding] = {}
    for finding in (finding for judged in lists for finding in judged):
        key = finding.code, finding.params.get("place")
        known = found.get(key)
        if known is None or _gravity(finding) > _gravity(known):
            found[key] = finding
    in_all = set.intersection(*({finding.code for finding in judged} for judged in lists))
    return [finding for finding in found.values() if finding.level is not Level.OK or finding.code in in_all]


TO_DECIDE = frozenset({Code.HOURS_TO_DECIDE, Code.DAYS_CANNOT_BE_KEPT})
"""What holds a launch until somebody has decided on the hours."""
HARM_FIRST: tuple[Code, ...] = (
    Code.PEOPLE_IN_OTHER_CAMPAIGNS,
    Code.OTHERS_NOT_CHECKED,
    Code.CALLED_LATELY,
    Code.CLOCKS_DIFFER,
    Code.OUTSIDE_HOURS,
    Code.CLOSED_DAYS,
    Code.ON_HOLIDAYS,
    Code.OUTSIDE_MORE_PLACES,
    Code.AT_CALL_LIMIT,
    Code.CALLS_NOT_COUNTED,
    Code.TABLE_UNREADABLE,
    Code.TOO_MANY_ATTEMPTS,
    Code.HOURS_NOT_TOLD,
    Code.ZONE_NOT_TOLD,
    Code.HOURS_NOT_KNOWN,
    Code.PLACE_NOT_KNOWN,
    Code.PEOPLE_UNREADABLE,
    Code.PEOPLE_NOT_CHECKED,
    Code.PEOPLE_TOO_MANY,
)
"""What can ring where or when it must not comes before what only costs time; the rest as it was found."""


def in_order_of_harm(findings: Iterable[Finding]) -> list[Finding]:
    """Blockers first, then by what happens to people who are called."""
    levels, codes = list(Level), {code: place for place, code in enumerate(HARM_FIRST)}
    return sorted(findings, key=lambda one: (levels.index(one.level), codes.get(one.code, len(HARM_FIRST))))


def _gravity(finding: Finding) -> tuple[bool, int]:
    count = finding.params.get("count")
    people = count if isinstance(count, int) else 0
    return finding.level is Level.BLOCKER, -people if finding.level is Level.OK else people
