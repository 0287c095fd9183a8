"""Real sandboxes for tests and benches: `with start_sandbox(folder, "--empty") as sandbox: ...`."""

from __future__ import annotations

import os
import secrets
import subprocess
import threading
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from http.client import HTTPConnection
from json import dumps, loads
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

import holidays
import httpx

from sandbox.__main__ import main
from tests.forked_process import ForkedProcess

TEAM_ID = "team_demo"
COMPANY_ID, ASSISTANT_ID, NUMBER_IDS = "comp_first", "asst_first", ["num_first", "num_second"]
GROUP_ID = "grp_first"
"""What `--empty` leaves in the sandbox; the group, of the assistant, where the generation has groups."""
TUESDAY_MORNING = "2026-03-03T10:00:00Z"
TUESDAY = 1
HOLIDAYS = holidays.country_holidays("DE", subdiv="BY") + holidays.country_holidays("US")
START_SECONDS = 120
UNENCRYPTED = False  # plain HTTP on this machine; reading certificates would cost each client 50 ms


class ControlError(Exception):
    """A test asked the sandbox for what it does not do: status and answer."""


class RunningSandbox:
    """`python -m sandbox` on a free port, forked from a process that has it loaded. `control` and what builds on it reach the routes only a test may use."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.db_path = folder / "sandbox.db"
        self.token = f"tk_test_{secrets.token_urlsafe(12)}"
        self.team_id = TEAM_ID
        self.url = ""
        self._secret = secrets.token_urlsafe(12)
        self._arguments = list(arguments)
        self._process: ForkedProcess | None = None

    def start(self) -> Self:
        """Start it, again on the same database after `kill` or `stop`, and wait for its address."""
        given = ["--port", "0", "--db", str(self.db_path), *self._arguments]
        environment = {**os.environ, "SANDBOX_TOKEN": self.token, "SANDBOX_CONTROL": self._secret}
        self._process = ForkedProcess(partial(main, given), environment)
        self.url = self._address(self._process)
        return self

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def client(self, timeout: float = 30.0) -> httpx.Client:
        """Plain HTTP with the key set; close it after use."""
        return httpx.Client(base_url=self.url, headers=self.headers, timeout=timeout, verify=UNENCRYPTED)

    def control(self, method: str, path: str, json: Any = None) -> Any:
        """Ask /sandbox/`path`, such as `control("PUT", "faults", [...])`; answers the JSON it sent.

        Tests that move the clock step by step ask thousands of times: a client of httpx takes five times as long for it.
        """
        body = None if json is None else dumps(json)  # in ASCII: half an emoji has no other form
        headers = {"X-Sandbox-Control": self._secret, "Content-Type": "application/json"}
        with closing(HTTPConnection(self.url.removeprefix("http://"), timeout=300)) as connection:
            connection.request(method, f"/sandbox/{path}", body, headers)
            answer = connection.getresponse()
            told = answer.read()
        if answer.status >= 400:
            raise ControlError(f"{answer.status} {told.decode()}")
        return loads(told)

    def faults(self, *faults: dict[str, Any]) -> None:
        """From now on these faults and no others; none takes all back."""
        self.control("PUT", "faults", list(faults))

    def odds(self, **shares: float) -> None:
        """From now on such shares of all calls end so, such as `odds(error=0.8)`; none takes all back."""
        self.control("PUT", "odds", shares)

    def advance(self, *, hours: float = 0, minutes: float = 0, as_if_run: bool = False) -> None:
        """Move the clock ahead and play what happens meanwhile. `as_if_run`: for the request budget's hour too."""
        seconds = hours * 3600 + minutes * 60
        self.control("POST", "clock", {"advance_seconds": seconds, "as_if_run": as_if_run})

    def at_ten_on_a_tuesday(self) -> None:
        """Move the clock ahead to the next one in Berlin, unless it shows one: an hour at which calls are allowed.

        A Tuesday that is a holiday in Germany or in the United States is passed over.
        """
        now = datetime.fromtimestamp(self.control("GET", "clock")["now"], ZoneInfo("Europe/Berlin"))
        if now.weekday() == TUESDAY and now.hour in (10, 11):
            return
        days = (TUESDAY - now.weekday()) % 7 or (0 if now.hour < 10 else 7)
        then = (now + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
        while then.date() in HOLIDAYS:
            then += timedelta(days=7)
        self.advance(minutes=(then - now).total_seconds() / 60)

    def requests(self) -> dict[str, int]:
        """Requests by operation since the start or since `forget_requests`; `refused` were over the budget."""
        return self.control("GET", "requests")

    def request_log(self) -> list[dict[str, str]]:
        """Method and path of each request since the start or since `forget_requests`, in their order."""
        return self.control("GET", "requests/log")

    def forget_requests(self) -> None:
        self.control("DELETE", "requests")

    def runs(self) -> list[dict[str, Any]]:
        """The log of `run`: campaign_id, at, dry_run, max_calls, status_before, started."""
        return self.control("GET", "runs")

    def calls(self, campaign_id: str | None = None) -> list[dict[str, Any]]:
        """Whose phone rang, in order: at, campaign_id, contact_id, name, number, attempt, outcome."""
        rang = self.control("GET", "calls")
        return [call for call in rang if campaign_id is None or call["campaign_id"] == campaign_id]

    def called(self, campaign_id: str | None = None) -> set[str]:
        """The numbers that rang."""
        return {call["number"] for call in self.calls(campaign_id)}

    def replace_token(self, token: str | None) -> None:
        """Accept only `token` from now on; None accepts none."""
        self.control("PUT", "tokens", {"tokens": [token] if token else []})

    def account(self, **changes: Any) -> None:
        """`credits`, `requests_per_hour`, `group_requests_per_hour`, `profile`, `answers`, `lenient`, `max_calls_binds`, `contact_ids`, `suspend_numbers`."""
        self.control("PATCH", "account", changes)

    def kill(self) -> None:
        """As a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _address(self, process: ForkedProcess) -> str:
        watchdog = threading.Timer(START_SECONDS, process.kill)
        watchdog.start()
        line = process.stdout.readline()
        watchdog.cancel()
        if not line.startswith("sandbox: http://"):
            raise RuntimeError(f"The sandbox did not start: exit status {process.wait()}")
        return line.removeprefix("sandbox: ").strip()


def start_sandbox(folder: Path, *arguments: str) -> RunningSandbox:
    """A sandbox with its database in `folder`, to be entered with `with`, or `.start()` and `.stop()`. It plays the seed
    generation, or with the arguments `"--generation", "newest"` another one.

    What the arguments leave open: the clock starts on a Tuesday at 10:00 UTC, and the request budget is ample.
    """
    defaults = {
        "--clock-start": TUESDAY_MORNING,
        "--requests-per-hour": "10000000",
        "--group-requests-per-hour": "10000000",
    }
    return RunningSandbox(folder, *arguments, *_missing(defaults, arguments))


def _missing(defaults: dict[str, str], arguments: tuple[str, ...]) -> Iterable[str]:
    return [part for name, value in defaults.items() if name not in arguments for part in (name, value)]
