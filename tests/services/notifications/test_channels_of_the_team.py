"""Channels of the team over a real HTTP receiver: told once, asked nothing but the address of the settings, nothing leaked."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from sqlalchemy import Engine

from services.notifications import EventKind, NewEvent, raise_event
from services.notifications.outbox import MessageState
from services.notifications.recipients import TEAM
from services.notifications.team_channels import team_channels
from services.start_refused import StartRefused
from tests.services.notifications.post_office import (
    ACCOUNT,
    ADA,
    Clock,
    Receiver,
    channels,
    notifications,
)
from tests.services.notifications.test_mail_is_sent_once import deliver, paused, states

SECRET = "T0K3N-of-the-hook"


def test_each_channel_is_told_once(database: Engine, clock: Clock) -> None:
    with Receiver() as first, Receiver() as second:
        hooks = f"json://{first.address}/one mmost://{second.address}/aaaaaaaaaaaaaaaaaaaaaaaaaa"
        office = notifications(database, channels(notify=hooks), clock)
        raise_event(database, ACCOUNT, paused(), clock())
        assert deliver(office, clock) == 2
        clock.forward(hours=2)
        assert office.deliver() == 0
        assert [told["title"] for told in first.posts] == ["“Spring” was paused by a limit"]
        assert "https://console.example.com/campaign?id=c1" in first.posts[0]["message"].replace("\u2060", "")
        assert "“Spring” was paused by a limit" in second.posts[0]["text"]


def test_a_channel_that_reads_markdown_gets_links_that_lead_where_they_should(
    database: Engine, clock: Clock
) -> None:
    """As Teams does, whose own address cannot be on this machine."""
    with Receiver() as receiver:
        hook = f"json://{receiver.address}/one?format=markdown"
        office = notifications(database, channels(notify=hook), clock)
        name = "*Spring* [x](https://evil.example.org)"
        raise_event(database, ACCOUNT, NewEvent(EventKind.COMPLETED, "1", "camp_1_2", name), clock())
        deliver(office, clock)
        said = receiver.posts[0]["message"]
        assert "[Open the campaign](https://console.example.com/campaign?id=camp_1_2)" in said
        assert "(https://evil" not in said and "\\*" in said


def test_a_channel_that_answers_with_an_error_is_asked_again(database: Engine, clock: Clock) -> None:
    with Receiver() as receiver:
        receiver.status = 503
        office = notifications(database, channels(notify=f"json://{receiver.address}/one"), clock)
        raise_event(database, ACCOUNT, paused(), clock())
        deliver(office, clock)
        assert states(database) == [MessageState.WAITING]
        receiver.status = 200
        clock.forward(minutes=2)
        assert office.deliver() == 1


def test_one_that_took_it_and_broke_off_is_not_told_twice(database: Engine, clock: Clock) -> None:
    """A channel knows no id by which the second one could be told apart. The bell has it all the same."""
    with Receiver() as receiver:
        receiver.breaks_off = True
        office = notifications(database, channels(notify=f"json://{receiver.address}/one"), clock)
        raise_event(database, ACCOUNT, paused(), clock())
        deliver(office, clock)
        clock.forward(hours=2)
        office.deliver()
        assert len(receiver.posts) == 1
        assert states(database) == [MessageState.UNCERTAIN]


def test_one_that_cannot_be_reached_is_asked_again(database: Engine, clock: Clock) -> None:
    with Receiver() as receiver:
        address = receiver.address
    office = notifications(database, channels(notify=f"json://{address}/one"), clock)
    raise_event(database, ACCOUNT, paused(), clock())
    deliver(office, clock)
    last = office.last_sent_to_team(next(iter(office.channels.team)))
    assert last is not None and (last.state, last.problem) == (MessageState.WAITING, "unreachable")


def test_no_redirect_is_followed(database: Engine, clock: Clock) -> None:
    with Receiver() as receiver, Receiver() as elsewhere:
        receiver.redirects_to = f"http://{elsewhere.address}/inside"
        office = notifications(database, channels(notify=f"json://{receiver.address}/one"), clock)
        raise_event(database, ACCOUNT, paused(), clock())
        deliver(office, clock)
        assert elsewhere.paths == [] and receiver.paths == ["/one"]


def test_the_team_speaks_the_language_that_was_chosen_for_it(database: Engine, clock: Clock) -> None:
    with Receiver() as receiver:
        office = notifications(database, channels(notify=f"json://{receiver.address}/one"), clock)
        office._recipients.choose(TEAM, office.team.choices, language="de")
        raise_event(database, ACCOUNT, paused(), clock())
        deliver(office, clock)
        assert receiver.posts[0]["title"] == "„Spring“ wurde von einer Grenze angehalten"


def test_no_log_holds_the_address(
    database: Engine, clock: Clock, everything_logged: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    with Receiver() as receiver:
        receiver.status = 500
        hook = f"json://user:{SECRET}@{receiver.address}/{SECRET}"
        office = notifications(database, channels(notify=hook), clock)
        raise_event(database, ACCOUNT, paused(), clock())
        deliver(office, clock)
        assert receiver.posts and "did not go out" in everything_logged.getvalue()
    shown = capsys.readouterr()
    assert SECRET not in everything_logged.getvalue() + shown.out + shown.err + repr(office.channels)


@pytest.fixture
def everything_logged() -> Iterator[StringIO]:
    """All that a console's log gets, at its most talkative."""
    log, written = logging.getLogger(), StringIO()
    handler, before = logging.StreamHandler(written), log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    yield written
    log.setLevel(before)
    log.removeHandler(handler)


@pytest.mark.parametrize("setting", [f"nonsense://{SECRET}", f"{SECRET}", f"json://h/a slakc://{SECRET}/b/c"])
def test_an_address_that_nothing_knows_is_refused_without_being_quoted(setting: str) -> None:
    with pytest.raises(StartRefused, match="CONSOLE_NOTIFY_URLS") as refused:
        team_channels(setting)
    assert SECRET not in str(refused.value)


def test_people_are_told_by_mail_and_not_by_the_teams_channels(database: Engine, clock: Clock) -> None:
    office = notifications(database, channels(), clock)
    office.seen(ADA, "en", "UTC")
    raise_event(database, ACCOUNT, paused(), clock())
    assert deliver(office, clock) == 0 and states(database) == []
    assert office.unread(ADA) == 1
