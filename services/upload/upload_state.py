"""State of a dropped file as its draft keeps it: how the file is read, and what a person answered, mended and decided.

The file itself is read and checked anew when the draft is opened: verdicts are never kept. What was said of rows counts only for
the same rows: the digest of their table says whether they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter

from services.contact_file import ColumnQuestion, Columns, ContactTable, Decided
from services.drafts.state import read_state
from services.upload.decisions import Decisions
from services.upload.table_digest import hidden_digest
from services.upload.worker import AsRead

VERSION = 1


@dataclass(frozen=True)
class UploadState:
    """`reading` is another reading than `as_read` that was chosen, and not checked to its end. `campaign` is the address's word for where the list goes, `hidden_rows` the answer about hidden rows and their digest. `begun` is
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
    hidden_rows: tuple[bool, str] | None = None
    travels: dict[int, Decided] = field(default_factory=dict)
    opened: list[str] | None = None
    at_most: int | None = None
    begun: dict[str, Any] | None = None
    reading: AsRead | None = None

    def to_json(self) -> dict[str, Any]:
        return {"version": VERSION, **_ADAPTER.dump_python(self, mode="json")}

    @property
    def decided(self) -> Decisions:
        return Decisions.from_json(self.decisions)

    @property
    def said(self) -> Columns | None:
        """The columns with what this person answered of them: what others answered, or she later, is remembered elsewhere."""
        if self.columns is None:
            return None
        answers = {column: said for column, said in self.columns.answers.items() if column in self.answered}
        return replace(self.columns, answers=answers)

    def hidden_wanted(self, table: ContactTable) -> bool | None:
        """The answer, where the same rows are hidden as when it was given."""
        return (
            self.hidden_rows[0] if self.hidden_rows and self.hidden_rows[1] == hidden_digest(table) else None
        )


_ADAPTER = TypeAdapter(UploadState)


def read_upload_state(kept: Mapping[str, Any]) -> UploadState | None:
    """As it was kept; None where another version of the console kept it otherwise."""
    return read_state(kept, _ADAPTER, VERSION)
