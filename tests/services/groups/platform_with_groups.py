"""Platform of a generation that has groups: keeps them, their members and who is in its campaigns, and does what its page
says. Answers can be lost on their way."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import httpx

from services.api import Api, RequestBudget
from services.api.generation import Generation

IN_A_GROUP = re.compile(r"^/api/crm/groups/([^/]+)/contacts$")
IN_A_CAMPAIGN = re.compile(r"^/api/crm/campaigns/([^/]+)(/contacts)?$")
OK = {"success": True}


@dataclass
class PlatformWithGroups(httpx.BaseTransport):
    """`adds` more than an audience holds are put in by the platform; `lost` are operations whose answers never come, `refused`
    those it says a status to; both as `POST /api/crm/groups`. `hidden` groups are not listed before their name is found to
    be taken: another process makes them meanwhile. `unlisted` people are in a group, and
    the CRM lists them in another."""

    generation: Generation = Generation.NEWEST
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    assistants: list[dict[str, Any]] = field(default_factory=list)
    campaigns: dict[str, dict[str, Any]] = field(default_factory=dict)
    enrolled: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    adds: list[str] = field(default_factory=list)
    loses: int = 0
    lost: set[str] = field(default_factory=set)
    unlisted: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    refused: dict[str, int] = field(default_factory=dict)
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def group(self, group_id: str, name: str, *contact_ids: str) -> None:
        self.groups[group_id] = {"id": group_id, "name": name, "is_default": False}
        self.members[group_id] = [*contact_ids]

    def person(self, contact_id: str, phone: str | None, *, do_not_call: bool | None = False) -> None:
        self.people[contact_id] = {
            "id": contact_id,
            "first_name": contact_id,
            "phone": phone,
            "do_not_call": do_not_call,
        }

    def campaign(self, campaign_id: str, assistant_id: str, status: str = "draft") -> None:
        self.campaigns[campaign_id] = {
            "id": campaign_id,
            "name": f"Campaign {campaign_id}",
            "assistant_id": assistant_id,
            "status": status,
            "total_contacts": None,
        }

    def api(self) -> Api:
        api = Api(
            "https://platform.test",
            "tk_test",
            "team_1",
            "acme",
            transport=self,
            budget=RequestBudget(100_000),
            sleep=lambda _seconds: None,
        )
        api.campaigns.which_generation = lambda: self.generation
        return api

    def changes(self) -> list[str]:
        """What was asked that changes something, in order."""
        return [name for name, _ in self.sent if not name.endswith("/preview-enrollment")]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        name = f"{request.method} {request.url.path}"
        body = json.loads(request.content or b"{}")
        if request.method != "GET":
            self.sent.append((name, body))
        if name in self.refused:
            return httpx.Response(self.refused[name], json={"success": False, "error": "No"})
        status, answer = self._answered(request, name, body)
        if name in self.lost:
            raise httpx.ReadError("lost", request=request)
        return httpx.Response(status, json=answer)

    def _answered(self, request: httpx.Request, name: str, body: dict[str, Any]) -> tuple[int, Any]:
        match name:
            case "GET /api/crm/groups":
                listed = [one | {"contact_count": len(self.members[key])} for key, one in self.groups.items()]
                return 200, OK | {"groups": listed, "count": len(listed)}
            case "POST /api/crm/groups":
                if any(one["name"] == body["name"] for one in self.groups.values()):
                    self.hidden.clear()
                    return 400, {"success": False, "error": "The name is taken"}
                key = f"g{len(self.groups) + 1}"
                self.group(key, body["name"])
                return 200, OK | {"group": self.groups[key]}
            case "GET /api/crm/outbound-assistants":
                return 200, OK | {"assistants": self.assistants}
            case "GET /api/crm/campaigns":
                return 200, OK | {"campaigns": [*self.campaigns.values()], "count": len(self.campaigns)}
            case "GET /api/crm/contacts":
                asked = request.url.params
                members = self.members[asked["groupId"]] if "groupId" in asked else [*self.people]
                found = [self.people[one] for one in members if one not in self.unlisted]
                if "doNotCall" in asked:
                    found = [one for one in self.people.values() if one["do_not_call"]]
                return 200, OK | {"contacts": _page(request, found)}
            case "POST /api/crm/campaigns/preview-enrollment":
                return 200, self._preview(body)
        if found := IN_A_GROUP.match(request.url.path):
            return self._group_contacts(request, found.group(1), body)
        if found := IN_A_CAMPAIGN.match(request.url.path):
            return self._campaign(request, found.group(1), body)
        return 404, {"success": False, "error": "Not found"}

    def _group_contacts(self, request: httpx.Request, group_id: str, body: dict[str, Any]) -> tuple[int, Any]:
        members = self.members[group_id]
        if request.method == "GET":
            rows = [{key: self.people[one][key] for key in ("id", "first_name", "phone")} for one in members]
            return 200, OK | {"contacts": _page(request, rows), "count": len(members)}
        for one in body.get("contactIds") or [body["contactId"]]:
            if one not in members:
                members.append(one)
        return 200, OK

    def _campaign(self, request: httpx.Request, campaign_id: str, body: dict[str, Any]) -> tuple[int, Any]:
        if not request.url.path.endswith("/contacts"):
            return 200, OK | {"campaign": self.campaigns[campaign_id]}
        inside = self.enrolled[campaign_id]
        if request.method == "GET":
            rows = [
                {"id": f"cc_{one}", "status": "pending", "disposition": None, "contact": self.people[one]}
                for one in inside
            ]
            return 200, OK | {"contacts": _page(request, rows), "statusCounts": {"pending": len(inside)}}
        if audience := body.get("audience"):
            chosen, _ = self._eligible(campaign_id, audience)
            chosen = [*chosen[: len(chosen) - self.loses], *self.adds]
        else:
            chosen = [one for one in body["contactIds"] if one in self.people]
            chosen = [*chosen[: len(chosen) - self.loses], *self.adds]
        new = [one for one in chosen if one not in inside]
        inside += new
        counts = {"inserted": len(new), "updated": len(chosen) - len(new)}
        return 200, OK | {"added": len(new), "invalid": [], "message": "Added", "enrollment": counts}

    def _group_of(self, campaign_id: str) -> str:
        assistant = self.campaigns[campaign_id]["assistant_id"]
        return next((one["group_id"] for one in self.assistants if one["id"] == assistant), "")

    def _eligible(self, campaign_id: str, filters: dict[str, Any]) -> tuple[list[str], dict[str, int]]:
        members = self.members[self._group_of(campaign_id)]
        with_phone = [one for one in members if self.people[one]["phone"]]
        may = [one for one in with_phone if not self.people[one]["do_not_call"]]
        most = filters.get("maxToAdd", len(may))
        return may[:most], {
            "scanned": len(members),
            "excludedNoPhone": len(members) - len(with_phone),
            "excludedDnc": len(with_phone) - len(may),
            "excludedOverCap": max(0, len(may) - most),
        }

    def _preview(self, body: dict[str, Any]) -> dict[str, Any]:
        group_id = self._group_of(body["campaignId"])
        chosen, left_out = self._eligible(body["campaignId"], body)
        told = {"inserted": len(chosen), "groupId": group_id, **left_out}
        return OK | {"preview": told, "groupName": self.groups[group_id]["name"] if group_id else None}


def _page(request: httpx.Request, rows: list[Any]) -> list[Any]:
    offset, limit = int(request.url.params.get("offset", 0)), int(request.url.params.get("limit", 100))
    return rows[offset : offset + limit]
