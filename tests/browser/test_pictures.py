"""The pictures of README and guides, in both languages, taken on the way from a first campaign to its results."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.sandbox_process import RunningSandbox, start_sandbox

RUNNING, DRAFT = "camp_demo_08", "camp_demo_11"
COLOURS = 192
"""Of a picture's palette: a page has few, and the file becomes a third as large."""
LEADS = [
    "First name,Last name,Company,Phone,Country,Do not call",
    "Anna,Schmidt,Bäckerei Groß,030 712359{n}1,Germany,",
    "Liam,Jones,Globex Ltd,020 7123 49{n}1,United Kingdom,",
    "Grace,Brown,Initech LLC,(212) 456-79{n}1,USA,",
    "Max,Bauer,Stark AG,49307123592{n}.0,Germany,",
    "Zoë,Weiß,Öko & Söhne,0151 712359{n}3,Germany,yes",
    "Tom,Fischer,Straßenbau AG,0151 712359{n}2 / 030 712359{n}2,Germany,",
    "Olivia,Taylor,,call me,United Kingdom,",
]
CUT_OFF_NAMES = """[...document.querySelectorAll('.js-plotly-plot .ytick text')]
    .filter(name => name.getBoundingClientRect().left < name.closest('.js-plotly-plot').getBoundingClientRect().left)
    .map(name => name.textContent)"""
NAMES = {"en": ("Spring offer", "Trade fair leads.csv"), "de": ("Frühlingsangebot", "Kontakte der Messe.csv")}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """The demo's data, its clock slow enough for what runs to be running still when its picture is taken."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--speed", "15", "--seed", "1") as running:
        yield running


class Camera:
    """Takes the pictures of one language into the guides' folder."""

    def __init__(self, page: Page, language: str, folder: Path) -> None:
        self.page, self._language, self._folder = page, language, folder

    def take(self, name: str, *, height: int = 900, down_to: str = "") -> None:
        """`down_to` is the key of what stands at the lower end; without one the top of the page is taken."""
        self.page.set_viewport_size({"width": 1280, "height": height})
        Hand(self.page).arrived()
        if down_to:
            Hand(self.page).at(down_to).evaluate("part => part.scrollIntoView({block: 'end'})")
        picture(self.page, self._folder / f"{name}-{self._language}.png")


def picture(page: Page, file: Path) -> None:
    page.screenshot(path=file)
    with Image.open(file) as taken:
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


@pytest.mark.soak  # each page of it is looked at by day in test_scales.py, each step in test_journey.py
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_guide_from_the_first_campaign_to_its_results(
    open_tab: Callable[..., Tab],
    sandbox: RunningSandbox,
    tmp_path: Path,
    pictures: Path,
    language: str,
) -> None:
    tab = open_tab(language)
    camera = Camera(tab.open("/"), language, pictures)
    hand, (name, file_name) = Hand(camera.page), NAMES[language]
    hand.at(f"launch-{RUNNING}").wait_for(timeout=WAIT)
    camera.take("campaigns")

    tab.open("/new")
    _make_up_a_campaign(camera, hand, name)
    tab.open("/drafts")
    _put_away(hand)

    tab.open(f"/upload?campaign={DRAFT}")
    file = tmp_path / file_name
    file.write_text("\n".join(LEADS).replace("{n}", "1" if language == "en" else "2"), encoding="utf-8")
    _upload(camera, hand, file)

    tab.open(f"/campaign?id={DRAFT}&view=dry-run")
    hand.at(f"download-next-opening-{DRAFT}").wait_for(timeout=WAIT)
    camera.take("dry-run")

    hand.click(f"launch-{DRAFT}")
    expect(hand.at(f"confirm-launch-{DRAFT}").locator("button")).to_be_enabled(timeout=WAIT)
    camera.take("launch")
    assert [run for run in sandbox.runs() if run["campaign_id"] == DRAFT and not run["dry_run"]] == []

    tab.open(f"/campaign?id={RUNNING}")
    hand.at("figure-progress").locator(".main-svg").first.wait_for(timeout=WAIT)
    hand.at(f"pause-{RUNNING}").wait_for(timeout=WAIT)  # it is running, as the guide says
    camera.take("running", height=1100)

    tab.open("/insights")
    _read_the_results(camera, hand)


def _make_up_a_campaign(camera: Camera, hand: Hand, name: str) -> None:
    """As far as the button that creates it."""
    hand.at("campaign-name").wait_for(timeout=WAIT)
    hand.fill("campaign-name", name)
    hand.choose("campaign-assistant")
    hand.choose("campaign-company")
    hand.at("people-source").locator("[role=radiogroup] label").nth(1).click()
    hand.settled()
    hand.at("figure-forecast").locator(".main-svg").first.wait_for(timeout=WAIT)
    hand.page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    camera.take("new-campaign", height=1500)


def _put_away(hand: Hand) -> None:
    """The campaign that was only made up is in no other picture."""
    hand.at("delete-draft-").wait_for(timeout=WAIT)
    hand.click("delete-draft-")
    hand.at("take-back-draft").wait_for(timeout=WAIT)
    expect(hand.at("delete-draft-")).to_have_count(0)


def _upload(camera: Camera, hand: Hand, file: Path) -> None:
    """Look at the verdicts, then let the list go in."""
    hand.at("contact-file").wait_for(timeout=WAIT)
    hand.settled()
    hand.give_file("contact-file", file)
    expect(hand.at("use-people").locator("button")).to_be_enabled(timeout=WAIT)
    camera.take("upload", height=1000)
    hand.click("use-people")
    hand.at("upload-another").wait_for(timeout=WAIT)
    camera.take("import", height=560)


def _read_the_results(camera: Camera, hand: Hand) -> None:
    hand.at("figure-comparison").locator(".main-svg").first.wait_for(timeout=WAIT)
    camera.take("insights", height=1250)
    camera.take("compare", down_to="figure-comparison")


def test_a_campaign_in_dark(open_tab: Callable[..., Tab], pictures: Path) -> None:
    page = open_tab("en", dark=True, height=1100).open(f"/campaign?id={RUNNING}")
    page.locator(".js-plotly-plot .ytick").first.wait_for(timeout=WAIT)
    Hand(page).arrived()
    assert page.evaluate(CUT_OFF_NAMES) == []
    picture(page, pictures / "campaign-dark.png")


@pytest.mark.soak
def test_the_list_on_a_phone(open_tab: Callable[..., Tab], sandbox: RunningSandbox, pictures: Path) -> None:
    page = open_tab("de", width=390, height=844).open("/")
    Hand(page).at(f"launch-{RUNNING}").wait_for(timeout=WAIT)
    Hand(page).arrived()
    picture(page, pictures / "campaigns-phone.png")
