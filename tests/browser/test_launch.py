"""Launch once, however it is clicked and whatever becomes of the answer: counted in the platform's own log."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.conftest import Tab
from tests.browser.hand import WAIT, Hand
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox

# The page is at work on the click, or has answered it already.
TAKEN = """control => !document.querySelector(control)
    || document.querySelector("[data-testid=stApp]").dataset.testScriptState === "running\""""

_numbers = itertools.count(23125500)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Nobody in it, and its clock stands: Tuesday, 11:00 in Berlin."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def campaign_id(sandbox: RunningSandbox) -> Iterator[str]:
    """A draft with two people who may be called now. No fault is left for the next test."""
    with sandbox.client() as client:
        made = client.post("/api/crm/campaigns", json=_campaign(sandbox.team_id)).json()["campaign"]["id"]
        people = [client.post("/api/crm/contacts", json=_person()).json()["contact"]["id"] for _ in range(2)]
        client.post(f"/api/crm/campaigns/{made}/contacts", json={"contactIds": people}).raise_for_status()
    yield made
    sandbox.faults()


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
    """The last click. On a busy machine the page now and then misses one; then it is given again, as a person would:
    what counts is how often the campaign then ran."""
    control = f"confirm-launch-{campaign_id}"
    for _attempt in range(3):
        hand.at(control).locator("button").click(click_count=clicks, delay=50)
        try:
            hand.page.wait_for_function(TAKEN, arg=f".st-key-{control}", timeout=10_000)
        except PlaywrightTimeout:
            continue
        return
    raise AssertionError("the page took none of three clicks")


def test_three_clicks_are_one_launch(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, campaign_id: str
) -> None:
    sandbox.faults({"operation": "runCampaign", "kind": "delay_after", "seconds": 1.5, "skip": 1})
    hand = at_the_button(open_tab("en").open(f"/campaign?id={campaign_id}"), campaign_id)
    confirm(hand, campaign_id, clicks=3)
    hand.at(f"close-launch-{campaign_id}").wait_for(timeout=WAIT)
    assert runs(sandbox, campaign_id) == 1


def test_a_dialog_stays_open_while_the_campaign_changes_behind_it(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, campaign_id: str
) -> None:
    address = f"/api/crm/campaigns/{campaign_id}"
    with sandbox.client() as client:
        client.post(f"{address}/run", json={"maxCalls": 1}).raise_for_status()
        hand = at_the_button(open_tab("en").open(f"/campaign?id={campaign_id}"), campaign_id)
        client.put(address, json={"status": "paused"}).raise_for_status()
        hand.sees("Next, once it runs")
        confirm(hand, campaign_id)
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


@pytest.mark.parametrize("kind", ["drop_after", "server_error"])
@pytest.mark.parametrize("act", [True, False])
def test_a_lost_answer_is_looked_into_and_never_sent_again(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, campaign_id: str, kind: str, act: bool
) -> None:
    if kind == "drop_after" and not act:
        kind = "drop_before"
    hand = at_the_button(open_tab("en").open(f"/campaign?id={campaign_id}"), campaign_id)
    sandbox.faults({"operation": "runCampaign", "kind": kind, "act": act})
    confirm(hand, campaign_id)
    hand.at(f"close-launch-{campaign_id}").or_(hand.at(f"look-again-{campaign_id}")).first.wait_for(
        timeout=WAIT
    )
    hand.settled()
    assert runs(sandbox, campaign_id) == int(act)
    dialog = hand.page.get_by_role("dialog")
    if act:
        expect(dialog).to_contain_text("launched", ignore_case=True)
    expect(dialog).not_to_contain_text("Traceback")


def test_a_closed_tab_after_the_click_is_one_launch(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, campaign_id: str
) -> None:
    tab = open_tab("en")
    hand = at_the_button(tab.open(f"/campaign?id={campaign_id}"), campaign_id)
    sandbox.faults({"operation": "runCampaign", "kind": "delay_before", "seconds": 3})
    confirm(hand, campaign_id)
    hand.page.locator("[data-testid=stApp][data-test-script-state=running]").wait_for()
    tab.page.close()
    later = Hand(open_tab("en").open(f"/campaign?id={campaign_id}"))
    later.until(lambda: runs(sandbox, campaign_id) == 1)
    later.at(f"pause-{campaign_id}").wait_for(timeout=WAIT)
    assert runs(sandbox, campaign_id) == 1
