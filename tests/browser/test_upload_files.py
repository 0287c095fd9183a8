"""Files on *Upload people* in a real browser: workbooks, pasted cells, the questions before anybody is called, and a page
that was open while the console was started anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.console_server import ConsoleServer
from tests.browser.hand import Hand
from tests.browser.tabs import Tab
from tests.browser.test_upload import download_rest, give
from tests.services.contact_file.workbook_files import HEADER, PEOPLE, xlsx

OpenTab = Callable[..., Tab]

INTERNATIONAL = [[first, last, "+49" + number[1:], mark] for first, last, number, mark in PEOPLE]
MARKED = [
    "Vorname;Telefon;Opt;Liste",
    "Ada;030 27594863;A;x",
    "Ben;030 27594864;B;y",
    "Cem;030 27594865;B;y",
    "Dea;030 27594866;;y",
]


def at_upload(tab: Tab) -> Hand:
    hand = Hand(tab.open("/upload"))
    hand.at("contact-file").wait_for()
    hand.settled()
    return hand


@pytest.mark.parametrize(
    ("language", "read", "ready"),
    [
        pytest.param("en", "Excel workbook · sheet Sheet", "Ready", marks=pytest.mark.soak),
        ("de", "Excel-Arbeitsmappe · Blatt Sheet", "Bereit"),
    ],
)
def test_a_workbook_with_a_hidden_row(
    open_tab: OpenTab, tmp_path: Path, language: str, read: str, ready: str
) -> None:
    file = tmp_path / "kunden.xlsx"
    unusable = ["Eva", "Falsch", "siehe Notiz", ""]
    file.write_bytes(
        xlsx(
            HEADER,
            *INTERNATIONAL,
            unusable,
            change=lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True),
        )
    )
    tab = open_tab(language)
    hand = at_upload(tab)
    give(hand, file)

    hand.sees(read)
    expect(hand.at("verdict").get_by_role("radio").filter(has_text=ready)).to_contain_text("2")
    expect(hand.at("use-people").locator("button").first).to_be_disabled()
    hand.click("use-hidden-rows")
    expect(hand.at("verdict").get_by_role("radio").filter(has_text=ready)).to_contain_text("3")
    expect(hand.at("use-people").locator("button")).to_be_enabled()
    hand.click("hidden-anew")
    hand.click("leave-hidden-rows")
    expect(hand.at("verdict").get_by_role("radio").filter(has_text=ready)).to_contain_text("2")
    expect(hand.at("use-people").locator("button")).to_be_enabled()

    hand.arrived()
    hand.at("use-more").locator("summary").click()
    with tab.page.expect_download() as waiting:
        hand.at("download-left-out-workbook").locator("button").click()
    rest = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(rest)
    assert rest.suffix == ".xlsx"
    rows = [[cell.value for cell in row] for row in load_workbook(rest).worksheets[0].iter_rows()]
    assert [row[3] for row in rows] == ["Telefon", INTERNATIONAL[1][2], "siehe Notiz"]
    assert download_rest(tab.page, hand, tmp_path).suffix == ".csv"


@pytest.mark.parametrize(
    ("language", "file"),
    [("en", "Pasted cells"), pytest.param("de", "Eingefügte Zellen", marks=pytest.mark.soak)],
)
def test_cells_from_the_clipboard(open_tab: OpenTab, language: str, file: str) -> None:
    tab = open_tab(language)
    hand = at_upload(tab)
    hand.at("paste").locator("summary").click()
    cells = 'Vorname\tTelefon\tNotiz\r\nAnna\t+49 30 12345678\t"zwei\nZeilen, ""so"""\r\nBen\t+49 151 23456789\t\r\n'
    box = hand.at("pasted-cells").locator("textarea")
    box.click()
    tab.page.evaluate("text => navigator.clipboard === undefined || text", cells)
    tab.page.keyboard.insert_text(cells)
    hand.click("check-pasted")

    hand.at("verdict").wait_for()
    hand.sees(file)
    expect(hand.at("verdict").get_by_role("radio").first).to_contain_text("2")


@pytest.mark.parametrize(
    ("language", "asked", "answered"),
    [
        pytest.param(
            "en", "Opt says these things for 4 people", "must not be called: A", marks=pytest.mark.soak
        ),
        ("de", "Opt sagt dies bei 4 Personen", "nicht angerufen werden: A"),
    ],
)
def test_a_question_about_a_column(
    open_tab: OpenTab, tmp_path: Path, language: str, asked: str, answered: str
) -> None:
    file = tmp_path / f"opt-{language}.csv"
    file.write_text("\r\n".join(MARKED).replace("Liste", f"Liste {language}"), "utf-8")
    hand = at_upload(open_tab(language))
    give(hand, file)

    hand.sees(asked)
    expect(hand.at("use-people").locator("button").first).to_be_disabled()
    pills = hand.at("kept-out-2-").get_by_role("button")
    expect(pills).to_have_count(3)
    for entry in ("B", "–"):  # she takes the others off, and keeps A out
        hand.settled()
        pills.filter(has_text=entry).first.click() if entry == "B" else pills.nth(2).click()
        hand.settled()
    hand.click("leave-out-2")
    hand.sees(answered)
    expect(hand.at("answered-2")).to_have_count(1)
    hand.click("answer-anew-2")
    hand.sees(asked)
    hand.click("may-call-2")
    expect(hand.at("answered-2")).to_have_count(1)
    hand.click("other-file")

    give(hand, file)  # the same columns once more: nobody is asked again
    expect(hand.at("question-2")).to_have_count(0)


def drop(hand: Hand, file: Path) -> None:
    """Let go of a file above the uploader."""
    dropped = hand.page.evaluate_handle(
        """([name, bytes]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], name));
            return carried;
        }""",
        [file.name, list(file.read_bytes())],
    )
    zone = hand.at("contact-file").get_by_test_id("stFileUploaderDropzone")
    zone.dispatch_event("drop", {"dataTransfer": dropped})


def test_a_file_dropped_while_the_console_is_being_started_anew_is_read_once_it_is_back(
    open_tab: OpenTab, server: ConsoleServer, tmp_path: Path
) -> None:
    file = tmp_path / "kunden.xlsx"
    file.write_bytes(xlsx(HEADER, *PEOPLE))
    tab = open_tab("en")
    hand = at_upload(tab)
    server.stop()
    expect(tab.page.locator("[data-testid=stApp][data-test-connection-state=CONNECTED]")).to_have_count(0)

    drop(hand, file)

    said = "The file is taken as soon as the console answers again."
    expect(hand.at("contact-file").locator(f"[data-waits='{said}']")).to_have_count(1)
    server.start_again()
    hand.at("verdict").wait_for(timeout=60_000)
    hand.sees("kunden.xlsx")
    tab.complaints.clear()  # of the moments without a console


def test_a_file_that_does_not_arrive_is_said_to_be_lost_in_a_sentence(
    open_tab: OpenTab, tmp_path: Path
) -> None:
    file = tmp_path / "kunden.xlsx"
    file.write_bytes(xlsx(HEADER, *PEOPLE))
    tab = open_tab("de")
    hand = at_upload(tab)
    sent = "**/_stcore/upload_file/**"
    tab.page.route(sent, lambda route: route.fulfill(status=400, body="Invalid session_id"))

    drop(hand, file)

    expect(hand.at("contact-file")).to_contain_text(
        "Diese Datei ist nicht angekommen. Bitte noch einmal ablegen."
    )
    tab.page.unroute(sent)
    drop(hand, file)
    hand.at("verdict").wait_for()
    tab.complaints.clear()  # of the refusal
