"""Icon font: every icon that a page may show is in the one that is sent, and after an upgrade Streamlit's own is."""

from __future__ import annotations

import asyncio

import httpx
from fontTools.ttLib import TTFont

from components.frame.gateway import ICONS
from services.web.headers import Send
from services.web.icon_font import IconFont
from tests.icon_font import icons_of, named, whole_font


def test_whatever_a_page_may_show_is_in_it() -> None:
    [made] = ICONS.glob("*.woff2")
    assert made.name == whole_font().name, "Streamlit has another font now: make icons"
    assert named() & icons_of(TTFont(whole_font())).keys() <= icons_of(TTFont(made)).keys(), "make icons"


async def _streamlits_own(_scope: object, _receive: object, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"Streamlit's own"})


def test_it_is_sent_in_place_of_streamlits_and_a_browser_asks_whether_it_still_holds() -> None:
    sent = get(f"/static/media/{whole_font().name}")
    assert sent.content == (ICONS / whole_font().name).read_bytes()
    assert sent.headers["cache-control"] == "no-cache"
    again = get(f"/static/media/{whole_font().name}", {"if-none-match": sent.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for other in ("MaterialSymbols-Rounded.of-another-version.woff2", "SourceSansVF-Upright.ttf.woff2"):
        assert get(f"/static/media/{other}").content == b"Streamlit's own"


def get(path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    async def asked() -> httpx.Response:
        served = httpx.ASGITransport(IconFont(_streamlits_own, ICONS))
        async with httpx.AsyncClient(transport=served, base_url="http://console") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(asked())
