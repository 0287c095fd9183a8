"""Quiet hours and the day's summary by the clock on a person's wall: over midnight, over the change of the clock, once a day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from services.notifications import EventKind, NewEvent, raise_event
from services.notifications.choices import Choices
from services.notifications.inbox import Event
from services.notifications.quiet import QuietHours
from services.notifications.summary import CampaignDay, DayReport
from tests.services.notifications.post_office import (
    ACCOUNT,
    ADA,
    BEN,
    Clock,
    Mailbox,
    channels,
    notifications,
)
from tests.services.notifications.test_mail_is_sent_once import deliver, paused

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(time(20), time(7))


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("quiet", "at", "sent"),
    [
        (NIGHT, "2026-07-01T19:59", "2026-07-01T19:59"),
        (NIGHT, "2026-07-01T20:00", "2026-07-02T07:00"),
        (NIGHT, "2026-07-01T23:59", "2026-07-02T07:00"),
        (NIGHT, "2026-07-02T00:01", "2026-07-02T07:00"),
        (NIGHT, "2026-07-02T07:00", "2026-07-02T07:00"),
        (NIGHT, "2026-03-28T22:00", "2026-03-29T07:00"),  # the clock goes forward that night
        (NIGHT, "2026-10-24T22:00", "2026-10-25T07:00"),  # and back that night
        (QuietHours(time(12), time(13)), "2026-07-01T12:30", "2026-07-01T13:00"),
        (QuietHours(time(1), time(2, 30)), "2026-03-29T01:30", "2026-03-29T03:30"),  # there is no 2:30
        (QuietHours(time(9), time(9)), "2026-07-01T09:00", "2026-07-01T09:00"),
    ],
)
def test_what_happens_in_quiet_hours_waits_for_their_end(quiet: QuietHours, at: str, sent: str) -> None:
    assert quiet.over_at(local(at).astimezone(UTC), BERLIN) == local(sent).astimezone(UTC)


@given(
    minute=st.integers(0, 366 * 24 * 60),
    start=st.times(),
    end=st.times(),
    zone=st.sampled_from(
        ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
    ),
)
def test_nobody_waits_longer_than_a_day_wherever_she_is(
    minute: int, start: time, end: time, zone: str
) -> None:
    moment, where = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute), ZoneInfo(zone)
    sent = QuietHours(start, end).over_at(moment, where)
    assert moment <= sent
    assert (sent - moment).total_seconds() <= 25 * 3600


def test_a_mail_of_the_night_goes_out_in_the_morning_with_all_others(
    database: Engine, clock: Clock, post: tuple[Mailbox, str]
) -> None:
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    clock.at = local("2026-07-01T21:00").astimezone(UTC)
    office.seen(ADA, "en", "Europe/Berlin")
    for hour in range(3):
        raise_event(database, ACCOUNT, paused(str(hour)), clock())
        assert deliver(office, clock) == 0
        clock.forward(hours=1)
    clock.at = local("2026-07-02T07:01").astimezone(UTC)
    assert office.deliver() == 1
    assert mailbox.subjects == ["“Spring” was paused by a limit, and 2 more"]


def test_phones_that_go_on_ringing_wake_her(
    database: Engine, clock: Clock, post: tuple[Mailbox, str]
) -> None:
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    clock.at = local("2026-07-01T23:00").astimezone(UTC)
    office.seen(ADA, "en", "Europe/Berlin")
    raise_event(database, ACCOUNT, paused(), clock())
    deliver(office, clock)
    raise_event(
        database, ACCOUNT, NewEvent(EventKind.NOT_STOPPED, "1", "c1", "Spring", "not_paused"), clock()
    )
    assert deliver(office, clock) == 1
    assert mailbox.subjects == ["“Spring” was to be paused and may go on calling"]


def report(_since: datetime, _until: datetime) -> DayReport:
    waiting = Event(1, EventKind.PAUSED, "reached", "c1", "Spring", {}, datetime(2026, 7, 1, tzinfo=UTC))
    return DayReport([CampaignDay("c1", "Spring", 1200, 300)], [waiting])


def test_the_summary_comes_once_a_day_at_her_time(
    database: Engine, clock: Clock, post: tuple[Mailbox, str]
) -> None:
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    office.reports = report
    office.seen(ADA, "de", "Europe/Berlin")
    office.seen(BEN, "en", "Europe/Berlin")
    office._recipients.choose(office.recipient(BEN).key, Choices(summary_at=None))
    for _quarter in range(4 * 24 * 2):
        clock.forward(minutes=15)
        for _process in range(2):
            office.begin_summaries()
            office.deliver()
    assert mailbox.to == ["ada@example.com"] * 2
    assert mailbox.subjects == ["Der Tag: 1 Sache wartet auf eine Entscheidung"] * 2
    text = mailbox.mails[0].get_body(("plain",))
    assert text is not None
    assert "1.200 Anrufe in 24 Stunden, 300 abgenommen" in text.get_content()
    assert "„Spring“: 1.200 angerufen, 300 abgenommen" in text.get_content()


def test_a_day_on_which_nothing_happened_has_no_summary(
    database: Engine, clock: Clock, post: tuple[Mailbox, str]
) -> None:
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    office.reports = lambda _since, _until: DayReport([])
    office.seen(ADA, "en", "Europe/Berlin")
    clock.forward(hours=9)
    office.begin_summaries()
    office.deliver()
    assert mailbox.mails == []
