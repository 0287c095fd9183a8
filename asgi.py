"""What `make run` serves: the Streamlit script with security headers, a health address, and the runtime's life.

streamlit run asgi.py
"""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio.to_thread
import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

from services import health, runtime
from services.web_headers import SecurityHeaders, security_headers

HOME = Path(__file__).resolve().parent
INDEX_PAGE = Path(st.__file__).parent / "static" / "index.html"

log = logging.getLogger("console")


async def answer_health(request: Request) -> JSONResponse:
    """Version, and whether database, platform and jobs answer: 200 when all do, 503 otherwise."""
    report = await anyio.to_thread.run_sync(lambda: health.health(runtime.current()))
    return JSONResponse(report, status_code=200 if report["healthy"] else 503)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, Any]]:
    role = f"web:{st.get_option('server.port')}"
    await anyio.to_thread.run_sync(runtime.start, role)
    _warm_up()
    yield {}
    await anyio.to_thread.run_sync(runtime.stop)


def _warm_up() -> None:
    """Load the heavy libraries and take them out of the collector's sight.

    Streamlit collects garbage after every script run; over all of pandas and Plotly that takes longer than a page.
    """
    import pandas as pd
    import plotly.graph_objects as go
    import pyarrow as pa

    pa.Table.from_pandas(pd.DataFrame({"people": [1]}))
    go.Figure(go.Funnel(x=[1], y=["people"])).to_json()
    gc.collect()
    gc.freeze()


def script_failed(error: Exception) -> bool:
    """Log what went wrong and show the person a sentence in place of a traceback."""
    from components.messages import draw_unexpected

    draw_unexpected(error)
    return True


# Until `st.navigation` has run once in this process, Streamlit takes the folder `pages/` for the way pages were named
# in its early versions, and answers whoever opens a link first with "Page not found".
PagesManager.uses_pages_directory = False

app = st.App(
    HOME / "app.py",
    lifespan=lifespan,
    routes=[Route("/api/health", answer_health)],
    middleware=[Middleware(SecurityHeaders, headers=security_headers(INDEX_PAGE))],
    on_script_error=script_failed,
)
