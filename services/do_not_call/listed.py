"""Set of the lines on a team's do-not-call list, to be asked about many people at once.

A million lines are eight megabytes. They are read once a process and change of the list, whoever asks.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine, select

from services.contact_file.numbers.lines import in_sorted, line_numbers
from services.database.database import reading
from services.do_not_call.reading import lines_meant, national_ends, plain_digits
from services.do_not_call.table import DoNotCallRevision, DoNotCallRow

AT_ONCE = 50_000


def _no_lines() -> npt.NDArray[np.int64]:
    return np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class Listed:
    """`lines` are sorted. `revision` grows with each change of the list."""

    lines: npt.NDArray[np.int64] = field(default_factory=_no_lines)
    contact_ids: frozenset[str] = frozenset()
    revision: int = 0

    def __bool__(self) -> bool:
        return bool(len(self.lines) or self.contact_ids)

    def has_lines(self, lines: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of these lines are on the list."""
        return in_sorted(lines, self.lines)

    def bars(self, phones: Iterable[str | None], contact_id: str | None = None, *, region: str = "") -> bool:
        """Whether somebody with these numbers must not be called, in whichever spelling they are written."""
        if not self:
            return False
        if contact_id is not None and contact_id in self.contact_ids:
            return True
        return bool(self.lines_of(phones, region=region))

    def barred(self, people: Sequence[tuple[Sequence[str | None], str | None]]) -> list[bool]:
        """`bars` for many people by their numbers and contact: what is written plainly is looked for all at once."""
        if not self:
            return [False] * len(people)
        found = [contact_id in self.contact_ids for _, contact_id in people]
        given = [(at, phone) for at, (phones, _) in enumerate(people) for phone in phones if phone]
        digits = np.array([plain_digits(phone) for _, phone in given], np.int64)
        hits = self.has_lines(line_numbers(digits))
        for (at, phone), plain, hit in zip(given, digits.tolist(), hits.tolist(), strict=True):
            found[at] = found[at] or (hit if plain else self.bars((phone,)))
        return found

    def lines_of(self, phones: Iterable[str | None], *, region: str = "") -> set[int]:
        """Lines on the list that these numbers may mean; of one without a country code, all that end like it."""
        given = list(phones)
        meant = np.array([line for phone in given for line in lines_meant(phone, region)], np.int64)
        found = set(meant[self.has_lines(meant)].tolist())
        for end in {end for phone in given for end in national_ends(phone, region)}:
            found.update(self.lines[self.lines % 10 ** len(end) == int(end)].tolist())
        return found


NOBODY_LISTED = Listed()

_lock = threading.Lock()
_known: weakref.WeakKeyDictionary[Engine, dict[str, Listed]] = weakref.WeakKeyDictionary()


def listed_of(engine: Engine, team_id: str) -> Listed:
    """The list as it is now.

    Raises:
        DatabaseAway: it cannot be told; nobody is called because of that.
    """
    with _lock, reading(engine) as connection:
        now = select(DoNotCallRevision.revision).where(DoNotCallRevision.team_id == team_id)
        revision = connection.scalar(now) or 0
        known = _known.setdefault(engine, {}).get(team_id, NOBODY_LISTED)
        if known.revision == revision:
            return known
        held = (DoNotCallRow.team_id == team_id, DoNotCallRow.removed_at.is_(None))
        rows = connection.execution_options(yield_per=AT_ONCE).execute(
            select(DoNotCallRow.line, DoNotCallRow.contact_id).where(*held).order_by(DoNotCallRow.line)
        )
        lines: list[npt.NDArray[np.int64]] = []
        ids: set[str] = set()
        for part in rows.partitions():
            lines.append(np.fromiter((row[0] for row in part), np.int64, len(part)))
            ids.update(contact_id for _, contact_id in part if contact_id)
        found = Listed(np.concatenate(lines) if lines else _no_lines(), frozenset(ids), revision)
        _known[engine][team_id] = found
        return found
