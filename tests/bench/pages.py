"""Pages beside an empty Streamlit page of the same run: warm load, reruns, memory, API requests."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
from playwright.sync_api import Page, sync_playwright

from tests.bench.plain_pages import EMPTY, PLAIN, served
from tests.bench.sessions import Reruns, watch
from tests.browser.chromium import launch_chromium
from tests.browser.console_server import ConsoleServer
from tests.sandbox_process import RunningSandbox, start_sandbox

LOADS = 9
RERUNS = 10
MANY, RUNS, RERUNS_OF_MANY = 50, 5, 8
"""Sessions at once. One run says little, so that there are five and their median counts; the pages take turns."""
BESIDE = "title, table, funnel"
WARM_RERUNS = 3
# A list of one page is read every 36 s: three times that shows an hour's pace without an hour's wait.
IDLE_SECONDS, IDLE_LOOKS_EVERY = 108, 4.0
BIG = ("--campaigns", "10000", "--contacts", "2000", "--seed", "1", "--speed", "1")
# Its campaigns are of the size that people have; those of the big one are of six people each, and soon over.
DEMO = ("--seed", "1", "--speed", "1")
SHOWN = "marker => document.querySelector(marker)?.checkVisibility()"
TARGETS = "To reach: warm page 2 x the empty page's, rerun p95 60 ms at 50 sessions in the median of five runs, 120 requests an hour"


class Measured(NamedTuple):
    """A page to measure: its server, its name and query there, and what shows in a browser once it is drawn; without
    that marker no browser opens it."""

    base_url: str
    server: psutil.Process
    page: str
    query: str
    marker: str

    @property
    def url(self) -> str:
        return f"{self.base_url}/{self.page}" + (f"?{self.query}" if self.query else "")

    @property
    def address(self) -> tuple[str, str, str]:
        return self.base_url, self.page, self.query


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with pages_served(folder) as pages:
            print(TARGETS)
            _print_load()
            _print_loads({name: page for name, page in pages.items() if page.marker})
            print("Reruns, one each 2 s a session; processor: what the server spends on one")
            _print_reruns(pages)
            print_reruns_of_many({name: page for name, page in pages.items() if name != "empty page"})
        _print_requests(folder)


@contextmanager
def pages_served(folder: Path) -> Iterator[dict[str, Measured]]:
    """The pages to measure by name, each kind with a server of its own."""
    big, demo = folder / "big", folder / "demo"
    for one in (big, demo):
        one.mkdir()
    with (
        start_sandbox(big, *BIG) as big_sandbox,
        ConsoleServer(big, big_sandbox) as big_console,
        start_sandbox(demo, *DEMO) as demo_sandbox,
        ConsoleServer(demo, demo_sandbox) as demo_console,
        served(folder / "empty", EMPTY) as empty,
        served(folder / "plain", PLAIN) as plain,
    ):
        campaign = f"id={_called_campaign(demo_sandbox)}"
        yield {
            "empty page": Measured(*empty, "", "", "[data-testid=stMarkdown]"),
            "Campaigns (10,000)": _of(big_console, "", "", ".progress progress"),
            "Campaign": _of(demo_console, "campaign", campaign, ".js-plotly-plot .bars"),
            BESIDE: Measured(*plain, "", "", ""),
        }


def _of(console: ConsoleServer, page: str, query: str, marker: str) -> Measured:
    return Measured(console.base_url, psutil.Process(console.pid), page, query, marker)


def _called_campaign(sandbox: RunningSandbox) -> str:
    """The one that is running and has called most people, with its funnel and all of its charts."""
    with sandbox.client() as client:
        answer = client.get(
            "/api/crm/campaigns", params={"teamId": sandbox.team_id, "status": "running", "limit": 100}
        )
        running = answer.json()["campaigns"]
        return str(max(running, key=lambda one: one["contacts_called"])["id"])


def _print_load() -> None:
    """What else runs on the machine makes every figure worse, and none better."""
    one, five, _fifteen = os.getloadavg()
    print(f"{os.cpu_count()} processors, load {one:.1f} in the last minute, {five:.1f} in the last five")


def _print_loads(pages: dict[str, Measured]) -> None:
    times = _warm_loads(pages)
    baseline = times["empty page"]
    print(f"Warm page, median of {LOADS}, headless Chromium")
    for name, taken in times.items():
        print(f"  {name:20} {taken:7.0f} ms  {taken / baseline:5.2f} x the empty page", flush=True)


def _warm_loads(pages: dict[str, Measured]) -> dict[str, float]:
    """Median milliseconds until the marker of each page is drawn, by name; the pages take turns."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        tab = browser.new_page()
        for turn in range(LOADS + 2):
            for name, page in pages.items():
                taken = _load(tab, page)
                if turn >= 2:
                    times[name].append(taken)
        browser.close()
    return {name: statistics.median(taken) for name, taken in times.items()}


