"""The first answer names the scripts a page will want, and only for the pages that want them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from services.web.preloads import Preloads, preload_links


@pytest.fixture
def static(tmp_path: Path) -> Path:
    scripts = tmp_path / "static" / "js"
    scripts.mkdir(parents=True)
    (tmp_path / "index.html").write_text('<script src="./static/js/index.A1.js"></script>', encoding="utf-8")
    (scripts / "index.A1.js").write_text("", encoding="utf-8")
    (scripts / "Chart.B2.js").write_text(
        'import{a}from"./index.A1.js";import"./axis.C3.js"', encoding="utf-8"
    )
    (scripts / "axis.C3.js").write_text('import{b}from"./Chart.B2.js"', encoding="utf-8")
    return tmp_path


def test_it_names_a_script_and_what_it_imports_once(static: Path) -> None:
    assert preload_links(static, ["Chart"]) == (
        "</static/js/Chart.B2.js>; rel=modulepreload; crossorigin, "
        "</static/js/axis.C3.js>; rel=modulepreload; crossorigin"
    )


def test_it_leaves_out_what_this_version_does_not_have(static: Path) -> None:
    assert preload_links(static, ["Table"]) == ""


def test_the_installed_version_has_its_chart_where_it_is_looked_for() -> None:
    assert "/PlotlyChart." in preload_links(Path(st.__file__).parent / "static", ["PlotlyChart"])


def test_it_adds_the_header_to_the_page_alone() -> None:
    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    app = Starlette(
        routes=[Route("/campaign", page), Route("/new", page)],
        middleware=[Middleware(Preloads, links={"/campaign": "<x>; rel=modulepreload", "/": ""})],
    )

    async def ask(path: str) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://console.test") as client:
            return await client.get(path)

    assert asyncio.run(ask("/campaign")).headers["link"] == "<x>; rel=modulepreload"
    assert "link" not in asyncio.run(ask("/new")).headers
