"""Platform that answers with the fields that a generation's public page prints, and remembers what it was asked."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx

from services.api import Api, RequestBudget

ANSWERS = Path(__file__).resolve().parents[2] / "contract" / "answers"
KEYS_SHUT_OUT = {"success": False, "error": "Only for signed-in people."}
OTHERWISE: dict[str, dict[str, tuple[int, Any]]] = {
    "seed": {
        "GET /api/crm/groups": (404, {"success": False, "error": "Not found"}),
        "GET /api/crm/campaigns/preview-enrollment": (403, KEYS_SHUT_OUT),
        "GET /api/crm/campaigns/{id}": (403, KEYS_SHUT_OUT),
        "GET /api/crm/campaigns/{id}/dashboard": (401, KEYS_SHUT_OUT),
        "GET /api/crm/companies": (
            200,
            {"success": True, "companies": [], "count": 0, "limit": 1, "offset": 0},
        ),
    },
    "actions": {
        "GET /api/crm/groups": (
            200,
            {
                "success": True,
                "groups": [{"id": "g", "name": "A", "contactCount": 3, "createdAt": "2026-08-01T00:00:00Z"}],
            },
        ),
        "GET /api/crm/campaigns/preview-enrollment": (200, {"success": True, "count": 12}),
        "GET /api/crm/companies": (200, {"success": True, "companies": [], "total": 0, "page": 1}),
    },
    "newest": {
        "GET /api/crm/groups": (
            200,
            {
                "success": True,
                "groups": [{"id": "g", "name": "A", "contact_count": 3, "is_default": True}],
                "count": 1,
            },
        ),
        "GET /api/crm/campaigns/preview-enrollment": (405, {"success": False, "error": "Method not allowed"}),
        "GET /api/crm/companies": (200, {"success": True, "companies": [], "total": 0, "page": 1}),
    },
}
"""What is on other pages of the generation than that of campaigns, by `generations.md`."""
CAMPAIGN = re.compile(r"^(/api/crm/campaigns)/(?!preview-enrollment)[^/]+")


class PrintedPlatform(httpx.BaseTransport):
    """`answers` may be changed: operation such as `GET /api/crm/groups` to status and body."""

    def __init__(self, generation: str) -> None:
        printed = json.loads((ANSWERS / f"{generation}.json").read_text(encoding="utf-8"))
        self.answers: dict[str, tuple[int, Any]] = {
            name: (200, body) for name, body in deepcopy(printed).items()
        }
        self.answers |= deepcopy(OTHERWISE[generation])
        self.asked: list[str] = []
        self.sent: list[tuple[str, dict[str, Any]]] = []
        """Requests that change or call something, with their bodies."""
        self.away = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        if self.away:
            raise httpx.ConnectError("nobody there", request=request)
        path = CAMPAIGN.sub(r"\1/{id}", request.url.path)
        name = f"{request.method} {path}"
        self.asked.append(name)
        if request.method != "GET":
            self.sent.append((name, json.loads(request.content or b"{}")))
        status, body = self.answers.get(name, (404, {"success": False, "error": "Not found"}))
        if isinstance(body, bytes):
            return httpx.Response(status, content=body)
        return httpx.Response(status, json=body)

    def api(self, *, account_slug: str = "acme") -> Api:
        return Api(
            "https://platform.test",
            "tk_test",
            "team_1",
            account_slug,
            transport=self,
            budget=RequestBudget(100_000),
            sleep=lambda _seconds: None,
        )
