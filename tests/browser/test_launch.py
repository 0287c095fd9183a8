"""Launch once, however it is clicked and whatever becomes of the answer: counted in the platform's own log."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.console_server import ConsoleServer
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox

pytestmark = pytest.mark.lengthy
SCRIPTS = "**/static/js/*"

DEADLINE = 5  # seconds until the console says that no answer came; 30 by default

_numbers = itertools.count(23125500)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Nobody in it, and its clock stands: Tuesday, 11:00 in Berlin."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture(scope="module")
def server(sandbox: RunningSandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleServer]:
    folder = tmp_path_factory.mktemp("console")
    with ConsoleServer(folder, sandbox, CONSOLE_DEADLINE_SECONDS=str(DEADLINE)) as running:
        yield running


@pytest.fixture
def draft(sandbox: RunningSandbox) -> Iterator[Callable[[], str]]:
    """Makes drafts with two people who may be called now. No fault is left for the next test."""

    def make() -> str:
        with sandbox.client() as client:
            made: str = client.post("/api/crm/campaigns", json=_campaign(sandbox.team_id)).json()["campaign"][
                "id"
            ]
            for _ in range(2):
                client.post("/api/crm/contacts", json=_person() | {"campaignId": made}).raise_for_status()
        return made

    yield make
    sandbox.faults()


@pytest.fixture
def campaign_id(draft: Callable[[], str]) -> str:
    return draft()


def _campaign(team_id: str) -> dict[str, object]:
    return {
        "teamId": team_id,
        "assistantId": ASSISTANT_ID,
        "companyId": COMPANY_ID,
        "fromNumberIds": NUMBER_IDS,
        "name": "Spring offer",
    }


def _person() -> dict[str, object]:
    return {
        "companyId": COMPANY_ID,
        "firstName": "Anna",
        "lastName": "Schmidt",
        "phone": f"+4930{next(_numbers)}",
        "timezone": "Europe/Berlin",
    }


def runs(sandbox: RunningSandbox, campaign_id: str) -> int:
    """How often the campaign was really run."""
    return len([run for run in sandbox.runs() if run["campaign_id"] == campaign_id and not run["dry_run"]])


def at_the_button(page: Page, campaign_id: str) -> Hand:
    """The launch dialog of the campaign, ready for its one click."""
    hand = Hand(page)
    hand.at(f"launch-{campaign_id}").wait_for(timeout=WAIT)
    hand.settled()
    hand.click(f"launch-{campaign_id}")
    expect(hand.at(f"confirm-launch-{campaign_id}").locator("button")).to_be_enabled(timeout=WAIT)
    hand.settled()
    return hand


def confirm(hand: Hand, campaign_id: str, clicks: int = 1) -> None:
    hand.at(f"confirm-launch-{campaign_id}").locator("button").click(click_count=clicks, delay=50)


@contextmanager
def pressed(button: Locator) -> Iterator[None]:
    """The mouse goes down on the button, and up again where it is: what happens meanwhile is a slow press."""
    box = button.bounding_box()
    assert box
    mouse = button.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    yield
    mouse.up()


def test_a_press_counts_although_the_dialog_is_still_arriving(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, campaign_id: str
) -> None:
    """The browser asks for the scripts of a dialog's fields when it draws the dialog; on a slow line they come late."""
    page = open_tab("de").open(f"/campaign?id={campaign_id}")
    Hand(page).at(f"launch-{campaign_id}").wait_for(timeout=WAIT)
    Hand(page).arrived()
    late: list[Route] = []
    page.route(SCRIPTS, lambda script: late.append(script))
    hand = at_the_button(page, campaign_id)
    field = hand.at(f"launch-most-{campaign_id}").locator("input")
    expect(field).to_have_count(0)
    with pressed(hand.at(f"confirm-launch-{campaign_id}").locator("button")):
        page.route(SCRIPTS, lambda script: script.continue_())
        for script in late:
            script.continue_()
        field.wait_for(timeout=WAIT)
    hand.at(f"close-launch-{campaign_id}").wait_for(timeout=WAIT)
    assert runs(sandbox, campaign_id) == 1


