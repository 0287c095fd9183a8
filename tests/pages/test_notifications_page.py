"""*Notifications* and the bell: what a person was told, and what she chooses to be told, in both languages."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from components.ui.markdown import plain
from services.notifications import EventKind, NewEvent, raise_event
from services.notifications.choices import Choices
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.world import NASTY_NAMES, make_campaign
from tests.waiting import until

SOMEBODY = Person("Somebody at this console")
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
    assert "CONSOLE_SMTP_URL" in everything(tab)


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
