"""Control routes for tests only, under /sandbox/: move the clock, plan faults, revoke the key, see what was asked and
run.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select, update

from sandbox.clock import iso
from sandbox.contract import errors
from sandbox.contract.answers import ANSWERS
from sandbox.contract.profiles import PROFILES
from sandbox.contract.shapes import DateTime, moment
from sandbox.deviations.faults import InjectedFault
from sandbox.dialling.dialler import BINDS
from sandbox.dialling.telephony import Ending
from sandbox.tables import account, calls, contacts, deliveries, phone_numbers, runs
from sandbox.world import CONTACT_IDS, World
from services.api.models import Outcome


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ClockOrder(Order):
    """Move by `advance_seconds` or to `to`; `as_if_run` lets the request budget's hour pass as well."""

    advance_seconds: Annotated[float, Field(ge=0)] | None = None
    to: DateTime | None = None
    as_if_run: bool = False


class TokenOrder(Order):
    """The tokens accepted from now on; an empty list revokes all."""

    tokens: list[str]


class ScriptedEnding(Order):
    outcome: Outcome
    seconds: Annotated[int, Field(ge=1)] = 30


class AccountOrder(Order):
    """Order to change the account: what is given is changed."""

    credits: float | None = None
    requests_per_hour: int | None = None
    group_requests_per_hour: int | None = None
    profile: Annotated[str, Field(pattern=f"^({'|'.join(PROFILES)})$")] | None = None
    answers: Annotated[str, Field(pattern=f"^({'|'.join(ANSWERS)})$")] | None = None
    lenient: bool | None = None
    contact_ids: Annotated[str, Field(pattern=f"^({'|'.join(CONTACT_IDS)})$")] | None = None
    max_calls_binds: Annotated[str, Field(pattern=f"^({'|'.join(BINDS)})$")] | None = None
    suspend_numbers: list[str] = []


def control_app(world: World) -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    errors.install(app)
    _clock(app, world)
    _faults(app, world)
    _account(app, world)
    _records(app, world)
    return app


def _clock(app: FastAPI, world: World) -> None:
    def shown() -> dict[str, Any]:
        now = world.now()
        return {"now": now, "iso": iso(now), "ran": world.clock.ran(), "speed": world.clock.speed}

    @app.get("/sandbox/clock")
    def read_clock() -> dict[str, Any]:
        return shown()

    @app.post("/sandbox/clock")
    def move_clock(order: ClockOrder) -> dict[str, Any]:
        to = moment(order.to) if order.to else world.now() + (order.advance_seconds or 0)
        world.jump_to(to, as_if_run=order.as_if_run)
        return shown()


def _faults(app: FastAPI, world: World) -> None:
    @app.get("/sandbox/faults")
    def faults_left() -> list[dict[str, Any]]:
        return [fault.model_dump(mode="json") for fault in world.faults.left()]

    @app.put("/sandbox/faults")
    def replace_faults(faults: list[InjectedFault]) -> dict[str, int]:
        world.faults.replace(faults)
        return {"faults": len(faults)}

    @app.post("/sandbox/faults")
    def add_faults(faults: list[InjectedFault]) -> dict[str, int]:
        world.faults.add(faults)
        return {"faults": len(world.faults.left())}


def _account(app: FastAPI, world: World) -> None:
    @app.put("/sandbox/tokens")
    def replace_tokens(order: TokenOrder) -> dict[str, int]:
        world.tokens = set(order.tokens)
        return {"tokens": len(world.tokens)}

    @app.patch("/sandbox/account")
    def change_account(order: AccountOrder) -> dict[str, bool]:
        with world.write() as connection:
            if order.credits is not None:
                connection.execute(update(account).values(credits=order.credits))
            mine = phone_numbers.c.id.in_(order.suspend_numbers)
            connection.execute(update(phone_numbers).where(mine).values(status="suspended"))
            if order.max_calls_binds is not None:
                world.dialler.max_calls_binds = order.max_calls_binds
                world.dialler.wake_all()
        if order.requests_per_hour is not None:
            world.budget.per_hour = order.requests_per_hour
        if order.group_requests_per_hour is not None:
            world.group_budget.per_hour = order.group_requests_per_hour
        if order.profile is not None:
            world.profile = order.profile
        if order.answers is not None:
            world.answers = order.answers
        if order.lenient is not None:
            world.lenient = order.lenient
        if order.contact_ids is not None:
            world.contact_ids = order.contact_ids
        return {"success": True}

    @app.put("/sandbox/endings")
    def script_endings(endings: dict[str, list[ScriptedEnding]]) -> dict[str, int]:
        """Number → how its calls end, one after the other."""
        world.network.script = {
            number: [Ending(ending.outcome, ending.seconds) for ending in script]
            for number, script in endings.items()
        }
        return {"numbers": len(endings)}

    @app.put("/sandbox/odds")
    def set_odds(odds: dict[Outcome, Annotated[float, Field(ge=0, le=1)]]) -> dict[str, int]:
        """Outcome → the share of calls that end so from now on; none takes all back."""
        world.network.odds = odds
        return {"outcomes": len(odds)}


def _records(app: FastAPI, world: World) -> None:
    @app.get("/sandbox/requests")
    def requests() -> dict[str, int]:
        return dict(world.requests)

    @app.get("/sandbox/requests/log")
    def request_log() -> list[dict[str, str]]:
        return [{"method": method, "path": path} for method, path in world.request_log]

    @app.delete("/sandbox/requests")
    def forget_requests() -> dict[str, int]:
        world.requests.clear()
        world.request_log.clear()
        return {}

    @app.get("/sandbox/calls")
    def call_log() -> list[dict[str, Any]]:
        """Whose phone rang, in the order in which it did."""
        called = select(calls, contacts.c.first_name, contacts.c.last_name).outerjoin(
            contacts, contacts.c.id == calls.c.contact_id
        )
        with world.read() as connection:
            return [
                {
                    "at": iso(row.started_at),
                    "campaign_id": row.campaign_id,
                    "contact_id": row.contact_id,
                    "name": f"{row.first_name or ''} {row.last_name or ''}".strip(),
                    "number": row.to_number,
                    "attempt": row.attempt,
                    "outcome": row.outcome,
                }
                for row in connection.execute(called.order_by(calls.c.started_at, calls.c.seq))
            ]

    @app.get("/sandbox/deliveries")
    def delivery_log() -> list[dict[str, Any]]:
        """What the webhooks of campaigns would have been sent."""
        fields = ("url", "body", "signature")
        with world.read() as connection:
            return [
                {name: getattr(row, name) for name in fields} | {"at": iso(row.at)}
                for row in connection.execute(select(deliveries).order_by(deliveries.c.seq))
            ]

    @app.get("/sandbox/runs")
    def run_log() -> list[dict[str, Any]]:
        with world.read() as connection:
            return [
                {**row._mapping, "at": iso(row.at)}
                for row in connection.execute(select(runs).order_by(runs.c.seq))
            ]
