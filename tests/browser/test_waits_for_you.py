"""A campaign that was started with a few, or that a limit has paused, waits for a person: over a pause and a resume; and
the sandbox's own log says how many phones rang.

By day the limit is part of `test_keeper.py`, the first few of `test_generations.py`, and that they outlive a pause of
`tests/services/keeper/test_what_a_person_does_counts.py`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.console_server import ConsoleServer
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox

pytestmark = [pytest.mark.lengthy, pytest.mark.soak]
PEOPLE, FIRST = 14, 4
SAYS = {
    "de": {
        "waits": "Die Kampagne wartet auf eine Entscheidung",
        "ends": f"Die Grenze von {FIRST} endet damit",
        "go on": "Mit den anderen weitermachen (",
        "holds": "Das gilt auch, wenn sie weiterläuft.",
        "wrong": "sind aus technischen Gründen gescheitert",
    },
    "en": {
        "waits": "It waits for you",
        "ends": f"The limit of {FIRST} ends with that",
        "go on": "Go on with the others (",
        "holds": "That holds when it goes on, too.",
        "wrong": "failed for technical reasons",
    },
}
_numbers = itertools.count(23125700)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Its dialler knows no limit of a run."""
    arguments = ("--empty", "--speed", "10", "--no-skip", "--max-calls-binds", "request")
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), *arguments) as running:
        yield running


@pytest.fixture(scope="module")
def server(sandbox: RunningSandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleServer]:
    with ConsoleServer(tmp_path_factory.mktemp("console"), sandbox) as running:
        yield running


@pytest.fixture
def made(sandbox: RunningSandbox) -> Iterator[Callable[[int], str]]:
    def make(people: int) -> str:
        with sandbox.client() as client:
            wanted = {
                "teamId": sandbox.team_id,
                "assistantId": ASSISTANT_ID,
                "companyId": COMPANY_ID,
                "fromNumberIds": NUMBER_IDS,
                "name": "Spring offer",
                "callWindowStart": "07:00",
                "callWindowEnd": "19:00",
                "callWindowTimezone": "UTC",
                "maxConcurrentCalls": 2,
                "maxAttemptsPerContact": 1,
            }
            campaign_id: str = client.post("/api/crm/campaigns", json=wanted).json()["campaign"]["id"]
            for _ in range(people):
                person = {
                    "companyId": COMPANY_ID,
                    "firstName": "Anna",
                    "lastName": "Schmidt",
                    "phone": f"+4930{next(_numbers)}",
                    "campaignId": campaign_id,
                }
                client.post("/api/crm/contacts", json=person).raise_for_status()
        return campaign_id

    yield make
    sandbox.odds()


def launch(hand: Hand, campaign_id: str, most: int | None) -> None:
    hand.at(f"launch-{campaign_id}").wait_for(timeout=WAIT)
    hand.settled()
    hand.click(f"launch-{campaign_id}")
    hand.at(f"confirm-launch-{campaign_id}").wait_for(timeout=WAIT)
    if most:
        hand.fill(f"launch-most-{campaign_id}", str(most))
    hand.arrived()
    hand.click(f"confirm-launch-{campaign_id}")
    hand.click(f"close-launch-{campaign_id}")


@pytest.mark.parametrize("language", SAYS)
def test_the_first_few_outlive_a_pause_and_a_resume_until_a_person_goes_on(
    language: str, made: Callable[[int], str], sandbox: RunningSandbox, open_tab: Callable[..., Tab]
) -> None:
    says, campaign_id = SAYS[language], made(PEOPLE)
    hand = Hand(open_tab(language).open(f"/campaign?id={campaign_id}"))
    head, dialog = hand.at("campaign-head"), hand.page.get_by_role("dialog")
    launch(hand, campaign_id, FIRST)

    hand.click(f"pause-{campaign_id}")
    hand.at(f"resume-{campaign_id}").wait_for(timeout=WAIT)
    if says["waits"] not in head.inner_text():  # paused before so many were called: the limit holds on
        hand.click(f"resume-{campaign_id}")
        expect(dialog).to_contain_text(says["holds"], timeout=WAIT)
        hand.click(f"confirm-resume-{campaign_id}")

    expect(head).to_contain_text(says["waits"], timeout=WAIT)
    rang = len(sandbox.called(campaign_id))
    assert FIRST <= rang < PEOPLE
    sandbox.advance(minutes=25)
    hand.page.reload()
    expect(head).to_contain_text(says["waits"], timeout=WAIT)
    expect(hand.page.get_by_test_id("stAlertContentWarning")).to_have_count(0)
    assert len(sandbox.called(campaign_id)) == rang

    hand.click(f"resume-{campaign_id}")
    expect(dialog).to_contain_text(says["ends"], timeout=WAIT)
    expect(hand.at(f"confirm-resume-{campaign_id}")).to_contain_text(f"{says['go on']}{PEOPLE - rang})")
    hand.click(f"not-resume-{campaign_id}")
    expect(head).to_contain_text(says["waits"], timeout=WAIT)
    hand.click(f"resume-{campaign_id}")
    hand.click(f"confirm-resume-{campaign_id}")

    hand.until(lambda: len(sandbox.called(campaign_id)) == PEOPLE)


@pytest.mark.parametrize("language", SAYS)
def test_a_limit_pauses_while_no_page_is_open_and_says_what_was_wrong(
    language: str, made: Callable[[int], str], sandbox: RunningSandbox, open_tab: Callable[..., Tab]
) -> None:
    says, campaign_id = SAYS[language], made(60)
    sandbox.odds(error=1.0)
    tab = open_tab(language)
    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
    launch(hand, campaign_id, None)
    hand.page.goto("about:blank")
    with sandbox.client() as client:
        hand.until(
            lambda: client.get(f"/api/crm/campaigns/{campaign_id}").json()["campaign"]["status"] == "paused"
        )

    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))

    expect(hand.at("campaign-head")).to_contain_text(says["wrong"], timeout=WAIT)
    expect(hand.at("campaign-head")).to_contain_text(says["waits"])
    hand.click(f"resume-{campaign_id}")
    expect(hand.page.get_by_role("dialog")).to_contain_text(says["wrong"], timeout=WAIT)
    sandbox.odds()
    hand.click(f"confirm-resume-{campaign_id}")
    hand.at(f"pause-{campaign_id}").wait_for(timeout=WAIT)
