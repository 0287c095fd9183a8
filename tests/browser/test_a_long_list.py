"""A list of 300 people with 40 questions: the page stays within two screens, its sum and its button are always in view, no
group is answered unseen, and all of it goes by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from services.api import Api
from services.api.models import CampaignCreate
from tests.browser.console_server import ConsoleServer
from tests.browser.hand import WAIT, Hand
from tests.browser.long_list import QUESTIONS, REMARKS, ROWS, long_list
from tests.browser.tabs import Tab
from tests.sandbox_process import RunningSandbox

OpenTab = Callable[..., Tab]
SCREENS = {"desk": (1280, 800), "phone": (390, 844)}
MOST_TABS = 25
HEIGHT = "() => document.querySelector('[data-testid=stMain]').scrollHeight"
FOCUSED = "() => document.activeElement.closest('[class*=st-key-]')?.className ?? ''"
REMARKED, NEXT = "note_do_not_call", "note_wrong_number"


@pytest.fixture(scope="module")
def campaign(sandbox: RunningSandbox) -> str:
    with Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True) as api:
        number = next(
            one for one in api.phone_numbers.list().items if one.assistant_id and one.status == "active"
        )
        [company, *_] = api.companies.list()
        wanted = CampaignCreate(
            team_id=sandbox.team_id,
            assistant_id=number.assistant_id or "",
            company_id=company.id,
            from_number_ids=[number.id],
            name="A long list",
        )
        return api.campaigns.create(wanted).id


@pytest.fixture(scope="module")
def server(
    sandbox: RunningSandbox, campaign: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ConsoleServer]:
    """A console that finds the campaign when it starts."""
    assert campaign
    with ConsoleServer(tmp_path_factory.mktemp("console"), sandbox) as running:
        yield running


def dropped(tab: Tab, campaign: str, folder: Path) -> Hand:
    file = folder / "kunden.csv"
    file.write_bytes(long_list())
    hand = Hand(tab.open(f"/upload?campaign={campaign}" if campaign else "/upload"))
    hand.at("contact-file").wait_for()
    hand.settled()
    hand.give_file("contact-file", file)
    hand.at("use-people").wait_for()
    hand.arrived()
    return hand


def place_of(page: Page, key: str) -> tuple[float, float]:
    box = page.locator(f".st-key-{key}").bounding_box()
    assert box
    return box["x"], box["y"]


@pytest.mark.parametrize(
    ("screen", "language", "dark"),
    [
        ("desk", "en", True),
        ("phone", "de", False),
        *(
            pytest.param(*one, marks=pytest.mark.soak)
            for one in (("desk", "de", False), ("phone", "en", True))
        ),
    ],
)
def test_the_page_is_at_most_two_screens_and_its_button_is_always_in_view(
    open_tab: OpenTab, campaign: str, tmp_path: Path, screen: str, language: str, dark: bool
) -> None:
    width, height = SCREENS[screen]
    hand = dropped(open_tab(language, width=width, height=height, dark=dark), campaign, tmp_path)
    button, words = hand.at("use-people").locator("button"), hand.at("upload-bar")

    tall = hand.page.evaluate(HEIGHT)
    print(f"{screen} {language}: {tall} px")
    assert tall <= 2 * height
    for down in (0, 10_000, -10_000):
        hand.page.mouse.move(width / 2, height / 2)
        hand.page.mouse.wheel(0, down)
        expect(button).to_be_in_viewport(ratio=1)
    ready, asked, out = (int(number) for number in words.locator("strong").all_inner_texts())
    assert (asked, ready + asked + out) == (QUESTIONS, ROWS)
    if (screen, language) == ("desk", "en"):
        _a_group_stays_where_it_was_answered_and_is_taken_back_there(hand)


def test_the_campaign_that_it_begins_is_changed_in_a_step_of_two_screens_and_the_list_is_as_it_was(
    open_tab: OpenTab, campaign: str, tmp_path: Path
) -> None:
    assert campaign  # whose assistant, numbers and company the new one takes
    width, height = SCREENS["phone"]
    hand = dropped(open_tab("de", width=width, height=height), "new", tmp_path)
    page, sums = hand.page, hand.at("upload-bar").locator("strong")
    before = sums.all_inner_texts()
    assert page.evaluate(HEIGHT) <= 2 * height

    hand.click("change-begun")
    expect(hand.at("campaign-name").locator("input")).to_be_focused(timeout=WAIT)
    for wide, high in SCREENS.values():
        page.set_viewport_size({"width": wide, "height": high})
        hand.arrived()
        assert page.evaluate(HEIGHT) <= 2 * high
        expect(hand.at("back-to-list").locator("button")).to_be_in_viewport(ratio=1)
    hand.fill("campaign-name", "Umbenannt")
    hand.click("back-to-list")

    expect(hand.at("begun-campaign")).to_contain_text("Umbenannt", timeout=WAIT)
    expect(sums).to_have_text(before)


def _a_group_stays_where_it_was_answered_and_is_taken_back_there(hand: Hand) -> None:
    page = hand.page
    answer = hand.at(f"answer-{REMARKED}")
    words = hand.at(f"rows-{REMARKED}").locator("canvas").first
    expect(words).to_contain_text("bitte nicht mehr anrufen, sagt seine Frau (1)")
    expect(hand.at(f"answer-{NEXT}")).to_have_count(0)  # nobody answers for rows that were not shown
    before = place_of(page, f"answer-{REMARKED}")
    leave = answer.get_by_role("radio").nth(1)

    leave.click()
    hand.settled()
    leave.click()  # once more at the same place, as an impatient person does
    hand.settled()

    assert place_of(page, f"answer-{REMARKED}") == before
    expect(hand.at(f"rows-{REMARKED}")).to_have_count(0)
    expect(hand.at(f"doubt-{REMARKED}")).to_contain_text(f"{REMARKS} left out by you")
    expect(hand.at(f"answer-{NEXT}").get_by_role("radio", checked=True)).to_have_count(0)
    expect(hand.at("verdict").get_by_role("radio").filter(has_text="Left out by you")).to_contain_text(
        str(REMARKS)
    )

    hand.press_choice(f"answer-{REMARKED}", "Take back")
    expect(hand.at(f"doubt-{REMARKED}")).to_contain_text(f"{REMARKS} open")
    expect(hand.at(f"rows-{REMARKED}")).to_have_count(1)


def test_from_the_file_to_use_these_people_by_keyboard(
    open_tab: OpenTab, campaign: str, tmp_path: Path
) -> None:
    """Every question is answered on the way."""
    hand = dropped(open_tab("de"), campaign, tmp_path)
    page = hand.page
    hand.until(lambda: f"show-{REMARKED}" in page.evaluate(FOCUSED))
    tabs, answered = 0, 0
    while "use-people" not in page.evaluate(FOCUSED):
        page.keyboard.press("Tab")
        tabs += 1
        assert tabs <= MOST_TABS
        focused = page.evaluate(FOCUSED)
        if "st-key-answer-" in focused:
            page.keyboard.press("ArrowRight")
            page.keyboard.press("Space")
            hand.arrived()
            assert page.evaluate(FOCUSED) == focused
            answered += 1

    print(f"{tabs} Tabs, {answered} groups answered")
    assert answered == 7
    assert hand.at("upload-bar").locator("strong").all_inner_texts()[1] == "0"


@pytest.mark.soak  # by day the same of a new campaign: test_new_campaign.py
def test_the_missing_campaign_is_said_at_its_field(open_tab: OpenTab, tmp_path: Path) -> None:
    hand = dropped(open_tab("en"), "", tmp_path)

    hand.click("use-people")

    field = hand.at("upload-campaign").locator("input")
    expect(field).to_be_focused(timeout=WAIT)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Please choose the campaign these people go into.")
