"""The names the console is served under are told to Streamlit's server, which takes them by no public way."""

from __future__ import annotations

from pathlib import Path

from tests.components.streamlit_internals.fresh_interpreter import run


def test_the_server_knows_the_names_and_takes_them_by_no_public_way(tmp_path: Path) -> None:
    said = run(
        """
        import streamlit as st
        from components.streamlit_internals.server_options import allow_hosts
        try:
            st.set_option("server.allowedHosts", ["public"])
        except st.errors.StreamlitAPIException:
            print("refused")
        allow_hosts(["console.test"])
        print(st.get_option("server.allowedHosts"))
        """,
        tmp_path,
    )
    assert said.splitlines() == ["refused", "['console.test']"]
