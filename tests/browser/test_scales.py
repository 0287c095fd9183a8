"""Looks, measured: every page keeps the spacing scale and the type scale of `components/frame/look.css`, nothing is cut off or has to
be scrolled sideways, from a phone to a wide screen, and no step is higher than two screens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.browser.walk import DRAFT, EMPTY, OVER, RUNNING

SCREENS = {390: 844, 1280: 800, 1440: 900, 1920: 900}
PHONE = 390
MAIN_BUTTON = {
    "/": ".st-key-campaigns-head [data-testid=stPageLink-NavLink]",
    "/insights": "",
    f"/campaign?id={RUNNING}": ".campaign-head .controls .primary",
    f"/campaign?id={OVER}&view=calls": ".campaign-head .controls .primary",
}
"""Pages of results, which may be longer: on a phone what is done with them stays in view all the way down, and so do the controls
of a campaign at any width."""
TEXT = {"24px", "18px", "16px", "14px", "13px"}
SPACE = {"0px", "1px", "2px", "4px", "8px", "12px", "16px", "24px", "normal", "auto"}
MEASURE = """() => {
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const told = (one, what) => `${what}: ${one.tagName} ${one.className} “${one.textContent.trim().slice(0, 40)}”`;
  const main = document.querySelector("[data-testid=stMain]");
  const all = [...main.querySelectorAll("*")].filter((one) => !one.closest("svg, style, [data-testid*=Icon], .icon") && shown(one));
  const says = all.filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  const own = all.filter((one) => one.closest(".own-element, .campaign-now, .holding, .chart-heading, .numbers-of-day, .take-home"));
  const cut = (one) => one.scrollWidth > one.clientWidth + 1 && ["hidden", "clip"].includes(getComputedStyle(one).overflowX);
  const spaces = (one) => {
    const style = getComputedStyle(one);
    return ["rowGap", "columnGap", "paddingTop", "paddingLeft", "marginTop", "marginBottom"].map((name) => style[name].replace("-", ""));
  };
  return {
    tall: main.scrollHeight,
    sideways: main.scrollWidth - window.innerWidth,
    text: says.filter((one) => getComputedStyle(one).fontSize !== "0px") // another language's words of Streamlit stand in their place
      .map((one) => [getComputedStyle(one).fontSize, told(one, "text")]),
    space: own.flatMap((one) => spaces(one).map((size) => [size, told(one, "space")])),
    cut: says.filter((one) => one.matches("button, button *, a, a *, .badge, h1, h2, h3, p, td, th") && cut(one)).map((one) => told(one, "cut")),
    beside: [...document.querySelectorAll(".controls > *")].filter(shown)
      .filter((one) => one.getBoundingClientRect().right > window.innerWidth).map((one) => told(one, "beyond the edge")),
    names: [...document.querySelectorAll(".js-plotly-plot .ytick text")]
      .filter((name) => name.getBoundingClientRect().left < name.closest(".js-plotly-plot").getBoundingClientRect().left)
      .map((name) => told(name, "name in a chart")),
  };
}"""


@pytest.mark.parametrize(
    "address",
    [
        "/",
        f"/campaign?id={RUNNING}",
        f"/campaign?id={RUNNING}&view=people",
        f"/campaign?id={OVER}&view=calls",
        f"/campaign?id={DRAFT}",
        f"/campaign?id={DRAFT}&view=settings",
        f"/campaign?id={DRAFT}&view=settings&edit=1",
        "/new",
        f"/upload?campaign={EMPTY}",
        "/insights",
        "/do-not-call",
        "/connection",
        "/notifications",
    ],
)
@pytest.mark.parametrize(
    "widths", [(PHONE, 1280), pytest.param((1440, 1920), marks=pytest.mark.soak)], ids=["usual", "wide"]
)
def test_a_page_keeps_both_scales_and_two_screens_and_cuts_nothing_off_at_any_width(
    open_tab: Callable[..., Tab], address: str, widths: tuple[int, int]
) -> None:
    page = open_tab("de", width=PHONE, height=SCREENS[PHONE]).open(address)
    page.locator("h1").first.wait_for(timeout=WAIT)
    wrong: dict[int, list[str]] = {}
    for width in widths:
        height = SCREENS[width]
        page.set_viewport_size({"width": width, "height": height})
        Hand(page).arrived()
        if address.startswith("/insights"):
            page.locator(".js-plotly-plot .ytick").first.wait_for(timeout=WAIT)
        seen = page.evaluate(MEASURE)
        off = [f"{size} {one}" for size, one in seen["text"] if size not in TEXT]
        off += [f"{size} {one}" for size, one in seen["space"] if size not in SPACE]
        off += seen["cut"] + seen["beside"] + seen["names"]
        if seen["tall"] > 2 * height and address not in MAIN_BUTTON:
            off.append(f"{seen['tall']} pixels high")
        if MAIN_BUTTON.get(address) and (width == PHONE or ".controls" in MAIN_BUTTON[address]):
            page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
            expect(page.locator(MAIN_BUTTON[address]).first).to_be_in_viewport(ratio=1, timeout=WAIT)
        if seen["sideways"] > 0:
            off.append(f"{seen['sideways']} pixels to scroll sideways")
        if off:
            wrong[width] = sorted(set(off))
    assert wrong == {}


def test_what_a_long_dialog_ends_with_is_in_view_before_anybody_scrolls(open_tab: Callable[..., Tab]) -> None:
    hand = Hand(open_tab("de", width=PHONE, height=SCREENS[PHONE]).open(f"/campaign?id={DRAFT}"))
    hand.click(f"launch-{DRAFT}")
    start, back = hand.at(f"confirm-launch-{DRAFT}"), hand.at(f"not-launch-{DRAFT}")
    back.wait_for(state="attached", timeout=WAIT)

    expect(start).to_be_in_viewport(ratio=1, timeout=WAIT)
    expect(back).not_to_be_in_viewport()  # the dialog is longer than the window

    back.scroll_into_view_if_needed()
    expect(start).to_be_in_viewport(ratio=1, timeout=WAIT)
