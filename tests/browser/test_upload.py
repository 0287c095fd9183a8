"""A list from a spreadsheet into a campaign in a real browser: corrected, decided, mended, and its rest once more."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from services.api import Api
from services.api.models import CampaignCreate
from tests.browser.console_server import ConsoleServer
from tests.browser.hand import Hand
from tests.browser.tabs import Tab
from tests.sandbox_process import RunningSandbox

OpenTab = Callable[..., Tab]
IMPORT_MS = 60_000

GERMAN = [
    "Vorname;Nachname;Firma;Telefon;Mobil;E-Mail",
    "Jürgen;Müller;Bäckerei Groß;030 1234567;;juergen@example.de",
    "Änne;Weiß;Weiß, Groß & Söhne;(0)89/45678901;;",
    "Max;Zwei;;030 7654321 / 0171 9999999;;",
    "Eva;Falsch;;=1+2;;",
    "Ute;Kaputt;;siehe Notiz;;",
]
AMERICAN = [
    "First Name,Last Name,Company,Phone,Do Not Call",
    "Ann,Lee,Acme,(212) 736-5000,",
    "Bob,Ray,Acme,415-456-7890,",
    "Cat,Noway,Acme,(312) 555-4188,yes",
    "Dan,Lost,Acme,see notes,",
    "Eve,Two,Acme,212-736-5001 / 212-736-5002,",
]


AUTUMN_DE, AUTUMN_EN, CLOSED = "Bäckereien im Herbst", "Bakeries in autumn", "Closed in the middle"
KEYBOARD = "Allein mit Tasten"


@pytest.fixture(scope="module")
def campaigns(sandbox: RunningSandbox) -> dict[str, str]:
    """Ids of three new drafts by name."""
    with Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True) as api:
        number = next(
            one for one in api.phone_numbers.list().items if one.assistant_id and one.status == "active"
        )
        [company, *_] = api.companies.list()
        assert number.assistant_id
        wanted = [
            CampaignCreate(
                team_id=sandbox.team_id,
                assistant_id=number.assistant_id,
                company_id=company.id,
                from_number_ids=[number.id],
                name=name,
            )
            for name in (AUTUMN_DE, AUTUMN_EN, CLOSED, KEYBOARD)
        ]
        return {one.name: api.campaigns.create(one).id for one in wanted}


@pytest.fixture(scope="module")
def server(
    sandbox: RunningSandbox, campaigns: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ConsoleServer]:
    """A console that finds the new campaigns when it starts."""
    assert campaigns
    with ConsoleServer(tmp_path_factory.mktemp("console"), sandbox) as running:
        yield running


def in_campaign(sandbox: RunningSandbox, campaign_id: str) -> dict[str, str]:
    """First names by number, from the sandbox's own database."""
    with sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True) as database:
        rows = database.execute(
            "select contacts.phone, contacts.first_name from enrolments "
            "join contacts on contacts.id = enrolments.contact_id where enrolments.campaign_id = ?",
            (campaign_id,),
        )
        return dict(rows)


def own_fields(sandbox: RunningSandbox, campaign_id: str) -> dict[str, str | None]:
    """Own fields by first name, from the sandbox's own database."""
    with sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True) as database:
        rows = database.execute(
            "select contacts.first_name, contacts.custom_fields from enrolments "
            "join contacts on contacts.id = enrolments.contact_id where enrolments.campaign_id = ?",
            (campaign_id,),
        )
        return dict(rows)


def open_upload(tab: Tab, campaign_name: str) -> Hand:
    """The way a person goes: the start page, *Upload people*, her campaign."""
    page = tab.open("/")
    page.locator("[data-testid=stSidebarNavLink][href$='/upload']").click()
    hand = Hand(page)
    hand.at("contact-file").wait_for()
    hand.choose("upload-campaign", campaign_name)
    return hand


def give(hand: Hand, file: Path) -> None:
    hand.give_file("contact-file", file)
    hand.at("verdict").wait_for()
    hand.settled()


def use_people(hand: Hand) -> None:
    """Hand the list over and see its import to the end."""
    hand.click("use-people")
    hand.at("upload-another").wait_for(timeout=IMPORT_MS)
    hand.settled()


def show(hand: Hand, count_of: str) -> None:
    """Click a verdict's count."""
    hand.at("verdict").get_by_role("radio").filter(has_text=count_of).click()
    hand.settled()


def mend(hand: Hand, line: int, number: str) -> None:
    """Write a number into the cell of a line (from 0) of the table; judged again, it leaves those without one."""
    hand.arrived()
    ready = hand.at("upload-bar").locator("strong").first
    before = ready.inner_text()
    hand.at("rows").locator(".dvn-scroller").click(position={"x": 20, "y": 52 + 35 * line})
    expect(hand.at("rows").locator("canvas").first).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        hand.page.keyboard.press(key)
    cell = hand.page.locator("#portal").locator("textarea, input").first
    cell.fill(number)
    cell.press("Enter")
    expect(ready).not_to_have_text(before)  # a table tells of its edits a moment later
    hand.settled()


