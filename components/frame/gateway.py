"""ASGI middleware of the console, outermost first, and what of Streamlit it goes by."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from components.console import sent_back_to, sign_in_configured
from components.frame import shell
from components.frame.language_choice import LANGUAGE_KEY
from components.streamlit_internals import sessions
from components.streamlit_internals.server_options import allow_hosts
from components.streamlit_internals.sign_in_cookie import cookie_secret, signed_in_claims
from components.streamlit_internals.uploaded_files import bytes_by_session
from components.streamlit_internals.wire import StreamlitWire
from services import runtime
from services.access.access import Access
from services.settings import Settings
from services.sign_ins.session_management import SessionManagement
from services.start_refused import RefusalInOneSentence, StartRefused
from services.upload.space import UploadSpace
from services.web import exposure, open_files
from services.web.admission import Admission, AdmittedOnly
from services.web.compression import CompressedFiles
from services.web.departures import Departures
from services.web.headers import SecurityHeaders, security_headers
from services.web.hosts import LOOPBACK, OwnAddress
from services.web.icon_font import IconFont
from services.web.limits import SocketLimits
from services.web.preloads import Preloads, preload_links
from services.web.return_after_sign_in import ReturnAfterSignIn
from services.web.sign_in import SignInRoutes
from services.web.sockets import GuardedSockets, OpenSockets
from services.web.uploads import LimitedUploads

ICONS = Path(__file__).parent / "icons"
"""Made by `make icons`."""
PAGES_WITH_CHARTS: tuple[str, ...] = ("/campaign", "/insights")


class Gateway:
    """Rules at the door: who may knock at this console, and at what pace."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._https = sent_back_to().startswith("https://")
        self._hosts = exposure.allowed_hosts(settings, sent_back_to())
        self._admission = Admission(signed_in_claims, _access, sign_in_configured)
        self._sockets = OpenSockets(
            SocketLimits(
                people=settings.console_open_pages,
                strangers_per_address=settings.console_signed_out_pages_per_address,
            )
        )

    def open(self) -> None:
        """Before the first request is taken.

        Raises:
            StartRefused: it must not be served like this.
        """
        sign_in = people_sign_in()
        exposure.require_safe(self._settings, st.get_option("server.address"), self._hosts, sign_in=sign_in)
        if sign_in:
            exposure.require_strong_secret(cookie_secret())
        if st.get_option("server.baseUrlPath"):
            raise StartRefused(
                "Not started: the console has to have a name of its own (server.baseUrlPath is set)."
            )
        allow_hosts([*LOOPBACK, *sorted(self._hosts.named)])
        limits = self._sockets.limits
        pages = limits.people + (limits.strangers if sign_in else 0)
        self._sockets.limits = limits.within(open_files.room_for(pages))

    def watch(self) -> None:
        """Once Streamlit runs: files of pages that were left are given back, and all that are kept count."""
        space = _upload_space()
        if space:
            space.count_also(bytes_by_session)
        self._sockets.left = Departures(
            lambda session: space.held_by(session) if space else 0,
            sessions.is_active,
            sessions.close,
        )

    def middleware(self, static: Path, html: str) -> list[Middleware]:
        headers = security_headers(html, subdomains_too=self._settings.console_hsts_subdomains)
        links = dict.fromkeys(PAGES_WITH_CHARTS, preload_links(static, ["PlotlyChart"]))
        guard = {"admission": self._admission, "sockets": self._sockets}
        return [
            Middleware(RefusalInOneSentence),
            Middleware(SecurityHeaders, headers=headers, https=self._https),
            Middleware(OwnAddress, hosts=self._hosts),
            Middleware(AdmittedOnly, admission=self._admission),
            Middleware(GuardedSockets, **guard, wire=StreamlitWire(LANGUAGE_KEY), pages=shell.ADDRESSES),
            Middleware(LimitedUploads, **guard, space=_upload_space),
            Middleware(SignInRoutes, claims=signed_in_claims, sessions=_sessions),
            Middleware(ReturnAfterSignIn, pages=shell.ADDRESSES, active=people_sign_in),
            Middleware(CompressedFiles, pages=shell.ADDRESSES),
            Middleware(IconFont, folder=ICONS),
            Middleware(Preloads, links=links),
        ]


def people_sign_in() -> bool:
    """Whether an identity provider is configured; where that cannot be told the page itself tells so."""
    try:
        return sign_in_configured()
    except RuntimeError:
        return False


def _access() -> Access | None:
    made = runtime.current()
    return made.access if made else None


def _sessions() -> SessionManagement | None:
    made = runtime.current()
    return made.sessions if made else None


def _upload_space() -> UploadSpace | None:
    made = runtime.current()
    return made.upload_space if made else None
