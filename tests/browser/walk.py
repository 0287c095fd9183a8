"""Walk through the console: every page and every dialog once, for whoever looks at all of them. The walk changes nothing that
is on the platform but one list of people, which is let in so that an import can be looked at."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab

PAUSED, RUNNING, DRAFT, OVER, EMPTY = (f"camp_demo_{number}" for number in ("07", "08", "11", "01", "12"))
LEADS = (
    "First name,Last name,Company,Phone,Country,Do not call,Remark\n"
    "Anna,Schmidt,Bäckerei Groß,030 71235{n}1,Germany,,\n"
    "Liam,Jones,Globex Ltd,020 7123 4{n}1,United Kingdom,,\n"
    "Max,Bauer,Stark AG,4930712359{n}.0,Germany,,\n"
    "Zoë,Weiß,Öko & Söhne,0151 712358{n},Germany,yes,\n"
    "Tom,Fischer,Straßenbau AG,0151 712357{n} / 030 712357{n},Germany,,wants no calls\n"
    "Olivia,Taylor,,call me,United Kingdom,,\n"
)


_numbers = itertools.count(10)
"""Each walk brings people whom the campaign does not have yet."""


def walk(tab: Tab, folder: Path) -> Iterator[str]:
    """The name of each place once it is drawn. `folder` is where the list of people is written."""
    hand = Hand(tab.page)
    for place in (_lists, _campaigns, _dialogs, _new_campaign, _templates, _upload, _drafts):
        yield from place(tab, hand, folder)


def _at(tab: Tab, hand: Hand, address: str, key: str) -> str:
    """Open an address and wait for what has this key; answers the place's name."""
    tab.open(address)
    hand.at(key).wait_for(state="attached", timeout=WAIT)  # some show nothing
    hand.arrived()
    return address


def _once_there(hand: Hand, key: str, place: str) -> str:
    """Wait for what has this key and can be seen; answers the place's name."""
    hand.at(key).wait_for(timeout=WAIT)
    hand.arrived()
    return place


def _lists(tab: Tab, hand: Hand, _folder: Path) -> Iterator[str]:
    yield _at(tab, hand, "/", f"launch-{RUNNING}")
    tab.page.set_viewport_size({"width": 1280, "height": 844})  # a phone hides the menu that it stands in
    hand.at("bell").locator("button").first.click()
    hand.arrived()
    yield "the bell, open"
    yield _at(tab, hand, "/?q=nobody", "clear-filters")
    yield _at(tab, hand, "/insights", "figure-comparison")
    yield from _do_not_call(tab, hand)
    yield _at(tab, hand, "/notifications", "save-told")
    yield _at(tab, hand, "/activity", "action")
    _at(tab, hand, "/connection", "test-key")
    hand.unfold("generation-signs")
    yield "/connection"
    yield _at(tab, hand, "/imports", "document")
    yield _at(tab, hand, "/drafts", "document")


def _do_not_call(tab: Tab, hand: Hand) -> Iterator[str]:
    """With somebody on the list; who is taken off it is asked about first."""
    _at(tab, hand, "/do-not-call", "dnc-put")
    hand.fill("dnc-number", "+49 30 71235999")
    hand.click("dnc-put")
    yield _once_there(hand, "take-off", "/do-not-call")
    hand.at("take-off").scroll_into_view_if_needed()  # a list that is scrolled while it opens is shut again
    hand.choose("take-off")
    hand.click("ask-take-off")
    yield _once_there(hand, "take-off-why-", "to take somebody off the list")


def _campaigns(tab: Tab, hand: Hand, _folder: Path) -> Iterator[str]:
    for campaign in (OVER, RUNNING, DRAFT):
        yield _at(tab, hand, f"/campaign?id={campaign}", f"campaign-controls-{campaign}")
    yield _at(tab, hand, f"/campaign?id={RUNNING}&view=people", "people-status")
    yield _at(tab, hand, f"/campaign?id={RUNNING}&view=calls", "download-calls")
    yield _at(tab, hand, f"/campaign?id={DRAFT}&view=dry-run", f"download-next-opening-{DRAFT}")
    yield _at(tab, hand, f"/campaign?id={DRAFT}&view=settings", f"edit-{DRAFT}")
    _at(tab, hand, f"/campaign?id={DRAFT}&view=settings&edit=1", f"save-{DRAFT}")
    hand.unfold(f"fold-zone-{DRAFT}")
    hand.at("add-day-").locator("button").first.click()
    yield _once_there(hand, "added-day-", f"/campaign?id={DRAFT}&view=settings&edit=1")
    tab.page.keyboard.press("Escape")
    tab.page.locator("[data-testid=stDateInputCalendarButton]").first.click()
    tab.page.locator("[data-testid=stDateInputCalendar]").wait_for(timeout=WAIT)
    hand.arrived()
    yield "a calendar"
    yield _at(tab, hand, "/campaign?id=nobody", "document")


