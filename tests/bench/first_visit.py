"""Bytes of a first visit: what a browser that has been nowhere loads for a page, beside the same page uncompressed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Response, sync_playwright

from tests.browser.chromium import launch_chromium
from tests.browser.console_server import ConsoleServer
from tests.sandbox_process import start_sandbox

PAGES = {"Campaigns": ("", "[class*=st-key-launch-]"), "Insights": ("insights", ".js-plotly-plot .bars")}
MOST = {"Campaigns": 1_000_000, "Insights": 2_600_000}
MEGABYTE = 1e6
AS_IT_IS = {"accept-encoding": "identity"}


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        start_sandbox(Path(name), "--seed", "1", "--speed", "1") as sandbox,
        ConsoleServer(Path(name), sandbox) as console,
        sync_playwright() as playwright,
    ):
        browser = launch_chromium(playwright)
        for page, most in MOST.items():
            plain = loaded(browser, console.base_url, page, AS_IT_IS)
            short = loaded(browser, console.base_url, page)
            print(
                f"  {page:10} {short / MEGABYTE:5.2f} MB, to reach {most / MEGABYTE:3.1f} MB; "
                f"uncompressed {plain / MEGABYTE:5.2f} MB"
            )
        browser.close()


def loaded(browser: Browser, base_url: str, page: str, headers: dict[str, str] | None = None) -> int:
    """Bytes of all answers by HTTP until the page is drawn, headers included."""
    path, marker = PAGES[page]
    answers: list[Response] = []
    context = browser.new_context(extra_http_headers=headers)
    tab = context.new_page()
    tab.on("response", lambda answer: answers.append(answer))
    tab.goto(f"{base_url}/{path}")
    tab.locator(marker).first.wait_for(timeout=60_000)
    tab.wait_for_load_state("networkidle")
    sizes = [answer.request.sizes() for answer in answers]
    context.close()
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


if __name__ == "__main__":
    main()
