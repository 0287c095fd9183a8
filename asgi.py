"""ASGI application that `make run` serves: the Streamlit script with security headers, a health address, and the
runtime's life.

streamlit run asgi.py
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio.to_thread
import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

import components
from components.campaign import people_file
from components.console import sent_back_to
from components.frame import shell
from components.frame.gateway import Gateway
from components.frame.look import use_brand
from components.streamlit_internals.collector import keep_collections_short
from components.streamlit_internals.pages_folder import ignore_pages_folder
from components.streamlit_internals.static_files import FRONTEND
from components.streamlit_internals.theme import look_theme_up_once
from components.streamlit_internals.thread_switching import switch_threads_often
from components.ui.messages import draw_unexpected
from services import health, runtime
from services.api import ApiError
from services.audit import security_log
from services.settings import Settings
from services.web import files as web_files
from services.web.page import answering, page_html

HOME = Path(__file__).resolve().parent

log = logging.getLogger("console")


async def answer_health(request: Request) -> JSONResponse:
    """Version, and whether database, platform and jobs answer: 200 when all do, 503 otherwise."""
    report = await anyio.to_thread.run_sync(lambda: health.health(runtime.current()))
    return JSONResponse(report, status_code=200 if report["healthy"] else 503)


def answer_file(request: Request) -> Response:
    """A file that a page shows a link to."""
    made = runtime.current()
    return made.files.answer(request) if made else PlainTextResponse("", status_code=404)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, Any]]:
    switch_threads_often()
    use_brand()
    look_theme_up_once()
    GATEWAY.open()
    security_log.write_to(Settings().console_security_log)
    role = f"web:{st.get_option('server.port')}"
    await anyio.to_thread.run_sync(runtime.start, role, sent_back_to())
    GATEWAY.watch()
    _warm_up()
    threading.Thread(target=_read_list, name="first-list", daemon=True).start()
    yield {}
    await anyio.to_thread.run_sync(runtime.stop)


def _warm_up() -> None:
    """Load what the pages load and draw one chart, so that nobody waits for it and the collector forgets about it."""
    import pandas as pd
    import plotly.graph_objects as go
    import pyarrow as pa

    for module in pkgutil.walk_packages(components.__path__, "components."):
        importlib.import_module(module.name)
    pa.Table.from_pandas(pd.DataFrame({"people": [1]}))
    go.Figure(go.Funnel(x=[1], y=["people"])).to_json()
    keep_collections_short()


def _read_list() -> None:
    """Whoever comes first finds the campaigns read already."""
    made = runtime.current()
    if made is None:
        return
    try:
        made.campaigns.all()
    except ApiError as error:
        log.warning("the campaigns could not be read yet: %s", type(error).__name__)


def script_failed(error: Exception) -> bool:
    """Log what went wrong and show the person a sentence in place of a traceback."""
    draw_unexpected(error)
    return True


ignore_pages_folder()
GATEWAY = Gateway(Settings())
HTML = page_html(FRONTEND / "index.html")

app = st.App(
    HOME / "app.py",
    lifespan=lifespan,
    routes=[
        Route("/api/health", answer_health),
        Route(web_files.ROUTE, answer_file),
        Route(people_file.ROUTE, people_file.answer_people_file),
        *(Route(address, answering(HTML)) for address in shell.ADDRESSES),
    ],
    middleware=GATEWAY.middleware(FRONTEND, HTML),
    on_script_error=script_failed,
)