def download_rest(page: Page, hand: Hand, folder: Path) -> Path:
    hand.arrived()
    if not hand.at("use-more").locator("details[open]").count():
        hand.at("use-more").locator("summary").click()
    with page.expect_download() as waiting:
        hand.at("download-left-out").locator("button").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def test_a_german_excel_export(
    open_tab: OpenTab, sandbox: RunningSandbox, campaigns: dict[str, str], tmp_path: Path
) -> None:
    campaign_id = campaigns[AUTUMN_DE]
    file = tmp_path / "kunden.csv"
    file.write_bytes("\r\n".join(GERMAN).encode("cp1252"))
    tab = open_tab("de")
    hand = open_upload(tab, AUTUMN_DE)
    give(hand, file)

    correct_the_separator(hand, "getrennt durch", wrong="Komma", right="Semikolon")
    show(hand, "Zu entscheiden")
    hand.press_choice("answer-two_numbers", "Alle so verwenden")
    show(hand, "Keine brauchbare Nummer")
    mend(hand, 1, "040 22334455")
    rest = download_rest(tab.page, hand, tmp_path)
    use_people(hand)

    assert in_campaign(sandbox, campaign_id) == {
        "+49301234567": "Jürgen",
        "+498945678901": "Änne",
        "+49307654321": "Max",
        "+494022334455": "Ute",
    }
    assert rest.name == "kunden-ausgelassen.csv"
    [header, left] = list(csv.reader(io.StringIO(rest.read_text("utf-8-sig")), delimiter=";"))
    assert header[1:] == GERMAN[0].split(";")
    assert left[4] == "'=1+2"

    mended = rest.read_text("utf-8-sig").replace("'=1+2", "0171 2345678")
    rest.write_text(mended, "utf-8-sig")
    hand.click("upload-another")
    give(hand, rest)
    use_people(hand)

    assert in_campaign(sandbox, campaign_id)["+491712345678"] == "Eva"
    assert len(in_campaign(sandbox, campaign_id)) == 5


@pytest.mark.soak
def test_what_the_assistant_will_know_is_chosen_by_keyboard(
    open_tab: OpenTab, sandbox: RunningSandbox, campaigns: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "tarife.csv"
    file.write_text("Vorname;Telefon;Geburtsdatum;Tarif\nAda;030 27594863;1.2.1980;Plus\nBo;030 27594864;;\n")
    tab = open_tab("de")
    hand = open_upload(tab, KEYBOARD)
    give(hand, file)
    hand.sees("In dieser Konsole bleiben: Geburtsdatum (Geburtsdatum oder Alter), Tarif")

    section, keys = hand.at("file-script"), tab.page.keyboard
    section.locator("summary").focus()
    keys.press("Enter")
    hand.at("fields-travel").locator("input").wait_for()
    keys.press("Tab")
    expect(hand.at("fields-travel").locator("input")).to_be_focused()
    keys.type("Tarif")
    tab.page.get_by_role("option").filter(has_text="Tarif").first.wait_for()
    keys.press("Enter")
    expect(section).to_contain_text("{{contact.custom.tarif}} · 1 Person ohne Wert")
    hand.settled()
    section.locator("textarea").focus()
    keys.type("Hallo {{contact.first_name}}, Ihr {{contact.custom.tarif}}!")
    keys.press("Tab")
    expect(hand.at("greeting-heard")).to_have_text("Hallo Ada, Ihr Plus!")
    hand.fill("greeting-line", "3")
    expect(hand.at("greeting-heard")).to_have_text("Hallo Bo, Ihr kein Wert: contact.custom.tarif!")
    use_people(hand)

    assert own_fields(sandbox, campaigns[KEYBOARD]) == {"Ada": '{"tarif": "Plus"}', "Bo": None}


@pytest.mark.soak
def test_an_american_export(
    open_tab: OpenTab, sandbox: RunningSandbox, campaigns: dict[str, str], tmp_path: Path
) -> None:
    campaign_id = campaigns[AUTUMN_EN]
    file = tmp_path / "customers.csv"
    file.write_text("\r\n".join(AMERICAN))
    tab = open_tab("en")
    hand = open_upload(tab, AUTUMN_EN)
    give(hand, file)

    correct_the_separator(hand, "separated by", wrong="Semicolon", right="Comma")
    show(hand, "For you to decide")
    hand.press_choice("answer-two_numbers", "Use all as read")
    show(hand, "No usable number")
    mend(hand, 0, "(646) 736-5003")
    rest = download_rest(tab.page, hand, tmp_path)
    use_people(hand)

    assert in_campaign(sandbox, campaign_id) == {
        "+12127365000": "Ann",
        "+14154567890": "Bob",
        "+16467365003": "Dan",
        "+12127365001": "Eve",
    }
    hand.click("upload-another")
    give(hand, rest)
    expect(hand.at("use-people").locator("button").first).to_be_disabled()
    assert "+13125554188" not in in_campaign(sandbox, campaign_id)


def correct_the_separator(hand: Hand, said: str, *, wrong: str, right: str) -> None:
    """Choose a wrong one, see that the page follows, and put it right."""
    hand.at("file-read").locator("summary").click()
    hand.choose("file-separator", wrong)
    hand.sees(f"{said} {wrong}")
    hand.choose("file-separator", right)
    hand.sees(f"{said} {right}")
    hand.at("verdict").wait_for()
    hand.settled()


@pytest.mark.soak  # by day with four people, who are slow: test_imports.py
def test_a_closed_tab_changes_nothing(
    open_tab: OpenTab, sandbox: RunningSandbox, campaigns: dict[str, str], tmp_path: Path
) -> None:
    campaign_id = campaigns[CLOSED]
    file = tmp_path / "many.csv"
    people = [f"Person {number},+1212736{number:04d}" for number in range(2000, 5000)]
    file.write_text("\n".join(["Name,Phone", *people]))
    tab = open_tab("en")
    hand = open_upload(tab, CLOSED)
    give(hand, file)
    hand.at("use-people").locator("button").click()
    hand.at("import-").wait_for()
    tab.page.close()

    later = open_tab("en")
    again = open_upload(later, CLOSED)
    give(again, file)
    again.click("show-import")
    again.at("upload-another").wait_for(timeout=IMPORT_MS)

    assert len(in_campaign(sandbox, campaign_id)) == 3000
