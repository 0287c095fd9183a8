"""Dropped files take so much memory and no more, and give it back."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.access.access import ANYBODY, Visitor
from services.upload.space import MEGABYTE, NoSpace, UploadSpace
from services.web.admission import Admission
from services.web.departures import Departures
from services.web.limits import SocketLimits
from services.web.sockets import OpenSockets, Socket
from services.web.uploads import LimitedUploads

ADA, BEN = Visitor("Ada", "ada@example.com"), Visitor("Ben", "ben@example.com")


class Page:
    """Something that holds a file."""


def test_a_page_has_room_for_one_large_file() -> None:
    space = UploadSpace(1000 * MEGABYTE)
    with space.reserved("s1", 200 * MEGABYTE):
        with pytest.raises(NoSpace) as refused, space.reserved("s1", 2 * MEGABYTE):
            pass
        assert refused.value.for_session
        with space.reserved("s2", 200 * MEGABYTE):
            pass
    with space.reserved("s1", 200 * MEGABYTE):
        pass


def test_what_is_stored_and_what_a_page_holds_counts_like_what_is_on_its_way() -> None:
    space, page = UploadSpace(1000 * MEGABYTE), Page()
    space.count_also(lambda: {"s1": 90 * MEGABYTE})
    space.keep(page, "s1", 90 * MEGABYTE)
    assert space.held_by("s1") == 180 * MEGABYTE
    with pytest.raises(NoSpace), space.reserved("s1", 40 * MEGABYTE):
        pass
    del page
    gc.collect()
    with space.reserved("s1", 40 * MEGABYTE):
        pass


def test_all_pages_together_have_as_much_room_as_an_admin_says() -> None:
    space = UploadSpace(300 * MEGABYTE)
    with (
        space.reserved("s1", 200 * MEGABYTE),
        pytest.raises(NoSpace) as refused,
        space.reserved("s2", 150 * MEGABYTE),
    ):
        pass
    assert not refused.value.for_session


def test_what_fails_on_its_way_is_given_back() -> None:
    space = UploadSpace(300 * MEGABYTE)
    with pytest.raises(OSError, match="gone"), space.reserved("s1", 200 * MEGABYTE):
        raise OSError("gone")
    assert space.held_by("s1") == 0


class Known(Admission):
    def __init__(self, visitor: Visitor | None) -> None:
        self._who = visitor

    async def of(self, scope: Any) -> Visitor | None:
        return self._who


def put(
    path: str,
    content: bytes,
    visitor: Visitor | None = ADA,
    owner: Visitor | None = ADA,
    headers: dict[str, str] | None = None,
) -> int:
    async def taken(request: Request) -> Response:
        await request.body()
        return Response(status_code=204)

    async def ask() -> int:
        sockets = OpenSockets(SocketLimits())
        sockets.enter(owner, "127.0.0.1").session = "mine"
        space = UploadSpace(200 * MEGABYTE, per_session=MEGABYTE)
        limited = Middleware(LimitedUploads, sockets=sockets, admission=Known(visitor), space=lambda: space)
        app = Starlette(routes=[Route("/{path:path}", taken, methods=["PUT"])], middleware=[limited])
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
            answer = await browser.put(path, content=content, headers=headers)
            return answer.status_code

    return asyncio.run(ask())


MINE = "/_stcore/upload_file/mine/file-1"


def test_a_file_is_taken_for_a_page_that_its_sender_has_open() -> None:
    assert put(MINE, b"x" * 1000) == 204
    assert put(MINE, b"x" * 1000, ANYBODY, ANYBODY) == 204


def test_a_file_for_the_page_of_somebody_else_or_of_nobody_is_refused() -> None:
    assert put(MINE, b"x", visitor=BEN) == 403
    assert put(MINE, b"x", visitor=None) == 403
    assert put(MINE, b"x", owner=None) == 403
    assert put("/_stcore/upload_file/other/file-1", b"x") == 403


def test_a_file_without_its_size_or_beyond_the_room_there_is_is_refused() -> None:
    assert put(MINE, b"x" * (3 * MEGABYTE)) == 413
    assert put(MINE, b"x", headers={"content-length": ""}) == 411


def closes_after(*, visitor: Visitor | None, held: int, back: bool = False) -> tuple[float | None, list[str]]:
    """After how many seconds the session of a page that was closed is closed, and which were."""
    closed: list[str] = []

    async def leave() -> float | None:
        departures = Departures(lambda _session: held, lambda _session: back, closed.append)
        socket = Socket("127.0.0.1", visitor, 0, SocketLimits().person.bucket(), "s1")
        departures(socket)
        departures(socket)  # it came back and was closed again
        waiting = departures.waiting["s1"]
        waiting._run()  # the time has come
        await asyncio.sleep(0)
        return waiting.when() - asyncio.get_running_loop().time()

    return asyncio.run(leave()), closed


def test_a_session_with_files_is_given_back_within_a_minute_and_a_strangers_at_once() -> None:
    seconds, closed = closes_after(visitor=ADA, held=100)
    assert seconds is not None
    assert 40 < seconds < 55
    assert closed == ["s1"]
    seconds, closed = closes_after(visitor=None, held=0)
    assert seconds is not None
    assert seconds < 15
    assert closed == ["s1"]


def test_a_session_whose_page_came_back_stays() -> None:
    assert closes_after(visitor=ADA, held=100, back=True)[1] == []
