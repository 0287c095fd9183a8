"""A mail server and an HTTP receiver on this machine, real ones, and a console's notifications that send to them."""

from __future__ import annotations

import json
import socket
import threading
from asyncio import WriteTransport
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from sqlalchemy import Engine

from services.access.access import Access, AllowList, Rules
from services.notifications.mail import EmailChannel, MailServer, sender_of
from services.notifications.notifications import ChannelsSetUp, Notifications
from services.notifications.team_channels import team_channels
from services.person import Person

ACCOUNT = "https://platform.test team"
ADDRESS = "https://console.example.com"
ADA = Person("Ada Lovelace", "ada@example.com", "https://issuer.test", "1")
BEN = Person("Ben", "ben@example.com", "https://issuer.test", "2")
NOON = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)  # 12:00 in Berlin


class Mailbox:
    """What a mail server got. `answers`: what it says in place of taking it, by command."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.to: list[str] = []
        self.signed_in: list[bytes] = []
        self.answers: dict[str, str] = {}
        self.breaks_off_after_taking = 0

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]

    async def handle_RCPT(  # noqa: N802  aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.to += envelope.rcpt_tos
        if self.breaks_off_after_taking:
            self.breaks_off_after_taking -= 1
            assert isinstance(server.transport, WriteTransport)
            server.transport.abort()
        return "250 OK"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _how: str, told: Any) -> AuthResult:
        self.signed_in.append(told.login)
        return AuthResult(success=told.password == b"p@ss word", handled=False)


@contextmanager
def mail_server(**how: Any) -> Iterator[tuple[Mailbox, str]]:
    """A mailbox and the address of its server."""
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, ready_timeout=30, **how)
    controller.start()
    try:
        yield mailbox, f"127.0.0.1:{port}"
    finally:
        controller.stop()


class Receiver:
    """What an HTTP server was posted. `status` is what it answers, `breaks_off` that it takes a request and says nothing."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.status = 200
        self.redirects_to = ""
        self.breaks_off = False
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                receiver.posts.append(json.loads(body))
                receiver.paths.append(self.path)
                if receiver.breaks_off:
                    self.connection.close()
                    return
                self.send_response(302 if receiver.redirects_to else receiver.status)
                if receiver.redirects_to:
                    self.send_header("Location", receiver.redirects_to)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                receiver.paths.append(self.path)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Receiver:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Clock:
    """A clock that is moved by hand."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


def channels(smtp: str = "", notify: str = "", *, user: str = "", local_address: str = "") -> ChannelsSetUp:
    mail = None
    if smtp:
        server = MailServer.parse(f"smtp://{user}{smtp}")
        sender = sender_of("Campaign console <console@example.com>", server)
        mail = EmailChannel(server, sender, local_address=local_address, seconds=5)
    return ChannelsSetUp(mail, team_channels(notify), ADDRESS)


def notifications(
    engine: Engine,
    set_up: ChannelsSetUp,
    clock: Callable[[], datetime],
    *,
    allowed: Callable[[], str] = lambda: "@example.com",
    **how: Any,
) -> Notifications:
    """Of one process, which delivers when it is told to."""

    def rules() -> Rules:
        return Rules(AllowList.parse(allowed()), timedelta(hours=12))

    access = Access(rules, lambda: None)
    return Notifications(engine, access, lambda: ACCOUNT, set_up, rules=rules, now=clock, **how)
