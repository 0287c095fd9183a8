"""Check of a whole file: a table, its columns and a region → a verdict for every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from services.contact_file.columns.columns import Columns
from services.contact_file.judging.checked import CheckedFile
from services.contact_file.judging.combining import Facts
from services.contact_file.judging.further import further_numbers, numbers_of_broken_rows
from services.contact_file.judging.judging import Codes, Judged, judge
from services.contact_file.judging.places import phone_cells, places_of, region_of_list
from services.contact_file.judging.silence import silence_of
from services.contact_file.numbers.plans import calling_code
from services.contact_file.table.table import ContactTable
from services.contact_file.verdicts import Cancelled, FileRejected
from services.process import memory

Progress = Callable[[int, int], None]


def check(
    table: ContactTable,
    columns: Columns,
    region: str,
    *,
    known: Mapping[str, str] | None = None,
    blocked: Set[str] | None = None,
    listed: npt.NDArray[np.int64] | None = None,
    region_said: bool = True,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CheckedFile:
    """Judge every row. `region` is an ISO code for numbers without one of their own.

    `known` names numbers that are in the campaign already, `blocked` those the platform holds as do-not-call,
    `listed` the lines of the team's own list (`lines.line_number`), sorted. Where nobody said the region
    (`region_said`), numbers that it decides are asked about, unless the file shows that they are of it; where they cannot be of
    it, and the file shows another country, they are read as of that one, which is the `region` of the answer then.
    Raises `FileRejected("no_phone_column")`, and `Cancelled` soon after `cancelled()` says so.
    """
    if not columns.phone:
        raise FileRejected("no_phone_column")
    if calling_code(region) == 0:
        raise FileRejected("region_unknown", region=region)
    if not region_said:
        region = region_of_list(table, columns, region)
    ticker = _Ticker(table.row_count, len(columns.phone), progress, cancelled)
    codes = Codes()
    cells = phone_cells(table, columns, region)
    places = places_of(table, columns, region, cells, said=region_said)
    judged: list[Judged] = []
    with ThreadPoolExecutor(1) as helper:  # words are looked for in Arrow, which leaves Python to the numbers
        heard = helper.submit(silence_of, table, columns)
        for index in columns.phone:
            judged.append(
                judge(cells[index], places.wheres, places.index[index], codes, ticker.part(len(judged)))
            )
        silence = heard.result()
    further = further_numbers(table, columns, cells, judged, places, silence, codes)
    memory.give_back_freed()  # what the columns needed, before the rows are compared
    facts = Facts(places, codes, judged, silence, numbers_of_broken_rows(table, columns, region), further)
    memory.give_back_freed()  # the numbers' texts, each of which the pool has once
    own_list = np.empty(0, np.int64) if listed is None else listed
    checked = CheckedFile(
        table, columns, region, facts, dict(known or {}), frozenset(blocked or ()), own_list
    )
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
