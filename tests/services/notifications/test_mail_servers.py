"""Mail servers as settings name them: encrypted where they can be, signed in to, and no secret in any word that is said."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.notifications.channel import NotSent, Problem
from services.notifications.choices import Choices
from services.notifications.mail import EmailChannel, MailServer, sender_of
from services.notifications.message import Message, Part
from services.notifications.recipients import Recipient
from services.person import Person
from services.start_refused import StartRefused
from tests.services.notifications.post_office import ADA, Mailbox, mail_server

SECRET = "p@ss word"
QUOTED = "p%40ss%20word"
MESSAGE = Message("en", "Subject", [Part("Headline")], "Foot")
FROM = sender_of("console@example.com", MailServer("localhost", 25, encrypted=False))


def recipient(person: Person = ADA) -> Recipient:
    return Recipient("key", person, "en", Choices(), "UTC", datetime(2026, 1, 1, tzinfo=UTC), 0)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of an authority that nobody knows."""
    folder = tmp_path_factory.mktemp("certificate")
    command = "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(["openssl", *command.split(), *names], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture
def encrypted(certificate: Path) -> Iterator[tuple[Mailbox, str]]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with mail_server(ssl_context=context) as running:
        yield running


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.test", MailServer("mail.test", 25, False)),
        ("smtp://ada:x@mail.test", MailServer("mail.test", 587, False, "ada", "x")),
        (
            f"smtps://ada%40mail.test:{QUOTED}@mail.test",
            MailServer("mail.test", 465, True, "ada@mail.test", SECRET),
        ),
        ("smtp://[::1]:2525", MailServer("::1", 2525, False)),
    ],
)
def test_a_server_is_written_as_an_address(url: str, server: MailServer) -> None:
    assert MailServer.parse(url) == server
    assert MailServer.parse(url).password == server.password


@pytest.mark.parametrize(
    "url",
    [
        f"mail.test:{SECRET}",
        f"http://{QUOTED}@mail.test",
        f"smtp://ada:{QUOTED}@mail.test:nonsense",
        "smtp://",
    ],
)
def test_what_is_no_address_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(StartRefused, match="CONSOLE_SMTP_URL") as refused:
        MailServer.parse(url)
    assert SECRET not in str(refused.value) and QUOTED not in str(refused.value)


@pytest.mark.parametrize("sender", ["nonsense", "a@b\r\nBcc: c@d", ""])
def test_mail_has_to_come_from_somebody(sender: str) -> None:
    with pytest.raises(StartRefused, match="CONSOLE_MAIL_FROM"):
        sender_of(sender, MailServer("localhost", 25, encrypted=False))


def test_it_signs_in_with_the_name_and_password_of_the_settings() -> None:
    with mail_server(authenticator=Mailbox().authenticate, auth_require_tls=False) as (mailbox, address):
        channel = EmailChannel(MailServer.parse(f"smtp://ada:{QUOTED}@{address}"), FROM)
        channel.send(MESSAGE, "1", recipient())
        assert mailbox.to == ["ada@example.com"]


def test_a_password_that_is_not_accepted_is_said_without_being_shown() -> None:
    with mail_server(authenticator=Mailbox().authenticate, auth_require_tls=False) as (mailbox, address):
        channel = EmailChannel(MailServer.parse(f"smtp://ada:wrong-{QUOTED}@{address}"), FROM)
        with pytest.raises(NotSent) as why:
            channel.send(MESSAGE, "1", recipient())
    assert why.value.problem is Problem.SIGN_IN and why.value.for_all
    assert SECRET not in f"{why.value!r} {channel!r} {MailServer.parse(f'smtp://ada:{QUOTED}@{address}')!r}"
    assert mailbox.mails == []


def test_a_password_that_no_server_can_be_told_is_one_that_is_not_accepted() -> None:
    with mail_server(authenticator=Mailbox().authenticate, auth_require_tls=False) as (mailbox, address):
        channel = EmailChannel(MailServer.parse(f"smtp://ada:gr%C3%BCn@{address}"), FROM)
        with pytest.raises(NotSent) as why:
            channel.send(MESSAGE, "1", recipient())
    assert why.value.problem is Problem.SIGN_IN and why.value.for_all
    assert mailbox.mails == []


def test_an_encrypted_server_is_spoken_to_where_its_certificate_is_trusted(
    encrypted: tuple[Mailbox, str], certificate: Path
) -> None:
    mailbox, address = encrypted
    trusted = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    EmailChannel(MailServer.parse(f"smtps://{address}"), FROM, context=lambda: trusted).send(
        MESSAGE, "1", recipient()
    )
    assert mailbox.subjects == ["Subject"]


def test_nothing_is_sent_to_a_server_whose_certificate_nobody_vouches_for(
    encrypted: tuple[Mailbox, str],
) -> None:
    mailbox, address = encrypted
    with pytest.raises(NotSent) as why:
        EmailChannel(MailServer.parse(f"smtps://{address}"), FROM).send(MESSAGE, "1", recipient())
    assert why.value.problem is Problem.NOT_SECURE
    assert mailbox.mails == []


def test_an_address_that_is_none_gets_nothing() -> None:
    with mail_server() as (mailbox, address):
        channel = EmailChannel(MailServer.parse(f"smtp://{address}"), FROM)
        for email in ("nobody", "a@b\r\nBcc: c@d", "a@b, c@d"):
            person = Person("Ada\r\nBcc: mallory@example.org", email, "https://issuer.test", "1")
            with pytest.raises(NotSent) as why:
                channel.send(MESSAGE, "1", recipient(person))
            assert why.value.final
        assert mailbox.mails == []


def test_a_name_with_line_breaks_is_a_name() -> None:
    with mail_server() as (mailbox, address):
        person = Person("Ada\r\nBcc: mallory@example.org", "ada@example.com", "https://issuer.test", "1")
        EmailChannel(MailServer.parse(f"smtp://{address}"), FROM).send(MESSAGE, "1", recipient(person))
        assert mailbox.to == ["ada@example.com"] and mailbox.mails[0]["Bcc"] is None