def test_the_button_says_all_that_it_does_and_changes_with_the_number(
    open_tab: Callable[..., Tab], campaign_id: str
) -> None:
    hand = at_the_button(open_tab("en").open(f"/campaign?id={campaign_id}"), campaign_id)
    button = hand.at(f"confirm-launch-{campaign_id}")
    expect(button).to_contain_text("Start campaign: 2 people, now")
    hand.fill(f"launch-most-{campaign_id}", "1")
    expect(button).to_contain_text("Start with 1 person, then wait for you", timeout=WAIT)
    hand.sees("1 other person is called when you say so.")


def send_into(
    hand: Hand, sandbox: RunningSandbox, campaign_id: str, fault: dict[str, object], clicks: int = 1
) -> None:
    """The last click; what it sends meets the fault, and is counted."""
    sandbox.faults({"operation": "runCampaign", **fault})
    sandbox.forget_requests()
    confirm(hand, campaign_id, clicks)


def test_three_clicks_are_one_launch(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, campaign_id: str
) -> None:
    """And an answer that is late, but within the deadline, is waited for."""
    hand = at_the_button(open_tab("en").open(f"/campaign?id={campaign_id}"), campaign_id)
    send_into(hand, sandbox, campaign_id, {"kind": "delay_after", "seconds": 1.5}, clicks=3)
    expect(hand.page.get_by_role("dialog")).to_contain_text("2 calls were started just now.", timeout=WAIT)
    assert (runs(sandbox, campaign_id), sandbox.requests()["runCampaign"]) == (1, 1)


def test_a_dialog_stays_open_while_the_campaign_changes_behind_it(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, campaign_id: str
) -> None:
    address = f"/api/crm/campaigns/{campaign_id}"
    with sandbox.client() as client:
        client.post(f"{address}/run", json={"maxCalls": 1}).raise_for_status()
        hand = at_the_button(open_tab("en").open(f"/campaign?id={campaign_id}"), campaign_id)
        client.put(address, json={"status": "paused"}).raise_for_status()
        hand.sees("Next, once it runs")
        hand.at(f"launch-most-{campaign_id}").locator("input").fill("1")
        button = hand.at(f"confirm-launch-{campaign_id}").locator("button")
        with pressed(button):  # which leaves the field, so that the dialog is drawn anew under the mouse
            expect(button).to_contain_text("Start with 1 person, then wait for you", timeout=WAIT)
        expect(hand.page.get_by_role("dialog")).to_contain_text("Nobody was called", timeout=WAIT)
        assert client.get(address).json()["campaign"]["status"] == "paused"
    hand.click(f"close-launch-{campaign_id}")
    hand.at(f"resume-{campaign_id}").wait_for(timeout=WAIT)


def test_two_people_at_once_are_one_launch_and_the_second_is_told(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, campaign_id: str
) -> None:
    first = at_the_button(open_tab("en").open(f"/campaign?id={campaign_id}"), campaign_id)
    second = at_the_button(open_tab("de").open(f"/campaign?id={campaign_id}"), campaign_id)
    confirm(first, campaign_id)
    confirm(second, campaign_id)
    first.at(f"close-launch-{campaign_id}").wait_for(timeout=WAIT)
    expect(second.at(f"confirm-launch-{campaign_id}")).to_have_count(0, timeout=WAIT)
    assert runs(sandbox, campaign_id) == 1


LAUNCHED = ("The campaign is launched", "We looked: the campaign is running now.")
UNCERTAIN = ("It is not certain yet whether it was launched", "Talkturo may still be working on it")

Lost = list[tuple[dict[str, object], tuple[str, str]]]


