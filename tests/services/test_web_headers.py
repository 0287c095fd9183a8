"""Every answer carries the headers, and the policy lets the installed page's own script run."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from services.web_headers import SecurityHeaders, inline_script_hashes, security_headers


def test_it_hashes_inline_scripts_and_leaves_linked_ones(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<script>go()</script><script src='x.js'></script>", encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(b"go()").digest()).decode()
    assert inline_script_hashes(page) == [f"'sha256-{digest}'"]


def test_it_adds_the_headers_to_every_answer_even_a_refusal(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<script>go()</script>", encoding="utf-8")

    async def home(request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    app = Starlette(
        routes=[Route("/", home)], middleware=[Middleware(SecurityHeaders, headers=security_headers(page))]
    )

    async def ask(path: str) -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://console.test"
        ) as client:
            return await client.get(path)

    for answer in (asyncio.run(ask("/")), asyncio.run(ask("/nowhere"))):
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "'unsafe-inline'" not in answer.headers["content-security-policy"].split("style-src")[0]
