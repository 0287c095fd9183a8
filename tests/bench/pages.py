"""Pages beside an empty Streamlit page of the same run: warm load, reruns, memory, API requests."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from tests.bench.sessions import watch
from tests.browser.conftest import FLAGS
from tests.browser.console_server import ConsoleServer, free_port
from tests.sandbox_process import RunningSandbox, start_sandbox

LOADS = 7
IDLE_MINUTES = 4
BIG = ("--campaigns", "10000", "--contacts", "2000", "--seed", "1", "--speed", "1")


@contextmanager
def empty_page(folder: Path) -> Iterator[str]:
    """A Streamlit server with one line of text: the baseline."""
    script = folder / "empty.py"
    script.write_text("import streamlit as st\n\nst.write('x')\n", encoding="utf-8")
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def warm_loads(addresses: dict[str, tuple[str, str]]) -> dict[str, float]:
    """Median milliseconds until the marker of each page is drawn, by name; the pages take turns."""
    found = "/usr/bin/chromium"
    times: dict[str, list[float]] = {name: [] for name in addresses}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found if Path(found).exists() else None, args=FLAGS
        )
        page = browser.new_page()
        for turn in range(LOADS + 2):
            for name, (address, marker) in addresses.items():
                started = time.perf_counter()
                page.goto(address)
                page.locator(marker).first.wait_for(timeout=60_000)
                if turn >= 2:
                    times[name].append((time.perf_counter() - started) * 1000)
        browser.close()
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            start_sandbox(folder, *BIG) as sandbox,
            ConsoleServer(folder, sandbox) as console,
            empty_page(folder) as empty,
        ):
            campaign = _running_campaign(sandbox)
            _print_loads(console.base_url, empty, campaign)
            _print_reruns(console, empty, campaign)
            _print_requests(console, sandbox)


def _running_campaign(sandbox: RunningSandbox) -> str:
    with sandbox.client() as client:
        answer = client.get(
            "/api/crm/campaigns", params={"teamId": sandbox.team_id, "status": "running", "limit": 1}
        )
        return answer.json()["campaigns"][0]["id"]


def _print_loads(console: str, empty: str, campaign: str) -> None:
    times = warm_loads(
        {
            "empty page": (empty, "[data-testid=stMarkdown]"),
            "Campaigns (10,000)": (
                console + "/campaigns",
                "[class*=st-key-launch-], [class*=st-key-dry-run-]",
            ),
            "Campaign": (f"{console}/campaign?id={campaign}", ".js-plotly-plot"),
        }
    )
    baseline = times["empty page"]
    print(f"Warm page, median of {LOADS}, headless Chromium")
    for name, taken in times.items():
        print(f"  {name:22} {taken:7.0f} ms   {taken / baseline:4.2f} x the empty page")


def _print_reruns(console: ConsoleServer, empty: str, campaign: str) -> None:
    process = psutil.Process(console.pid)
    pages = {
        "empty page": (empty, "", ""),
        "Campaigns (10,000)": (console.base_url, "campaigns", ""),
        "Campaign": (console.base_url, "campaign", f"id={campaign}"),
    }
    print("Reruns, one each 2 s a session")
    for sessions in (1, 50):
        for name, (address, page, query) in pages.items():
            seen = asyncio.run(watch(address, page, query, sessions=sessions, reruns=15))
            memory = process.memory_info().rss / 2**20
            print(
                f"  {name:22} {sessions:3} sessions   p50 {seen.median:6.1f} ms   p95 {seen.quantile(0.95):6.1f} ms"
                + (f"   console's memory {memory:.0f} MB" if name != "empty page" else "")
            )


def _print_requests(console: ConsoleServer, sandbox: RunningSandbox) -> None:
    print(f"API requests while people look at the list and do nothing, {IDLE_MINUTES} minutes each")
    for viewers in (1, 20):
        sandbox.forget_requests()
        asyncio.run(
            watch(console.base_url, "campaigns", "", sessions=viewers, reruns=IDLE_MINUTES * 12, every=5.0)
        )
        spent = sum(sandbox.requests().values())
        print(f"  {viewers:3} viewers   {spent * 60 / IDLE_MINUTES:5.0f} requests an hour")


if __name__ == "__main__":
    main()
