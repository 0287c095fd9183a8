"""Shortest way from an exported file to a running campaign: clicks and Tabs, beside what they were once."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch_chromium
from tests.browser.console_server import ConsoleServer
from tests.browser.shortest_way import (
    CHOOSING_A_FILE,
    CLICKS_BEFORE,
    TABS_BEFORE,
    TO_USE,
    by_keyboard,
    by_mouse,
)
from tests.browser.tabs import Tabs
from tests.sandbox_process import start_sandbox

READY = "Name;Phone\nAnna Berger;+4930901820\nZoë Weiß;+4930901821\n"
"""Nothing to ask, for the clicks."""
ASKS = "Name;Phone\nAnna Berger;+4930901830\nMax Klein;+4930901831 / +491719901831\nÄnne Vogt;O30 901832\n"
"""Two kinds of questions, for the Tabs."""


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        start_sandbox(Path(name), "--seed", "1", "--speed", "0") as sandbox,
        ConsoleServer(Path(name), sandbox) as console,
        sync_playwright() as playwright,
        Tabs(launch_chromium(playwright)).on(console.base_url) as opened,
    ):
        ready, asks = Path(name) / "Ready.csv", Path(name) / "Asks.csv"
        ready.write_text(READY, encoding="utf-8")
        asks.write_text(ASKS, encoding="utf-8")
        clicks = by_mouse(opened("en").open(), ready)
        print(
            f"  clicks from the file to the running campaign: {CHOOSING_A_FILE + len(clicks)}, once {CLICKS_BEFORE} "
            f"({CHOOSING_A_FILE} for the file, {', '.join(clicks)})"
        )
        tabs = by_keyboard(opened("en").open(), asks).tabs
        print(f"  Tabs from the file to Use these people: {tabs[TO_USE]}, once {TABS_BEFORE}")
        print(
            f"  Tabs of the whole way: {sum(tabs.values())} ({', '.join(f'{to} {n}' for to, n in tabs.items())})"
        )


if __name__ == "__main__":
    main()
