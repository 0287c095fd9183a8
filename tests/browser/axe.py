"""Accessibility of a page as axe-core judges it, with what axe does not look at: icons, drawings, and English on German pages."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.hand import Hand
from tests.browser.streamlits_own import OWN_ENGLISH, STREAMLITS_OWN, StreamlitsOwn

ENGLISH = re.compile(OWN_ENGLISH, re.IGNORECASE)
ONLY_WHAT_IS_WRONG = {"resultTypes": ["violations"]}
GRAVE = ("serious", "critical")
OURS_TOO = ("heading-order", "page-has-heading-one", "empty-heading")
"""Axe calls them moderate or minor. Who listens to a page finds her way by its headings."""
SETTLED = """() => Promise.allSettled(
    document.getAnimations().filter(one => one instanceof CSSTransition).map(one => one.finished))"""
MATCHES = "([selector, other]) => document.querySelector(selector)?.matches(other) ?? false"


NOT_DRAWN = """() => [...document.querySelectorAll('.icon, [data-testid=stIconMaterial]')]
    .filter(one => one.checkVisibility())
    .filter(one => Math.max(one.scrollWidth, one.getBoundingClientRect().width) > 1.5 * parseFloat(getComputedStyle(one).fontSize))
    .map(one => one.textContent)"""
"""Icons that the font does not have: their names stand there in letters."""
PALE_IN_CHARTS = """() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).map((one) => one / 255).map((one) => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const below = light(getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor);
  return [...document.querySelectorAll(".js-plotly-plot text:not(.bartext-inside)")]
    .filter((one) => !one.closest(".heatmap-label") && one.checkVisibility() && one.textContent.trim())
    .map((one) => [one.textContent, light(getComputedStyle(one).fill)])
    .map(([said, own]) => [said, (Math.max(own, below) + 0.05) / (Math.min(own, below) + 0.05)])
    .filter(([, contrast]) => contrast < 4.5).map(([said, contrast]) => `${contrast.toFixed(1)}: ${said}`);
}"""
"""Axe looks at no drawing. What is written within a bar or a field of colors is left out: the page is not below it."""
WORDS = """() => {
  const said = new Set(), hidden = "script, style, noscript, canvas, code, bdi, [translate=no], .icon, [data-testid=stIconMaterial], [aria-hidden=true]";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (!texts.currentNode.parentElement.closest(hidden)) said.add(texts.currentNode.nodeValue.trim());
  for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"])
    for (const one of document.querySelectorAll(`[${name}]:not([aria-hidden=true])`)) said.add(one.getAttribute(name).trim());
  return [...said];
}"""
"""What is read out of a page, seen or not: texts, and names of controls."""


def faults(page: Page) -> tuple[list[str], set[StreamlitsOwn]]:
    """What is wrong on a page, and what of Streamlit's own was found."""
    found = [f"no icon: {name}" for name in page.evaluate(NOT_DRAWN)]
    found += [f"pale in a chart, {one}" for one in page.evaluate(PALE_IN_CHARTS)]
    own: set[StreamlitsOwn] = set()
    for violation in Axe().run(page, options=ONLY_WHAT_IS_WRONG).response["violations"]:
        if violation["impact"] not in GRAVE and violation["id"] not in OURS_TOO:
            continue
        for node in violation["nodes"]:
            known = next((one for one in STREAMLITS_OWN if _is(page, violation["id"], node, one)), None)
            if known:
                own.add(known)
            else:
                found.append(_told(violation["id"], node))
    return found, own


def _is(page: Page, rule: str, node: dict[str, Any], one: StreamlitsOwn) -> bool:
    return rule == one.rule and bool(page.evaluate(MATCHES, [node["target"][-1], one.selector]))


def _told(rule: str, node: dict[str, Any]) -> str:
    reasons = [each["message"] for each in (*node["any"], *node["all"], *node["none"])]
    return f"{rule}: {node['html'][:160]} {'; '.join(reasons)[:240]}"


def english_words(page: Page) -> list[str]:
    """Words of Streamlit's own that are left on a page in another language."""
    return [f"English: {one}" for one in page.evaluate(WORDS) if ENGLISH.search(one)]


def faults_in_both_themes(page: Page, language: str) -> list[str]:
    """Of a page, or of the dialog over it, that the walk does not come to."""
    found = english_words(page) if language == "de" else []
    for dark in (False, True):
        page.emulate_media(color_scheme="dark" if dark else "light")
        arrived(page)
        found += faults(page)[0]
    return found


def arrived(page: Page) -> None:
    """All is drawn, and no color is on its way to another."""
    Hand(page).arrived()
    page.evaluate(SETTLED)
