"""Sign-in cookie of Streamlit, read from the cookies of a request that no page is run for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret as cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from services.web.hosts import Host, is_own_origin

__all__ = ["cookie_secret", "signed_in_claims"]


def signed_in_claims(cookies: Mapping[str, str], host: str) -> Mapping[str, Any] | None:
    """Claims of the identity provider about whoever signed in at `host`; None where the cookie is not one of ours.

    As Streamlit does for a page: the signature has to be right, and the sign-in to be one at this address.
    """
    secret = cookie_secret()

    def verified(name: str) -> bytes | None:
        kept = cookies.get(name)
        return decode_signed_value(secret, name, kept.encode("latin-1")) if secret and kept else None

    content = get_cookie_with_chunks(verified, USER_COOKIE_NAME)
    if not content:
        return None
    try:
        kept = json.loads(content)
    except ValueError:
        return None
    if not isinstance(kept, dict) or not kept.get("is_logged_in"):
        return None
    here = Host.parse(host)
    return kept if here and is_own_origin(str(kept.get("origin")), here) else None
