"""A limit that pauses while no page is open, the mail that tells it, and its link to the campaign."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.console_server import ConsoleServer, free_port
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.browser.test_launch import at_the_button, confirm
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox
from tests.services.notifications.post_office import Mailbox, mail_server
from tests.waiting import until

PEOPLE = 20
_numbers = itertools.count(23125900)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Its dialler goes on with everybody, whatever a run was told: Tuesday, 11:00 in Berlin, and twenty times as fast."""
    arguments = ("--empty", "--speed", "20", "--no-skip", "--max-calls-binds", "request")
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


@pytest.fixture
def campaign_id(sandbox: RunningSandbox) -> str:
    wanted = {
        "teamId": sandbox.team_id,
        "assistantId": ASSISTANT_ID,
        "companyId": COMPANY_ID,
        "fromNumberIds": NUMBER_IDS,
        "name": "Spring offer",
        "maxAttemptsPerContact": 1,
    }
    with sandbox.client() as client:
        made: str = client.post("/api/crm/campaigns", json=wanted).json()["campaign"]["id"]
        for _ in range(PEOPLE):
            person = {
                "companyId": COMPANY_ID,
                "firstName": "Anna",
                "lastName": "Schmidt",
                "phone": f"+4930{next(_numbers)}",
                "timezone": "Europe/Berlin",
                "campaignId": made,
            }
            client.post("/api/crm/contacts", json=person).raise_for_status()
    return made


@pytest.mark.lengthy
def test_a_limit_that_pauses_with_no_page_open_is_told_by_mail_whose_link_leads_to_the_campaign(
    open_tab: Callable[..., Tab], post: tuple[Mailbox, str], campaign_id: str
) -> None:
    mailbox, _address = post
    tab = open_tab("en")
    page = tab.open("/notifications")
    hand = Hand(page)
    hand.arrived()
    hand.sees("E-mail goes to")
    hand.click("test-mail")
    hand.sees("The server has taken the test message.")
    assert mailbox.subjects == ["A test message"]
    hand.at("quiet").locator("label").first.click()  # whatever hour it is where the tests run
    hand.settled()
    hand.click("save-told")
    hand.sees("Saved.")

    at_the_button(tab.open(f"/campaign?id={campaign_id}"), campaign_id)
    hand.fill(f"launch-most-{campaign_id}", "2")
    confirm(hand, campaign_id)
    hand.at(f"close-launch-{campaign_id}").wait_for(timeout=WAIT)
    page.goto("about:blank")

    until(lambda: len(mailbox.mails) > 1)
    assert mailbox.subjects[1:] == ["“Spring offer” was paused by a limit"]
    text = mailbox.mails[1].get_body(("plain",))
    assert text is not None
    said = text.get_content()
    assert "launched for at most 2 people" in said
    assert "Schmidt" not in said and "+4930" not in said

    [link] = re.findall(r"http://\S+/campaign\?id=\S+", said)
    page.goto(link)
    hand.at(f"resume-{campaign_id}").wait_for(timeout=WAIT)
    expect(hand.at("bell")).to_contain_text("1", timeout=WAIT)
    hand.at("bell").locator("button").first.click()
    hand.sees("“Spring offer” was paused by a limit")
    hand.click("bell-all-read")
    expect(hand.at("bell")).not_to_contain_text("1", timeout=WAIT)