def _load(tab: Page, page: Measured) -> float:
    started = time.perf_counter()
    tab.goto(page.url, wait_until="commit")
    # asked in each frame: a locator asks only every half second after a while, and the times come in steps of that
    tab.wait_for_function(SHOWN, arg=page.marker, polling="raf", timeout=60_000)
    return (time.perf_counter() - started) * 1000


def _print_reruns(pages: dict[str, Measured]) -> None:
    for name, page in pages.items():
        print(_line(name, 1, [_reruns(page, 1, RERUNS)]), flush=True)


def print_reruns_of_many(pages: dict[str, Measured], sessions: int = MANY, runs: int = RUNS) -> None:
    """The median of `runs`, and each of them; last the plain page of the same minutes."""
    seen: dict[str, list[Reruns]] = {name: [] for name in pages}
    for _run in range(runs):
        for name, page in pages.items():
            seen[name].append(_reruns(page, sessions, RERUNS_OF_MANY))
    for name, each in seen.items():
        p95 = " ".join(f"{one.quantile(0.95):.0f}" for one in each)
        print(f"{_line(name, sessions, each)}  p95 of each run: {p95}", flush=True)


def _reruns(page: Measured, sessions: int, reruns: int) -> Reruns:
    asyncio.run(watch(page.address, sessions=1, reruns=WARM_RERUNS, server=page.server, every=0.2))
    return asyncio.run(watch(page.address, sessions=sessions, reruns=reruns, server=page.server))


def _line(name: str, sessions: int, runs: Sequence[Reruns]) -> str:
    def middle(measured: Callable[[Reruns], float]) -> float:
        return statistics.median(map(measured, runs))

    p50, p95 = middle(lambda one: one.median), middle(lambda one: one.quantile(0.95))
    processor, memory = middle(lambda one: one.processor), middle(lambda one: one.memory)
    return (
        f"  {name:20} {sessions:3} sessions  p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  "
        f"processor {processor:5.1f} ms  memory {memory:4.0f} MB  load {os.getloadavg()[0]:4.1f}"
    )


def _print_requests(folder: Path) -> None:
    asyncio.run(_watch_idle(folder, (1, 20)))


async def _watch_idle(folder: Path, viewers: tuple[int, ...]) -> None:
    """Consoles of their own beside each other, each with so many tabs that look at the list and change nothing."""
    minutes = IDLE_SECONDS / 60
    print(f"API requests while people look at the list, each tab rerun every {IDLE_LOOKS_EVERY:.0f} s")
    spent = await asyncio.gather(*(asyncio.to_thread(_idle, folder / str(count), count) for count in viewers))
    for count, requests in zip(viewers, spent, strict=True):
        pace = requests * 60 / minutes
        print(f"  {count:3} viewers  {requests} in {minutes:.1f} minutes  {pace:5.0f} an hour", flush=True)


def _idle(folder: Path, viewers: int) -> int:
    folder.mkdir()
    with (
        start_sandbox(folder, *DEMO) as sandbox,
        ConsoleServer(folder, sandbox) as console,
    ):
        server = psutil.Process(console.pid)
        address = (console.base_url, "", "")
        asyncio.run(watch(address, sessions=viewers, reruns=WARM_RERUNS, server=server))
        sandbox.forget_requests()
        looks = round(IDLE_SECONDS / IDLE_LOOKS_EVERY)
        asyncio.run(watch(address, sessions=viewers, reruns=looks, server=server, every=IDLE_LOOKS_EVERY))
        return _asked(sandbox)


def _asked(sandbox: RunningSandbox) -> int:
    return sum(count for operation, count in sandbox.requests().items() if operation != "refused")


if __name__ == "__main__":
    main()
