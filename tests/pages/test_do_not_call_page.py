"""*Do not call*: put a number on the list, find it, take it off, in both languages."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from services.do_not_call import NewEntry, Reason
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.services.contact_file.workbook_files import saved

NASTY = "**Anna** <b>:red[x]</b> $x$"


def put(console: Runtime, number: str, name: str = "") -> None:
    console.do_not_call.add(NewEntry(number, Reason.COMPLAINT, name), region="DE", who=Person("Ada"))


def test_it_says_that_nobody_is_on_it(console: Runtime, open_page: OpenPage, language: str) -> None:
    tab = open_page("do-not-call", language)
    assert tab.title[0].value == {"en": "Do not call", "de": "Nicht anrufen"}[language]
    assert not tab.exception
    assert {"en": "Nobody is on the list yet.", "de": "Bisher steht niemand auf der Liste."}[
        language
    ] in everything(tab)


def test_a_number_is_put_on_it(console: Runtime, open_page: OpenPage, language: str) -> None:
    tab = open_page("do-not-call", language)
    tab.text_input("dnc-number").set_value("+49 151 23456789")
    tab.text_input("dnc-name").set_value(NASTY)
    next(one for one in tab.button if "dnc-put" in (one.key or "")).click().run()

    assert not tab.exception
    assert console.do_not_call.listed().bars(("0151 23456789",), region="DE")
    rows = tab.dataframe[0].value
    assert rows.iloc[0, 0] == "+49 151 23456789"
    assert rows.iloc[0, 1] == NASTY
    assert len(tab.success) == 1


def test_what_is_no_number_is_told_and_nothing_is_added(console: Runtime, open_page: OpenPage) -> None:
    tab = open_page("do-not-call")
    tab.text_input("dnc-number").set_value("Anna")
    next(one for one in tab.button if "dnc-put" in (one.key or "")).click().run()
    assert "Nothing was added." in tab.error[0].value
    assert not console.do_not_call.listed()


def test_a_number_without_country_code_is_asked_about_whatever_language_is_spoken(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    tab = open_page("do-not-call", language)
    assert tab.selectbox("dnc-region").value is None
    tab.text_input("dnc-number").set_value("0664 1234567")
    next(one for one in tab.button if "dnc-put" in (one.key or "")).click().run()
    assert len(tab.error) == 1
    assert not console.do_not_call.listed()

    tab.selectbox("dnc-region").set_value("AT")
    next(one for one in tab.button if "dnc-put" in (one.key or "")).click().run()

    assert not tab.error
    assert console.do_not_call.listed().bars(("+436641234567",))


def test_it_is_searched_by_the_address(console: Runtime, open_page: OpenPage) -> None:
    put(console, "0151 23456789", "Anna")
    put(console, "030 9018201", "Ben")
    tab = open_page("do-not-call", q="+49 151 23456789")
    assert list(tab.dataframe[0].value["Name"]) == ["Anna"]


def test_the_list_is_taken_home_as_a_workbook_too(console: Runtime, open_page: OpenPage) -> None:
    put(console, "0151 23456789", "=HYPERLINK(1)")
    tab = open_page("do-not-call", q="nobody of this name")
    assert not tab.get("download_button")
    tab = open_page("do-not-call")
    assert [one.proto.label for one in tab.get("download_button")] == ["Download the list", "Excel workbook"]


def test_who_was_taken_off_is_shown_with_the_reason(console: Runtime, open_page: OpenPage) -> None:
    put(console, "0151 23456789", "Anna")
    [entry] = console.do_not_call.page().rows
    console.do_not_call.remove(entry.id, "she asked to be called", who=Person.at_console())
    tab = open_page("do-not-call", removed="1")
    assert list(tab.dataframe[0].value.iloc[0])[-2:] == ["Somebody at this console", "she asked to be called"]


def test_somebody_is_chosen_to_be_taken_off(console: Runtime, open_page: OpenPage) -> None:
    put(console, "0151 23456789", "Anna")
    [entry] = console.do_not_call.page().rows
    tab = open_page("do-not-call")
    assert tab.button("ask-take-off").disabled
    tab.selectbox("take-off").set_value(str(entry.id)).run()
    assert not tab.button("ask-take-off").disabled


@pytest.mark.parametrize("page", ["99999999999999999999", "9" * 5000], ids=["twenty digits", "thousands"])
def test_a_page_that_no_list_has_is_no_problem(console: Runtime, open_page: OpenPage, page: str) -> None:
    put(console, "0151 23456789", "Anna")
    tab = open_page("do-not-call", page=page)
    assert not tab.exception
    assert "1 entry" in everything(tab)


def test_a_workbook_that_has_more_sheets_says_which_one_was_read(
    console: Runtime, open_page: OpenPage
) -> None:
    book = Workbook()
    for name in ("2024", "2025"):
        sheet = book.create_sheet(name)
        sheet.append(["Telefon"])
        sheet.append([f"+49 151 234567{name[2:]}"])
    del book["Sheet"]
    tab = open_page("do-not-call")
    tab.file_uploader("dnc-file").set_value(("list.xlsx", saved(book), "application/octet-stream")).run()
    assert tab.button("dnc-put-all").disabled, "nobody has said which country its numbers are from"
    tab.selectbox("dnc-file-region").set_value("DE").run()

    tab.button("dnc-put-all").click().run()

    assert not tab.exception
    assert [one.value for one in tab.error] == []
    assert console.do_not_call.page().total == 1
    assert any("“2024”" in one.value and "“2025”" in one.value for one in tab.warning)
