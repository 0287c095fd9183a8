"""No cell and no column name of a file for people is a formula, and what is read back is what was written."""

from __future__ import annotations

import ast
import csv
import io
import tomllib
import unicodedata
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from services import texts
from services.contact_file import FileRejected, check, export, guess_columns, read_table
from services.spreadsheet import (
    FORMULA_SIGNS,
    column_kept_as_text,
    escaped,
    is_formula,
    kept_as_text,
    spreadsheet,
    without_mark,
)
from tests.examples import examples

FORMULAS = [
    "=1+1",
    " =1",
    "\u00a0=1",
    "\u3000@A1",
    "\u200b\ufeff=1",
    "＝1",
    "﹦1",
    "⁺1",
    "\n=1",
    "\r-1",
    "\t1",
    "\x00=1",
    "\x7f=1",
    "\xad+1",
    "-2+3",
    "+4930123",
    "@SUM(A1)",
    "=cmd|'/C calc'!A0",
]
ROOT = Path(__file__).resolve().parents[2]
# Cells and names as people would not write them: signs of formulas behind what cannot be seen.
UGLY = st.lists(
    st.sampled_from([*FORMULA_SIGNS, *"\t\r\n\v\f\0 \u00a0\u200b\ufeff\u2066\x85'\"0123.,;:/|", "cmd", "Ä"]),
    max_size=6,
).map("".join)
TEXT = st.one_of(UGLY, st.text(max_size=20))


def is_run(cell: str) -> bool:
    """As a spreadsheet program may take a cell: normalized, without what cannot be seen before it."""
    if cell[:1] in ("\t", "\r", "\n") and cell:
        return True
    for text in (cell, unicodedata.normalize("NFKC", cell)):
        seen = [
            char
            for char in text
            if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf", "Zs")
        ]
        if seen and seen[0] in "=+-@":
            return True
    return False


def cells_of(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_a_formula(text: str) -> None:
    assert escaped(text) == f"'{text}"
    assert kept_as_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Anna = Becker", "O'Neill", "12.5", "3:30", "#1", "(030) 1", "' =1"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert escaped(text) == text


@pytest.mark.parametrize("text", ["01067", "'Cem", "2026-03-01", "491512345678", "4.9E+12", "1/2", " 3.5"])
def test_what_is_read_back_keeps_its_zeros_dates_and_apostrophes(text: str) -> None:
    assert kept_as_text(text) == f"'{text}"
    assert without_mark(kept_as_text(text)) == text


def test_the_consoles_own_figures_stay_figures() -> None:
    assert cells_of(spreadsheet(["a", "b", "c"], [[-3, 0.5, None]]))[1] == ["-3", "0.5", ""]


@given(st.lists(TEXT, min_size=1, max_size=4), st.lists(TEXT, min_size=1, max_size=4))
@example(["=cmd|'/C calc'!A0"], ["\x00=1"])
@settings(deadline=None)
def test_no_cell_and_no_column_name_of_a_download_is_a_formula(header: list[str], row: list[str]) -> None:
    for line in cells_of(spreadsheet(header, [row])):
        assert not any(map(is_run, line)), line


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5), TEXT)
@example([("=1+1", "x")], "=cmd|'/C calc'!A0")
@example([("\n=1", "\x00=1")], "＝1")
@examples(150)
def test_no_cell_and_no_column_name_of_the_rows_left_out_is_a_formula(
    people: list[tuple[str, str]], name: str
) -> None:
    sink = io.StringIO()
    csv.writer(sink, quoting=csv.QUOTE_ALL).writerows(
        [("name", "phone", name), *((a, "unknown", b) for a, b in people)]
    )
    try:
        table = read_table(sink.getvalue().encode("utf-8", "replace"))
        checked = check(table, guess_columns(table), "DE")
    except FileRejected:
        reject()  # no table for its control characters, or not seen to have phone numbers: there are no rows to leave out
    made = b"".join(export.left_out(checked))

    for line in cells_of(made):
        assert not any(map(is_run, line)), line


@given(st.lists(TEXT, max_size=20))
@example(["=", "", "'", "\x00=", " \u2028=", "12.", ".1", "1 ", "\x85=1"])
@examples(300)
def test_whole_columns_are_told_as_single_cells_are(cells: list[str]) -> None:
    known = [cell for cell in cells if all(unicodedata.category(char) not in ("Cn", "Cs") for char in cell)]

    assert column_kept_as_text(pa.array(known, pa.string())).to_pylist() == [
        kept_as_text(cell) for cell in known
    ]


def test_every_sign_that_normalizes_to_one_of_a_formula_is_known() -> None:
    for code in range(0x110000):
        char = chr(code)
        if unicodedata.normalize("NFKC", char)[0] in "=+-@":
            assert is_formula(char), hex(code)


@pytest.mark.parametrize(("language", "line"), [("en", "Ä,b"), ("de", "Ä;b")])
def test_it_opens_in_the_spreadsheet_of_the_language(language: str, line: str) -> None:
    texts.set_language(language)
    made = spreadsheet(["Ä", "b"], [])
    texts.set_language("en")

    assert made.startswith(b"\xef\xbb\xbf")
    assert line in made.decode("utf-8-sig")


def test_no_other_code_writes_files_for_spreadsheets() -> None:
    """The template for new lists holds the console's own words alone, and the platform reads what goes to it as it is."""
    writing = {
        str(file.relative_to(ROOT))
        for folder in ("services", "components", "pages")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter", "write_csv", "to_csv")
    }
    assert writing == {
        "services/spreadsheet.py",
        "services/contact_file/export.py",
        "services/imports/platform.py",
    }


def test_tables_on_a_page_offer_no_download_of_their_own() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["client"]["disableDataExport"] is True
