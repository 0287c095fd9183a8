"""Sending of messages, as a person sees it: where they go, what became of the last one, and a test with its result."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.ui import formats
from components.ui.markdown import plain
from components.words.notifications import problem
from services.notifications.channel import NotSent
from services.notifications.notifications import Notifications
from services.notifications.outbox import LastMessage, MessageState
from services.person import Person
from services.process.turns import turns
from services.texts import _


def draw_mail(notifications: Notifications, person: Person) -> None:
    """Where e-mail to a person goes, or how she gets some."""
    address = notifications.mail_address(person)
    if not address:
        _say_how(notifications)
        return
    st.markdown(_("E-mail goes to {address}.").format(address=f"**{plain(address)}**"))
    _draw_last(notifications.last_sent(person))
    _test("test-mail", lambda: notifications.send_test_mail(person))


def draw_channels(notifications: Notifications) -> None:
    """The team's channels by the names of their services, each with a test."""
    for number, (channel, service) in enumerate(notifications.channels.team.items(), 1):
        st.markdown(f"**{number}. {plain(service.name)}**")
        _draw_last(notifications.last_sent_to_team(channel))
        _test(f"test-team-{number}", lambda channel=channel: notifications.send_team_test(channel))


def _say_how(notifications: Notifications) -> None:
    if notifications.channels.mail is None:
        words = _(
            "The bell tells you what happens while you use the console. To get e-mail as well, ask the person who runs this console to "
            "set up a mail server."
        )
    else:
        words = _(
            "The bell tells you what happens while you use the console. E-mail goes to the address people sign in with; nobody signs "
            "in here. The person who runs this console can name an address (`CONSOLE_MAIL_TO`)."
        )
    st.info(words, icon=":material/mail:")


def _draw_last(last: LastMessage | None) -> None:
    if last is None:
        return
    when = formats.moment(last.at)
    if last.state is MessageState.SENT:
        st.caption(_("The last message went out on {moment}.").format(moment=when))
    elif last.state is MessageState.UNCERTAIN:
        words = _(
            "It is not certain whether the last message arrived ({moment}), so it is not sent again. It is in the bell all the same."
        )
        st.warning(words.format(moment=when), icon=":material/mail_off:")
    elif last.state is MessageState.FAILED:
        words = _("The last message did not go out ({moment}). {why} It is in the bell all the same.")
        st.warning(words.format(moment=when, why=problem(last.problem)), icon=":material/mail_off:")
    elif last.state is MessageState.WAITING and last.problem:
        words = _("A message waits to go out (last tried {moment}). {why} It is tried again by itself.")
        st.warning(words.format(moment=when, why=problem(last.problem)), icon=":material/schedule_send:")


def _test(key: str, send: Callable[[], object]) -> None:
    if not st.button(_("Send a test message"), key=key, icon=":material/send:"):
        return
    try:
        with st.spinner(_("Sending …")), turns.given_up():
            send()
    except NotSent as why:
        st.error(
            problem(why.problem.value), title=_("The test message did not go out"), icon=":material/error:"
        )
    else:
        st.success(
            _(
                "The server has taken the test message. If it does not arrive within minutes, look among unwanted mail."
            ),
            icon=":material/check:",
        )
