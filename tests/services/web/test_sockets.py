"""Websockets: how many pages may be open, what their messages may ask for, and how fast."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket

from services.access.access import ANYBODY, Access, AllowList, Rules, Visitor
from services.web.admission import Admission
from services.web.limits import MessagePace, SocketLimits, TokenBucket
from services.web.sockets import GuardedSockets, OpenSockets
from services.web.talk import PROTOCOL_ERROR
from tests.services.web.asgi_talk import asked_for, refusal, talk

FAST = MessagePace(1000, 1000)
LIMITS = SocketLimits(people=3, strangers=4, strangers_per_address=2, person=FAST, stranger=FAST)
ADA = Visitor("Ada", "ada@example.com")


class PlainWire:
    """A message is the name of what it asks for; `?` is none."""

    def asks_for(self, frame: bytes) -> str | None:
        return None if frame == b"?" else frame.decode()

    def of_stranger(self, frame: bytes) -> bytes:
        return b"harmless " + frame

    def without_server(self, frame: bytes) -> tuple[bytes, str]:
        return frame.replace(b" v1.67", b""), "session-1" if b"session" in frame else ""


class Door(Admission):
    """Lets in whoever has the cookie `who=ada`, and everybody where nobody signs in."""

    def __init__(self, guarded: bool = True) -> None:
        access = Access(lambda: Rules(AllowList.parse("*"), None), lambda: None)  # pyright: ignore[reportArgumentType]  never asked
        super().__init__(lambda cookies, host: None, lambda: access, lambda: guarded)
        self.open = guarded is False
        self.people = {"ada": ADA}

    def admitted(self, cookies: Mapping[str, str], host: str) -> Visitor | None:
        return ANYBODY if self.open else self.people.get(cookies.get("who", ""))


async def console(scope: Any, receive: Any, send: Any) -> None:
    """Says which session it is, then what it was asked, as Streamlit would."""
    if scope["type"] == "http":
        await PlainTextResponse("a page")(scope, receive, send)
        return
    websocket = WebSocket(scope, receive, send)
    await websocket.accept()
    await websocket.send_bytes(b"session v1.67")
    async for frame in websocket.iter_bytes():
        await websocket.send_bytes(b"asked " + frame)


def guarded(sockets: OpenSockets, door: Admission | None = None) -> GuardedSockets:
    return GuardedSockets(console, sockets, door or Door(), PlainWire(), ["/", "/new"])


def says(*frames: bytes | str, cookie: str | None = None, limits: SocketLimits = LIMITS) -> list[Any]:
    """What the console answers to a browser that sends these frames; a number where it closes the connection."""
    app = guarded(OpenSockets(limits))
    sent = asyncio.run(talk(app, asked_for(cookie=cookie), frames))
    return [message.get("bytes") or message.get("code") for message in sent[1:]]


def test_who_is_let_in_may_ask_for_what_pages_ask_for() -> None:
    asked = [b"rerun_script", b"file_urls_request", b"deferred_file", b"app_heartbeat"]
    assert says(*asked, cookie="who=ada")[1:] == [b"asked " + ask for ask in asked]


def test_the_id_of_somebodys_download_makes_no_file_for_a_stranger() -> None:
    assert says(b"deferred_file", b"file_urls_request", b"rerun_script") == [
        b"session",
        b"asked harmless rerun_script",
    ]


@pytest.mark.parametrize(
    "wanted",
    [b"clear_cache", b"load_git_info", b"set_run_on_save", b"install_skills", b"debug_shutdown_runtime"],
)
def test_what_only_developers_need_is_for_nobody(wanted: bytes) -> None:
    assert says(wanted, cookie="who=ada") == [b"session"]


def test_a_message_that_is_none_ends_the_connection_without_a_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    assert says(b"rerun_script", b"?", b"rerun_script")[2:] == [PROTOCOL_ERROR]
    assert says("text")[1:] == [1003]
    assert says(b"x" * 70_000)[1:] == [1009]
    assert [record.exc_info for record in caplog.records] == [None] * len(caplog.records)


def test_a_long_message_of_who_is_let_in_is_taken() -> None:
    assert says(b"x" * 70_000, b"rerun_script", cookie="who=ada")[1:] == [b"asked rerun_script"]


def test_the_server_says_nothing_about_itself() -> None:
    assert says()[0] == b"session"


async def opened(app: GuardedSockets, **browser: str | None) -> tuple[asyncio.Task[None], list[Any]]:
    """A page that stays open until its task is cancelled."""
    sent: list[Any] = []
    arrived = asyncio.Event()
    first = [{"type": "websocket.connect"}]

    async def receive() -> Any:
        if first:
            return first.pop()
        return await asyncio.Future()

    async def send(message: Any) -> None:
        sent.append(message)
        if message["type"] in ("websocket.send", "websocket.http.response.body"):
            arrived.set()

    client = browser.pop("client", None) or "127.0.0.1"
    task = asyncio.create_task(app(asked_for("/_stcore/stream", client, **browser), receive, send))
    await arrived.wait()
    return task, sent


async def statuses(app: GuardedSockets, *browsers: dict[str, str | None]) -> list[int | None]:
    """For each browser that opens a page and keeps it: None, or the status with which it was refused."""
    pages = [await opened(app, **browser) for browser in browsers]
    for task, _sent in pages:
        task.cancel()
    return [refusal(sent) for _task, sent in pages]


def test_so_many_pages_are_open_and_one_more_is_refused_politely() -> None:
    ada: dict[str, str | None] = {"cookie": "who=ada"}
    assert asyncio.run(statuses(guarded(OpenSockets(LIMITS)), ada, ada, ada, ada)) == [None, None, None, 503]


def test_strangers_at_one_address_leave_room_for_others_and_all_for_who_is_let_in() -> None:
    here, there, away = ({"client": f"10.0.0.{number}"} for number in (1, 2, 3))
    app = guarded(OpenSockets(LIMITS))
    ada: dict[str, str | None] = {"cookie": "who=ada", "client": "10.0.0.1"}
    found = asyncio.run(statuses(app, here, here, here, there, there, away, ada))  # pyright: ignore[reportArgumentType]  a subset
    assert found == [None, None, 503, None, None, 503, None]


def test_a_page_that_was_closed_makes_room_and_its_session_is_told() -> None:
    left: list[str] = []
    sockets = OpenSockets(replace(LIMITS, people=1), left=lambda socket: left.append(socket.session))

    async def one_after_the_other() -> list[int | None]:
        app = guarded(sockets, Door(guarded=False))
        found = []
        for _time in range(3):
            task, sent = await opened(app)
            found.append(refusal(sent))
            task.cancel()
            await asyncio.wait([task])
        return found

    assert asyncio.run(one_after_the_other()) == [None, None, None]
    assert left == ["session-1"] * 3


def get(app: GuardedSockets, path: str, client: str, **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(client, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
            return await browser.get(path, headers=headers)

    return asyncio.run(ask())


def test_who_opens_a_full_console_reads_so_in_place_of_a_dead_page() -> None:
    sockets = OpenSockets(replace(LIMITS, people=1, strangers_per_address=1))
    app = guarded(sockets, Door(guarded=False))
    assert get(app, "/new", "10.0.0.2").text == "a page"
    sockets.enter(ANYBODY, "10.0.0.1")
    full = get(app, "/new", "10.0.0.2", **{"accept-language": "de"})
    assert full.status_code == 503
    assert full.headers["retry-after"] == "20"
    assert "sobald Platz ist" in full.text
    assert get(app, "/static/x.js", "10.0.0.2").status_code == 200
    assert get(app, "/new", "10.0.0.1").status_code == 200  # her page closes when this one takes its place


def test_who_is_taken_off_the_list_may_ask_for_no_more_than_a_stranger() -> None:
    sockets, door = OpenSockets(LIMITS), Door()

    async def taken_off() -> list[Any]:
        socket = sockets.enter(ADA, "127.0.0.1")
        door.people.clear()
        before = len(await asked(socket))
        socket.checked -= 60
        return [before, await asked(socket)]

    async def asked(socket: Any) -> frozenset[str]:
        app = guarded(sockets, door)
        return (await app._may(socket, asked_for(cookie="who=ada"))).asks

    before, after = asyncio.run(taken_off())
    assert before > len(after)
    assert "deferred_file" not in after


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_lets_a_burst_through_and_then_so_many_a_second() -> None:
    clock = Clock()
    bucket = TokenBucket(rate=2, burst=3, now=clock)
    assert [bucket.take() for _message in range(5)] == [0, 0, 0, 0.5, 1]
    clock.now = 1
    assert bucket.take() == pytest.approx(0.5)
    clock.now = 100
    assert [bucket.take() for _message in range(4)] == [0, 0, 0, 0.5]


def test_all_strangers_together_are_as_slow_as_one_bucket_however_many_they_are() -> None:
    sockets = OpenSockets(
        replace(LIMITS, all_strangers=MessagePace(20, 10), strangers=100, strangers_per_address=100)
    )

    async def waits() -> list[float]:
        strangers = [sockets.enter(None, f"10.0.0.{number}") for number in range(20)]
        return [sockets.wait(stranger) for _round in range(2) for stranger in strangers]

    found = asyncio.run(waits())
    assert found[:10] == [0] * 10
    assert found[-1] == pytest.approx(30 / 20, abs=0.1)


def test_a_normal_person_never_waits() -> None:
    """A page that refreshes itself every two seconds, and somebody who clicks and types as fast as she can for a minute."""
    clock, limits = Clock(), SocketLimits()
    bucket = TokenBucket(limits.person.rate, limits.person.burst, clock)
    waited = []
    for tick in range(600):
        clock.now = tick / 10
        messages = (tick % 20 == 0) + (tick % 3 == 0)
        waited += [bucket.take() for _message in range(messages)]
    assert waited == [0] * len(waited)
