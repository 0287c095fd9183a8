"""Watching one running campaign: what a rerun of its live fragment costs, and what fifty who watch ask of the platform.

The fragment is what refreshes itself; a page's own rerun is measured by `pages`.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

import psutil

from tests.bench.pages import DEMO
from tests.bench.sessions import Reruns, watch
from tests.browser.console_server import ConsoleServer
from tests.sandbox_process import start_sandbox

WATCHERS = (1, 50)
MINUTES, EVERY_SECONDS = 2.0, 2.0
AN_HOUR = "1000"


class Watched(NamedTuple):
    watchers: int
    reruns: Reruns
    requests: int


def main() -> None:
    print(
        "To reach: fragment p95 60 ms at 50 watchers; 50 watchers ask no more than one; below 300 requests an hour"
    )
    print(
        f"One running campaign for {MINUTES:.0f} minutes, its live fragment rerun every {EVERY_SECONDS:.0f} s"
    )
    with tempfile.TemporaryDirectory() as folder:
        for count in WATCHERS:
            _print(_watch(Path(folder) / str(count), count))


def _print(seen: Watched) -> None:
    took = seen.reruns
    print(
        f"  {seen.watchers:3} watchers  p50 {took.median:6.1f} ms  p95 {took.quantile(0.95):6.1f} ms  "
        f"processor {took.processor:5.1f} ms  {seen.requests} requests in {MINUTES:.0f} minutes  "
        f"load {os.getloadavg()[0]:4.1f}",
        flush=True,
    )


def _watch(folder: Path, watchers: int) -> Watched:
    """A sandbox and a console of their own, so that both begin with the same campaign and a full request budget."""
    folder.mkdir()
    with (
        start_sandbox(folder, *DEMO) as sandbox,
        ConsoleServer(folder, sandbox, CONSOLE_REQUESTS_PER_HOUR=AN_HOUR) as console,
    ):
        with sandbox.client() as client:
            wanted = {"teamId": sandbox.team_id, "status": "running", "limit": "1"}
            campaign = client.get("/api/crm/campaigns", params=wanted).json()["campaigns"][0]["id"]
        sandbox.forget_requests()
        reruns = asyncio.run(
            watch(
                (console.base_url, "campaign", f"id={campaign}"),
                sessions=watchers,
                reruns=round(MINUTES * 60 / EVERY_SECONDS),
                server=psutil.Process(console.pid),
                every=EVERY_SECONDS,
                fragment=True,
            )
        )
        asked = sum(count for operation, count in sandbox.requests().items() if operation != "refused")
        return Watched(watchers, reruns, asked)


if __name__ == "__main__":
    main()
