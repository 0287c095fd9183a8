"""*Notifications* and the bell: what a person was told, and what she chooses to be told, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from components.ui.markdown import plain
from services.access.access import ANYBODY, NotAllowed
from services.notifications import EventKind, NewEvent, raise_event
from services.notifications.channel import Problem
from services.notifications.choices import Choices
from services.notifications.mail import EMAIL
from services.notifications.outbox import MessageState
from services.notifications.quiet import QuietHours
from services.notifications.recipients import recipient_key
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything, running_console
from tests.pages.world import NASTY_NAMES, make_campaign
from tests.sandbox_process import RunningSandbox
from tests.services.notifications.post_office import Mailbox, Receiver, channels, mail_server
from tests.waiting import until

SOMEBODY = Person.at_console()
TITLES = {"en": "Notifications", "de": "Mitteilungen"}
PAUSED = {"en": "was paused by a limit", "de": "wurde von einer Grenze angehalten"}


def bell_of(tab: AppTest) -> str:
    """Words on the bell."""
    blocks = [tab.sidebar]
    for block in blocks:
        if block.type == "popover":
            return str(block.proto.popover.label)
        blocks += [one for one in block.children.values() if isinstance(one, Block)]
    raise AssertionError("there is no bell")


def told(console: Runtime, name: str = "Spring", key: str = "1", campaign_id: str = "c1") -> None:
    figures = {"at_most": 5, "called": 6}
    account = console.notifications.account
    event = NewEvent(EventKind.PAUSED, key, campaign_id, name, "reached", figures)
    assert raise_event(console.engine, account, event)


def test_it_says_that_nothing_has_happened_yet_and_how_to_get_mail(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    tab = open_page("notifications", language)
    assert tab.title[0].value == TITLES[language]
    assert not tab.exception
    assert {"en": "a mail server", "de": "ein Mailserver"}[language] in everything(tab)
    assert "CONSOLE_" not in everything(tab)


def test_the_bell_counts_what_is_unread_on_every_page(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    open_page("campaigns", language)  # from now on she can be told
    told(console)
    told(console, key="2")
    tab = until(lambda: open_page("campaigns", language), lambda tab: "2" in bell_of(tab), every=1.0)
    assert not tab.exception
    assert bell_of(tab) == f"{TITLES[language]} · 2"


def test_the_list_tells_what_happened_and_a_click_marks_it_as_read(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    campaign = make_campaign(console.api, "Spring")
    open_page("notifications", language)
    told(console, campaign_id=campaign.id)
    tab = open_page("notifications", language)
    assert PAUSED[language] in everything(tab)
    [event] = console.notifications.events(SOMEBODY)

    tab.button(key=f"event-{event.id}").click().run()

    assert not tab.exception
    assert console.notifications.unread(SOMEBODY) == 0
    assert tab.query_params["id"] in (campaign.id, [campaign.id]), "the click leads to the campaign"


def test_all_are_marked_as_read_and_what_came_since_is_not(console: Runtime, open_page: OpenPage) -> None:
    open_page("notifications")
    told(console)
    tab = open_page("notifications")
    told(console, key="2")
    tab.button(key="all-read").click().run()
    assert [event.unread for event in console.notifications.events(SOMEBODY)] == [True, False]


def test_all_are_marked_as_read_from_an_older_page_too(console: Runtime, open_page: OpenPage) -> None:
    open_page("notifications")
    for number in range(21):
        told(console, key=str(number))
    tab = open_page("notifications", page="2")
    tab.button(key="all-read").click().run()
    assert not any(event.unread for event in console.notifications.events(SOMEBODY))


def test_names_are_shown_as_typed(console: Runtime, open_page: OpenPage) -> None:
    open_page("notifications")
    for key, name in NASTY_NAMES.items():
        told(console, name, key)
    tab = open_page("notifications")
    assert not tab.exception
    shown = everything(tab)
    assert [name for name in NASTY_NAMES.values() if plain(name) not in shown] == []


def test_what_she_turns_off_is_not_in_her_bell_any_more(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    tab = open_page("notifications", language)
    told(console)
    tab.checkbox(key="told-paused-bell").uncheck()
    tab.button(key="save-told").click().run()
    assert not tab.exception
    assert console.notifications.recipient(SOMEBODY).choices.not_in_bell == {EventKind.PAUSED}
    assert console.notifications.unread(SOMEBODY) == 0
    assert console.notifications.recipient(SOMEBODY).choices.summary_at == Choices().summary_at


def test_what_nobody_was_told_before_she_came_is_not_told_afterwards(
    console: Runtime, open_page: OpenPage
) -> None:
    told(console)
    tab = open_page("notifications")
    assert console.notifications.events(SOMEBODY) == []
    assert not tab.exception


@pytest.fixture
def post() -> Iterator[tuple[Mailbox, str]]:
    with mail_server() as running:
        yield running


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


@pytest.fixture
def sending_console(
    sandbox: RunningSandbox, tmp_path: Path, post: tuple[Mailbox, str], receiver: Receiver
) -> Iterator[Runtime]:
    """With a mail server and a channel of the team."""
    set_up = channels(post[1], f"json://{receiver.address}/hook-secret", local_address="anna@example.com")
    yield from running_console(sandbox, tmp_path, channels=set_up)


def test_a_test_mail_is_sent_in_her_language_and_its_result_is_said(
    sending_console: Runtime, open_page: OpenPage, language: str, post: tuple[Mailbox, str]
) -> None:
    tab = open_page("notifications", language)
    tab.button(key="test-mail").click().run()
    assert [one.value for one in tab.success]
    assert post[0].subjects == [{"en": "A test message", "de": "Eine Testnachricht"}[language]]

    post[0].answers["RCPT"] = "550 no such user at 10.1.2.3"
    tab.button(key="test-mail").click().run()
    assert not tab.exception
    [error] = tab.error
    assert {"en": "does not take mail", "de": "nimmt für diese Adresse nichts an"}[language] in error.value
    assert "10.1.2.3" not in everything(tab)


def test_she_chooses_what_is_mailed_when_it_is_quiet_and_when_the_summary_comes(
    sending_console: Runtime, open_page: OpenPage, language: str
) -> None:
    tab = open_page("notifications", language)
    tab.checkbox(key="told-completed-mail").uncheck()
    tab.time_input(key="quiet-from").set_value(time(22, 30))
    tab.time_input(key="quiet-to").set_value(time(6))
    tab.time_input(key="summary-at").set_value(time(17, 15))
    tab.button(key="save-told").click().run()
    assert not tab.exception
    chosen = sending_console.notifications.recipient(SOMEBODY).choices
    assert chosen.not_sent == {EventKind.COMPLETED}
    assert chosen.quiet == QuietHours(time(22, 30), time(6))
    assert (chosen.summary_at, chosen.zone) == (time(17, 15), "Europe/Berlin")

    again = open_page("notifications", language)
    assert not again.checkbox(key="told-completed-mail").value
    again.toggle(key="quiet").set_value(False)
    again.toggle(key="summary").set_value(False)
    again.run()
    again.button(key="save-told").click().run()
    chosen = sending_console.notifications.recipient(SOMEBODY).choices
    assert (chosen.quiet, chosen.summary_at) == (None, None)


def test_the_channels_of_the_team_are_named_without_their_addresses(
    sending_console: Runtime, open_page: OpenPage, language: str, receiver: Receiver
) -> None:
    tab = open_page("notifications", language)
    assert "hook-secret" not in everything(tab) and receiver.address not in everything(tab)
    tab.selectbox(key="team-language").set_value("de")
    tab.checkbox(key="team-completed").uncheck()
    tab.button(key="save-team").click().run()
    assert not tab.exception
    team = sending_console.notifications.team
    assert (team.language, team.choices.not_sent) == ("de", {EventKind.COMPLETED})

    tab.button(key="test-team-1").click().run()
    assert [told["title"] for told in receiver.posts] == ["Eine Testnachricht"]


def test_a_mail_that_could_not_go_out_is_said_on_her_page(
    sending_console: Runtime, open_page: OpenPage, language: str, post: tuple[Mailbox, str]
) -> None:
    open_page("notifications", language)
    told(sending_console)
    notifications = sending_console.notifications
    notifications.choose(SOMEBODY, Choices(quiet=None))
    post[0].answers["RCPT"] = "550 no such user"
    until(lambda: notifications.deliver() + bool(notifications.last_sent(SOMEBODY)), every=0.5)
    tab = open_page("notifications", language)
    assert {"en": "did not go out", "de": "ging nicht hinaus"}[language] in everything(tab)


def test_a_mail_that_may_have_arrived_is_not_said_to_be_lost(
    sending_console: Runtime, open_page: OpenPage, language: str
) -> None:
    open_page("notifications", language)
    told(sending_console)
    notifications = sending_console.notifications
    outbox = notifications._outbox
    with sending_console.engine.begin() as connection:
        outbox.message_for(connection, recipient_key(SOMEBODY), EMAIL, outbox._now(), timedelta())
    [(message_id, _channel)] = outbox.due()
    claimed = outbox.claim(message_id)
    assert claimed is not None and outbox.ended(claimed, MessageState.UNCERTAIN, Problem.IN_DOUBT)

    said = everything(open_page("notifications", language))
    assert {
        "en": "not certain whether the last message arrived",
        "de": "nicht sicher, ob die letzte Nachricht ankam",
    }[language] in said
    assert {"en": "did not go out", "de": "ging nicht hinaus"}[language] not in said


def test_who_is_no_admin_does_not_see_the_channels_of_the_team(
    sending_console: Runtime, open_page: OpenPage
) -> None:
    sending_console.access.visitor = lambda: replace(ANYBODY, checked=True)
    assert not sending_console.access.keeps_console
    with pytest.raises(NotAllowed):
        sending_console.notifications.send_team_test(next(iter(sending_console.notifications.channels.team)))
    with pytest.raises(NotAllowed):
        sending_console.notifications.choose_for_team(Choices(), "de")
