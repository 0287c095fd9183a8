"""Workbooks and pasted cells on *Upload people*: a sheet to choose, and what it hides asked about before anybody is used."""

from __future__ import annotations

from uuid import uuid4

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from services.api.models import Campaign
from services.contact_file import RowVerdict
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.upload.test_upload_page import done, use_people
from tests.pages.upload.upload_files import checked, drop, upload_of
from tests.pages.world import enrolled, make_campaign
from tests.sandbox_process import RunningSandbox
from tests.services.contact_file.workbook_files import ANN, BEN, CEM, HEADER, PEOPLE, saved, xlsx

pytestmark = pytest.mark.usefixtures("working")


@pytest.fixture
def campaign(console: Runtime) -> Campaign:
    return make_campaign(console.api, f"Books {uuid4().hex[:6]}")


def with_a_hidden_row() -> bytes:
    return xlsx(HEADER, *PEOPLE, change=lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True))


def ready(tab: AppTest) -> int:
    upload = upload_of(tab)
    assert upload and upload.checked
    return upload.checked.counts[RowVerdict.OK]


@pytest.mark.parametrize(
    ("answer", "numbers"), [("leave-hidden-rows", [ANN, CEM]), ("use-hidden-rows", [ANN, BEN, CEM])]
)
def test_hidden_rows_are_used_as_they_are_answered_for(
    open_page: OpenPage,
    sandbox: RunningSandbox,
    working: Runtime,
    campaign: Campaign,
    answer: str,
    numbers: list[str],
) -> None:
    tab = drop(open_page("upload", "de", campaign=campaign.id), with_a_hidden_row(), "kunden.xlsx")
    assert not tab.exception
    assert tab.button(key="use-people").disabled
    assert "**1** Zeile ist in der Tabelle ausgeblendet" in everything(tab)

    tab = tab.button(key=answer).click().run()
    done(use_people(tab), working)

    assert sorted(enrolled(sandbox, campaign.id)) == sorted(numbers)


def test_an_answer_about_hidden_rows_outlives_another_reading_of_the_columns(
    open_page: OpenPage, campaign: Campaign
) -> None:
    tab = drop(open_page("upload", "de", campaign=campaign.id), with_a_hidden_row(), "kunden.xlsx")
    tab = tab.button(key="use-hidden-rows").click().run()
    tab = checked(tab.selectbox(key="column-first_name").set_value(None).run())
    assert ready(tab) == 3

    tab = tab.button(key="hidden-anew").click().run()
    assert tab.button(key="use-people").disabled


def test_another_sheet_can_be_chosen(open_page: OpenPage, campaign: Campaign) -> None:
    book = Workbook()
    for name, rows in (("Kunden", PEOPLE[:1]), ("Altkunden", PEOPLE)):
        sheet = book.create_sheet(name)
        for row in (HEADER, *rows):
            sheet.append(row)
    del book["Sheet"]
    tab = drop(open_page("upload", "de", campaign=campaign.id), saved(book), "kunden.xlsx")
    assert tab.selectbox(key="file-sheet").options == ["Kunden", "Altkunden"]
    assert ready(tab) == 1

    tab = checked(tab.selectbox(key="file-sheet").set_value("Altkunden").run())

    assert not tab.exception
    assert ready(tab) == 3
    assert "Blatt Altkunden" in everything(tab)


def test_cells_out_of_a_spreadsheet_are_read_like_a_file(open_page: OpenPage, campaign: Campaign) -> None:
    tab = open_page("upload", "de", campaign=campaign.id)
    cells = (
        'Name\tTelefon\tNotiz\r\nAnna\t030 12345678\t"zwei\nZeilen, ""so"""\r\nBen; Co\t0151 23456789\t\r\n'
    )
    tab.text_area(key="pasted-cells").set_value(cells)
    tab = checked(tab.button(key="check-pasted").click().run())

    upload = upload_of(tab)
    assert not tab.exception
    assert upload
    assert upload.table
    assert upload.table.row(0) == ["Anna", "030 12345678", 'zwei\nZeilen, "so"']
    assert ready(tab) == 2


def test_pasted_cells_without_a_number_are_told_so(open_page: OpenPage, campaign: Campaign) -> None:
    tab = open_page("upload", "de", campaign=campaign.id)
    tab.text_area(key="pasted-cells").set_value("nur ein Wort")
    tab = checked(tab.button(key="check-pasted").click().run())

    assert tab.error
    assert not tab.exception
