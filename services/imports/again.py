"""Restart of an import that is done: for rows that failed, or for people who wait because only so many were wanted in the
campaign. It begins with a look at who is in, and whoever says so first starts it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from services.database.database import writing
from services.imports.job import ImportPlace, JobState
from services.imports.rows import End, Marks
from services.imports.store import JobStore, save_marks
from services.imports.tables import JobRow, MatchRow
from services.imports.view import RETRYABLE


class NotPossible(Exception):  # noqa: N818  named for what it says to the caller
    """The job's present state does not allow this. `state` is that state."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def retry_failed(store: JobStore, job_id: str) -> int:
    """Try once more those rows that failed on the platform's side. How many.

    Raises:
        NotPossible: the job is not done.
    """
    changed: dict[int, Marks] = {}
    rows = 0
    for number in store.chunk_numbers(job_id):
        marks = store.marks(job_id, number)
        if again := [one for one in marks.where(End.LEFT_OUT) if marks.reason[one] in RETRYABLE]:
            rows += len(again)
            for position in again:
                marks.settle(position, End.KNOWN if marks.contact_id[position] else End.TODO)
            changed[number] = marks
    if rows:
        row = _row(store, job_id)
        at_most = ImportPlace.read(row.place).at_most
        if not _restart(store, row, changed, ("retried", rows), at_most=at_most):
            raise NotPossible(row.state)
    return rows


def put_others_in(store: JobStore, job_id: str) -> int:
    """Put those in who wait. How many; 0 where that has been said already.

    Raises:
        NotPossible: the job is not done, or its people's data is deleted.
    """
    row = _row(store, job_id)
    if ImportPlace.read(row.place).at_most is None:
        return 0
    waiting = row.total - row.enrolled - row.already - row.left_out
    if row.state != JobState.DONE or row.forgotten_at or not waiting:
        raise NotPossible(row.state)
    return waiting if _restart(store, row, {}, ("others", waiting), at_most=None) else 0


def _restart(
    store: JobStore, row: Any, changed: Mapping[int, Marks], why: tuple[str, int], *, at_most: int | None
) -> bool:
    """Start it from its first look on; False where it is not the job that was looked at any more."""
    before = ImportPlace.read(row.place)
    place = ImportPlace(
        stage="members",
        chunks=before.chunks,
        people=before.people,
        strangers=before.strangers,
        region=before.region,
        matches=before.matches,
        moved=before.moved,
        fields_left_out=before.fields_left_out,
        fields_sent=before.fields_sent,
        fields_seen=before.fields_seen,
        at_most=at_most,
    )
    as_it_was = (JobRow.state == JobState.DONE) & (JobRow.run == row.run)
    with writing(store.engine) as connection:
        if not store.run_again(connection, row.id, as_it_was, place=place.stored(), ended_at=None):
            return False
        connection.execute(delete(MatchRow).where(MatchRow.job_id == row.id))
        save_marks(connection, row.id, changed)
        store.recount(connection, row.id)
        code, rows = why
        store.note(connection, row.id, code, rows=rows)
    return True


def _row(store: JobStore, job_id: str) -> Any:
    row = store.row(job_id)
    if row is None:
        raise KeyError(job_id)
    return row
