"""E-mail (SMTP): one message to one person, over an encrypted connection wherever there is one.

Each message has the same Message-ID however often it is sent. Where a connection breaks after the server was handed a message,
nobody can know whether it took it: it is sent again, and mail servers and programs drop the second copy by that id.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Self
from urllib.parse import unquote, urlsplit

from services.notifications.channel import NotSent, Problem
from services.notifications.inert import on_one_line
from services.notifications.message import Message
from services.notifications.recipients import Recipient
from services.settings import is_loopback
from services.start_refused import StartRefused

EMAIL = "email"
SECONDS = 20.0
"""How long the server may take for each of its answers."""
_BUSY, _REFUSED = range(400, 500), range(500, 600)


@dataclass(frozen=True)
class MailServer:
    """`smtp://user:password@host:port`, or `smtps://` for one that is encrypted from the beginning."""

    host: str
    port: int
    encrypted: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """Raises StartRefused, without what stands in the setting: it may hold a password."""
        try:
            parts = urlsplit(url.strip())
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port, parts = None, None, urlsplit("")
        if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/") or parts.query:
            raise StartRefused(
                "Not started: CONSOLE_SMTP_URL is not an address such as smtps://user:password@mail.example.com:465. Characters "
                "with a meaning in addresses have to be percent-encoded in it. Mend it, then start again."
            )
        encrypted = parts.scheme == "smtps"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(host, port or (465 if encrypted else 587 if user else 25), encrypted, user, password)

    @property
    def on_this_machine(self) -> bool:
        return is_loopback(f"smtp://{self.host if ':' not in self.host else f'[{self.host}]'}")


def sender_of(setting: str, server: MailServer) -> Address:
    """Whom mail comes from: the setting, else the name the server is signed in to with."""
    written = setting.strip() or server.user
    name, _bracket, address = written.rpartition("<")
    try:
        return Address(on_one_line(name).strip(' "'), addr_spec=address.rstrip("> ").strip())
    except Exception as error:
        raise StartRefused(
            "Not started: CONSOLE_MAIL_FROM is not an address such as console@example.com. Mail has to come from somebody. "
            "Set it, then start again."
        ) from error


class EmailChannel:
    """`allow_unencrypted`: the password may travel unencrypted, where the way there is safe by other means. `local_address` is
    who gets the mail of a console where nobody signs in."""

    tells_apart = True
    marked_up = False

    def __init__(
        self,
        server: MailServer,
        sender: Address,
        *,
        local_address: str = "",
        allow_unencrypted: bool = False,
        seconds: float = SECONDS,
        context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._server = server
        self._sender = sender
        self._local_address = local_address
        self._allow_unencrypted = allow_unencrypted
        self._seconds = seconds
        self._context = context
        self._now = now

    def address_of(self, recipient: Recipient) -> str:
        """Empty for whoever has none."""
        return recipient.person.email if recipient.person.signed_in else self._local_address

    def send(self, message: Message, message_id: str, recipient: Recipient) -> None:
        to = self.address_of(recipient)
        mail = self._mail(message, message_id, to, recipient)
        with self._connected() as connection:
            self._hand_over(connection, mail, to)

    def _mail(self, message: Message, message_id: str, to: str, recipient: Recipient) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        try:
            mail["To"] = Address(on_one_line(recipient.person.name), addr_spec=to)
        except Exception as error:
            raise NotSent(Problem.ADDRESS, final=True) from error
        mail["From"] = self._sender
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(self._now())
        mail["Message-ID"] = f"<{message_id}@{self._domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        mail["Content-Language"] = message.language
        mail.set_content(message.text)
        mail.add_alternative(message.html, subtype="html")
        return mail

    @property
    def _domain(self) -> str:
        return self._sender.domain.encode("idna").decode() if self._sender.domain else "localhost"

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        try:
            connection = self._connect()
        except ssl.SSLError as error:
            raise NotSent(Problem.NOT_SECURE, for_all=True) from error
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent(Problem.SIGN_IN, for_all=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(Problem.UNREACHABLE, for_all=True) from error
        try:
            yield connection
        finally:
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        server, name = self._server, self._domain
        if server.encrypted:
            connection = smtplib.SMTP_SSL(
                server.host, server.port, name, timeout=self._seconds, context=self._context()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, name, timeout=self._seconds)
        try:
            self._secure_and_sign_in(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _secure_and_sign_in(self, connection: smtplib.SMTP) -> None:
        server = self._server
        connection.ehlo_or_helo_if_needed()
        secure = server.encrypted or server.on_this_machine
        if not secure and connection.has_extn("starttls"):
            connection.starttls(context=self._context())
            connection.ehlo()
            secure = True
        if not server.user:
            return
        if not secure and not self._allow_unencrypted:
            raise NotSent(Problem.NOT_SECURE, for_all=True)
        try:
            connection.login(server.user, server.password)
        except UnicodeError as error:  # it signs in with ASCII only
            raise NotSent(Problem.SIGN_IN, for_all=True) from error

    def _hand_over(self, connection: smtplib.SMTP, mail: EmailMessage, to: str) -> None:
        options = [] if f"{self._sender.addr_spec}{to}".isascii() else ["SMTPUTF8"]
        if options and not connection.has_extn("smtputf8"):
            raise NotSent(Problem.ADDRESS, final=True)
        written = mail.as_bytes(policy=SMTP.clone(utf8=bool(options)))
        try:
            self._expect(connection.mail(self._sender.addr_spec, options), Problem.SENDER)
            self._expect(connection.rcpt(to), Problem.ADDRESS, final=True)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(Problem.UNREACHABLE, for_all=True) from error
        try:
            self._expect(connection.data(written), Problem.REFUSED, final=True)
        except smtplib.SMTPDataError as error:  # not even to begin with it
            raise _said(error.smtp_code, Problem.REFUSED, final=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(Problem.IN_DOUBT) from error

    @staticmethod
    def _expect(answer: tuple[int, bytes], problem: Problem, *, final: bool = False) -> None:
        if not 200 <= answer[0] < 300:
            raise _said(answer[0], problem, final=final)


def _said(code: int, problem: Problem, *, final: bool) -> NotSent:
    """A server that says 4xx wants to be asked again later (greylisting), one that says 5xx does not."""
    if code in _BUSY:
        return NotSent(Problem.BUSY)
    return NotSent(problem, final=final and code in _REFUSED)
