"""Names of campaigns in messages are data: no header, no line of their own, no markup, no mention."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from services.notifications import raise_event
from services.notifications.inert import for_a_channel, on_one_line
from tests.pages.world import NASTY_NAMES
from tests.services.notifications.post_office import (
    ACCOUNT,
    ADA,
    Clock,
    Mailbox,
    Receiver,
    channels,
    notifications,
)
from tests.services.notifications.test_mail_is_sent_once import deliver, paused

NAMES = {
    **NASTY_NAMES,
    "header": "Spring\r\nBcc: mallory@example.org\r\n\r\nClick here",
    "mention": "<!channel> @here @everyone <@U123>",
    "link": "[click](https://evil.example.org)",
    "direction": "\u202egnirpS",
    "nothing to see": "a\u2028b\x00c\x1b[31m",
    "placeholder": "{called} {0} %s",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_changes_nothing_of_a_mail_but_itself(
    database: Engine, clock: Clock, post: tuple[Mailbox, str], name: str
) -> None:
    mailbox, server = post
    office = notifications(database, channels(server), clock)
    office.seen(ADA, "en", "UTC")
    raise_event(database, ACCOUNT, paused(name=name), clock())
    deliver(office, clock)

    [mail] = mailbox.mails
    assert mailbox.to == ["ada@example.com"]
    assert mail["Bcc"] is None and mail["To"] == "Ada Lovelace <ada@example.com>"
    assert str(mail["Subject"]) == f"“{on_one_line(name)}” was paused by a limit"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and html is not None
    assert plain.get_content().splitlines()[0] == str(mail["Subject"])
    assert "<script>" not in html.get_content() and html.get_content().count("<a ") == 2


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_no_markup_in_a_channel(database: Engine, clock: Clock, name: str) -> None:
    with Receiver() as receiver:
        office = notifications(database, channels(notify=f"json://{receiver.address}/hook"), clock)
        raise_event(database, ACCOUNT, paused(name=name), clock())
        deliver(office, clock)
    [told] = receiver.posts
    assert told["title"] == f"“{for_a_channel(name)}” was paused by a limit"
    assert not {"<", ">", "@here", "](", "@everyone"} & {
        mark for mark in ("<", ">", "@here", "](", "@everyone") if mark in told["title"]
    }
