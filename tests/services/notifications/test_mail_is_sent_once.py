"""E-mail over a real mail server: once for one event, whatever process dies or doubles, and never lost."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from services.notifications import EventKind, NewEvent, raise_event
from services.notifications.channel import NotSent
from services.notifications.choices import Choices
from services.notifications.notifications import Notifications
from services.notifications.outbox import MessageOutbox, MessageState
from services.notifications.tables import DeliveryRow, MessageRow
from tests.services.notifications.post_office import (
    ACCOUNT,
    ADA,
    BEN,
    Clock,
    Mailbox,
    channels,
    mail_server,
    notifications,
)

Post = tuple[Mailbox, str]


def paused(key: str = "1", name: str = "Spring") -> NewEvent:
    return NewEvent(EventKind.PAUSED, key, "c1", name, "reached", {"at_most": 5, "called": 6})


def happens(engine: Engine, clock: Clock, event: NewEvent) -> None:
    raise_event(engine, ACCOUNT, event, clock())


def deliver(office: Notifications, clock: Clock) -> int:
    """What is new is gathered for some seconds, and goes out then."""
    sent = office.deliver()
    clock.forward(seconds=10)
    return sent + office.deliver()


def states(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(select(MessageRow.state).order_by(MessageRow.made_at)))


def test_everybody_who_uses_the_console_is_told_once(database: Engine, clock: Clock, post: Post) -> None:
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "en", "Europe/Berlin")
    office.seen(BEN, "de", "Europe/Berlin")
    happens(database, clock, paused())
    happens(database, clock, paused())

    assert deliver(office, clock) == 2
    clock.forward(minutes=30)
    assert office.deliver() == 0

    assert sorted(mailbox.to) == ["ada@example.com", "ben@example.com"]
    assert sorted(mailbox.subjects) == [
        "“Spring” was paused by a limit",
        "„Spring“ wurde von einer Grenze angehalten",
    ]


def test_a_mail_says_what_happened_when_and_leads_to_the_campaign(
    database: Engine, clock: Clock, post: Post
) -> None:
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "en", "Europe/Berlin")
    happens(database, clock, paused())
    deliver(office, clock)

    [mail] = mailbox.mails
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and html is not None
    text = plain.get_content()
    assert "People it was launched for at most: 5. Called: 6." in text
    assert "Wed, 1 Jul 2026, 12:00 CEST" in text
    assert "https://console.example.com/campaign?id=c1" in text
    assert '<a href="https://console.example.com/campaign?id=c1">Open the campaign</a>' in html.get_content()
    assert (mail["From"], mail["To"]) == (
        "Campaign console <console@example.com>",
        "Ada Lovelace <ada@example.com>",
    )
    assert mail["Auto-Submitted"] == "auto-generated"


def test_what_happens_together_is_one_mail(database: Engine, clock: Clock, post: Post) -> None:
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "en", "UTC")
    for number in range(60):
        happens(database, clock, paused(str(number), f"Campaign {number}"))
    deliver(office, clock)
    assert mailbox.subjects == ["“Campaign 0” was paused by a limit, and 59 more"]
    text = mailbox.mails[0].get_body(("plain",))
    assert text is not None and "And 10 more in the console" in text.get_content()


def test_nobody_who_was_taken_off_the_list_is_told(database: Engine, clock: Clock, post: Post) -> None:
    mailbox, server = post
    allowed = ["@example.com"]
    office = notifications(database, channels(server), clock, allowed=lambda: allowed[0])
    office.seen(ADA, "en", "UTC")
    happens(database, clock, paused())
    office.deliver()
    allowed[0] = "ben@example.com"
    clock.forward(seconds=10)
    office.deliver()
    happens(database, clock, paused("2"))
    deliver(office, clock)
    assert mailbox.mails == []
    assert states(database) == [MessageState.DROPPED]


def test_what_she_turned_off_is_not_sent(database: Engine, clock: Clock, post: Post) -> None:
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "en", "UTC")
    key = office.recipient(ADA).key
    office._recipients.choose(key, Choices(not_sent=frozenset({EventKind.PAUSED}), quiet=None))
    happens(database, clock, paused())
    happens(database, clock, NewEvent(EventKind.COMPLETED, "1", "c1", "Spring"))
    deliver(office, clock)
    assert mailbox.subjects == ["“Spring” is finished"]


def test_a_server_that_is_away_gets_it_when_it_is_back(database: Engine, clock: Clock) -> None:
    with mail_server() as (mailbox, server):
        pass
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "en", "UTC")
    happens(database, clock, paused())
    deliver(office, clock)
    last = office.last_sent(ADA)
    assert last is not None and (last.state, last.problem) == (MessageState.WAITING, "unreachable")

    with mail_server() as (
        mailbox,
        server,
    ):  # on another port: the settings were changed, and the console started anew
        clock.forward(minutes=2)
        assert notifications(database, channels(server), clock).deliver() == 1
    assert mailbox.subjects == ["“Spring” was paused by a limit"]


@pytest.mark.parametrize(
    ("command", "answer", "state", "problem"),
    [
        ("RCPT", "451 greylisted", MessageState.WAITING, "busy"),
        ("RCPT", "550 no such user", MessageState.FAILED, "address"),
        ("DATA", "452 later", MessageState.WAITING, "busy"),
        ("DATA", "554 spam", MessageState.FAILED, "refused"),
    ],
)
def test_a_server_that_says_later_is_asked_later_and_one_that_says_no_is_not(
    database: Engine, clock: Clock, post: Post, command: str, answer: str, state: MessageState, problem: str
) -> None:
    mailbox, server = post
    mailbox.answers[command] = answer
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "en", "UTC")
    happens(database, clock, paused())
    deliver(office, clock)
    last = office.last_sent(ADA)
    assert last is not None and (last.state, last.problem) == (state, problem)

    mailbox.answers.clear()
    clock.forward(minutes=5)
    office.deliver()
    assert len(mailbox.mails) == (1 if state is MessageState.WAITING else 0)


def test_after_a_day_it_is_tried_no_more(database: Engine, clock: Clock, post: Post) -> None:
    mailbox, server = post
    mailbox.answers["RCPT"] = "451 not now"
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "en", "UTC")
    happens(database, clock, paused())
    for _attempt in range(60):
        deliver(office, clock)
        clock.forward(minutes=31)
    assert states(database) == [MessageState.FAILED]


def test_a_process_that_dies_between_sending_and_writing_it_down_sends_the_same_mail_once_more(
    database: Engine, clock: Clock, post: Post
) -> None:
    """Nobody can know whether it arrived. It has the same Message-ID, by which mail programs drop the second copy."""
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "en", "UTC")
    happens(database, clock, paused())
    office.deliver()
    clock.forward(seconds=10)
    dies(office, clock)

    assert notifications(database, channels(server), clock).deliver() == 0, "another one may have it in hand"
    clock.forward(minutes=6)
    assert notifications(database, channels(server), clock).deliver() == 1
    clock.forward(hours=5)
    assert notifications(database, channels(server), clock).deliver() == 0
    assert len(mailbox.mails) == 2
    assert len({str(mail["Message-ID"]) for mail in mailbox.mails}) == 1
    assert len(set(mailbox.subjects)) == 1


def dies(office: Notifications, clock: Clock) -> None:
    """Send what is due and write nothing down of it: what a power cut leaves in the database."""
    outbox = office._outbox
    for message_id, _channel in outbox.due():
        claimed = outbox.claim(message_id)
        assert claimed is not None
        recipient = office.recipient(ADA)
        mail = office.channels.mail
        assert mail is not None
        written = office._postman._write(claimed, recipient, mail)
        assert written is not None
        mail.send(written, claimed.id, recipient)


def test_a_connection_that_breaks_after_the_server_took_it_leads_to_the_same_mail(
    database: Engine, clock: Clock, post: Post
) -> None:
    mailbox, server = post
    mailbox.breaks_off_after_taking = 1
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "en", "UTC")
    happens(database, clock, paused())
    deliver(office, clock)
    last = office.last_sent(ADA)
    assert last is not None and last.problem == "in_doubt"
    clock.forward(minutes=2)
    office.deliver()
    assert len(mailbox.mails) == 2 and len({str(mail["Message-ID"]) for mail in mailbox.mails}) == 1


def test_a_process_that_dies_before_it_sends_loses_nothing(
    database: Engine, clock: Clock, post: Post
) -> None:
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "en", "UTC")
    happens(database, clock, paused())
    office.deliver()
    clock.forward(seconds=10)
    outbox = MessageOutbox(database, lambda: ACCOUNT, clock)
    assert [outbox.claim(message_id) for message_id, _channel in outbox.due()] != [None]

    clock.forward(minutes=6)
    notifications(database, channels(server), clock).deliver()
    assert len(mailbox.mails) == 1


def test_an_event_of_before_a_restart_goes_out_after_it(database: Engine, clock: Clock, post: Post) -> None:
    mailbox, server = post
    notifications(database, channels(server), clock).seen(ADA, "en", "UTC")
    happens(database, clock, paused())
    clock.forward(hours=3)
    deliver(notifications(database, channels(server), clock), clock)
    assert len(mailbox.mails) == 1


def test_two_processes_at_once_send_each_mail_once(database: Engine, clock: Clock, post: Post) -> None:
    mailbox, server = post
    offices = [
        notifications(database, channels(server), clock, gathered=timedelta()) for _process in range(2)
    ]
    offices[0].seen(ADA, "en", "UTC")
    offices[0].seen(BEN, "en", "UTC")
    for number in range(10):
        happens(database, clock, paused(str(number)))

    def work(office: Notifications) -> None:
        for _beat in range(5):
            office.deliver()

    threads = [threading.Thread(target=work, args=(office,)) for office in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(DeliveryRow)) == 20
        assert connection.scalar(select(func.count()).select_from(MessageRow)) == len(mailbox.mails)
    assert len({str(mail["Message-ID"]) for mail in mailbox.mails}) == len(mailbox.mails)


def test_the_test_message_says_honestly_what_came_of_it(database: Engine, clock: Clock, post: Post) -> None:
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "de", "UTC")
    office._postman.send_test(office.recipient(ADA), "email")
    assert mailbox.subjects == ["Eine Testnachricht"]
    mailbox.answers["RCPT"] = "550 no such user"
    with pytest.raises(NotSent, match="address"):
        office._postman.send_test(office.recipient(ADA), "email")
