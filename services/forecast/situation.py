"""Situation a forecast starts from: who is still to be called for the first time, who waits for another try, who is
done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Self

from services.api.models import CampaignContact, EnrollmentStatus, Outcome
from services.readiness.plan import People


class PersonDue(NamedTuple):
    """Somebody who was called `attempts` times and may be called again from `due` on."""

    timezone: str | None
    attempts: int
    due: datetime


@dataclass(frozen=True)
class Situation:
    """`begins`: when the first call may be placed from here on. `fresh`: people never called, by time zone."""

    begins: datetime
    fresh: Mapping[str | None, int]
    waiting: Sequence[PersonDue] = field(default_factory=tuple)
    finished: int = 0
    answered: int = 0

    @property
    def left(self) -> int:
        """People who may still be called."""
        return sum(self.fresh.values()) + len(self.waiting)

    @property
    def people(self) -> int:
        return self.left + self.finished

    @classmethod
    def before_launch(cls, begins: datetime, people: People) -> Self:
        """A campaign that has called nobody yet; who cannot be called is left out."""
        fresh: Counter[str | None] = Counter()
        for (timezone, _), count in people.groups.items():
            fresh[timezone] += count
        return cls(begins, fresh)

    @classmethod
    def of_rows(cls, begins: datetime, rows: Iterable[CampaignContact]) -> Self:
        """From the people of a campaign. Who is being called now is taken to be called at `begins` again."""
        fresh: Counter[str | None] = Counter()
        waiting: list[PersonDue] = []
        finished = answered = 0
        for row in rows:
            who, zone = row.contact, row.contact.timezone if row.contact else None
            if row.status.is_over or (who is not None and (who.do_not_call or not who.phone)):
                finished += 1
                answered += row.outcome == Outcome.ANSWERED
                continue
            made = (row.attempts or 0) - (row.status is EnrollmentStatus.CALLING)
            if made <= 0:
                fresh[zone] += 1
            else:
                waiting.append(PersonDue(zone, made, max(begins, row.next_attempt_at or begins)))
        return cls(begins, fresh, tuple(waiting), finished, answered)
