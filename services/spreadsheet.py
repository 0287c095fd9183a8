"""Spreadsheet files: CSV and workbooks that a person opens, in which no cell and no column name can be run as a formula
(CWE-1236).

In CSV a leading apostrophe keeps a cell text, in a workbook its type does. One rule for every file the console gives to
people; whole columns are told by Arrow, single cells in Python, and a test holds the two together.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.texts import language

pc: Any = pyarrow.compute  # its functions are made at run time: no type checker knows them by name

BYTE_ORDER_MARK = "\ufeff"  # behind it Excel reads UTF-8
# What spreadsheet programs begin a formula with, and every sign that becomes one of these where a program normalizes.
FORMULA_SIGNS = "=+-@＝﹦⁼₌⩵⩶＋﹢⁺₊﬩－﹣＠﹫"
_DROPPED = "\t\r\n"  # by programs that then read on
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cs"})
_MARK = "'"
MOST_WORKBOOK_ROWS = 20_000  # written in the console's own process, ten thousand a second
_LONGEST_CELL = 32_767  # characters, in a workbook
_COLUMN_WIDTH = 18  # in characters
_TEXT, _MOMENT = "@", "yyyy-mm-dd hh:mm"
WORKBOOK_OPTIONS = {
    "in_memory": True,  # people's data lie in no temporary file
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_STARTS = re.escape(FORMULA_SIGNS)
_FORMULA = rf"^[\p{{Z}}\p{{C}}]*[{_STARTS}]|^[{_DROPPED}]"
# What a spreadsheet would change: a leading zero, many digits, dates and the like, exponents.
_FIGURES = (
    r"^[\t-\r ]*(?:0[0-9]|[0-9]{12})|^[\t-\r ]*(?:[.,:/()\-][.,:/() \-]*)?[0-9]+[.,:/() \-][0-9.,:/() \-]*$|"
    r"^[\t-\r ]*[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+[\t-\r ]*$"
)
_FIGURES_RE = re.compile(_FIGURES.replace("$", r"\Z"))


def escaped(text: str) -> str:
    """A cell or a column's name as text, whatever it begins with."""
    return f"{_MARK}{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program might run the text, also one that skips blanks and marks that cannot be seen."""
    if not text or text[0].isalnum():
        return False
    if text[0] in _DROPPED:
        return True
    first = next((char for char in text if unicodedata.category(char) not in _UNSEEN), None)
    return first is not None and first in FORMULA_SIGNS


def kept_as_text(text: str) -> str:
    """As `escaped`, and a number keeps its zeros, a date its form: for cells that are read back, where marks go again."""
    marked = text.startswith(_MARK) or is_formula(text) or _FIGURES_RE.search(text)
    return f"{_MARK}{text}" if marked else text


def doubled_mark(text: str) -> str:
    """A cell of a workbook that is read back: its type keeps it text, and only a mark of its own is doubled."""
    return f"{_MARK}{text}" if text.startswith(_MARK) else text


def column_kept_as_text(column: pa.Array) -> pa.Array:
    """`kept_as_text` for a whole column."""
    marked = pc.match_substring_regex(column, f"^{_MARK}|{_FORMULA}|{_FIGURES}")
    return pc.if_else(marked, pc.binary_join_element_wise(_MARK, column, ""), column)


def without_mark(cell: str) -> str:
    return cell.removeprefix(_MARK)


def column_without_mark(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring_regex(column, f"^{_MARK}", "")


def separator() -> str:
    """Separator that spreadsheets in the person's language expect between cells."""
    return language().cell_separator


def spreadsheet(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV for a person's spreadsheet program, in the form of her language."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=separator())
    writer.writerow([escaped(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def quoted_line(cells: Iterable[str]) -> bytes:
    """One line of a file that is read back, every cell in quotation marks."""
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=separator(), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([kept_as_text(cell) for cell in cells])
    return sink.getvalue().encode("utf-8", "replace")


def workbook(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The same as a workbook (`.xlsx`): texts are texts, whatever they look like, numbers and moments are what they are. A
    moment is written as its clock shows it."""
    sink = io.BytesIO()
    with Workbook(sink, WORKBOOK_OPTIONS) as book:
        sheet = book.add_worksheet()
        text, bold, moment = (
            book.add_format(look)
            for look in ({"num_format": _TEXT}, {"num_format": _TEXT, "bold": True}, {"num_format": _MOMENT})
        )
        sheet.set_column(0, max(len(header) - 1, 0), _COLUMN_WIDTH, text)
        sheet.freeze_panes(1, 0)
        _write_row(sheet, 0, header, bold, moment)
        for place, row in enumerate(rows, 1):
            _write_row(sheet, place, row, text, moment)
    return sink.getvalue()


def _write_row(sheet: Worksheet, place: int, row: Sequence[object], text: Format, moment: Format) -> None:
    for column, value in enumerate(row):
        if isinstance(value, datetime):
            sheet.write_datetime(place, column, value.replace(tzinfo=None), moment)
        elif isinstance(value, (int, float)):
            sheet.write_number(place, column, value)
        elif value is not None and value != "":
            sheet.write_string(place, column, str(value)[:_LONGEST_CELL], text)


def _cell(value: object) -> str:
    """Numbers and moments are the console's own and stay what they are, also below zero."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (int, float)):
        return str(value)
    return "" if value is None else escaped(str(value))
