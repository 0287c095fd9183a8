"""The corpus: every file with every row's verdict, over the command's own way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from services.contact_file import FileRejected, RowVerdict, check, guess_columns, read_table
from tests.services.contact_file.corpus import Case
from tests.services.contact_file.corpus_cells import CELLS
from tests.services.contact_file.corpus_columns import COLUMNS
from tests.services.contact_file.corpus_exports import EXPORTS
from tests.services.contact_file.corpus_files import FILES
from tests.services.contact_file.corpus_marks import MARKS
from tests.services.contact_file.corpus_places import PLACES
from tests.services.contact_file.corpus_reference import REFERENCE

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "case", [*FILES, *EXPORTS, *MARKS, *COLUMNS, *PLACES, *CELLS, *REFERENCE], ids=lambda case: case.name
)
def test_it_gives_every_row_its_verdict(case: Case) -> None:
    try:
        table = read_table(case.content)
        columns = guess_columns(table)
        checked = check(table, columns, case.region)
    except FileRejected as error:
        assert (case.verdict, case.reason) == ("reject", error.code)
        return

    rows = checked.rows(limit=10_000)
    assert [_differs(row.verdict, row.e164, want) for row, want in zip(rows, case.rows, strict=True)] == [
        ""
    ] * len(rows)
    assert (table.verdict, table.reason) == (case.verdict, case.reason)
    assert case.phone is None or tuple(table.header[index] for index in columns.phone) == case.phone
    assert case.encoding in (None, table.encoding)
    assert case.delimiter in (None, table.delimiter)


def _differs(verdict: RowVerdict, e164: str | None, want: str) -> str:
    wanted, number = want.split()
    if verdict != wanted or (number != "*" and number != (e164 or "-")):
        return f"wanted {want}, got {verdict.value} {e164}"
    return ""


def test_the_command_says_the_same_as_the_library(tmp_path: Path) -> None:
    case = next(case for case in EXPORTS if case.name == "outlook")
    (tmp_path / "list.csv").write_bytes(case.content)

    done = subprocess.run(
        [sys.executable, "-m", "services.contact_file", "--region", "DE", "--json", tmp_path / "list.csv"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    said = json.loads(done.stdout)
    assert [f"{row['verdict']} {row['e164'] or '-'}" for row in said["rows"]] == list(case.rows)
    assert said["phone_columns"] == ["Mobile Phone", "Business Phone"]
