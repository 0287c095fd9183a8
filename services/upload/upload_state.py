"""State of a dropped file as its draft keeps it: how the file is read, and what a person answered, mended and decided.

The file itself is read and checked anew when the draft is opened: verdicts are never kept. What was said of rows counts only for
the same rows: the digest of their table says whether they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.contact_file import ColumnQuestion, Columns, ContactTable, Decided
from services.contact_file.judging.hidden import hidden_row_count
from services.upload.decisions import Decisions
from services.upload.worker import AsRead

VERSION = 1


@dataclass(frozen=True)
class UploadState:
    """`campaign` is the address's word for where the list goes, `hidden` the answer about hidden rows and of how many. `begun` is
    the campaign that the list begins, `at_most` how many of its people are wanted for now."""

    region: str
    own_region: bool = False
    campaign: str = ""
    as_read: AsRead = field(default_factory=AsRead)
    table: str = ""
    columns: Columns | None = None
    answered: dict[int, ColumnQuestion] = field(default_factory=dict)
    mended: dict[int, dict[int, str]] = field(default_factory=dict)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    hidden: tuple[bool, int] | None = None
    travels: dict[int, Decided] = field(default_factory=dict)
    opened: list[str] | None = None
    at_most: int | None = None
    begun: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        return {"version": VERSION, **_ADAPTER.dump_python(self, mode="json")}

    @property
    def decided(self) -> Decisions:
        return Decisions.from_json(self.decisions)

    def hidden_wanted(self, table: ContactTable) -> bool | None:
        """The answer, where as many rows are hidden as when it was given."""
        return self.hidden[0] if self.hidden and self.hidden[1] == hidden_row_count(table) else None


_ADAPTER = TypeAdapter(UploadState)


def read_upload_state(kept: Mapping[str, Any]) -> UploadState | None:
    """As it was kept; None where another version of the console kept it otherwise."""
    if kept.get("version") != VERSION:
        return None
    try:
        return _ADAPTER.validate_python({name: value for name, value in kept.items() if name != "version"})
    except ValidationError:
        return None
