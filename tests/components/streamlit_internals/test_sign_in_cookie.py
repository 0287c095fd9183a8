"""The sign-in is read from cookies as Streamlit wrote them, and a cookie that somebody made up is none."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from components.streamlit_internals.sign_in_cookie import signed_in_claims

ADA = {"origin": "https://console.test", "is_logged_in": True, "email": "ada@example.com"}


def kept(claims: dict[str, Any], secret: str | None = None) -> dict[str, str]:
    """The cookies that a browser keeps after signing in."""
    cookies: dict[str, str] = {}
    signing = secret or get_cookie_secret()

    def signed(name: str, value: str) -> bytes:
        return create_signed_value(signing, name, value)

    def keep(name: str, value: str) -> None:
        cookies[name] = signed(name, value).decode()

    set_cookie_with_chunks(keep, signed, USER_COOKIE_NAME, claims, cookie_attr_size=100)
    return cookies


@pytest.mark.parametrize(
    "claims",
    [ADA, ADA | {"groups": [hashlib.sha256(bytes([of])).hexdigest() for of in range(100)]}],
    ids=["one cookie", "several"],
)
def test_it_reads_who_signed_in(claims: dict[str, Any]) -> None:
    cookies = kept(claims)
    assert (len(cookies) > 1) == ("groups" in claims)
    assert signed_in_claims(cookies, "console.test") == claims
    assert signed_in_claims(cookies, "console.test:443") == claims


@pytest.mark.parametrize(
    "cookies",
    [
        {},
        {USER_COOKIE_NAME: ""},
        {USER_COOKIE_NAME: "nonsense"},
        {USER_COOKIE_NAME: json.dumps(ADA)},
        kept(ADA, secret="a secret of somebody else"),
        {"other": next(iter(kept(ADA).values()))},
        kept(ADA | {"is_logged_in": False}),
        kept(ADA | {"origin": "https://elsewhere.test"}),
        kept({"email": "ada@example.com"}),
    ],
    ids=[
        "none",
        "empty",
        "nonsense",
        "unsigned",
        "signed by others",
        "other name",
        "out",
        "elsewhere",
        "half",
    ],
)
def test_what_is_no_sign_in_here_is_none(cookies: dict[str, str]) -> None:
    assert signed_in_claims(cookies, "console.test") is None
