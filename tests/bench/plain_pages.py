"""Pages of plain Streamlit to measure ours beside: an empty one, and one that is as quick as a page with figures gets."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from tests.browser.console_server import free_port

Served = tuple[str, psutil.Process]

EMPTY = {"page.py": "import streamlit as st\n\nst.write('x')\n"}
# Its garbage collector is frozen, and it watches no files.
PLAIN = {
    ".streamlit/config.toml": "[server]\nfileWatcherType = 'none'\n[browser]\ngatherUsageStats = false\n",
    "page.py": """
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.title("Campaigns")
st.dataframe(pd.DataFrame({"name": [f"Campaign {number}" for number in range(50)], "people": range(50)}))
st.plotly_chart(go.Figure(go.Funnel(x=[5, 3, 1], y=["People", "Called", "Answered"])))
""",
    "asgi.py": """
import gc
from contextlib import asynccontextmanager

import pandas
import plotly.graph_objects as go
import streamlit as st


@asynccontextmanager
async def lifespan(app):
    go.Figure(go.Funnel(x=[1], y=["people"])).to_json()
    gc.collect()
    gc.freeze()
    yield {}


app = st.App("page.py", lifespan=lifespan)
""",
}


@contextmanager
def served(folder: Path, files: Mapping[str, str]) -> Iterator[Served]:
    """A Streamlit server of `files`, of `asgi.py` where there is one: its base URL and its process."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    script, port = "asgi.py" if "asgi.py" in files else "page.py", free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true"]
    process = subprocess.Popen(
        [*command, "--server.port", str(port), "--server.address", "127.0.0.1"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    base_url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{base_url}/_stcore/health", process)
        yield base_url, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            httpx.get(url, timeout=5).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("a plain page did not start")
