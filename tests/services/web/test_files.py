"""A chart's figures are given to whoever has their address, and to nobody who guesses."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from services.web.files import ROUTE, OfferedFiles

SECRET = "s3cret"


def fetch(files: OfferedFiles, path: str, language: str = "en") -> httpx.Response:
    app = Starlette(routes=[Route(ROUTE, files.answer)])

    async def browse() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://console.test") as browser:
            return await browser.get(path, headers={"Accept-Language": language})

    return asyncio.run(browse())


@pytest.mark.parametrize("name", ["funnel.csv", "Größe & Länge.csv", 'a/"b"\r\nX-Evil: 1.csv'])
def test_a_file_is_saved_under_its_name(name: str) -> None:
    files = OfferedFiles()
    path = files.offer(SECRET, name, lambda: b"a,b\r\n")

    answer = fetch(files, path)

    assert (answer.status_code, answer.content) == (200, b"a,b\r\n")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=utf-8''")
    assert "x-evil" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_it_is_made_once_for_all_who_see_it() -> None:
    files, made = OfferedFiles(), list[str]()

    def make() -> bytes:
        made.append("made")
        return b"x"

    assert files.offer(SECRET, "a.csv", make) == files.offer(SECRET, "a.csv", make)
    assert made == ["made"]


def test_whoever_guesses_gets_a_sentence_in_her_language() -> None:
    files = OfferedFiles()
    files.offer(SECRET, "a.csv", lambda: b"x")

    english, german = (fetch(files, "/api/files/other", language) for language in ("en", "de-AT"))

    assert (english.status_code, german.status_code) == (404, 404)
    assert english.text == "This file is no longer there. Please reload the page and click again."
    assert german.text.startswith("Diese Datei ist nicht mehr da.")


def test_what_is_still_shown_is_kept_longest() -> None:
    files = OfferedFiles(kept=2)
    first, second = (files.offer(secret, "a.csv", lambda: b"x") for secret in ("first", "second"))
    files.offer("first", "a.csv", lambda: b"x")

    files.offer("third", "a.csv", lambda: b"x")

    assert (fetch(files, first).status_code, fetch(files, second).status_code) == (200, 404)
