"""Codes for what can be said about a file and about each of its rows; the sentences are in `sentences.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

# Characters. Two numbers with their words take about 100; whatever is longer was never meant as a number.
LONGEST_PHONE_CELL = 200
MOST_COLUMNS = 500
MOST_PHONE_COLUMNS = 10


class RowVerdict(StrEnum):
    """Verdict on a row, strongest first: where several apply, the first one counts."""

    MALFORMED = "malformed"
    BLOCKED = "blocked"
    INVALID = "invalid"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    REVIEW = "review"
    REPAIRED = "repaired"
    OK = "ok"

    @property
    def callable(self) -> bool:
        return self in (RowVerdict.REPAIRED, RowVerdict.OK)

    @property
    def rank(self) -> int:
        """0 for the strongest; the form verdicts take in columns."""
        return RANK[self]


VERDICTS: tuple[RowVerdict, ...] = tuple(RowVerdict)
RANK: dict[RowVerdict, int] = {verdict: rank for rank, verdict in enumerate(VERDICTS)}


class Rank(IntEnum):
    """`Verdict.rank` by name, for columns of small integers."""

    MALFORMED = 0
    BLOCKED = 1
    INVALID = 2
    REJECTED = 3
    DUPLICATE = 4
    REVIEW = 5
    REPAIRED = 6
    OK = 7


@dataclass(frozen=True)
class FileNote:
    """Something guessed or repaired while reading. Those in `WARNINGS` make the file's verdict `warn`."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def warns(self) -> bool:
        return self.code in WARNINGS


# In this order the first one present is the reason given for a file's verdict.
WARNINGS = (
    "bad_bytes",
    "mojibake",
    "nul_bytes",
    "uncalculated",
    "filter_of",
    "filter",
    "hidden_rows",
    "hidden_columns",
    "hidden_sheet",
    "other_sheets",
    "unclosed_quote",
    "ragged",
    "wrapped_lines",
    "no_header",
    "preamble",
    "repeated_header",
)


class FileRejected(Exception):  # noqa: N818  what happened, in the trade's words
    """The bytes are no table of people. `code` says what they are; `params` fill its sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Cancelled(Exception):  # noqa: N818  no error: what the person asked for
    """The person stopped the work before it was done; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Reading of one phone cell. `e164` is the number meant, or for `review` the most likely one."""

    verdict: RowVerdict
    reason: str = ""
    e164: str = ""
    ext: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """The country a cell is read in. `certain` where the row itself names it; `unclear` where the row names one that
    cannot be told; `nanp_seen` where the file holds numbers of North America beside those of its own region; `doubtful`
    where the file's numbers are written as in another country than the one chosen for it; `unsaid` where nobody has chosen
    one and the file does not show it."""

    region: str
    certain: bool = False
    unclear: bool = False
    nanp_seen: bool = False
    doubtful: bool = False
    unsaid: bool = False

    @property
    def asks(self) -> bool:
        """Whether a person is asked about each number without a country code."""
        return self.unclear or self.doubtful or self.unsaid
