"""Streamlit's messages: what is read and changed of them between a page and the server."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from components.streamlit_internals.wire import StreamlitWire

wire = StreamlitWire("lang")


def rerun(*states: WidgetState) -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = "lang=de"
    message.rerun_script.fragment_id = "a-fragment"
    message.rerun_script.widget_states.widgets.extend(states)
    return message.SerializeToString()


def state(control: str, **value: Any) -> WidgetState:
    made = WidgetState(id=f"$$ID-c0ffee-{control}")
    for kind, content in value.items():
        if isinstance(content, list):
            getattr(made, kind).data.extend(content)
        else:
            setattr(made, kind, content)
    return made


def test_it_tells_what_a_browser_asks_for() -> None:
    assert wire.asks_for(rerun()) == "rerun_script"
    assert wire.asks_for(BackMsg(clear_cache=True).SerializeToString()) == "clear_cache"
    assert wire.asks_for(b"") == ""


@pytest.mark.parametrize("work", ["deferred_file", "install_skills", "dataframe_chunk"])
def test_work_on_the_server_is_told_by_its_kind(work: str) -> None:
    message = BackMsg()
    getattr(message.backend_operation_request, work).SetInParent()
    assert wire.asks_for(message.SerializeToString()) == work


@pytest.mark.parametrize("frame", [b"\xff\xff\xff", b"hello", b"\x5a\xff\xff\xff\xff\x0f"])
def test_what_is_no_message_is_none(frame: bytes) -> None:
    assert wire.asks_for(frame) is None


def test_the_first_message_of_a_run_says_nothing_about_the_server() -> None:
    message = ForwardMsg(hash="h" * 200)
    message.metadata.cacheable = True
    told = message.new_session
    told.main_script_path = "/srv/console/app.py"
    told.initialize.session_id = "session-1"
    told.initialize.environment_info.streamlit_version = "1.67.0"
    told.initialize.environment_info.python_version = "3.11.7"
    told.initialize.environment_info.server_os = "linux"
    told.initialize.user_info.installation_id = told.initialize.user_info.installation_id_v3 = "machine"

    sent, session = wire.without_server(message.SerializeToString())

    assert session == "session-1"
    for secret in (b"/srv/console", b"1.67", b"3.11", b"linux", b"machine"):
        assert secret not in sent
    arrived = ForwardMsg.FromString(sent)
    assert arrived.hash == message.hash
    assert arrived.new_session.initialize.HasField("user_info")  # the browser looks into it


def test_a_page_sees_that_the_server_got_another_version_and_not_which() -> None:
    def sent(version: str) -> str:
        message = ForwardMsg()
        message.new_session.initialize.environment_info.streamlit_version = version
        arrived = ForwardMsg.FromString(wire.without_server(message.SerializeToString())[0])
        return arrived.new_session.initialize.environment_info.streamlit_version

    assert sent("1.67.0") == sent("1.67.0") != sent("1.68.0")


@pytest.mark.parametrize("length", [0, 1, 127, 128, 70_000])
def test_every_other_message_stays_to_the_byte(length: int) -> None:
    message = ForwardMsg(hash="x" * length)
    message.delta.new_element.markdown.body = "text " * length
    frame = message.SerializeToString()
    assert wire.without_server(frame) == (frame, "")
    assert wire.without_server(b"") == (b"", "")


def test_a_stranger_signs_in_and_chooses_the_language() -> None:
    pressed = state("sign-in", trigger_value=True)
    german = state("lang", string_array_value=["Deutsch"])
    sent = BackMsg.FromString(wire.of_stranger(rerun(pressed, german))).rerun_script
    assert list(sent.widget_states.widgets) == [pressed, german]
    assert sent.query_string == "lang=de"


@pytest.mark.parametrize(
    "odd",
    [
        state("sign-in", string_value="x"),
        state("lang", string_value="x"),
        state("lang", trigger_value=True),
        state("lang", string_array_value=["Klingon"]),
        state("lang", string_array_value=["Deutsch", "English"]),
        state("lang", json_value="{"),
        state("launch-camp_1", trigger_value=True),
        state("x"),
    ],
)
def test_nothing_else_of_a_stranger_reaches_the_page(odd: WidgetState) -> None:
    sent = BackMsg.FromString(wire.of_stranger(rerun(odd))).rerun_script
    assert list(sent.widget_states.widgets) == []
    assert sent.fragment_id == ""
