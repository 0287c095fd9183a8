"""Tally of a campaign's calls, kept from look to look: how the newest ones ended, how many were made today and in all, and
what the credits did.

A look sees the newest calls, some of them for the second time. Each call counts once, by its id: begun when it is first
seen, ended when its outcome is. What the samples are counted from begins anew when a person lets the campaign go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta, tzinfo
from typing import Any, NamedTuple, Self

from services.api.models import Outcome
from services.results.credit_pace import credits_an_hour

WINDOW = 100
"""So many of the newest ended calls are kept one by one."""
CREDITS_KEPT = timedelta(hours=2)
FAILED, WRONG, ANSWERED, OTHER = "f", "w", "a", "o"
LETTERS = {Outcome.ERROR.value: FAILED, Outcome.INVALID_NUMBER.value: WRONG, Outcome.ANSWERED.value: ANSWERED}


class Attempt(NamedTuple):
    """One call as a look saw it. `letter` tells how it ended; None while it is under way."""

    id: str
    started_at: datetime
    letter: str | None


class Newest(NamedTuple):
    """The newest calls that a look saw, the newest first; `all_of_them` where there are no older ones."""

    attempts: Sequence[Attempt]
    all_of_them: bool


@dataclass
class Tally:
    """`begun` and `ended` are ids of the last look's calls. `window` has a letter for each of the newest ended calls, the
    newest last; `before` counts those that ended before the window, and `before_answered` the answered ones of them. `since`:
    calls from before it are in no sample. `day` is the campaign's own date. `at_least`: calls were made that no look saw, so there
    were more than were counted."""

    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    window: str = ""
    before: int = 0
    before_answered: int = 0
    since: str = ""
    day: str = ""
    today: int = 0
    in_all: int = 0
    at_least: bool = False
    spent: float = 0.0
    credits: list[tuple[str, float]] = field(default_factory=list)

    @classmethod
    def read(cls, kept: Any) -> Self:
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in (kept or {}).items() if name in known})

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    def see(self, newest: Newest, now: datetime, zone: tzinfo) -> int:
        """Count what is new in the newest calls; how many have begun."""
        self.turn_to(now, zone)
        known, done = set(self.begun), set(self.ended)
        fresh = [one for one in newest.attempts if one.id not in known]
        if known and len(fresh) == len(newest.attempts) and fresh and not newest.all_of_them:
            self.at_least = True
        self.today += sum(one.started_at.astimezone(zone).date().isoformat() == self.day for one in fresh)
        self.in_all += len(fresh)
        just_ended = [one for one in newest.attempts if one.letter and one.id not in done]
        for one in sorted(just_ended, key=lambda attempt: attempt.started_at):
            if not self.since or one.started_at >= datetime.fromisoformat(self.since):
                self._end(one.letter or OTHER)
        self.begun = [one.id for one in newest.attempts]
        self.ended = [one.id for one in newest.attempts if one.letter]
        return len(fresh)

    def turn_to(self, now: datetime, zone: tzinfo) -> None:
        """Begin a day where it is another one."""
        day = now.astimezone(zone).date().isoformat()
        if day != self.day:
            self.day, self.today = day, 0

    def begin_anew(self, now: datetime) -> None:
        """A person lets it go on, knowing how it went: the samples are those of what follows."""
        self._put_aside(self.window)
        self.window, self.since = "", now.isoformat()
        self.in_all, self.spent, self.at_least = 0, 0.0, False

    def see_credits(self, left: float, now: datetime) -> None:
        if self.credits and left < self.credits[-1][1]:
            self.spent += self.credits[-1][1] - left
        kept = [one for one in self.credits if now - datetime.fromisoformat(one[0]) <= CREDITS_KEPT]
        self.credits = [*kept, (now.isoformat(), left)][-40:]

    @property
    def credits_an_hour(self) -> float | None:
        return credits_an_hour([(datetime.fromisoformat(at), left) for at, left in self.credits])

    def _end(self, letter: str) -> None:
        self.window += letter
        self._put_aside(self.window[:-WINDOW])
        self.window = self.window[-WINDOW:]

    def _put_aside(self, letters: str) -> None:
        self.before += len(letters)
        self.before_answered += letters.count(ANSWERED)
