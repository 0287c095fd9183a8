"""A table, its columns and a region → a verdict for every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

from services.contact_file import marks
from services.contact_file.checked import CheckedFile
from services.contact_file.columns import Columns
from services.contact_file.combining import Facts
from services.contact_file.headers import Field
from services.contact_file.judging import Codes, Judged, judge
from services.contact_file.marks import Mark
from services.contact_file.numbers import read_cell
from services.contact_file.places import phone_cells, places_of
from services.contact_file.plans import calling_code
from services.contact_file.silence import silence_of
from services.contact_file.table import Table
from services.contact_file.verdicts import Cancelled, FileRejected, Where

Progress = Callable[[int, int], None]


def check(
    table: Table,
    columns: Columns,
    region: str,
    *,
    known: Mapping[str, str] | None = None,
    blocked: Set[str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CheckedFile:
    """Judge every row. `region` is an ISO code for numbers without one of their own.

    `known` names numbers that are in the campaign already, `blocked` those the platform holds as do-not-call.
    Raises `FileRejected("no_phone_column")`, and `Cancelled` soon after `cancelled()` says so.
    """
    if not columns.phone:
        raise FileRejected("no_phone_column")
    if calling_code(region) == 0:
        raise FileRejected("region_unknown", region=region)
    ticker = _Ticker(table.row_count, len(columns.phone), progress, cancelled)
    codes = Codes()
    cells = phone_cells(table, columns, region)
    places = places_of(table, columns, region, cells)
    judged: list[Judged] = []
    for index in columns.phone:
        judged.append(judge(cells[index], places, codes, ticker.part(len(judged))))
    silence = silence_of(table, columns)
    facts = Facts(places, codes, judged, silence, _silenced_by_faulty_rows(table, columns, region))
    checked = CheckedFile(table, columns, region, facts, dict(known or {}), frozenset(blocked or ()))
    ticker.done()
    return checked


class _Ticker:
    """Turns work done into rows done, and stops the work when asked to."""

    def __init__(
        self, rows: int, parts: int, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self.rows, self.parts = rows, parts
        self.progress, self.cancelled = progress, cancelled
        self._say(0)

    def part(self, number: int) -> Callable[[float], None]:
        return lambda share: self._say(int(self.rows * (number + share) / self.parts))

    def done(self) -> None:
        self._say(self.rows)

    def _say(self, rows: int) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None:
            self.progress(rows, self.rows)


def _silenced_by_faulty_rows(table: Table, columns: Columns, region: str) -> list[str]:
    """Numbers in rows that cannot be trusted but bear a do-not-call mark somewhere: those are called from no row."""
    if not table.faults or not (columns.of(Field.DO_NOT_CALL) or columns.of(Field.CONSENT)):
        return []
    numbers: list[str] = []
    for row, fault in table.faults.items():
        cells = table.row(row)
        if fault == "unclosed_quote":
            cells = cells[0].replace('"', "").split(table.delimiter)
        if fault not in ("footer", "repeated_header") and any(_says_stop(cell) for cell in cells):
            readings = (read_cell(cell, Where(region)) for cell in cells if len(cell) >= 7)
            numbers += [reading.e164 for reading in readings if reading.e164]
    return numbers


def _says_stop(cell: str) -> bool:
    return marks.do_not_call(cell) is Mark.DO_NOT_CALL
