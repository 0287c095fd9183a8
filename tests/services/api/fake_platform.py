"""A platform that answers from a script and remembers what it was asked. Handed in as the client's transport."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx

from services.api import Api, RequestBudget

TOKEN = "tk_test_never_to_be_seen"
Step = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


def ok(**fields: Any) -> httpx.Response:
    return httpx.Response(200, json={"success": True, **fields})


def refuses(status: int, **body: Any) -> httpx.Response:
    return httpx.Response(status, json={"success": False, "error": "No.", **body})


def html(status: int = 502) -> httpx.Response:
    page = "<html><h1>Bad gateway at edge-17</h1></html>"
    return httpx.Response(status, content=page.encode(), headers={"Content-Type": "text/html"})


def campaign(identifier: str = "cmp_1", **fields: Any) -> dict[str, Any]:
    return {"id": identifier, "name": f"Campaign {identifier}", "status": "draft", **fields}


class Stopwatch:
    """A monotonic clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.naps: list[float] = []

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.seconds += seconds


class FakePlatform(httpx.BaseTransport):
    """Answers with its steps in order; the last one again and again."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.requests: list[httpx.Request] = []
        self.watch = Stopwatch()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, Exception):
            raise step
        if isinstance(step, httpx.Response):
            return httpx.Response(step.status_code, headers=step.headers, content=step.content)
        return step(request)

    def api(self, **options: Any) -> Api:
        options.setdefault("budget", RequestBudget(100_000))
        return Api(
            "https://platform.test",
            options.pop("token", TOKEN),
            "team 1",
            "acme",
            transport=self,
            clock=self.watch,
            sleep=self.watch.sleep,
            **options,
        )

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]

    def sent(self) -> Any:
        """The JSON body of the last request."""
        return json.loads(self.last.content)
