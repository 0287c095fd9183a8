"""Streamlit's page and the scripts of its charts are where they are looked for."""

from __future__ import annotations

from components.streamlit_internals.static_files import FRONTEND
from services.web.preloads import preload_links


def test_the_page_and_the_scripts_of_charts_are_there() -> None:
    assert '<div id="root">' in (FRONTEND / "index.html").read_text(encoding="utf-8")
    assert preload_links(FRONTEND, ["PlotlyChart"])
