"""Signing in without a browser: what a browser keeps afterwards."""

from __future__ import annotations

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.page_socket import PageSocket


async def sign_in(base_url: str) -> dict[str, str]:
    """The cookies of whoever the identity provider says it is, once she has clicked on *Sign in*."""
    async with httpx.AsyncClient(base_url=base_url, follow_redirects=True) as browser:
        await browser.get("/_stcore/health")
        async with PageSocket(base_url) as page:
            await page.draw()
            press = BackMsg()
            state = press.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = page.control("sign-in"), True
            await page.ask(press)
            to = await page.told("auth_redirect")
        await browser.get(to.auth_redirect.url)
        return {cookie.name: cookie.value or "" for cookie in browser.cookies.jar}
