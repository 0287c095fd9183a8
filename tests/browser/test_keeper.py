"""Keeper's journey in a real browser: a campaign with hours of its own on Saturday and no calls on public holidays is made in
the form, a limit pauses it while no page is open, a mail tells that, its link leads to what was wrong, and it is resumed; then
Good Friday passes without a call, in the sandbox's own log.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console_server import ConsoleServer, free_port
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.browser.test_launch import at_the_button, confirm
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.notifications.post_office import Mailbox, mail_server
from tests.waiting import until

BERLIN = ZoneInfo("Europe/Berlin")
MAUNDY_THURSDAY, GOOD_FRIDAY, SATURDAY = date(2027, 3, 25), date(2027, 3, 26), date(2027, 3, 27)
AFTERNOON = "2027-03-25T15:00:00Z"  # four in Berlin, where this campaign calls until eight
BEFORE_THE_EVENING, NOON_OF_GOOD_FRIDAY = "2027-03-25T18:50:00Z", "2027-03-26T11:00:00Z"
BEFORE_SATURDAY_OPENS = "2027-03-27T08:58:00Z"
NUMBERS = [f"+4930{number}" for number in range(12345600, 12345660)]
NAME = "Vor Ostern"


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Maundy Thursday, twenty times as fast as the world."""
    arguments = ("--empty", "--speed", "20", "--no-skip", "--clock-start", AFTERNOON)
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), *arguments) as running:
        yield running


@pytest.fixture(scope="module")
def post() -> Iterator[tuple[Mailbox, str]]:
    with mail_server() as running:
        yield running