def _dialogs(tab: Tab, hand: Hand, _folder: Path) -> Iterator[str]:
    for campaign, action in (
        (PAUSED, "resume"),
        (DRAFT, "cancel"),
        (DRAFT, "delete"),
        (DRAFT, "launch"),
    ):
        _at(tab, hand, f"/campaign?id={campaign}", f"campaign-controls-{campaign}")
        hand.click(f"{action}-{campaign}")
        expect(hand.at(f"confirm-{action}-{campaign}").locator("button")).to_be_enabled(timeout=WAIT)
        hand.arrived()
        yield f"to {action}"
    _at(tab, hand, "/", f"dry-run-{DRAFT}")
    hand.click(f"dry-run-{DRAFT}")
    yield _once_there(hand, f"download-dry-run-{DRAFT}", "a dry run over the list")
    _at(tab, hand, f"/campaign?id={RUNNING}&view=people", "people-status")
    hand.choose("asked-")
    hand.click("do-not-call-")
    yield _once_there(hand, "put-", "do not call again")


def _new_campaign(tab: Tab, hand: Hand, _folder: Path) -> Iterator[str]:
    yield _at(tab, hand, "/new", "campaign-name")
    hand.click("create-campaign")
    yield "a new campaign without a name"
    hand.fill("campaign-name", "Spring offer")
    hand.choose("campaign-assistant")
    hand.choose("campaign-company")
    hand.at("people-source").locator("[role=radiogroup] label").nth(1).click()
    hand.settled()
    for fold in (
        "fold-who",
        "fold-zone",
        "fold-start",
        "fold-pace",
        "fold-each-call",
        "limits",
        "fold-description",
    ):
        hand.unfold(fold)
    yield _once_there(hand, "create-campaign", "a new campaign, all of it")


def _templates(tab: Tab, hand: Hand, _folder: Path) -> Iterator[str]:
    """One is saved, looked at and deleted."""
    _at(tab, hand, f"/campaign?id={DRAFT}&view=settings", "save-template")
    hand.click("save-template")
    yield _once_there(hand, "template-name", "to save a template")
    hand.click("confirm-save-template")
    _at(tab, hand, "/new", "new-campaign-more")
    hand.click("new-campaign-more")
    yield "what few want of a new campaign"
    tab.page.get_by_role("menuitem").nth(1).click()  # to manage them
    hand.settled()
    hand.click("delete-template-")
    yield _once_there(hand, "confirm-template-", "all templates")
    hand.click("confirm-template-")


def _upload(tab: Tab, hand: Hand, folder: Path) -> Iterator[str]:
    _at(tab, hand, f"/upload?campaign={EMPTY}", "contact-file")
    hand.unfold("paste")
    yield f"/upload?campaign={EMPTY}"
    file = folder / "leads.csv"
    file.write_text(LEADS.replace("{n}", str(next(_numbers))), encoding="utf-8")
    hand.give_file("contact-file", file)
    expect(hand.at("use-people").locator("button")).to_be_enabled(timeout=WAIT)
    for fold in ("file-read", "file-columns", "file-script"):
        hand.unfold(fold)
    hand.at("more-columns").locator("button").first.click()
    hand.arrived()
    yield "verdicts on a list"
    hand.page.keyboard.press("Escape")
    hand.click("use-people")
    yield _once_there(hand, "upload-another", "an import")
    _at(tab, hand, "/imports", "import-")
    yield "/imports with one"
    hand.at("import-").get_by_role("link").first.click()
    hand.click("forget-import-")
    yield _once_there(hand, "confirm-forget-import-", "to delete an import's people")


def _drafts(tab: Tab, hand: Hand, _folder: Path) -> Iterator[str]:
    """What was typed on the way, and what is left of it once it is deleted."""
    yield _at(tab, hand, "/drafts", "draft-")
    hand.click("delete-draft-")
    yield _once_there(hand, "take-back-draft", "a draft, deleted")
