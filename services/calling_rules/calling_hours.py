"""Calling hours: a table of when people may be called, by place, and what it says about a week.

An admin's own table stands at a path from the settings, out of reach of an update; without one the table that comes with
the console counts. Hours are the called person's wall clock. A state's rule narrows its country's. What an admin may
write in the table, and where its lines come from, is in `docs/calling-hours.md`. This is not legal advice, and the
console only warns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final, Self, TypeAlias

from services.start_refused import StartRefused

SUPPLIED: Final = Path(__file__).with_suffix(".csv")
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COLUMNS: Final = (
    "place",
    "days",
    "hours",
    "holidays",
    "max_calls",
    "within_hours",
    "consent",
    "certainty",
    "source",
    "note",
)
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_MIDNIGHT = 24 * 60

Spans: TypeAlias = tuple[tuple[int, int], ...]
"""Open spans of one day in minutes after midnight, in order; the end is not inside."""


class Certainty(StrEnum):
    LAW = "law"
    """The text of the law or the regulator."""
    SECONDARY = "secondary"
    """Somebody else's account of it."""
    UNSURE = "unsure"
    """Accounts differ; the narrower hours are in the table."""
    UNKNOWN = "unknown"
    """No hours found: nothing can be checked."""


class CallingHoursError(ValueError):
    """The table cannot be used. `line` counts from 1 as a spreadsheet does; `column` and `value` as written."""

    def __init__(self, line: int, column: str, value: str) -> None:
        super().__init__(
            f"line {line}: {column} cannot be {value!r}" if value else f"line {line}: {column} is missing"
        )
        self.line, self.column, self.value = line, column, value


@dataclass(frozen=True, slots=True)
class CallLimit:
    """At most `calls` to one person within `hours`."""

    calls: int
    hours: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Rule of one place. `week` runs from Monday and is None where no hours are known."""

    place: str
    week: tuple[Spans, ...] | None
    certainty: Certainty
    source: str
    consent: bool = False
    closed_on_holidays: bool = False
    limit: CallLimit | None = None

    def narrowed_by(self, other: Rule) -> Rule:
        """The hours that `self` and `other` both allow, in the words of `other`."""
        return replace(
            other,
            week=_both(self.week, other.week),
            consent=self.consent or other.consent,
            closed_on_holidays=self.closed_on_holidays or other.closed_on_holidays,
            limit=other.limit or self.limit,
        )


@dataclass(frozen=True)
class CallingHours:
    """The whole table; `rules` by place code as written."""

    rules: Mapping[str, Rule]

    @classmethod
    def read(cls, table: bytes) -> Self:
        """From a file as `docs/calling-hours.md` describes it.

        Raises `CallingHoursError` for the first cell that makes no sense.
        """
        rules: dict[str, Rule] = {}
        for line, row in _rows(table):
            rule = _rule(line, row)
            known = rules.get(rule.place)
            rules[rule.place] = _with_more_days(known, rule) if known else rule
        return cls(rules)

    def rule(self, place: str) -> Rule | None:
        """Rule of `place`, a country or a state narrowed by its country; None where the table has neither."""
        own, country = self.rules.get(place), self.rules.get(place[:2])
        if own and country and own is not country:
            return country.narrowed_by(own)
        return own or country


class CallingHoursTable:
    """The table's file: an admin's own at `path`, or with "" the one that comes with the console."""

    def __init__(self, path: str = "") -> None:
        self._file = Path(path).expanduser() if path.strip() else SUPPLIED

    def require_usable(self) -> None:
        """For the start of a process.

        Raises:
            StartRefused: the file is not there, or makes no sense.
        """
        try:
            self._read()
        except CallingHoursError as error:
            raise _refused(f"the table of calling hours in {self._file} cannot be used: {error}") from error
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise _refused(f"the table of calling hours in {self._file} cannot be read: {why}") from error

    def read(self) -> CallingHours | None:
        """As it is now, so that an edit takes effect at once; None where it cannot be used, which readiness says."""
        try:
            return self._read()
        except (CallingHoursError, OSError):
            return None

    def _read(self) -> CallingHours:
        return _read_once(self._file.read_bytes())


def _refused(why: str) -> StartRefused:
    return StartRefused(
        f"Not started: {why}. Nothing was called or changed. Mend the file (docs/calling-hours.md says how a line is "
        "written), or leave CONSOLE_CALLING_HOURS empty for the table that comes with the console; then start again."
    )


@lru_cache(maxsize=4)
def _read_once(table: bytes) -> CallingHours:
    return CallingHours.read(table)


def _rows(table: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells. Spreadsheets save with commas or semicolons, in UTF-8 or the code page of Windows."""
    try:
        text = table.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = table.decode("cp1252", errors="replace")
    header = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=max(",;\t", key=header.count), restval="")
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise CallingHoursError(1, missing[0], "")
    for row in reader:
        cells = {name: (row[name] or "").strip() for name in COLUMNS}
        if any(cells.values()):
            yield reader.line_num, cells


