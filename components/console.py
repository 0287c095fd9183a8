"""What a page asks for: the services of this process and the person in front of the page."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from services import runtime
from services.runtime import Runtime
from services.texts import _, language

_REGION_OF_LANGUAGE = {"de": "DE", "en": "US"}


@dataclass(frozen=True)
class Person:
    """Who clicks. Without an identity provider everybody is the same unnamed person."""

    name: str
    signed_in: bool


def console() -> Runtime:
    """The services of this process. Pages run only where there are some: `shell.require_runtime` saw to it."""
    made = runtime.current()
    if made is None:
        raise RuntimeError("no runtime: the settings are incomplete")
    return made


def person() -> Person | None:
    """Who is in front of the page; None where an identity provider is configured and nobody has signed in."""
    if not sign_in_configured():
        return Person(_("Somebody at this console"), signed_in=False)
    if not st.user.is_logged_in:
        return None
    return Person(str(st.user.get("name") or st.user.get("email") or _("Somebody")), signed_in=True)


def sign_in_configured() -> bool:
    """True where Streamlit's secrets name an identity provider."""
    return runtime.SECRETS_FILE.exists() and "auth" in st.secrets


def default_region() -> str:
    """ISO country in which a number without country code is read: the setting, else by language."""
    return console().settings.console_default_region or _REGION_OF_LANGUAGE[language()]
