"""A platform that keeps campaigns in a dict, handed in as the client's transport. Counts what it is asked."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import httpx

from services.api import Api, RequestBudget

TEAM = "team_1"


class CampaignPlatform(httpx.BaseTransport):
    """`refuse` maps an operation to the status it is answered with; `lose` names operations whose answer gets lost
    after they were carried out."""

    def __init__(self, *names: str, page_cap: int = 1000) -> None:
        self.campaigns: dict[str, dict[str, Any]] = {}
        self.asked: Counter[str] = Counter()
        self.refuse: dict[str, int] = {}
        self.lose: set[str] = set()
        self.page_cap = page_cap
        for name in names:
            self.add(name)

    def add(self, name: str, **fields: Any) -> dict[str, Any]:
        self.campaigns[name] = {"id": name, "name": name, "status": "draft", **fields}
        return self.campaigns[name]

    def api(self, budget: RequestBudget | None = None) -> Api:
        return Api(
            "https://platform.test",
            "t",
            TEAM,
            transport=self,
            budget=budget or RequestBudget(100_000),
            sleep=lambda seconds: None,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        operation: str = request.extensions["plan"].operation
        self.asked[operation] += 1
        if status := self.refuse.get(operation):
            return httpx.Response(status, json={"success": False, "error": "No."})
        answer = self._answer(operation, request)
        if operation in self.lose:
            raise httpx.ReadTimeout("lost")
        return answer

    def _answer(self, operation: str, request: httpx.Request) -> httpx.Response:
        if operation == "listCampaigns":
            return self._page(request)
        identifier = request.url.path.split("/")[4]
        found = self.campaigns.get(identifier)
        if found is None:
            return httpx.Response(404, json={"success": False, "error": "No such campaign."})
        if operation == "updateCampaign":
            found.update(json.loads(request.content))
        if operation == "deleteCampaign":
            found["deleted_at"] = "2026-03-02T10:00:00Z"
        return httpx.Response(200, json={"success": True, "campaign": found})

    def _page(self, request: httpx.Request) -> httpx.Response:
        params = request.url.params
        offset, limit = int(params["offset"]), min(int(params["limit"]), self.page_cap)
        only_deleted = params.get("deleted") == "only"
        rows = [row for row in self.campaigns.values() if bool(row.get("deleted_at")) is only_deleted]
        page = {
            "success": True,
            "campaigns": rows[offset : offset + limit],
            "count": len(rows),
            "limit": limit,
            "offset": offset,
        }
        return httpx.Response(200, json=page)
