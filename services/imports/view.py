"""View of an import: from what is stored of it to what people see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.api import BudgetState
from services.imports.estimate import estimate
from services.imports.job import ENDED, ImportPlace, Job, JobState, LogEntry, PausedBy, RowEnd
from services.imports.listed import ListedContact
from services.imports.rows import End, Marks, RowCounts
from services.person import person_of

RETRYABLE = (
    "refused",
    "not_found",
    "not_enrolled",
    "not_possible_here",
    "other_company",
    "unclear",
    "cannot_look",
    "called_lately",
    "number_not_known",
)
_ENDS = {End.ENROLLED: "enrolled", End.ALREADY: "already", End.LEFT_OUT: "left_out"}


def as_job(
    row: Any,
    budget: BudgetState | None,
    now: datetime,
    reasons: Mapping[str, int],
    log: Sequence[LogEntry] = (),
) -> Job:
    """A row of `import_jobs` as pages and commands see it."""
    place = ImportPlace.read(row.place)
    todo = row.total - row.enrolled - row.already - row.left_out
    return Job(
        id=row.id,
        state=JobState(row.state),
        paused_by=PausedBy(row.paused_by) if row.state == JobState.PAUSED else None,
        code=row.code,
        params=row.params,
        file_name=row.file_name,
        campaign_id=row.campaign_id,
        campaign_name=row.campaign_name,
        company_id=row.company_id,
        who=person_of(row),
        created_at=row.created_at,
        ended_at=row.ended_at,
        forgotten=row.forgotten_at is not None,
        rows=RowCounts(row.total, row.enrolled, row.already, row.left_out, todo),
        reasons=dict(reasons),
        requests=row.requests,
        stage=place.stage,
        way=place.way,
        estimate=None if row.state in ENDED else estimate(row, place, budget, now),
        retryable=0 if row.forgotten_at else sum(reasons.get(reason, 0) for reason in RETRYABLE),
        moved=place.moved,
        at_most=place.at_most,
        fields_refused=() if place.fields_tried else tuple(place.fields_left_out),
        fields_unseen=tuple(name for name in place.fields_sent if name not in place.fields_seen),
        log=list(log),
    )


def row_ends(marks: Marks, listed: Iterable[ListedContact]) -> Iterator[RowEnd]:
    people = iter(listed)
    for position in range(len(marks)):
        yield RowEnd(
            marks.row[position],
            marks.line[position],
            _ENDS.get(End(int(marks.end[position])), "todo"),
            marks.reason[position],
            marks.verdict[position],
            marks.file_reason[position],
            marks.detail[position],
            next(people, ListedContact()),
        )
