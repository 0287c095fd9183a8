"""Conversation of a page and the console in Streamlit's own messages: whether the last click has its answer.

The page shows that a script runs only once the console has said so. Who acts again before that acts on a page that is about
to change, and where the second message comes before the first one's callback has run, Streamlit drops the first click.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

SENT = "() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true))))"


class Conversation:
    """Listens from the page's first message on."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._socket: WebSocket | None = None
        self._waiting = self._begun = False
        page.on("websocket", self._listen)
        _of[page] = self

    def answered(self, timeout: float) -> None:
        """Wait until the console has answered whatever was clicked, at most `timeout` milliseconds."""
        # a click is sent in the frame after it, if at all
        self._page.wait_for_function(SENT, timeout=timeout)
        while self._waiting and self._socket and not self._socket.is_closed():
            self._socket.wait_for_event("framereceived", timeout=timeout)

    def _listen(self, socket: WebSocket) -> None:
        self._socket, self._waiting = socket, False
        socket.on("framesent", self._asked)
        socket.on("framereceived", self._told)

    def _asked(self, message: str | bytes) -> None:
        if _type_of(BackMsg(), message) == "rerun_script":
            self._waiting, self._begun = True, False

    def _told(self, message: str | bytes) -> None:
        told = ForwardMsg()
        kind = _type_of(told, message)
        if kind == "new_session":
            self._begun = True
        elif kind == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self._waiting = self._waiting and not self._begun


def conversation_of(page: Page) -> Conversation | None:
    """The one that listens to the page; None where nobody does."""
    return _of.get(page)


def _type_of(message: BackMsg | ForwardMsg, content: str | bytes) -> str | None:
    assert isinstance(content, bytes), "Streamlit speaks in binary messages"
    message.ParseFromString(content)
    return message.WhichOneof("type")


_of: WeakKeyDictionary[Page, Conversation] = WeakKeyDictionary()
