"""People of a campaign go home: the file of who answered, with the columns of the file that they came from."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from itertools import count
from typing import Any, NamedTuple

import httpx
import pytest
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.routing import Route

from components.campaign.people_file import ROUTE, answer_people_file
from services.access.access import ANYBODY, Visitor
from services.api.models import Campaign
from services.audit.audit import AuditAction, Filter
from services.campaigns.links import Relation
from services.contact_file import check, guess_columns, people, read_table
from services.imports import Job
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.world import make_campaign
from tests.sandbox_process import COMPANY_ID, RunningSandbox
from tests.waiting import until

ANNA = Person("Anna")
HEADER = ["Kundennr.", "Vorname", "Nachname", "Telefon", "Geburtsdatum", "Notiz", "Notiz"]
OWN = 8
"""Columns of the console's own come first."""
_lists = count(100)


class Gone(NamedTuple):
    """A campaign that has called everybody of a file of three, and the import they came by."""

    campaign: Campaign
    job: Job
    rows: list[list[str]]


@pytest.fixture
def gone(working: Runtime, sandbox: RunningSandbox) -> Iterator[Gone]:
    campaign, number = make_campaign(working.api, "Spring"), next(_lists)
    rows = [
        [f"00{place}", "Ada", f"Becker {place}", f"+49 30 55{number}{place:02}", "01.02.1980", "=1+1", "ä;b"]
        for place in range(3)
    ]
    job = imported(working, campaign, rows)
    call_everybody(working, sandbox, campaign, answered=1)
    yield Gone(campaign, job, rows)
    sandbox.odds()


def imported(console: Runtime, campaign: Campaign, rows: list[list[str]]) -> Job:
    """None of the further columns goes to the platform."""
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([HEADER, *rows])
    table = read_table(written.getvalue().encode())
    checked = check(table, guess_columns(table), "DE")
    submitted = console.jobs.submit(
        people.batches(checked),
        file_name="members.csv",
        file_digest=f"digest-{campaign.id}",
        campaign_id=campaign.id,
        campaign_name=campaign.name,
        company_id=COMPANY_ID,
        who=ANNA,
    )
    return until(lambda: console.jobs.get(submitted.job.id), lambda job: job.ended)


def call_everybody(console: Runtime, sandbox: RunningSandbox, campaign: Campaign, **odds: float) -> None:
    sandbox.odds(**odds)
    console.api.campaigns.run(campaign.id)
    sandbox.advance(minutes=30)
    console.campaigns.refresh()


def fetch(path: str, visitor: Visitor | None = ANYBODY, site: str = "same-origin") -> httpx.Response:
    """As `services.web.admission` lets somebody in."""
    app = Starlette(routes=[Route(ROUTE, answer_people_file)])

    async def let_in(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "state": {"visitor": visitor} if visitor else {}}, receive, send)

    async def browse() -> httpx.Response:
        transport = httpx.ASGITransport(let_in)
        async with httpx.AsyncClient(transport=transport, base_url="https://console.test") as browser:
            return await browser.get(path, headers={"Sec-Fetch-Site": site})

    return asyncio.run(browse())


def links(page: str) -> dict[str, str]:
    """The addresses of the files that the page links to, by kind."""
    found = re.findall(r'href="(/api/files/people/[^"]+)"', page)
    return {"xlsx" if "kind=xlsx" in one else "csv": unescape(one) for one in found}


def cells_of(workbook: bytes) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(workbook)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("view", ["overview", "people"])
def test_who_answered_goes_home_with_the_columns_of_the_file(
    gone: Gone, open_page: OpenPage, view: str
) -> None:
    """One click from the funnel, and from the list of people."""
    tab = open_page("campaign", id=gone.campaign.id, view=view, outcome="answered")

    answer = fetch(links("".join(str(one.value) for one in tab.html))["xlsx"])

    assert answer.status_code == 200
    header, *rows = cells_of(answer.content)
    assert header[:OWN] == [
        "Name",
        "Number",
        "Outcome",
        "Last call (Europe/Berlin)",
        "Tries",
        "Status",
        "File",
        "Line in the file",
    ]
    assert header[OWN:] == HEADER
    assert sorted(row[OWN:] for row in rows) == gone.rows
    assert {(row[2], row[4], row[6]) for row in rows} == {("Answered", 1, "members.csv")}
    assert all(isinstance(row[3], datetime) for row in rows)
    assert sorted(str(row[1]) for row in rows) == [row[3].replace(" ", "") for row in gone.rows]


def test_no_cell_is_a_formula_and_a_number_keeps_its_plus(gone: Gone) -> None:
    csv_file = fetch(f"/api/files/people/{gone.campaign.id}?kind=csv&language=de").content.decode("utf-8-sig")
    workbook = fetch(f"/api/files/people/{gone.campaign.id}?kind=xlsx").content

    header, first, *_others = csv.reader(io.StringIO(csv_file), delimiter=";")
    assert header[1] == "Nummer"
    assert first[1].startswith("'+4930")
    assert first[OWN] == "'002" or first[OWN].startswith("'00")
    assert first[OWN + 5 :] == ["'=1+1", "ä;b"]
    sheet = load_workbook(io.BytesIO(workbook)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows(min_col=OWN + 1) for cell in row} == {"s"}


