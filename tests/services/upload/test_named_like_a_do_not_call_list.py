"""List that is named like a do-not-call list, dropped among the people to call: nobody of it is ready before a person says so."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from services.contact_file import ContactTable
from services.contact_file.vocabulary.list_names import names_nobody_to_call
from services.upload.check import AsRead, CheckLimits, CheckRequest, UploadCheck
from services.upload.lookup import Lookup
from services.upload.numbers_of_list import read_list
from tests.services.contact_file.workbook_files import saved

pytestmark = pytest.mark.usefixtures("forked")

CSV = b"Name;Telefon\nAnna;+49 151 23456789\n"


def workbook(sheet: str) -> bytes:
    book = Workbook()
    page = book.active
    assert page
    page.title = sheet
    for row in (["Name", "Telefon"], ["Anna", "+49 151 23456789"]):
        page.append(row)
    return saved(book)


def checked(
    content: bytes, name: str, as_read: AsRead | None = None, table: ContactTable | None = None
) -> UploadCheck:
    wanted = CheckRequest(content, as_read or AsRead(), "DE", table, name=name)
    check = UploadCheck(wanted, recall=lambda _header: None, look_up=lambda _cancelled: Lookup())
    assert check.finished.wait(60)
    assert check.failed is None
    return check


@pytest.mark.parametrize(
    ("content", "name", "named"),
    [(workbook("Sperrliste"), "Kunden.xlsx", "Sperrliste"), (CSV, "DNC 2026.csv", "DNC 2026.csv")],
    ids=["sheet", "file"],
)
def test_nobody_is_ready_until_a_person_says_that_they_may_be_called(
    content: bytes, name: str, named: str
) -> None:
    refused = checked(content, name)
    assert refused.rejected
    assert (refused.rejected.code, refused.rejected.params["name"]) == ("named_do_not_call", named)
    assert refused.checked is None
    assert refused.table is not None, "so that another sheet can be chosen"
    again = checked(content, name, table=refused.table)  # with other columns, or another country
    assert again.rejected
    assert again.checked is None

    allowed = checked(content, name, AsRead(may_be_called=True))

    assert allowed.checked
    assert [row.verdict for row in allowed.checked.rows()] == ["ok"]


def test_as_a_do_not_call_list_it_is_taken() -> None:
    read = read_list(workbook("Sperrliste"), "DE", CheckLimits())
    assert [line for _number, line, _name in read.numbers()] == [4915123456789]


@pytest.mark.parametrize(
    "name",
    [
        "Sperrliste", "DNC", "do not call", "Do-Not-Call.xlsx", "donotcall.csv", "DO_NOT_CALL_2026", "Opt-outs", "Robinson", "Blacklist.csv",
        "nicht_anrufen.csv", "suppression list.csv", "blocked", "Liste rouge", "Bel-me-niet", "No llamar", "Non chiamare", "czarna lista", "TPS",
    ],
)  # fmt: skip
def test_such_names_are_known(name: str) -> None:
    assert names_nobody_to_call(name)


@pytest.mark.parametrize(
    "name",
    ["people.csv", "Tabelle1", "Sheet1", "Kunden 2026", "Messe-Kontakte.xlsx", "Leads (freigegeben)", ""],
)
def test_ordinary_names_ask_nothing(name: str) -> None:
    assert not names_nobody_to_call(name)
