"""Benchmark of the memory a dropped file costs the server: `python -m tests.bench.upload_memory [MEGABYTES]`.

A console of its own over an empty sandbox; a browser drops a made-up list and leaves the page.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psutil
from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import launch_chromium
from tests.browser.console_server import ConsoleServer
from tests.browser.hand import Hand
from tests.browser.tabs import LOCALES
from tests.sandbox_process import start_sandbox

MOST_TIMES = 6.0
SETTLES = 20.0  # seconds in which memory has to come back


class Measured(NamedTuple):
    """Bytes. `peak` and `after` are what was added to the server before the file came."""

    file: int
    peak: int
    held: int
    after: int
    seconds: float

    def __str__(self) -> str:
        mega = 1 << 20
        return (
            f"file {self.file / mega:.1f} MB, checked in {self.seconds:.1f} s: "
            f"peak +{self.peak / mega:.0f} MB ({self.peak / self.file:.1f}×, at most {MOST_TIMES:.0f}×), "
            f"while open +{self.held / mega:.0f} MB, after leaving +{self.after / mega:.0f} MB"
        )


def made_up_list(file: Path, megabytes: float) -> None:
    """Twelve columns, German and American numbers, no two alike."""
    drawn = random.Random(7)
    with file.open("w", encoding="utf-8") as out:
        out.write("ID,First name,Last name,Company,Job title,Email,Phone,Street,Zip,City,Country,Notes\n")
        row = 0
        while out.tell() < megabytes * (1 << 20):
            row += 1
            german = drawn.random() < 0.5
            phone = (
                f"030 {drawn.randrange(2_000_000, 9_999_999)}"
                if german
                else f"+1212{drawn.randrange(2_000_000, 9_999_999)}"
            )
            country = "Germany" if german else "United States"
            out.write(
                f"{row},Anna{row},Becker,Example {row} Ltd,Head of sales,anna{row}@example.com,{phone},"
                f"Main street {row % 300},{row % 90_000:05d},Springfield,{country},met at the fair {row}\n"
            )


def measure(file: Path, page: Page, server: psutil.Process, warm: Path) -> Measured:
    """Drop `warm` first, so that what is loaded once is not counted, then `file`."""
    hand = Hand(page)
    _drop(hand, warm)
    _leave(hand)
    before = server.memory_info().rss
    started = time.monotonic()
    peak = _drop(hand, file, lambda: server.memory_info().rss)
    seconds = time.monotonic() - started
    held = server.memory_info().rss
    _leave(hand)
    after = _lowest(lambda: server.memory_info().rss)
    return Measured(file.stat().st_size, peak - before, held - before, after - before, seconds)


def _drop(hand: Hand, file: Path, look: Callable[[], int] = lambda: 0) -> int:
    hand.page.locator("[data-testid=stSidebarNavLink][href$='/upload']").click()
    hand.at("contact-file").wait_for()
    hand.settled()
    hand.at("contact-file").locator("input[type=file]").set_input_files(file)
    highest, verdict = look(), hand.page.locator(".st-key-verdict")
    while not verdict.is_visible():
        highest = max(highest, look())
        hand.page.wait_for_timeout(20)
    return max(highest, look())


def _leave(hand: Hand) -> None:
    hand.page.get_by_test_id("stSidebarNavLink").first.click()
    hand.page.locator(".st-key-contact-file, .st-key-verdict").first.wait_for(state="detached")
    hand.settled()


def _lowest(look: Callable[[], int]) -> int:
    deadline, lowest = time.monotonic() + SETTLES, look()
    while time.monotonic() < deadline:
        time.sleep(0.5)
        lowest = min(lowest, look())
    return lowest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("megabytes", nargs="?", type=float, default=20.0)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        made_up_list(folder / "list.csv", wanted.megabytes)
        made_up_list(folder / "small.csv", 0.2)
        with (
            start_sandbox(folder, "--empty", "--speed", "0") as sandbox,
            ConsoleServer(folder, sandbox) as server,
        ):
            browser = launch_chromium(playwright)
            page = browser.new_context(locale=LOCALES["en"]).new_page()
            page.goto(server.base_url)
            print(measure(folder / "list.csv", page, psutil.Process(server.pid), folder / "small.csv"))
            browser.close()


if __name__ == "__main__":
    main()
