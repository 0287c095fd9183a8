"""A start that fails is over: with its sentence where it was refused, and never served half started."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import Message

from services.start_refused import RefusalInOneSentence, StartRefused


async def told(failure: Exception) -> list[Message]:
    """What a server is told by an application whose start fails like this."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        raise failure
        yield

    app = Starlette(lifespan=lifespan, middleware=[Middleware(RefusalInOneSentence)])
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    async def send(message: Message) -> None:
        messages.append(message)

    try:
        await app({"type": "lifespan"}, receive, send)
    except type(failure) as raised:
        assert raised is failure
    return messages


def test_a_refused_start_is_told_in_its_sentence_alone() -> None:
    (message,) = asyncio.run(told(StartRefused("Not started: the disk is full.")))
    assert message == {"type": "lifespan.startup.failed", "message": "Not started: the disk is full."}


@pytest.mark.parametrize("failure", [RuntimeError("no such table"), ValueError("half a setting")])
def test_a_start_that_fails_otherwise_is_told_too_and_nothing_is_served(failure: Exception) -> None:
    (message,) = asyncio.run(told(failure))
    assert message["type"] == "lifespan.startup.failed"
    assert str(failure) in message["message"]
