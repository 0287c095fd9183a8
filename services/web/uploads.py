"""Uploads: to an open page of who is let in, and within the space there is for them."""

from __future__ import annotations

from collections.abc import Callable

from services.texts import _
from services.upload.space import NoSpace, UploadSpace
from services.web.admission import UPLOADS, Admission
from services.web.headers import AsgiApp, Receive, Send
from services.web.hosts import Scope, header, refuse
from services.web.sockets import OpenSockets, is_same


class LimitedUploads:
    """ASGI middleware. It goes by the length that the browser tells, which the server holds it to, and reads no bodies."""

    def __init__(
        self,
        app: AsgiApp,
        sockets: OpenSockets,
        admission: Admission,
        space: Callable[[], UploadSpace | None],
    ) -> None:
        self._app = app
        self._sockets = sockets
        self._admission = admission
        self._space = space

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(UPLOADS):
            await self._app(scope, receive, send)
            return
        session = scope["path"].removeprefix(UPLOADS).partition("/")[0]
        length, space = header(scope, b"content-length") or "", self._space()
        if space is None or not await self._own_page(session, scope):
            await refuse(scope, receive, send, 403, _not_open)
        elif not length.isdecimal():
            await refuse(scope, receive, send, 411, _no_length)
        else:
            await self._within(space, session, int(length), scope, receive, send)

    async def _own_page(self, session: str, scope: Scope) -> bool:
        """Whether the session is of a page that whoever sends the file has open."""
        page, visitor = self._sockets.of_session(session), await self._admission.of(scope)
        return bool(page and page.visitor and visitor and is_same(page.visitor, visitor))

    async def _within(
        self, space: UploadSpace, session: str, length: int, scope: Scope, receive: Receive, send: Send
    ) -> None:
        try:
            with space.reserved(session, length):
                await self._app(scope, receive, send)
        except NoSpace as none:
            status, why = (413, _too_much) if none.for_session else (503, _no_space)
            await refuse(scope, receive, send, status, why)


def _not_open() -> str:
    return _(
        "The page that this file was dropped on is no longer open. Please reload it and drop the file again."
    )


def _no_length() -> str:
    return _("This file came without its size. Nothing was kept.")


def _too_much() -> str:
    return _("This page has no room for another file of this size. Nothing was kept.")


def _no_space() -> str:
    return _(
        "Others are working on large files right now. Nothing was kept: please try again in a few minutes."
    )
