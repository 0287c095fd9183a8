"""The page asks its server where it is, and not below its own address."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import streamlit
from starlette.applications import Starlette
from starlette.routing import Route

from services.web.headers import inline_script_hashes, security_headers
from services.web.page import answering, page_html

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"


def test_the_installed_page_is_told_where_it_comes_from_before_its_script_runs() -> None:
    html = page_html(INDEX)
    assert html.index("BACKEND_BASE_URL") < html.index("<script type=")
    assert len(inline_script_hashes(html)) == 2
    policy = security_headers(html)["content-security-policy"]
    assert all(source in policy for source in inline_script_hashes(html))


def test_it_names_no_interface_for_programs_and_no_version() -> None:
    html = page_html(INDEX)
    assert "service-desc" in INDEX.read_text(encoding="utf-8")
    assert "service-desc" not in html
    assert "<!--" not in html


def test_every_script_and_style_of_the_installed_page_stays() -> None:
    html, before = page_html(INDEX), INDEX.read_text(encoding="utf-8")
    for part in ('src="./static/', 'href="./static/'):
        assert html.count(part) == before.count(part) > 0


def test_it_is_asked_for_anew_each_time() -> None:
    app = Starlette(routes=[Route("/campaign", answering("<p>page</p>"))])

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/campaign")

    answer = asyncio.run(ask())
    assert (answer.text, answer.headers["cache-control"]) == ("<p>page</p>", "no-cache")
    assert answer.headers["content-type"].startswith("text/html")
