"""Messages that could not be put together, and channels that do not answer: nothing is lost, and nothing holds up the rest."""

from __future__ import annotations

import socket
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import Engine

from services.database.circuit_breaker import AwayReason, DatabaseAway
from services.notifications import EventKind, NewEvent, raise_event
from services.notifications.choices import Choices
from services.notifications.notifications import Notifications
from services.notifications.outbox import AT_ONCE, Claimed, MessageOutbox, MessageState
from services.notifications.postman import Postman
from services.notifications.recipients import TEAM, Recipients
from services.notifications.summary import CampaignDay, DayReport
from services.person import Person
from tests.services.notifications.post_office import (
    ACCOUNT,
    ADDRESS,
    Clock,
    Receiver,
    channels,
    notifications,
)
from tests.services.notifications.test_mail_is_sent_once import deliver, paused, states

REPORT = DayReport([CampaignDay("c1", "Spring", 3, 1)])


def no_report(_since: datetime, _until: datetime) -> DayReport:
    raise RuntimeError("the day cannot be told now")


def summary_for_the_team(office: Notifications, clock: Clock) -> None:
    """One that is due."""
    soon = (clock() + timedelta(hours=1)).time()
    office._recipients.choose(TEAM, Choices(quiet=None, summary_at=time(soon.hour, soon.minute)))
    clock.forward(hours=1, minutes=1)
    assert office.begin_summaries() == 1


def test_a_message_that_could_not_be_put_together_goes_out_later(database: Engine, clock: Clock) -> None:
    with Receiver() as receiver:
        office = notifications(database, channels(notify=f"json://{receiver.address}/one"), clock)
        summary_for_the_team(office, clock)
        office.reports = no_report
        with pytest.raises(RuntimeError):
            office.deliver()
        assert states(database) == [MessageState.WAITING]
        last = office.last_sent_to_team(next(iter(office.channels.team)))
        assert last is not None and last.problem == "not_written"

        office.reports = lambda _since, _until: REPORT
        clock.forward(minutes=1)
        assert office.deliver() == 1
        assert len(receiver.posts) == 1


class AwayWhenItIsPutBack(MessageOutbox):
    def again(self, message: Claimed, problem: str) -> bool:
        raise DatabaseAway(AwayReason.LOCKED)


def test_what_was_never_handed_over_is_not_in_doubt_where_the_database_was_away(
    database: Engine, clock: Clock
) -> None:
    """It cannot be put back then, and stays in hand for some minutes."""
    with Receiver() as receiver:
        set_up = channels(notify=f"json://{receiver.address}/one")
        office = notifications(database, set_up, clock)
        summary_for_the_team(office, clock)
        reports = [no_report]
        postman = Postman(
            AwayWhenItIsPutBack(database, lambda: ACCOUNT, clock),
            Recipients(database, clock),
            set_up.all,
            may_be_told=lambda _recipient, _channel: True,
            address=lambda: ADDRESS,
            reports=lambda: reports[0],
            now=clock,
        )
        with pytest.raises(DatabaseAway):
            postman.send_due()
        reports[0] = lambda _since, _until: REPORT
        clock.forward(minutes=10)
        assert postman.send_due() == 1
        assert len(receiver.posts) == 1
        assert states(database) == [MessageState.SENT]


def test_mail_that_waits_for_its_server_does_not_hold_up_the_channels_of_the_team(
    database: Engine, clock: Clock
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody_there = f"127.0.0.1:{free.getsockname()[1]}"
    with Receiver() as receiver:
        office = notifications(
            database,
            channels(nobody_there, f"json://{receiver.address}/one"),
            clock,
            allowed=lambda: "@example.com",
        )
        for number in range(AT_ONCE + 5):
            office.seen(Person("", f"{number}@example.com", "https://issuer.test", str(number)), "en", "UTC")
        office._recipients.choose(TEAM, Choices(frozenset(), frozenset({EventKind.PAUSED}), None, None))
        for recipient in range(AT_ONCE + 5):
            key = Person("", "", "https://issuer.test", str(recipient)).key
            office._recipients.choose(key, Choices(quiet=None, summary_at=None))
        raise_event(database, ACCOUNT, paused(), clock())
        assert deliver(office, clock) == 0
        raise_event(database, ACCOUNT, NewEvent(EventKind.COMPLETED, "1", "c1", "Spring"), clock())
        assert deliver(office, clock) == 1
        assert len(receiver.posts) == 1
