"""Processes of the console that are killed, and two of them at once: each mail is sent, and none twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from services.database.database import make_engine
from services.notifications import raise_event
from services.notifications.choices import Choices
from services.notifications.recipients import Recipients
from services.notifications.tables import EventRow, MessageRow
from services.person import Person
from tests.new_database import make_tables
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.imports.postgresql import postgresql
from tests.services.keeper.process import ConsoleProcess
from tests.services.notifications.post_office import Mailbox
from tests.services.notifications.test_mail_is_sent_once import paused
from tests.waiting import until

pytestmark = pytest.mark.lengthy
NOBODY_SIGNS_IN = Person("")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("platform"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, str]]:
    """A database that several processes use, with somebody who can be told."""
    if request.param == "sqlite":
        yield from prepared(f"sqlite:///{tmp_path / 'console.db'}")
    else:
        with postgresql() as url:
            yield from prepared(url)


def prepared(url: str) -> Iterator[tuple[Engine, str]]:
    engine = make_engine(url)
    make_tables(engine)
    recipients = Recipients(engine)
    recipients.seen(NOBODY_SIGNS_IN, "en", "UTC")
    recipients.choose("local", Choices(quiet=None))
    yield engine, url
    engine.dispose()


def process(platform: RunningSandbox, url: str, server: str, name: str) -> ConsoleProcess:
    settings = {
        "CONSOLE_SMTP_URL": f"smtp://{server}",
        "CONSOLE_MAIL_FROM": "console@example.com",
        "CONSOLE_MAIL_TO": "anna@example.com",
    }
    return ConsoleProcess(platform, url, name, **settings)


def account(platform: RunningSandbox) -> str:
    return f"{platform.url} {platform.team_id}"


def test_two_processes_on_one_database_of_which_one_is_killed_send_each_mail_once(
    platform: RunningSandbox, shared: tuple[Engine, str], post: tuple[Mailbox, str]
) -> None:
    engine, url = shared
    mailbox, server = post
    first = process(platform, url, server, "first").start()
    with process(platform, url, server, "second"):
        for number in range(4):
            raise_event(engine, account(platform), paused(str(number), f"Campaign {number}"))
        first.kill()
        for number in range(4, 8):
            raise_event(engine, account(platform), paused(str(number), f"Campaign {number}"))
        until(lambda: handed_on(engine) and messages(engine) == {"sent"})
    texts = [str(mail.get_body(("plain",)).get_content()) for mail in mailbox.mails]  # pyright: ignore[reportOptionalMemberAccess]  each has one
    assert [sum(f"“Campaign {number}” was paused" in text for text in texts) for number in range(8)] == [
        1
    ] * 8


@pytest.mark.parametrize(
    "shared", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True
)
def test_what_happened_before_a_kill_goes_out_after_the_restart(
    platform: RunningSandbox, shared: tuple[Engine, str], post: tuple[Mailbox, str]
) -> None:
    engine, url = shared
    mailbox, server = post
    killed = process(platform, url, server, "machine").start()
    raise_event(engine, account(platform), paused())
    until(lambda: handed_on(engine))
    killed.kill()
    with process(platform, url, server, "machine"):
        until(lambda: mailbox.mails)
        until(lambda: messages(engine) == {"sent"})
    assert len(mailbox.mails) == 1


def handed_on(engine: Engine) -> bool:
    with engine.connect() as connection:
        return None not in list(connection.scalars(select(EventRow.handed_on_at)))


def messages(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(select(MessageRow.state)))