@pytest.fixture(scope="module")
def server(
    sandbox: RunningSandbox, post: tuple[Mailbox, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ConsoleServer]:
    port = free_port()
    settings = {
        "CONSOLE_SMTP_URL": f"smtp://{post[1]}",
        "CONSOLE_MAIL_FROM": "Campaign console <console@example.com>",
        "CONSOLE_MAIL_TO": "anna@example.com",
        "CONSOLE_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    made = ConsoleServer(tmp_path_factory.mktemp("console"), sandbox, **settings).on_port(port)
    with made as running:
        yield running


@pytest.mark.lengthy
def test_a_limit_pauses_with_no_page_open_a_mail_leads_to_the_resume_and_the_holiday_stays_free(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, post: tuple[Mailbox, str], tmp_path: Path
) -> None:
    tab = open_tab("de", height=2000)
    page, (mailbox, _address) = tab.page, post
    _wants_mail_at_any_hour(tab, mailbox)
    campaign_id = _makes_a_campaign(tab, tmp_path / "kunden.csv")
    sandbox.odds(error=1.0)
    at_the_button(tab.open(f"/campaign?id={campaign_id}"), campaign_id)
    confirm(Hand(page), campaign_id)
    Hand(page).at(f"close-launch-{campaign_id}").wait_for(timeout=WAIT)
    page.goto("about:blank")

    link = _told_by_mail(mailbox)
    sandbox.odds()
    sandbox.control(
        "PUT", "endings", {one: [{"outcome": "answered", "seconds": 1200}] * 9 for one in NUMBERS}
    )
    page.goto(link)
    _resumes(page, campaign_id)
    page.goto("about:blank")

    assert _status(sandbox, campaign_id) == "running"
    sandbox.control("POST", "clock", {"to": BEFORE_THE_EVENING})
    until(lambda: _status(sandbox, campaign_id) == "paused")
    for moment in (NOON_OF_GOOD_FRIDAY, BEFORE_SATURDAY_OPENS):
        assert _status(sandbox, campaign_id) == "paused"
        sandbox.control("POST", "clock", {"to": moment})
    until(lambda: _rang(sandbox)[-1].date() == SATURDAY)
    assert {at.date() for at in _rang(sandbox)} == {MAUNDY_THURSDAY, SATURDAY}
    assert min(at for at in _rang(sandbox) if at.date() == SATURDAY).hour == 10


def _wants_mail_at_any_hour(tab: Tab, mailbox: Mailbox) -> None:
    hand = Hand(tab.open("/notifications"))
    hand.arrived()
    hand.click("test-mail")
    hand.sees("Der Server hat die Testnachricht angenommen.")
    assert mailbox.subjects == ["Eine Testnachricht"]
    hand.at("quiet").locator("label").first.click()  # whatever hour it is where the tests run
    hand.settled()
    hand.click("save-told")
    hand.sees("Gespeichert.")
    tab.page.mouse.move(0, 0)  # where no tooltip of the next page is


def _makes_a_campaign(tab: Tab, file: Path) -> str:
    """From ten to two on Saturday, and never on a public holiday, for the people of a list."""
    hand = Hand(tab.open("/new"))
    hand.at("campaign-name").wait_for(timeout=WAIT)
    hand.fill("campaign-name", NAME)
    hand.at("week-strip").locator(".main-svg").first.wait_for(timeout=WAIT)
    hand.unfold("fold-zone")
    hand.fill("hours-of-5", "10-14")

    expect(hand.at("section-hours")).to_contain_text("Sa 10:00–14:00", timeout=WAIT)
    expect(hand.at("coming-single-days")).to_contain_text("Fr., 26. März: Karfreitag")
    expect(hand.at("week-strip")).to_contain_text("Karfreitag")
    hand.at("figure-forecast").locator(".main-svg").first.wait_for(timeout=WAIT)
    _releases_the_holiday_and_takes_that_back(hand)

    hand.click("create-campaign")
    tab.page.wait_for_url("**/upload?campaign=*", timeout=WAIT)
    campaign_id = tab.page.url.partition("campaign=")[2].partition("&")[0]
    _uploads_people(hand, file)
    tab.open(f"/campaign?id={campaign_id}&view=settings")
    hand.sees("Mo–Fr; Sa 10:00–14:00; keine Feiertage")
    return campaign_id


def _releases_the_holiday_and_takes_that_back(hand: Hand) -> None:
    """By keyboard, with a reason."""
    days = hand.at("coming-single-days")
    days.get_by_role("button", name="Freigeben").first.focus()
    hand.page.keyboard.press("Enter")
    hand.fill(f"release-{GOOD_FRIDAY}-reason-single-days", "Tag der offenen Tür")
    hand.click(f"release-{GOOD_FRIDAY}-set-single-days")
    expect(days).to_contain_text("Tag der offenen Tür", timeout=WAIT)
    hand.click(f"undo-{GOOD_FRIDAY}-single-days")
    expect(days).to_contain_text("Fr., 26. März: Karfreitag", timeout=WAIT)


def _uploads_people(hand: Hand, file: Path) -> None:
    """Sixty, in Berlin."""
    rows = [f"Anna;Schmidt{row};{number}" for row, number in enumerate(NUMBERS)]
    file.write_text("\n".join(["Vorname;Nachname;Telefon", *rows]), encoding="utf-8")
    hand.at("contact-file").wait_for(timeout=WAIT)
    hand.settled()
    hand.give_file("contact-file", file)
    use = hand.at("use-people").locator("button")
    expect(use).to_contain_text("60", timeout=WAIT)
    expect(use).to_be_enabled()
    hand.click("use-people")
    hand.at("upload-another").wait_for(timeout=WAIT)


def _told_by_mail(mailbox: Mailbox) -> str:
    """The link in the mail; it names nobody who was called."""
    until(lambda: len(mailbox.mails) > 1)
    assert mailbox.subjects[1:] == [f"„{NAME}“ wurde von einer Grenze angehalten"]
    text = mailbox.mails[1].get_body(("plain",))
    assert text is not None
    said = text.get_content()
    assert "sind aus technischen Gründen gescheitert" in " ".join(said.split())
    assert "Schmidt" not in said and "+4930" not in said
    [link] = re.findall(r"http://\S+/campaign\?id=\S+", said)
    return str(link)


def _resumes(page: Page, campaign_id: str) -> None:
    """What was wrong stands on the page and in front of the button; the bell has told it too."""
    hand = Hand(page)
    hand.at(f"resume-{campaign_id}").wait_for(timeout=WAIT)
    expect(hand.at("bell")).to_contain_text("1", timeout=WAIT)
    hand.at("bell").locator("button").first.click()
    hand.sees(f"„{NAME}“ wurde von einer Grenze angehalten")
    hand.click("bell-all-read")
    expect(hand.at("bell")).not_to_contain_text("1", timeout=WAIT)
    page.keyboard.press("Escape")

    hand.click(f"resume-{campaign_id}")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Was nicht stimmte", timeout=WAIT)
    expect(dialog).to_contain_text("aus technischen Gründen gescheitert")
    expect(dialog).to_contain_text("Die Grenze liegt bei 50")
    hand.click(f"confirm-resume-{campaign_id}")
    hand.at(f"pause-{campaign_id}").wait_for(timeout=WAIT)


def _status(sandbox: RunningSandbox, campaign_id: str) -> str:
    with sandbox.client() as client:
        return str(client.get(f"/api/crm/campaigns/{campaign_id}").json()["campaign"]["status"])


def _rang(sandbox: RunningSandbox) -> list[datetime]:
    """When phones rang, by the clock in Berlin."""
    return [datetime.fromisoformat(one["at"]).astimezone(BERLIN) for one in sandbox.calls()]


@pytest.mark.soak  # by day: test_scales.py and test_accessibility.py
def test_the_days_fit_a_phone_and_the_dark(open_tab: Callable[..., Tab]) -> None:
    page = open_tab("de", width=390, height=844).open("/new?step=hours")
    hand = Hand(page)
    hand.at("create-campaign").wait_for(timeout=WAIT)
    for width, dark in ((390, False), (390, True), (1280, True)):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme="dark" if dark else "light")
        hand.arrived()
        wider = page.evaluate(
            "document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth"
        )
        assert wider <= 0, (width, dark)
