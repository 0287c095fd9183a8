"""*Activity*: who did what, when, with what result, in both languages."""

from __future__ import annotations

from dataclasses import replace
from socket import gethostname

import pytest

from components.console import person_of
from services.access.access import ANYBODY
from services.audit.audit import AuditAction, Result
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage

TITLES = {"en": "Activity", "de": "Aktivität"}
NASTY = "**Spring** <b>:red[sale]</b> $x$"


@pytest.fixture
def busy_console(console: Runtime) -> Runtime:
    log = console.audit
    log.record(AuditAction.CREATE, Result.DONE, who=Person("Anna"), campaign_id="c1", campaign_name=NASTY)
    log.record(
        AuditAction.LAUNCH,
        Result.UNCLEAR,
        who=Person("Ben"),
        campaign_id="c1",
        campaign_name=NASTY,
        figures={"at_most": 5},
    )
    return console


def test_it_says_that_nothing_was_done_yet(console: Runtime, open_page: OpenPage, language: str) -> None:
    tab = open_page("activity", language)
    assert tab.title[0].value == TITLES[language]
    assert not tab.exception
    assert len(tab.dataframe) == 0


def test_it_lists_the_newest_first_with_names_as_typed(busy_console: Runtime, open_page: OpenPage) -> None:
    rows = open_page("activity").dataframe[0].value
    assert list(rows["Who"]) == ["Ben", "Anna"]
    assert list(rows["Campaign"]) == [NASTY, NASTY]
    assert list(rows["Figures"]) == ["at most 5 people", ""]
    assert all(one.startswith("campaign?id=") for one in rows["Open"]), "to the campaign's page"


def test_it_speaks_german(busy_console: Runtime, open_page: OpenPage) -> None:
    rows = open_page("activity", "de").dataframe[0].value
    assert list(rows["Ergebnis"]) == ["Nicht sicher", "Erledigt"]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Somebody at this console"), ("de", "Jemand an dieser Konsole")]
)
def test_who_has_no_name_is_called_so_in_the_language_of_who_reads_it(
    console: Runtime, open_page: OpenPage, language: str, said: str
) -> None:
    console.audit.record(AuditAction.LAUNCH, Result.DONE, who=person_of(ANYBODY), campaign_id="c1")
    assert list(open_page("activity", language).dataframe[0].value.iloc[:, 1]) == [said]


@pytest.mark.parametrize("address", [{"who": Person("Ben").key}, {"action": "launch"}, {"result": "unclear"}])
def test_it_filters_by_the_address(
    busy_console: Runtime, open_page: OpenPage, address: dict[str, str]
) -> None:
    rows = open_page("activity", **address).dataframe[0].value
    assert list(rows["Who"]) == ["Ben"]


def test_it_says_that_nothing_fits(busy_console: Runtime, open_page: OpenPage) -> None:
    tab = open_page("activity", who=Person("Ben").key, result="done")
    assert len(tab.dataframe) == 0
    assert not tab.exception


def test_it_pages(busy_console: Runtime, open_page: OpenPage) -> None:
    for _number in range(60):
        busy_console.audit.record(AuditAction.EDIT, Result.DONE, who=Person("Anna"), campaign_name="Spring")
    assert len(open_page("activity", page="2").dataframe[0].value) == 12


ADA = Person("Ada Lovelace", "ada@example.com", "https://issuer.test", "1")
MALLORY = Person("Ada Lovelace", "mallory@example.com", "https://issuer.test", "2")


def test_two_people_of_one_name_are_told_apart(console: Runtime, open_page: OpenPage) -> None:
    console.audit.record(AuditAction.PAUSE, Result.DONE, who=ADA, campaign_name="Spring")
    console.audit.record(AuditAction.CANCEL, Result.DONE, who=MALLORY, campaign_name="Spring")

    tab = open_page("activity")

    assert list(tab.dataframe[0].value["Who"]) == [
        "Ada Lovelace (mallory@example.com)",
        "Ada Lovelace (ada@example.com)",
    ]
    assert tab.selectbox(key="who").options == [
        "Done by everybody",
        "Ada Lovelace (ada@example.com)",
        "Ada Lovelace (mallory@example.com)",
    ]
    assert list(open_page("activity", who=MALLORY.key).dataframe[0].value["What"]) == ["Campaign canceled"]


def test_one_person_is_one_whatever_she_calls_herself(console: Runtime, open_page: OpenPage) -> None:
    married = replace(ADA, name="Ada King", email="ada.king@example.com")
    console.audit.record(AuditAction.PAUSE, Result.DONE, who=ADA, campaign_name="Spring")
    console.audit.record(AuditAction.RESUME, Result.DONE, who=married, campaign_name="Spring")

    tab = open_page("activity", who=ADA.key)

    assert tab.selectbox(key="who").options == ["Done by everybody", "Ada King (ada.king@example.com)"]
    assert list(tab.dataframe[0].value["What"]) == ["Campaign resumed", "Campaign paused"]


def test_a_command_and_a_change_of_the_settings_name_their_machine(
    console: Runtime, open_page: OpenPage
) -> None:
    console.audit.record(AuditAction.IMPORT, Result.DONE, who=Person.at_machine(), campaign_name="Spring")
    console.audit.record(AuditAction.CONNECT, Result.DONE, who=Person.of_settings())
    by_settings, by_command = open_page("activity").dataframe[0].value["Who"]
    assert by_settings == f"The settings on {gethostname()}"
    assert by_command.endswith(f"(by command on {gethostname()})")
