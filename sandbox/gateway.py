"""Gateway before the operations: key, request budget, profile and faults; and the headers of every answer."""

from __future__ import annotations

import asyncio
import json
import math
import secrets
import uuid
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.contract import answers, profiles
from sandbox.contract.errors import error_body
from sandbox.contract.operations import Operation, operation_of
from sandbox.deviations import distortions, lenient
from sandbox.deviations.faults import FaultKind, InjectedFault
from sandbox.deviations.late_acts import App, LateActs, Message, Receive, Send
from sandbox.world import World

DROPS = 100
JSON_BODY = (b"content-type", b"application/json")
LATE_ANSWER = b'{"success": true, "accepted": true}'
GROUPS = "/api/crm/groups"
DISTORTING = (
    FaultKind.NULL_FIELDS,
    FaultKind.UNKNOWN_FIELDS,
    FaultKind.ODD_VALUES,
    FaultKind.COUNT_OF_PAGE,
    FaultKind.ERROR_AS_MESSAGE,
)


@dataclass
class Reply:
    status: int
    body: bytes = b""
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)

    @classmethod
    def of(cls, status: int, sentence: str, **headers: str) -> Reply:
        named = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
        return cls(status, json.dumps(error_body(sentence)).encode(), [JSON_BODY, *named])

    async def collect(self, message: Message) -> None:
        """Take the answer of the operation in place of the network."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [pair for pair in message["headers"] if pair[0] != b"content-length"]
        else:
            self.body += message.get("body", b"")


class SandboxGateway:
    """The outermost ASGI application. `control` answers under /sandbox/, only to who knows the secret."""

    def __init__(self, app: App, control: App, world: World) -> None:
        self._app, self._control, self._world = app, control, world
        self._late = LateActs(world.now, self._act)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): text.decode("latin-1") for name, text in scope["headers"]}
        if scope["path"].startswith("/sandbox/"):
            await self._controlled(scope, receive, send, headers)
            return
        self._world.asked()
        await self._late.catch_up()
        self._world.request_log.append((scope["method"], scope["path"]))
        operation = operation_of(scope["method"], scope["path"], self._world.options.generation)
        refused = self._refused(operation, headers)
        if refused is not None:
            await self._send(send, refused)
        elif operation is None:
            await self._send(send, await self._act(scope, receive))
        else:
            await self._operate(operation, scope, receive, send)

    async def _controlled(
        self, scope: MutableMapping[str, Any], receive: Receive, send: Send, headers: dict[str, str]
    ) -> None:
        secret = self._world.options.control
        if secret and secrets.compare_digest(headers.get("x-sandbox-control", "").encode(), secret.encode()):
            await self._late.catch_up()
            await self._control(
                {**scope, "state": {"world": self._world}}, receive, self._late.before_answering(send)
            )
        else:
            await self._send(send, Reply.of(404, "Not found"))

    def _refused(self, operation: Operation | None, headers: dict[str, str]) -> Reply | None:
        """By the key, the budget (groups have one of their own) or the profile."""
        world = self._world
        name = operation.name if operation else "unknown"
        world.requests[name] = world.requests.get(name, 0) + 1
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.casefold() != "bearer" or token.strip() not in world.tokens:
            return Reply.of(401, "Missing or invalid API key", www_authenticate="Bearer")
        of_groups = operation is not None and operation.path.startswith(GROUPS)
        wait = (world.group_budget if of_groups else world.budget).spend()
        if wait is not None:
            world.requests["refused"] = world.requests.get("refused", 0) + 1
            return Reply.of(429, "Rate limit exceeded", retry_after=str(wait))
        closed = profiles.refusal(world.profile, operation, world.options.generation) if operation else None
        return Reply.of(*closed) if closed else None

    async def _operate(
        self, operation: Operation, scope: MutableMapping[str, Any], receive: Receive, send: Send
    ) -> None:
        faults = self._world.faults.take(operation.name)
        if FaultKind.ACT_LATE in faults:
            await self._act_late(faults, scope, receive, send)
            return
        if FaultKind.DELAY_BEFORE in faults:
            receive, _ = await _received(receive)
            await asyncio.sleep(faults[FaultKind.DELAY_BEFORE].seconds)
        if FaultKind.DROP_BEFORE in faults:
            await _drop(send)
            return
        cap = profiles.page_cap(self._world.profile)
        query = distortions.with_query(scope["query_string"], faults, cap)
        reply = await self._answer(operation, faults, {**scope, "query_string": query}, receive)
        if FaultKind.DELAY_AFTER in faults:
            await asyncio.sleep(faults[FaultKind.DELAY_AFTER].seconds)
        if FaultKind.DROP_AFTER in faults:
            await _drop(send)
        else:
            await self._deliver(send, reply, faults)

    async def _act_late(
        self,
        faults: dict[FaultKind, InjectedFault],
        scope: MutableMapping[str, Any],
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer as the other faults say, by itself with a 500; do what was asked for only later."""
        if scope["method"] != "GET":
            receive, _ = await _received(receive)
            self._late.put_aside(faults[FaultKind.ACT_LATE].seconds, scope, receive)
        if FaultKind.DELAY_BEFORE in faults:
            await asyncio.sleep(faults[FaultKind.DELAY_BEFORE].seconds)
        if FaultKind.DROP_BEFORE in faults or FaultKind.DROP_AFTER in faults:
            await _drop(send)
            return
        await self._deliver(send, _answer_to_a_late_act(faults), faults)

    async def _answer(
        self,
        operation: Operation,
        faults: dict[FaultKind, InjectedFault],
        scope: MutableMapping[str, Any],
        receive: Receive,
    ) -> Reply:
        """The operation's own answer, or the one a fault puts in its place."""
        instead = next((made for fault in faults.values() if (made := _instead(fault))), None)
        if instead is None:
            reply = await self._act(scope, receive)
            if reply.status < 300:
                world = self._world
                body = distortions.as_deployed(world.profile, operation.name, reply.body)
                reply.body = answers.told(body, operation.name, world.answers, world.options.generation)
            if any(kind in faults for kind in DISTORTING):
                reply.body = distortions.distorted(reply.body, faults)
            if FaultKind.TRUNCATED_JSON in faults:
                reply.body = reply.body[: max(1, len(reply.body) // 2)]
            if FaultKind.EMPTY_BODY in faults:
                reply.body = b""
            if FaultKind.TOO_LONG in faults:
                reply.body += distortions.ENDLESS
            return reply
        fault, reply = instead
        if fault.act:
            await self._act(scope, receive)
        return reply

    async def _act(self, scope: MutableMapping[str, Any], receive: Receive) -> Reply:
        reply = Reply(500)
        takes_all, body = self._world.lenient and scope["method"] in lenient.WRITING, b""
        if takes_all:
            receive, body = await _received(receive)
        await self._app({**scope, "state": {"world": self._world}}, receive, reply.collect)
        return self._taken(scope, body) if takes_all and 400 <= reply.status < 500 else reply

    def _taken(self, scope: MutableMapping[str, Any], body: bytes) -> Reply:
        with self._world.write() as connection:
            answer = lenient.take(connection, scope["method"], scope["path"], body, self._world.now())
        return Reply(200, json.dumps(answer).encode(), [JSON_BODY])

    async def _deliver(self, send: Send, reply: Reply, faults: dict[FaultKind, InjectedFault]) -> None:
        if FaultKind.DROP_IN_BODY in faults:
            await self._start(send, reply)
            await send(
                {"type": "http.response.body", "body": reply.body[: len(reply.body) // 2], "more_body": True}
            )
            await _drop(send)
        elif FaultKind.SLOW_DRIP in faults:
            await self._drip(send, reply, faults[FaultKind.SLOW_DRIP].seconds)
        else:
            await self._send(send, reply)

    async def _drip(self, send: Send, reply: Reply, seconds: float) -> None:
        """A few bytes at a time, spread over `seconds`: no single read ever takes long."""
        await self._start(send, reply)
        size = max(1, math.ceil(len(reply.body) / DROPS))
        places = range(0, len(reply.body), size)
        for place in places:
            piece = reply.body[place : place + size]
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(seconds / len(places))
        await send({"type": "http.response.body", "body": b""})

    async def _send(self, send: Send, reply: Reply) -> None:
        await self._start(send, reply)
        await send({"type": "http.response.body", "body": reply.body})

    async def _start(self, send: Send, reply: Reply) -> None:
        clock = self._world.clock
        ours = {
            "content-length": str(len(reply.body)),
            "date": clock.http_date(),
            "x-clock-speed": f"{clock.speed:g}",
            "x-request-id": uuid.uuid4().hex,
        }
        headers = [*reply.headers, *((name.encode(), text.encode()) for name, text in ours.items())]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})


def _answer_to_a_late_act(faults: dict[FaultKind, InjectedFault]) -> Reply:
    """Of the kinds that change an answer, those that can be met without the operation's own."""
    if FaultKind.TRUNCATED_JSON in faults:
        return Reply(200, LATE_ANSWER[: len(LATE_ANSWER) // 2], [JSON_BODY])
    if FaultKind.EMPTY_BODY in faults:
        return Reply(200)
    instead = next((made for fault in faults.values() if (made := _instead(fault))), None)
    return instead[1] if instead else Reply.of(500, "Internal server error")


def _instead(fault: InjectedFault) -> tuple[InjectedFault, Reply] | None:
    """The answer that a fault gives in place of the operation's; None for faults that leave it its own."""
    match fault.kind:
        case FaultKind.RATE_LIMITED:
            wait = {} if fault.retry_after is None else {"retry_after": str(fault.retry_after)}
            return fault, Reply.of(429, "Rate limit exceeded", **wait)
        case FaultKind.SERVER_ERROR:
            return fault, Reply.of(fault.status or 500, "Internal server error")
        case FaultKind.CLOSED:
            return fault, Reply.of(fault.status or 403, "This endpoint is not available to API keys")
        case FaultKind.TOO_LARGE:
            return fault, Reply.of(413, "Payload too large")
        case FaultKind.TOKEN_REVOKED:
            return fault, Reply.of(401, "Missing or invalid API key", www_authenticate="Bearer")
        case FaultKind.HTML:
            return fault, Reply(fault.status or 502, distortions.HTML, [(b"content-type", b"text/html")])
        case FaultKind.SUCCESS_FALSE:
            return fault, Reply.of(fault.status or 200, "The request could not be processed")
        case _:
            return None


async def _received(receive: Receive) -> tuple[Receive, bytes]:
    """Take the whole request in first, and its body: then it is carried out, late, also when nobody waits for the answer
    any more."""
    messages: list[Message] = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())
    waiting = iter(messages)

    async def again() -> Message:
        return next(waiting, None) or await receive()

    return again, b"".join(message.get("body", b"") for message in messages)


async def _drop(send: Send) -> None:
    """Close the socket without another byte: `send` is a method of the server's own cycle of this request."""
    cycle: Any = getattr(send, "__self__")  # noqa: B009  not an attribute that the type of `send` has
    cycle.transport.abort()
    while not cycle.disconnected:
        await asyncio.sleep(0)
