"""A page without a browser: Streamlit's own messages over a real websocket, well formed or not."""

from __future__ import annotations

import asyncio
import re
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Origin, Subprotocol

from tests.waiting import DEADLINE


class PageSocket:
    """`async with PageSocket(base_url) as page:` opens one; `cookies` are those that a browser would send along."""

    def __init__(
        self, base_url: str, *, origin: str | None = "", host: str = "", cookies: dict[str, str] | None = None
    ) -> None:
        self._url = base_url.replace("http://", "ws://") + "/_stcore/stream"
        self._origin = Origin(origin or base_url) if origin is not None else None
        cookies = cookies or {}
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        self._headers = sent
        # A name that leads here, as far as the one who asks knows.
        self._leads_to: dict[str, Any] = {}
        if host:
            here = urlsplit(self._url)
            self._url = f"ws://{host}{here.path}"
            self._leads_to = {"host": here.hostname, "port": here.port}
        self._xsrf = cookies.get("_streamlit_xsrf", "")
        self.session = ""
        self.downloads: list[str] = []
        self.finished = 0
        self._drawn = b""

    async def __aenter__(self) -> Self:
        protocols = [Subprotocol("streamlit"), *([Subprotocol(self._xsrf)] if self._xsrf else [])]
        self.socket = await websockets.connect(
            self._url,
            origin=self._origin,
            subprotocols=protocols,
            additional_headers=self._headers,
            max_size=None,
            **self._leads_to,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()

    async def ask(self, message: BackMsg | None = None, page: str = "", query: str = "") -> None:
        """Send a message, by default one that wants a page drawn."""
        if message is None:
            message = BackMsg()
            message.rerun_script.page_name, message.rerun_script.query_string = page, query
        await self.socket.send(message.SerializeToString())

    async def told(self, kind: str) -> ForwardMsg:
        """The next message of this kind."""
        while True:
            async with asyncio.timeout(DEADLINE):
                content = await self.socket.recv()
            assert isinstance(content, bytes)
            message = ForwardMsg.FromString(content)
            self._drawn += content
            if offered := message.delta.new_element.download_button.deferred_file_id:
                self.downloads.append(offered)
            if message.WhichOneof("type") == "new_session":
                self.session = message.new_session.initialize.session_id
            if message.WhichOneof("type") == kind:
                return message

    async def draw(self, page: str = "", query: str = "") -> None:
        """Have a page drawn, and see the end of it."""
        await self.ask(page=page, query=query)
        await self.told("new_session")
        await self.told("script_finished")

    async def download(self, file_id: str) -> str:
        """Click on a download that is made on demand: its address, or what is said in its place."""
        click = BackMsg()
        click.backend_operation_request.request_id = file_id
        click.backend_operation_request.session_id = self.session
        click.backend_operation_request.deferred_file.file_id = file_id
        await self.ask(click)
        answer = (await self.told("backend_operation_response")).backend_operation_response
        return answer.deferred_file.url or answer.error_msg

    def control(self, key: str) -> str:
        """The id of the control with this key that was drawn last."""
        found = re.findall(rb"\$\$ID-[0-9a-f]+-" + re.escape(key.encode()) + rb"(?![\w-])", self._drawn)
        return found[-1].decode()
