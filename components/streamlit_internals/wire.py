"""Wire format of Streamlit between a page and the server, as far as its messages are looked at on their way
(`services.web.talk`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from services import texts

SIGN_IN_BUTTONS = ("-sign-in", "-sign-out")
_LENGTH_DELIMITED = 2


def _tag(field: int) -> int:
    return field << 3 | _LENGTH_DELIMITED


_BEFORE = (_tag(ForwardMsg.HASH_FIELD_NUMBER), _tag(ForwardMsg.METADATA_FIELD_NUMBER))
_NEW_SESSION = _tag(ForwardMsg.NEW_SESSION_FIELD_NUMBER)


class StreamlitWire:
    """`language_key` is the key of the control that changes the language."""

    def __init__(self, language_key: str) -> None:
        self._language_key = language_key

    def asks_for(self, frame: bytes) -> str | None:
        """The kind of a browser's message; of one that starts work on the server, the kind of that work."""
        message = BackMsg()
        try:
            message.ParseFromString(frame)
        except DecodeError:
            return None
        kind = message.WhichOneof("type")
        if kind == "backend_operation_request":
            return message.backend_operation_request.WhichOneof("payload") or kind
        return kind or ""

    def of_stranger(self, frame: bytes) -> bytes:
        """The sign-in page has two buttons and the switch of the language. A value that no such control has would be an
        error in the middle of the page, with a traceback in the log."""
        message = BackMsg.FromString(frame)
        if message.WhichOneof("type") != "rerun_script":
            return frame
        asked = message.rerun_script
        asked.ClearField("fragment_id")
        sent = [state for state in asked.widget_states.widgets if self._is_of_sign_in(state)]
        asked.ClearField("widget_states")
        asked.widget_states.widgets.extend(sent)
        return message.SerializeToString()

    def without_server(self, frame: bytes) -> tuple[bytes, str]:
        """Only the first message of a run tells of the server, and which session it belongs to."""
        if not _begins_a_run(frame):
            return frame, ""
        message = ForwardMsg.FromString(frame)
        told = message.new_session
        environment, user = told.initialize.environment_info, told.initialize.user_info
        version = _unspoken(f"{told.main_script_path} {environment.streamlit_version}")
        told.main_script_path = Path(told.main_script_path).name
        environment.Clear()
        # A page that is open while the server gets another version has to see a difference: it loads itself anew.
        environment.streamlit_version = version
        user.Clear()  # made of the number of the machine
        user.SetInParent()
        return message.SerializeToString(), told.initialize.session_id

    def _is_of_sign_in(self, state: WidgetState) -> bool:
        kind = state.WhichOneof("value")
        if state.id.endswith(SIGN_IN_BUTTONS):
            return kind == "trigger_value"
        chosen = list(state.string_array_value.data)
        return (
            state.id.endswith(f"-{self._language_key}")
            and kind == "string_array_value"
            and len(chosen) == 1
            and chosen[0] in {one.name for one in texts.offered()}
        )


def _begins_a_run(frame: bytes) -> bool:
    """Whether it is a `new_session`, found out without reading the whole message: pages are large, and there are many."""
    at = 0
    while at < len(frame) and frame[at] in _BEFORE:
        length, at = _varint(frame, at + 1)
        at += length
    return at < len(frame) and frame[at] == _NEW_SESSION


def _varint(frame: bytes, at: int) -> tuple[int, int]:
    """The number at this place of a message, and the place after it."""
    value = shift = 0
    while True:
        byte = frame[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
        shift += 7


def _unspoken(version: str) -> str:
    return hashlib.sha256(version.encode()).hexdigest()[:12]
