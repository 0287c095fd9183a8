"""The platform on a clock that only the test moves, in this process: `Platform` speaks the trade's language."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert, select

from sandbox.app import gateway
from sandbox.contract.shapes import moment
from sandbox.dialling.telephony import Ending
from sandbox.filling import FIRST_ASSISTANT, FIRST_COMPANY, FIRST_NUMBERS, fill
from sandbox.tables import TEAM_ID, calls, contacts, enrolments
from sandbox.world import Options, World, open_world
from services.api.models import Outcome

TOKEN = "tk_test_platform"
TUESDAY_10_UTC = "2026-03-03T10:00:00Z"


def open_at(folder: Path, now: str = TUESDAY_10_UTC, **options: Any) -> World:
    """The sandbox kept in `folder`, made at `now` where there is none yet. `generation="newest"` plays another one."""
    given = {"token": TOKEN, "speed": 0.0, "skip": False, "requests_per_hour": 100_000} | options
    world, new = open_world(folder / "sandbox.db", Options(clock_start=moment(now), **given))
    if new:
        fill(world, empty=True, campaigns=None, contacts=None)
    return world


class InProcess(httpx.BaseTransport):
    """Requests that never leave this process, answered one after the other."""

    def __init__(self, app: Any) -> None:
        self._app = httpx.ASGITransport(app)
        self._runner = asyncio.Runner()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._answer(request, request.read()))

    async def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        sent = httpx.Request(request.method, request.url, headers=request.headers, content=body)
        answer = await self._app.handle_async_request(sent)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())

    def close(self) -> None:
        self._runner.close()


class Platform:
    def __init__(self, world: World) -> None:
        self.world = world
        self._transport = InProcess(gateway(world))
        self.client = httpx.Client(
            transport=self._transport,
            base_url="http://sandbox",
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        self._made = 0

    def close(self) -> None:
        self.client.close()
        self.world.engine.dispose()

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        answer = self.client.get(f"/api/crm/{path}", params={"teamId": TEAM_ID, **query})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: dict[str, Any] | None = None, status: int = 200) -> dict[str, Any]:
        answer = self.client.post(f"/api/crm/{path}", json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    def put(self, campaign_id: str, expected: int = 200, /, **body: Any) -> dict[str, Any]:
        answer = self.client.put(f"/api/crm/campaigns/{campaign_id}", json=body)
        assert answer.status_code == expected, answer.text
        return answer.json()

    def delete(self, path: str, body: dict[str, Any] | None = None, status: int = 200) -> dict[str, Any]:
        answer = self.client.request("DELETE", f"/api/crm/{path}", json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    def campaign(self, expected: int = 201, /, **body: Any) -> str:
        """A campaign that may call all day, one at a time, unless `body` says otherwise. Answers its id."""
        usual = {
            "teamId": TEAM_ID,
            "assistantId": FIRST_ASSISTANT,
            "companyId": FIRST_COMPANY,
            "fromNumberIds": list(FIRST_NUMBERS),
            "name": "Spring",
            "callWindowStart": "00:00",
            "callWindowEnd": "23:59",
            "callWindowTimezone": "Etc/UTC",
            "maxConcurrentCalls": 1,
        }
        answer = self.post("campaigns", usual | body, expected)
        return answer["campaign"]["id"] if expected == 201 else ""

    def person(self, *endings: Outcome | Ending, **fields: Any) -> str:
        """Somebody of the first company whose calls end so, one after the other. Answers the contact's id."""
        self._made += 1
        person = {
            "id": f"con_{self._made:03}",
            "team_id": TEAM_ID,
            "company_id": FIRST_COMPANY,
            "first_name": f"Person{self._made}",
            "last_name": "Muster",
            "phone": f"+4915112340{self._made:03}",
            "created_at": self.world.now(),
        } | fields
        with self.world.write() as connection:
            connection.execute(insert(contacts).values(person))
        if endings:
            script = [end if isinstance(end, Ending) else Ending(end, 30) for end in endings]
            self.world.network.script = {**self.world.network.script, person["phone"]: script}
        return person["id"]

    def enrol(self, campaign_id: str, *contact_ids: str, priority: int = 0) -> dict[str, Any]:
        body = {"contactIds": list(contact_ids), "priority": priority}
        return self.post(f"campaigns/{campaign_id}/contacts", body)

    def run(self, campaign_id: str, status: int = 200, **body: Any) -> dict[str, Any]:
        return self.post(f"campaigns/{campaign_id}/run", body, status)

    def at(self, time: str) -> None:
        """It becomes `time`; what happens until then happens."""
        self.world.jump_to(moment(time))

    def after(self, *, minutes: float = 0, hours: float = 0) -> None:
        self.world.jump_to(self.world.now() + minutes * 60 + hours * 3600)

    def status(self, campaign_id: str) -> str:
        return self.show(campaign_id)["status"]

    def show(self, campaign_id: str) -> dict[str, Any]:
        return self.get(f"campaigns/{campaign_id}")["campaign"]

    def people(self, campaign_id: str) -> list[dict[str, Any]]:
        """The campaign's people in dialling order."""
        return self.get(f"campaigns/{campaign_id}/contacts", limit=1000)["contacts"]

    def one(self, campaign_id: str, contact_id: str) -> dict[str, Any]:
        return next(row for row in self.people(campaign_id) if row["contact"]["id"] == contact_id)

    def calls(self, campaign_id: str) -> list[dict[str, Any]]:
        """The campaign's calls, oldest first."""
        return self.get("calls", campaignId=campaign_id, limit=1000)["calls"][::-1]

    def most_at_once(self, campaign_id: str) -> int:
        """How many calls went on at the same time at most."""
        with self.world.read() as connection:
            rows = connection.execute(select(calls).where(calls.c.campaign_id == campaign_id)).all()
        moments = [row.started_at for row in rows]
        return max(sum(row.started_at <= at < (row.ended_at or at + 1) for row in rows) for at in moments)

    def counted(self, campaign_id: str) -> dict[str, int]:
        """The four counters, counted anew from the people."""
        with self.world.read() as connection:
            rows = connection.execute(select(enrolments).where(enrolments.c.campaign_id == campaign_id)).all()
        finished = ("completed", "failed", "skipped")
        return {
            "total_contacts": len(rows),
            "contacts_called": sum(row.attempts > 0 for row in rows),
            "contacts_completed": sum(row.status in finished for row in rows),
            "contacts_answered": sum(row.outcome == "answered" for row in rows),
        }
