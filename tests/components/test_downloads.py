"""Files for people's spreadsheets run no formulas and open in the spreadsheet of the language."""

from __future__ import annotations

import pytest

from components.downloads import cell, spreadsheet
from services import texts


@pytest.mark.parametrize("text", ["=1+1", "+4930123", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_starts_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_other_cells_stay_as_they_are() -> None:
    assert cell("Anna = Becker") == "Anna = Becker"
    assert cell(None) == ""
    assert cell(3) == "3"


@pytest.mark.parametrize(("language", "line"), [("en", "Ä,b"), ("de", "Ä;b")])
def test_it_opens_in_the_spreadsheet_of_the_language(language: str, line: str) -> None:
    texts.set_language(language)
    made = spreadsheet(["Ä", "b"], [])
    texts.set_language("en")

    assert made.startswith(b"\xef\xbb\xbf")
    assert line in made.decode("utf-8-sig")
