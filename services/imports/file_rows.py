"""Rows of imported files, whole, found again by the person they became: for what comes of a campaign to go home with the
columns that its file had.

A person is found by the platform's id of her, and by her line where an import was not told that. The work on an import
never looks here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Engine, select

from services.contact_file.numbers.lines import line_numbers
from services.database.database import reading
from services.imports.job import JobState
from services.imports.listed import whole_rows
from services.imports.rows import End, read_marks, read_phones
from services.imports.tables import ChunkRow, JobRow, ListedRow

_PUT_IN = (End.ENROLLED, End.DOUBTFUL)
"""Rows that stand in the campaign because of this list; `ALREADY` were there before."""


class FileRow(NamedTuple):
    """Row of a file; `cells` in the order of its `header`."""

    file_name: str
    line: int
    header: tuple[str, ...]
    cells: tuple[str, ...]


class WantedPeople(NamedTuple):
    """People whose rows are looked for: the platform's ids of them, and their lines."""

    contact_ids: Collection[str]
    lines: Collection[int]


@dataclass(frozen=True)
class FileRows:
    """Rows by contact and by line. `not_kept` are the names of lists whose rows are not there any more."""

    by_contact: Mapping[str, FileRow] = field(default_factory=dict)
    by_line: Mapping[int, FileRow] = field(default_factory=dict)
    not_kept: Sequence[str] = ()

    def of(self, contact_id: str, lines: Collection[int]) -> FileRow | None:
        """The row that somebody was; None where none is known."""
        found = self.by_contact.get(contact_id)
        return found or next((self.by_line[line] for line in lines if line in self.by_line), None)


def file_rows(engine: Engine, campaign_ids: Sequence[str], wanted: WantedPeople) -> FileRows:
    """Rows of these people in the imports of `campaign_ids`, the first one first. Where somebody stands in several lists of a
    campaign, it is the one that put her in.

    Raises:
        DatabaseAway: they could not be read.
    """
    put_in: list[_Found] = []
    not_kept: list[str] = []
    for campaign_id in campaign_ids:
        because, before = _Found({}, {}), _Found({}, {})
        for job in _jobs(engine, campaign_id):
            kept = job.forgotten_at is None and _look_through(engine, job, wanted, because, before)
            if not kept and job.file_name not in not_kept:
                not_kept.append(job.file_name)
        put_in += [because, before]
    by_contact: dict[str, FileRow] = {}
    by_line: dict[int, FileRow] = {}
    for found in reversed(put_in):
        by_contact |= found.by_contact
        by_line |= found.by_line
    return FileRows(by_contact, by_line, not_kept)


class _Found(NamedTuple):
    by_contact: dict[str, FileRow]
    by_line: dict[int, FileRow]


def _jobs(engine: Engine, campaign_id: str) -> Sequence[Any]:
    """Lists of a campaign, oldest first."""
    chosen = (
        select(JobRow.id, JobRow.file_name, JobRow.forgotten_at)
        .where(JobRow.campaign_id == campaign_id, JobRow.state != JobState.STORING)
        .order_by(JobRow.created_at, JobRow.id)
    )
    with reading(engine) as connection:
        return connection.execute(chosen).all()


def _chunks(engine: Engine, job_id: str) -> Iterator[Any]:
    """One after the other: a list of a million people is never held whole."""
    numbers = select(ListedRow.number).where(ListedRow.job_id == job_id).order_by(ListedRow.number)
    with reading(engine) as connection:
        all_numbers = list(connection.scalars(numbers))
    for number in all_numbers:
        chosen = (
            select(ChunkRow.marks, ChunkRow.phones, ListedRow.rows)
            .join(ListedRow, (ListedRow.job_id == ChunkRow.job_id) & (ListedRow.number == ChunkRow.number))
            .where(ChunkRow.job_id == job_id, ChunkRow.number == number)
        )
        with reading(engine) as connection:
            yield from connection.execute(chosen).all()


def _look_through(engine: Engine, job: Any, wanted: WantedPeople, because: _Found, before: _Found) -> bool:
    """False where the rows of this list are not kept whole."""
    kept = True
    if not wanted.contact_ids and not wanted.lines:
        return kept
    for chunk in _chunks(engine, job.id):
        whole = whole_rows(chunk.rows)
        if whole is None:
            kept = False
            continue
        marks, lines = read_marks(chunk.marks), line_numbers(read_phones(chunk.phones)).tolist()
        for position in marks.where(*_PUT_IN, End.ALREADY):
            contact, line = marks.contact_id[position] or "", lines[position]
            cells = whole.cells[position].as_py()
            if cells is None or not (contact in wanted.contact_ids or line in wanted.lines):
                continue
            row = FileRow(job.file_name, marks.line[position], whole.header, tuple(cells))
            found = before if marks.end[position] == End.ALREADY else because
            if contact:
                found.by_contact.setdefault(contact, row)
            if line:
                found.by_line.setdefault(line, row)
    return kept
