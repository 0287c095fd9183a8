"""Streamlit's secrets, looked for without drawing an error where there are none."""

from __future__ import annotations

from pathlib import Path

import streamlit as st


def read_secrets() -> bool:
    """Whether there are any.

    Raises:
        RuntimeError: there are secrets that cannot be read.
    """
    if st.secrets.load_if_toml_exists():
        return True
    if any(Path(file).exists() for file in st.get_option("secrets.files")):
        raise RuntimeError("the secrets cannot be read")
    return False
