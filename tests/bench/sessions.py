"""Many people on one page, without browsers: sessions over Streamlit's own websocket protocol."""

from __future__ import annotations

import asyncio
import math
import random
import statistics
import time
from dataclasses import dataclass, field

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Origin, Subprotocol


@dataclass
class Reruns:
    """Milliseconds from asking for a rerun to its end, one a rerun. `processor` is what the server spent on one, in
    milliseconds; `memory` what it held in MB while all sessions were open."""

    milliseconds: list[float] = field(default_factory=list)
    processor: float = 0.0
    memory: float = 0.0

    def quantile(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)


class Session:
    """One person's tab."""

    def __init__(self, base_url: str, page: str, query: str = "") -> None:
        self._url = base_url.replace("http://", "ws://") + "/_stcore/stream"
        self._origin = base_url
        self._page = page
        self._query = query
        self._socket: websockets.ClientConnection | None = None
        self._fragment = self._page_hash = ""
        self._often = math.inf

    async def open(self) -> None:
        """Connect and see the page drawn once."""
        self._socket = await websockets.connect(
            self._url, subprotocols=[Subprotocol("streamlit")], origin=Origin(self._origin), max_size=None
        )
        await self.rerun()

    async def rerun(self, *, fragment: bool = False) -> float:
        """Milliseconds of one rerun of the whole page, or of the part of it that refreshes itself most often."""
        assert self._socket is not None
        message = BackMsg()
        if fragment:
            assert self._fragment, "nothing on this page refreshes itself"
            message.rerun_script.fragment_id = self._fragment
            message.rerun_script.is_auto_rerun = True
            message.rerun_script.page_script_hash = self._page_hash
        message.rerun_script.query_string = self._query
        message.rerun_script.page_name = self._page
        started = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await self._socket.recv())  # pyright: ignore[reportArgumentType]  binary frames only
            if answer.WhichOneof("type") == "new_session":
                self._page_hash = answer.new_session.page_script_hash
            if answer.WhichOneof("type") == "auto_rerun" and answer.auto_rerun.interval <= self._often:
                self._fragment, self._often = answer.auto_rerun.fragment_id, answer.auto_rerun.interval
            if answer.WhichOneof("type") == "script_finished" and answer.script_finished in _FINISHED:
                return (time.perf_counter() - started) * 1000

    async def close(self) -> None:
        if self._socket:
            await self._socket.close()


_FINISHED = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
)


async def watch(
    address: tuple[str, str, str],
    *,
    sessions: int,
    reruns: int,
    server: psutil.Process,
    every: float = 2.0,
    fragment: bool = False,
) -> Reruns:
    """`sessions` people, each rerunning the page (or its `fragment`) once in each `every` seconds, `reruns` times.

    When in those seconds is drawn anew each time, for each of them. Drawn once, the same people meet again and again: p95
    then tells more about that draw than about the page.

    `address` is the server's base URL, the page's name and its query.
    """
    people = [Session(*address) for _ in range(sessions)]
    for one in people:
        await one.open()
    chance = random.Random(1)
    moments_of_each = [[every * (number + chance.random()) for number in range(reruns)] for _ in people]
    seen = Reruns()
    spent = _processor_seconds(server)
    started = time.perf_counter()

    async def look(one: Session, moments: list[float]) -> None:
        for moment in moments:
            await asyncio.sleep(started + moment - time.perf_counter())
            seen.milliseconds.append(await one.rerun(fragment=fragment))

    await asyncio.gather(*map(look, people, moments_of_each))
    seen.processor = (_processor_seconds(server) - spent) * 1000 / len(seen.milliseconds)
    seen.memory = server.memory_info().rss / 2**20
    for one in people:
        await one.close()
    return seen


def _processor_seconds(server: psutil.Process) -> float:
    times = server.cpu_times()
    return times.user + times.system