def test_who_takes_a_file_away_and_of_how_many_is_recorded(gone: Gone, working: Runtime) -> None:
    fetch(f"/api/files/people/{gone.campaign.id}?kind=csv&outcome=answered")

    page = working.audit.entries(Filter(actions=(AuditAction.DOWNLOAD_PEOPLE,), campaign_id=gone.campaign.id))
    assert [(one.figures, one.who) for one in page.rows] == [({"people": 3}, Person.at_console())]


def test_who_came_otherwise_stands_in_it_without_a_row(working: Runtime, sandbox: RunningSandbox) -> None:
    campaign, number = make_campaign(working.api, "Two ways", people=1), next(_lists)
    imported(working, campaign, [["1", "Eve", "File", f"+49 30 56{number}01", "", "", ""]])

    rows = cells_of(fetch(f"/api/files/people/{campaign.id}?kind=xlsx").content)

    files = {str(row[0]): row[6:OWN] for row in rows[1:]}
    assert files == {"Anna Becker 0": ["In no file kept here", None], "Eve File": ["members.csv", 2]}


def test_a_file_whose_rows_are_deleted_is_named_and_its_people_still_go_home(
    gone: Gone, working: Runtime, open_page: OpenPage
) -> None:
    working.jobs.forget(gone.job.id)

    header, *rows = cells_of(fetch(f"/api/files/people/{gone.campaign.id}?kind=xlsx").content)

    assert len(header) == OWN
    assert {(row[2], row[4], row[6]) for row in rows} == {("Answered", 1, "In no file kept here")}
    shown = everything(open_page("campaign", id=gone.campaign.id, view="people"))
    assert "The columns of members.csv are deleted here" in shown


def test_people_of_a_copy_go_home_with_the_columns_of_the_first_file(
    gone: Gone, working: Runtime, sandbox: RunningSandbox
) -> None:
    copy = make_campaign(working.api, "Spring again")
    ids = [row.contact.id for row in working.api.campaigns.contacts(gone.campaign.id) if row.contact]
    working.api.campaigns.add_contacts(copy.id, [one for one in ids if one])
    working.links.remember(copy.id, gone.campaign.id, Relation.UNREACHED)
    working.campaigns.refresh()

    _header, *rows = cells_of(fetch(f"/api/files/people/{copy.id}?kind=xlsx").content)

    assert sorted(row[OWN:] for row in rows) == gone.rows


def test_nobody_gets_a_file_who_was_not_let_in_or_sent_by_another_site(gone: Gone) -> None:
    path = f"/api/files/people/{gone.campaign.id}?kind=csv"

    assert fetch(path, None).status_code == 404
    assert fetch(path, site="cross-site").status_code == 403


def test_people_are_filtered_by_outcome_in_the_address(
    working: Runtime, sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    campaign = make_campaign(working.api, "Both", people=2, max_attempts_per_contact=1)
    call_everybody(working, sandbox, campaign, voicemail=1)
    sandbox.odds()

    voicemail = open_page("campaign", id=campaign.id, view="people", outcome="voicemail")
    answered = open_page("campaign", id=campaign.id, view="people", outcome="answered")

    assert len(voicemail.dataframe[0].value) == 2
    assert voicemail.selectbox("outcome").value == "voicemail"
    assert "Voicemail (2)" in voicemail.selectbox("outcome").options
    assert not answered.dataframe
    assert "Nobody in this campaign" in everything(answered)


def test_calls_are_filtered_by_their_outcome_too(demo_console: Runtime, open_page: OpenPage) -> None:
    every = open_page("campaign", id="camp_demo_01", view="calls")
    [offered] = [one for one in every.selectbox("call-outcome").options if one.startswith("Voicemail")]

    found = open_page("campaign", id="camp_demo_01", view="calls", **{"call-outcome": "voicemail"})

    shown = found.dataframe[0].value["Outcome"]
    assert set(shown) == {"Voicemail"}
    assert offered == f"Voicemail ({len(shown)})"
    assert len(shown) < len(every.dataframe[0].value)


def test_a_search_among_the_calls_says_in_how_many_of_them_also_where_it_finds_none(
    demo_console: Runtime, open_page: OpenPage
) -> None:
    tab = open_page("campaign", id="camp_demo_01", view="calls")
    every, one = len(tab.dataframe[0].value), tab.dataframe[0].value["Number"].iloc[0]
    typed = tab.text_input(key="call-search")

    tab = typed.input(one).run()
    found = len(tab.dataframe[0].value)
    assert f"Found in the newest {every} calls: {found}" in everything(tab)

    tab = typed.input("Somebody Who Was Never Called").run()
    assert f"Found in the newest {every} calls: 0" in everything(tab)
    assert not tab.dataframe and not tab.error and not tab.exception


def test_a_person_is_found_by_name_and_number_with_the_calls_to_her(
    demo_console: Runtime, open_page: OpenPage
) -> None:
    tab = open_page("campaign", id="camp_demo_01", view="people")
    somebody = tab.dataframe[0].value.iloc[0]

    tab = tab.text_input(key="people-search").input(somebody["Number"]).run()

    found, calls = (one.value for one in tab.dataframe)
    assert list(found["Name"]) == [somebody["Name"]]
    assert len(calls) == somebody["Tries"] and set(calls["Name"]) == {somebody["Name"]}
    assert somebody["Number"] not in str(dict(tab.query_params)), "a number is no part of an address"