@pytest.mark.parametrize(
    ("ran", "lost"),
    [
        pytest.param(
            1,
            [
                ({"kind": "drop_after"}, LAUNCHED),
                ({"kind": "server_error", "act": True}, LAUNCHED),
                ({"kind": "delay_after", "seconds": DEADLINE + 1}, LAUNCHED),
            ],
            id="after-acting",
        ),
        pytest.param(
            0,
            [
                ({"kind": "drop_before"}, UNCERTAIN),
                ({"kind": "server_error"}, UNCERTAIN),
            ],
            id="without-acting",
        ),
        pytest.param(
            1,
            [({"kind": "html", "status": 502, "act": True}, LAUNCHED)],
            id="after-acting-behind-a-proxy",
            marks=pytest.mark.soak,
        ),
        pytest.param(
            0,
            [({"kind": "html", "status": 502}, UNCERTAIN)],
            id="without-acting-behind-a-proxy",
            marks=pytest.mark.soak,
        ),
    ],
)
def test_a_lost_answer_is_looked_into_and_never_sent_again(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, draft: Callable[[], str], ran: int, lost: Lost
) -> None:
    tab = open_tab("en")
    for fault, said in lost:
        campaign_id = draft()
        hand = at_the_button(tab.open(f"/campaign?id={campaign_id}"), campaign_id)
        send_into(hand, sandbox, campaign_id, fault)
        for words in said:
            expect(hand.page.get_by_role("dialog"), str(fault)).to_contain_text(words, timeout=WAIT)
        assert (runs(sandbox, campaign_id), sandbox.requests()["runCampaign"]) == (ran, 1), fault


@pytest.mark.soak  # by day the page itself finds it, below
def test_a_launch_carried_out_after_the_deadline_is_found_by_looking_again(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, campaign_id: str
) -> None:
    hand = at_the_button(open_tab("en").open(f"/campaign?id={campaign_id}"), campaign_id)
    send_into(hand, sandbox, campaign_id, {"kind": "delay_before", "seconds": DEADLINE + 4})
    dialog = hand.page.get_by_role("dialog")
    for words in UNCERTAIN:
        expect(dialog).to_contain_text(words, timeout=WAIT)
    hand.until(lambda: runs(sandbox, campaign_id) == 1)
    hand.click(f"look-again-{campaign_id}")
    expect(dialog).to_contain_text("It is launched already", timeout=WAIT)
    assert (runs(sandbox, campaign_id), sandbox.requests()["runCampaign"]) == (1, 1)


WATCHED = {
    "en": ("It is not certain yet whether it was launched", "The console keeps looking by itself"),
    "de": ("Noch ist nicht sicher, ob sie gestartet wurde", "Die Konsole sieht noch"),
}
FOUND_LATE = {"en": "It is launched already", "de": "Die Kampagne ist bereits gestartet"}


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.soak), "de"])
def test_an_unclear_launch_turns_to_launched_by_itself_when_the_platform_acts_late(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, campaign_id: str, language: str
) -> None:
    hand = at_the_button(open_tab(language).open(f"/campaign?id={campaign_id}"), campaign_id)
    other = open_tab(language)
    send_into(hand, sandbox, campaign_id, {"kind": "act_late", "seconds": 29})
    dialog = hand.page.get_by_role("dialog")
    for words in WATCHED[language]:
        expect(dialog).to_contain_text(words, timeout=WAIT)
    second = Hand(other.open(f"/campaign?id={campaign_id}"))
    expect(second.page.locator("body")).to_contain_text(WATCHED[language][1], timeout=WAIT)
    second.click(f"launch-{campaign_id}")
    expect(second.page.get_by_role("dialog")).to_contain_text(WATCHED[language][0], timeout=WAIT)
    expect(second.at(f"confirm-launch-{campaign_id}")).to_have_count(0)
    sandbox.advance(minutes=0.5)
    expect(dialog).to_contain_text(FOUND_LATE[language], timeout=WAIT)
    assert runs(sandbox, campaign_id) == 1


def test_a_closed_tab_after_the_click_is_one_launch(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, campaign_id: str
) -> None:
    tab = open_tab("en")
    hand = at_the_button(tab.open(f"/campaign?id={campaign_id}"), campaign_id)
    sandbox.faults({"operation": "runCampaign", "kind": "delay_before", "seconds": 3})
    confirm(hand, campaign_id)
    hand.page.locator("[data-testid=stApp][data-test-script-state=running]").wait_for()
    tab.page.close()
    tab = open_tab("en")
    Hand(tab.page).until(lambda: runs(sandbox, campaign_id) == 1)
    later = Hand(tab.open(f"/campaign?id={campaign_id}"))
    later.at(f"pause-{campaign_id}").wait_for(timeout=WAIT)
    assert runs(sandbox, campaign_id) == 1
