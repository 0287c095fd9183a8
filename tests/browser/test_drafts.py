"""Nothing that was dropped or typed is lost: the same page comes back after a reload, *Back*, the menu and a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.console_server import ConsoleServer
from tests.browser.hand import Hand
from tests.browser.tabs import Tab
from tests.browser.test_upload import give, mend, show

OpenTab = Callable[..., Tab]
LINES = [
    "Vorname;Telefon;Opt",
    "Ada;030 27594863;A",
    "Ben;030 27594864 / 0171 9999999;A",
    "Cem;siehe Notiz;A",
    "Dea;030 27594866;B",
]
OPT, BOTH = 2, "two_numbers"


def go(hand: Hand, path: str, key: str) -> None:
    """By the menu."""
    hand.page.locator(f"[data-testid=stSidebarNavLink][href$='/{path}']").click()
    hand.at(key).wait_for()
    hand.arrived()


def restarted(tab: Tab, server: ConsoleServer) -> None:
    """The console's process is another one when the person comes back to the address."""
    address = tab.page.url.removeprefix(server.base_url)
    tab.page.goto("about:blank")
    server.restart()
    tab.open(address)


def list_as_it_stands(hand: Hand) -> tuple[str, ...]:
    hand.at("verdict").wait_for()
    hand.arrived()
    chosen = hand.at(f"answer-{BOTH}").get_by_role("radio", checked=True)
    return (
        hand.at("upload-bar").inner_text(),
        hand.at(f"answered-{OPT}").inner_text(),
        chosen.inner_text(),
        hand.at("file-head").locator("h2").inner_text(),
    )


def comes_back(
    tab: Tab,
    server: ConsoleServer,
    page: str,
    as_it_stands: Callable[[Hand], tuple[str, ...]],
    before: tuple[str, ...],
) -> None:
    """After a reload, *Back*, by the menu and after a restart the page stands as it did before."""
    hand = Hand(tab.page)
    tab.page.reload()
    assert as_it_stands(hand) == before

    go(hand, "activity", "action")
    tab.page.go_back()
    assert as_it_stands(hand) == before

    go(hand, "activity", "action")
    hand.page.locator(f"[data-testid=stSidebarNavLink][href$='/{page}']").click()
    assert as_it_stands(hand) == before

    restarted(tab, server)
    assert as_it_stands(hand) == before


def test_a_list_is_there_again_with_its_answers_decisions_and_mended_cells(
    open_tab: OpenTab, server: ConsoleServer, tmp_path: Path
) -> None:
    file = tmp_path / "kunden.csv"
    file.write_text("\n".join(LINES))
    tab = open_tab("de")
    hand = Hand(tab.open("/upload"))
    hand.at("contact-file").wait_for()
    give(hand, file)
    hand.click(f"may-call-{OPT}")
    hand.press_choice(f"answer-{BOTH}", "Alle so verwenden")
    show(hand, "Keine brauchbare Nummer")
    mend(hand, 0, "040 22334455")
    before = list_as_it_stands(hand)
    assert "4 bereit" in before[0]

    comes_back(tab, server, "upload", list_as_it_stands, before)
    go(hand, "drafts", "draft-")
    expect(hand.at("draft-")).to_contain_text("kunden.csv")
    expect(hand.at("draft-")).to_contain_text("4 bereit")
    hand.at("draft-").get_by_role("link").click()
    assert list_as_it_stands(hand) == before


def form_as_it_stands(hand: Hand) -> tuple[str, ...]:
    hand.at("create-campaign").wait_for()
    hand.arrived()
    fields = ("campaign-name", "window-start", "last-day", "people-at-most")
    typed = tuple(hand.at(key).locator("input").first.input_value() for key in fields)
    source = hand.at("people-source").get_by_role("radio", checked=True).get_attribute("value") or ""
    return (*typed, source)


def test_a_new_campaign_is_there_again_with_all_that_was_typed(
    open_tab: OpenTab, server: ConsoleServer
) -> None:
    tab = open_tab("en")
    hand = Hand(tab.open("/new"))
    hand.at("create-campaign").wait_for()
    hand.arrived()
    hand.fill("campaign-name", "Bakeries in June")
    hand.at("people-source").get_by_text("I decide later").click()
    hand.settled()
    hand.at("people-source").get_by_text("Everybody of").click()
    hand.settled()
    hand.fill("people-at-most", "7")
    before = form_as_it_stands(hand)
    assert before[0] == "Bakeries in June"

    comes_back(tab, server, "new", form_as_it_stands, before)
    go(hand, "drafts", "draft-")
    hand.page.locator("[class*=st-key-draft-]").filter(has_text="Bakeries in June").get_by_role(
        "link"
    ).click()
    assert form_as_it_stands(hand) == before
