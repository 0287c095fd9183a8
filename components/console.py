"""Request context of a page: the services of this process and the person in front of the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import streamlit as st

from components.streamlit_internals.script_run import in_script_run
from components.streamlit_internals.secrets import read_secrets
from services import runtime
from services.access import access
from services.access.access import ANYBODY, Visitor
from services.person import Person
from services.runtime import Runtime
from services.texts import _, language


def console() -> Runtime:
    """The services of this process, for who may use them. Pages run only where there are some:
    `shell.require_runtime` saw to it.

    Raises:
        NotAllowed: the sign-in has ended meanwhile, or never was. Callbacks and fragments run without `app.py`.
    """
    made = runtime.current()
    if made is None:
        raise RuntimeError("no runtime: the settings are incomplete")
    made.access.require()
    return made


def told(at: datetime) -> datetime:
    """A moment that the console itself noted, by the clock that everything on the screen goes by: in a demo it runs fast."""
    return console().api.clock.shown(at)


def visitor() -> Visitor | None:
    """The visitor whom the identity provider signed in; None where there is one and nobody is."""
    if not in_script_run() or not sign_in_configured():
        return ANYBODY
    if not st.user.is_logged_in:
        return None
    return Visitor.from_claims(st.user.to_dict(), st.context.ip_address or "")


access.follow(visitor)


def person() -> Person | None:
    """The person in front of the page; None where an identity provider is configured and nobody has signed in.
    Without one everybody is the same unnamed person."""
    who = visitor()
    return None if who is None else person_of(who)


def person_of(who: Visitor) -> Person:
    """A visitor as the person who is said to have done something."""
    if not who.checked:
        return Person.at_console()
    return who.person if who.name else replace(who.person, name=_("Somebody"))


def whoever() -> Person:
    """The person in front of the page, for what is done only by who may: the services refuse everybody else."""
    return person() or Person("")


_sign_in: tuple[object, bool] | None = None


def sign_in_configured() -> bool:
    """True where Streamlit's secrets name an identity provider. They are read once, and not at every question.

    Raises:
        RuntimeError: there are secrets that cannot be read. Then nobody can tell who may come in, and nobody may.
    """
    global _sign_in
    if _sign_in is None or _sign_in[0] is not st.secrets:
        _sign_in = (st.secrets, read_secrets() and "auth" in st.secrets)
    return _sign_in[1]


def sent_back_to() -> str:
    """Address the identity provider sends people back to, and so the one under which they use the console; empty
    where nobody signs in."""
    try:
        return str(st.secrets["auth"].get("redirect_uri", "")) if sign_in_configured() else ""
    except RuntimeError:  # the page itself tells that they cannot be read
        return ""


def region_set() -> str:
    """ISO country of numbers without country code as an admin has set it; empty where nobody has: then it is asked for. The
    language of who looks says nothing of whom a number reaches."""
    return console().settings.console_default_region


def default_region() -> str:
    """ISO country in which a number without country code is read: the setting, else by language."""
    return console().settings.console_default_region or language().region
