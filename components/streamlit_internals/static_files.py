"""Streamlit's built frontend: the page that every address is answered with, and the scripts it loads."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

FRONTEND = Path(st.__file__).parent / "static"
