"""Refusal to start: what an admin has to mend before this process may run, said in one sentence on standard error.

A traceback would say where in the code the start ended, not what to do.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

EXIT_CODE = 3  # of the web process too: a server that never began to serve


class StartRefused(Exception):  # noqa: N818  named for what it says to the caller
    """This process does not start. The text says why, whether anything was changed, and what to do."""


class RefusalInOneSentence:
    """ASGI middleware: a start that was refused reaches the server's log as its sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return

        held: list[Message] = []

        async def hold_back(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":  # it would be a traceback
                held.append(message)
            else:
                await send(message)

        try:
            await self._app(scope, receive, hold_back)
        except StartRefused as refused:
            await send({"type": "lifespan.startup.failed", "message": str(refused)})
        except BaseException:
            # untold, the server would take it for an application without a start, and serve it
            for message in held:
                await send(message)
            raise
