"""A platform of one transport, for launches: campaigns in a dict, one count a run, and whatever goes wrong on the way."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import httpx

from services.api import Api

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEAM = "team_1"


class Fault(StrEnum):
    NONE = "none"
    NO_CONNECTION = "no_connection"
    NO_CREDITS = "no_credits"
    CONFLICT = "conflict"
    SLOW_DOWN = "slow_down"
    TIMEOUT_BEFORE = "timeout_before"
    TIMEOUT_AFTER = "timeout_after"
    DROPPED_BEFORE = "dropped_before"
    DROPPED_AFTER = "dropped_after"
    BROKEN_BEFORE = "500_before"
    BROKEN_AFTER = "500_after"
    GATEWAY_BEFORE = "502_before"
    GATEWAY_AFTER = "502_after"
    HTML_AFTER = "html_after"
    HALF_AFTER = "half_after"
    EMPTY_AFTER = "empty_after"
    ODD_AFTER = "odd_after"
    HTML_BEFORE = "html_before"
    HALF_BEFORE = "half_before"
    EMPTY_BEFORE = "empty_before"
    ODD_BEFORE = "odd_before"
    TIMEOUT_LATE = "timeout_late"
    DROPPED_LATE = "dropped_late"
    BROKEN_LATE = "500_late"
    GATEWAY_LATE = "502_late"
    HTML_LATE = "html_late"
    HALF_LATE = "half_late"
    EMPTY_LATE = "empty_late"
    CRASH_LATE = "crash_late"
    CRASH_BEFORE = "crash_before"
    CRASH_AFTER = "crash_after"


REFUSALS = {Fault.NO_CREDITS: 402, Fault.CONFLICT: 409, Fault.SLOW_DOWN: 429}
ACTS = {fault for fault in Fault if fault.endswith("_after")} | {Fault.NONE}
LATE = {fault for fault in Fault if fault.endswith("_late")}


class Crash(BaseException):
    """The process ends here: nothing after it is carried out."""


class FakePlatform(httpx.BaseTransport):
    """`runs` and `created` hold what was done for real, `asked` every run that was asked for, `late` what it will do only
    at a moment of `wall`, after it has answered."""

    def __init__(self) -> None:
        self.campaigns: dict[str, dict[str, Any]] = {}
        self.runs: list[str] = []
        self.asked: list[str] = []
        self.created: list[str] = []
        self.faults: list[Fault] = []
        self.reads = 0
        self.unreachable = False
        self.companions = True
        self.late: list[tuple[datetime, str]] = []
        self.late_by = timedelta()
        self.wall: Callable[[], datetime] = lambda: self.at
        self.before_run: Callable[[], object] = lambda: None
        self.at = START
        self._lock = threading.Lock()

    def add(self, campaign_id: str = "camp_1", **fields: Any) -> None:
        self.campaigns[campaign_id] = {
            "id": campaign_id,
            "name": "Spring <b>sale</b>",
            "status": "draft",
            "total_contacts": 10,
            "contacts_called": 0,
            "updated_at": START.isoformat(),
            "calling": 0,
        } | fields

    def change(self, campaign_id: str, **fields: Any) -> None:
        self.at += timedelta(seconds=1)
        self.campaigns[campaign_id].update(fields, updated_at=self.at.isoformat())

    def catch_up(self) -> None:
        """Do what was asked for long enough ago."""
        now = self.wall()
        due = [campaign_id for moment, campaign_id in self.late if moment <= now]
        self.late = [(moment, campaign_id) for moment, campaign_id in self.late if moment > now]
        for campaign_id in due:
            self._run(campaign_id)

    def api(self) -> Api:
        return Api("http://platform.test", "tk_test_1", TEAM, transport=self, sleep=lambda _seconds: None)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.unreachable:
            raise httpx.ConnectError("unreachable")
        parts = request.url.path.split("/")[4:]
        if request.method == "POST":
            return self._post(request, parts)
        self.reads += 1
        if not parts:
            rows = list(reversed(self.campaigns.values()))
            return _json({"success": True, "campaigns": rows, "count": len(rows), "limit": 1000, "offset": 0})
        found = self.campaigns.get(parts[0])
        if found is None or not self.companions:
            return _json({"error": "not found"}, 404)
        if len(parts) == 1:
            return _json({"success": True, "campaign": found})
        counts = {"calling": found["calling"], "queued": 0}
        page = {"success": True, "contacts": [], "statusCounts": counts, "count": 0, "limit": 1, "offset": 0}
        return _json(page)

    def _post(self, request: httpx.Request, parts: list[str]) -> httpx.Response:
        body = json.loads(request.content)
        self.before_run()
        with self._lock:
            fault = self.faults.pop(0) if self.faults else Fault.NONE
            if parts:
                self.asked.append(parts[0])
            answer: dict[str, Any] = {}
            if fault in ACTS:
                answer = self._run(parts[0]) if parts else self._create(body)
            elif fault in LATE and parts:
                self.late.append((self.wall() + self.late_by, parts[0]))
        return _answer(fault, answer, 200 if parts else 201)

    def _run(self, campaign_id: str) -> dict[str, Any]:
        self.runs.append(campaign_id)
        campaign = self.campaigns[campaign_id]
        started_at = campaign.get("started_at") or self.at.isoformat()
        self.change(campaign_id, status="running", started_at=started_at, calling=3)
        self.campaigns[campaign_id]["contacts_called"] += 3
        return {
            "success": True,
            "started": 3,
            "failed": 0,
            "calls": [],
            "errors": [],
            "message": "",
            "dryRun": False,
        }

    def _create(self, body: dict[str, Any]) -> dict[str, Any]:
        campaign_id = f"camp_{len(self.campaigns) + 1}"
        self.created.append(campaign_id)
        self.add(campaign_id, name=body["name"])
        return {"success": True, "campaign": self.campaigns[campaign_id]}


def _answer(fault: Fault, answer: dict[str, Any], status: int) -> httpx.Response:
    if fault in REFUSALS:
        return _json({"success": False, "error": "Not now, please"}, REFUSALS[fault])
    match fault:
        case Fault.NO_CONNECTION:
            raise httpx.ConnectError("refused")
        case Fault.TIMEOUT_BEFORE | Fault.TIMEOUT_LATE | Fault.TIMEOUT_AFTER:
            raise httpx.ReadTimeout("late")
        case Fault.DROPPED_BEFORE | Fault.DROPPED_LATE | Fault.DROPPED_AFTER:
            raise httpx.RemoteProtocolError("dropped")
        case Fault.CRASH_BEFORE | Fault.CRASH_LATE | Fault.CRASH_AFTER:
            raise Crash
        case Fault.BROKEN_BEFORE | Fault.BROKEN_LATE | Fault.BROKEN_AFTER:
            return _json({"success": False, "error": "Internal error"}, 500)
        case Fault.GATEWAY_BEFORE | Fault.GATEWAY_LATE | Fault.GATEWAY_AFTER:
            return httpx.Response(502, text="<html>Bad Gateway</html>")
        case Fault.HTML_BEFORE | Fault.HTML_LATE | Fault.HTML_AFTER:
            return httpx.Response(status, text="<html>Welcome to the hotel's network</html>")
        case Fault.HALF_BEFORE | Fault.HALF_LATE | Fault.HALF_AFTER:
            return httpx.Response(status, text='{"success": true, "star')
        case Fault.EMPTY_BEFORE | Fault.EMPTY_LATE | Fault.EMPTY_AFTER:
            return httpx.Response(status)
        case Fault.ODD_BEFORE | Fault.ODD_AFTER:
            return _json({"queued": {"id": 7}}, status)
        case _:
            return _json(answer, status)


def _json(body: dict[str, Any], status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=body)
