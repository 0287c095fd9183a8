"""Options of Streamlit's server that are set by the console and not by a file."""

from __future__ import annotations

from collections.abc import Iterable

from streamlit import config


def allow_hosts(names: Iterable[str]) -> None:
    """Only under these names the server answers. `st.set_option` takes no options of the server."""
    config.set_option("server.allowedHosts", list(names))
