"""Answer to why nobody is being called, and the plan of the day, as a person sees them: on a desk and on a phone, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from services.api import Api, RequestBudget
from services.api.models import Campaign, ContactCreate
from tests.browser.console_server import ConsoleServer
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.pages.world import make_campaign
from tests.sandbox_process import COMPANY_ID, RunningSandbox, start_sandbox

WHY = {"en": "Why is nobody being called?", "de": "Warum wird niemand angerufen?"}
SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"
PREFIXES = ("+4930123456{:02d}", "+1212456{:04d}")


BEHIND_CONTROLS = """async () => {
  for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame); // the page scrolls, then the controls follow
  const bar = document.querySelector(".campaign-head .controls"), at = document.activeElement;
  if (at === document.body || bar.contains(at) || getComputedStyle(bar).position !== "fixed") return null;
  const { left, top, width, height } = at.getBoundingClientRect();
  return bar.contains(document.elementFromPoint(left + width / 2, top + height / 2)) ? at.innerText || at.ariaLabel : null;
}"""
BY_DAY = [("en", 390, True)]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Its clock stands: it is eleven in Berlin, and five in New York."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture(scope="module")
def server(sandbox: RunningSandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleServer]:
    """Where twenty calls a day are many for a number."""
    with ConsoleServer(tmp_path_factory.mktemp("console"), sandbox, CONSOLE_CALLS_PER_NUMBER="20") as running:
        yield running


@pytest.fixture(scope="module")
def held(sandbox: RunningSandbox) -> Campaign:
    """A running campaign: some people are done, some wait for the next try, those in New York for their morning."""
    api = Api(sandbox.url, sandbox.token, sandbox.team_id, "", demo=True, budget=RequestBudget(100_000))
    made = make_campaign(
        api,
        "Spring offer",
        call_window_start="09:00",
        call_window_end="17:00",
        settings={"use_contact_timezone_for_call_window": True},
        retry_delay_minutes=180,
    )
    people = [
        ContactCreate(
            company_id=COMPANY_ID,
            first_name="Ada",
            last_name=f"Byron {number}",
            phone=PREFIXES[number % 2].format(number + 10),
            timezone=("Europe/Berlin", "America/New_York")[number % 2],
        )
        for number in range(40)
    ]
    api.campaigns.add_contacts(made.id, [api.contacts.create(one).contact.id for one in people])
    api.campaigns.run(made.id)
    sandbox.advance(minutes=45)
    found = api.campaigns.get(made.id)
    api.close()
    return found


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [
        *BY_DAY,
        *(
            pytest.param(*one, marks=pytest.mark.soak)
            for one in product(("en", "de"), (1280, 390), (False, True))
            if one not in BY_DAY
        ),
    ],
)
def test_it_says_what_holds_everybody_and_leads_to_what_mends_it(
    open_tab: Callable[..., Tab], held: Campaign, tmp_path: Path, language: str, width: int, dark: bool
) -> None:
    page = open_tab(language, width=width, height=1400, dark=dark).open(f"/campaign?id={held.id}")
    why = page.locator(".holding")
    why.wait_for(timeout=WAIT)
    Hand(page).arrived()

    expect(why.get_by_role("heading")).to_have_text(WHY[language])
    shares = [int(words) for words in why.locator("tbody .count").all_inner_texts()]
    assert sum(shares) == 40
    assert len(shares) >= 3
    assert page.evaluate(SIDEWAYS) is False
    page.screenshot(path=tmp_path / "why.png")

    _open(page, "plan-of-day")
    page.locator(".st-key-plan-of-day").scroll_into_view_if_needed()
    page.screenshot(path=tmp_path / "plan.png")
    assert page.evaluate(SIDEWAYS) is False
    page.set_viewport_size({"width": width, "height": 600})
    hidden = []
    for _ in range(40):
        page.keyboard.press("Tab")
        hidden.append(page.evaluate(BEHIND_CONTROLS))
    assert set(hidden) == {None}, "what has the focus is not behind the controls"


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [("en", 390, True), pytest.param("de", 1280, False, marks=pytest.mark.soak)],
)
def test_the_plan_of_all_campaigns_stands_below_the_list(
    open_tab: Callable[..., Tab], held: Campaign, tmp_path: Path, language: str, width: int, dark: bool
) -> None:
    page = open_tab(language, width=width, height=1200, dark=dark).open("/")
    Hand(page).at(f"launch-{held.id}").wait_for(timeout=WAIT)

    _open(page, "plan-of-all")

    expect(page.locator(".numbers-of-day tbody tr.much")).to_have_count(1, timeout=WAIT)
    page.locator(".numbers-of-day").scroll_into_view_if_needed()
    page.screenshot(path=tmp_path / "plan-of-all.png")
    assert page.evaluate(SIDEWAYS) is False


def _open(page: Page, key: str) -> None:
    """A part of the page that is folded."""
    Hand(page).at(key).locator("summary").click()
    expect(Hand(page).at(key).locator(".js-plotly-plot")).to_be_visible(timeout=WAIT)
    Hand(page).arrived()