def _rule(line: int, row: Mapping[str, str]) -> Rule:
    if not _PLACE.fullmatch(row["place"]):
        raise CallingHoursError(line, "place", row["place"])
    try:
        certainty = Certainty(row["certainty"].lower())
    except ValueError:
        raise CallingHoursError(line, "certainty", row["certainty"]) from None
    return Rule(
        place=row["place"],
        week=None if certainty is Certainty.UNKNOWN else _week(line, row["days"], row["hours"]),
        certainty=certainty,
        source=row["source"],
        consent=_marked(line, row, "consent", "yes", "no"),
        closed_on_holidays=_marked(line, row, "holidays", "closed", "open"),
        limit=_limit(line, row),
    )


def _marked(line: int, row: Mapping[str, str], column: str, mark: str, otherwise: str) -> bool:
    """Another word than these two says nothing: it must not count as the one that allows more."""
    word = row[column].lower()
    if word not in ("", mark, otherwise):
        raise CallingHoursError(line, column, row[column])
    return word == mark


def _week(line: int, days: str, hours: str) -> tuple[Spans, ...]:
    first, _, last = days.partition("-")
    if first not in DAYS or (last or first) not in DAYS or DAYS.index(last or first) < DAYS.index(first):
        raise CallingHoursError(line, "days", days)
    spans = _spans(line, hours)
    open_days = range(DAYS.index(first), DAYS.index(last or first) + 1)
    return tuple(spans if day in open_days else () for day in range(7))


def _spans(line: int, hours: str) -> Spans:
    spans: list[tuple[int, int]] = []
    for part in hours.split():
        match = _SPAN.fullmatch(part)
        if not match:
            raise CallingHoursError(line, "hours", hours)
        from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
        start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
        if not (spans[-1][1] if spans else 0) <= start < end <= _MIDNIGHT or max(from_minute, to_minute) > 59:
            raise CallingHoursError(line, "hours", hours)
        spans.append((start, end))
    if not spans:
        raise CallingHoursError(line, "hours", hours)
    return tuple(spans)


def _limit(line: int, row: Mapping[str, str]) -> CallLimit | None:
    if not row["max_calls"] and not row["within_hours"]:
        return None
    for column in ("max_calls", "within_hours"):
        if not row[column].isdecimal() or int(row[column]) < 1:
            raise CallingHoursError(line, column, row[column])
    return CallLimit(int(row["max_calls"]), int(row["within_hours"]))


def _with_more_days(known: Rule, more: Rule) -> Rule:
    """Two lines of one place: each opens its own days; the less certain word holds for both."""
    order = list(Certainty)
    week = None
    if known.week is not None and more.week is not None:
        week = tuple(tuple(sorted((*a, *b))) for a, b in zip(known.week, more.week, strict=True))
    return replace(
        known,
        week=week,
        certainty=max(known.certainty, more.certainty, key=order.index),
        consent=known.consent or more.consent,
        closed_on_holidays=known.closed_on_holidays or more.closed_on_holidays,
        limit=known.limit or more.limit,
    )


def _both(one: tuple[Spans, ...] | None, other: tuple[Spans, ...] | None) -> tuple[Spans, ...] | None:
    if one is None or other is None:
        return one if other is None else other
    return tuple(_overlap(a, b) for a, b in zip(one, other, strict=True))


def _overlap(one: Spans, other: Spans) -> Spans:
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple(sorted((start, end) for start, end in pairs if start < end))
