"""Reader of a workbook: bytes and the name of a sheet → its rows as texts, and what the person sees of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from services.contact_file.verdicts import FileRejected
from services.contact_file.workbook import ods, xls, xlsb, xlsx
from services.contact_file.workbook.archive import Parts, WorkbookLimits
from services.contact_file.workbook.cells import text_of
from services.contact_file.workbook.kinds import kind_of
from services.contact_file.workbook.sight import Sight

HEAD = 200  # rows by which a sheet of people is told from others
_PANICS = "pyo3_runtime"
MOST_TRIED = 10  # sheets that are looked at for one with people

IsList = Callable[[Sequence[list[str]]], bool]


@dataclass
class Sheet:
    """One sheet. `others` are the names of the further sheets with something in them, `hidden` those of all that the
    program does not show. Columns are counted from the first one that is used."""

    kind: str
    name: str
    sight: Sight
    _cells: CalamineSheet
    others: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)

    @property
    def first_column(self) -> int:
        return self._cells.start[1] if self._cells.start else 0

    @property
    def width(self) -> int:
        return self._cells.width

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number of each row as the sheet has it, from 1, and its texts; a merged cell's in every row that it covers."""
        texts, first, below = self.sight.texts, self.first_column, _MergedCells(self.sight, self.first_column)
        for number, values in enumerate(self._cells.iter_rows(), 1):
            row = [value if isinstance(value, str) else text_of(value) for value in values]
            for column, text in texts.get(number - 1, {}).items():
                if 0 <= column - first < len(row):
                    row[column - first] = text
            below.fill(number - 1, row)
            yield number, row


class _MergedCells:
    """Cells that were merged downwards: below the first one nothing is stored, and the person sees its text."""

    def __init__(self, sight: Sight, first: int) -> None:
        self._starts: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, _right) in sight.merged:
            if bottom > top:
                self._starts.setdefault(top, []).append((bottom, left - first))
        self._open: list[tuple[int, int, str]] = []

    def fill(self, number: int, row: list[str]) -> None:
        if self._open:
            self._open = [each for each in self._open if each[0] >= number]
            for _bottom, column, text in self._open:
                row[column] = row[column] or text
        for bottom, column in self._starts.get(number, ()):
            if 0 <= column < len(row):
                self._open.append((bottom, column, row[column]))


def read_workbook(content: bytes, sheet: str | None, limits: WorkbookLimits, is_list: IsList) -> Sheet:
    """The sheet of that name; without one the first that is shown and `is_list` says of its first rows that it may be
    the list of people, else the first with anything in it.

    Raises `FileRejected` for what is damaged, protected by a password, empty, or more than the limits allow.
    """
    kind = kind_of(content)
    parts = None if kind == "xls" else Parts(content, limits)
    sights = _refuse(kind, parts, content)
    with _damage_told():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = _chosen(workbook, sheet, is_list)
    if parts is None:
        sight = xls.look(content, workbook.sheet_names.index(found.name))
    else:
        sight = sights.get(found.name) or (xlsx if kind == "xlsx" else xlsb).look(parts, found.name)
    sight.merged = found.merged_cell_ranges or sight.merged
    pages = {page.name: page for page in workbook.sheets_metadata if page.typ is SheetTypeEnum.WorkSheet}
    others = [name for name in pages if name != found.name]
    hidden = {name for name, page in pages.items() if page.visible is not SheetVisibleEnum.Visible}
    return Sheet(kind, found.name, sight, found, others, hidden)


@contextmanager
def _damage_told() -> Iterator[None]:
    """Turn what python-calamine raises into a refusal; a panic of the library below it comes as a class of its own."""
    try:
        yield
    except PasswordError as error:
        raise FileRejected("workbook_password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileRejected("workbook_damaged") from error
    except BaseException as error:
        if type(error).__module__ != _PANICS:
            raise
        raise FileRejected("workbook_damaged") from error


def _refuse(kind: str, parts: Parts | None, content: bytes) -> dict[str, Sight]:
    """Refuse what is protected, or would unpack to more than it should; what was seen of the sheets on the way."""
    if parts is None:
        xls.refuse_protected(content)
        return {}
    parts.verify()
    if kind != "ods":
        return {}
    if ods.is_protected(parts):
        raise FileRejected("workbook_password")
    return ods.look(parts)  # before it is read: one cell of it may stand for a million


def _chosen(workbook: CalamineWorkbook, wanted: str | None, is_list: IsList) -> CalamineSheet:
    if wanted is not None:
        if wanted not in workbook.sheet_names:
            raise FileRejected("sheet_unknown")
        return workbook.get_sheet_by_name(wanted)
    pages = [page for page in workbook.sheets_metadata if page.typ is SheetTypeEnum.WorkSheet]
    pages.sort(key=lambda page: page.visible is not SheetVisibleEnum.Visible)
    first: CalamineSheet | None = None
    for page in pages[:MOST_TRIED]:
        sheet = workbook.get_sheet_by_name(page.name)
        if sheet.start is None:
            continue
        if is_list(_head(sheet)):
            return sheet
        first = first or sheet
    if first is None:
        raise FileRejected("empty")
    return first


def _head(sheet: CalamineSheet) -> list[list[str]]:
    return [[text_of(value) for value in row] for row in islice(sheet.iter_rows(), HEAD)]
