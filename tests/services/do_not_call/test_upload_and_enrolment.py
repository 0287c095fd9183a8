"""Blocking by the team's own list: of a row of a file, and of somebody in an import on each generation of the platform, also
where she was put on the list after the file was checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import numpy as np
import pytest

from services.api.generation import Generation
from services.api.models import Call
from services.audit.audit import Audit
from services.contact_file import check, guess_columns, read_table
from services.contact_file.numbers.lines import in_sorted, line_number
from services.do_not_call import DoNotCallList, Listed, NewEntry, Reason
from services.do_not_call.calls_to_numbers import CallsToNumbers
from services.do_not_call.days_between import DaysBetweenCampaigns
from services.imports import Job
from services.person import Person
from services.spreadsheet import spreadsheet, workbook
from services.upload.check import CheckRequest, UploadCheck
from services.upload.lookup import Lookup
from services.upload.numbers_of_list import read_list
from services.upload.worker import AsRead, CheckLimits
from tests.sandbox_process import TEAM_ID, start_sandbox
from tests.services.imports.bench import Bench
from tests.services.imports.people import batches, person

pytestmark = pytest.mark.usefixtures("forked")

FILE = "Name;Telefon;Mobil\nAnna;0151 23456789;\nBen;030 9018201;+49 (0)151/23456780\nClara;+4915123456781;\n"


def listed_lines(*numbers: str) -> np.ndarray:
    return np.array(sorted(map(line_number, numbers)), np.int64)


def test_a_listed_line_is_blocked_in_whatever_spelling_the_file_has_it() -> None:
    table = read_table(FILE.encode())
    checked = check(
        table, guess_columns(table), "DE", listed=listed_lines("+4915123456789", "+4915123456780")
    )

    rows = [(row.verdict, row.reason) for row in checked.rows()]
    assert rows[0] == ("blocked", "do_not_call_list")
    assert rows[2] == ("ok", "")
    assert checked.silenced_ids().sum() == 2  # Ben's second number is handed on to nobody


def test_a_mended_number_is_held_against_the_list_too() -> None:
    table = read_table(FILE.encode())
    checked = check(table, guess_columns(table), "DE", listed=listed_lines("+4915155555555"))

    mended = checked.mend(1, checked.columns.phone[0], "0151 55555555")

    assert (mended.verdict, mended.reason) == ("blocked", "do_not_call_list")


def test_the_list_reaches_the_process_that_checks_the_file() -> None:
    checking = UploadCheck(
        CheckRequest(FILE.encode(), AsRead(), "DE"),
        recall=lambda _header: None,
        look_up=lambda _cancelled: Lookup(),
        listed=lambda: Listed(listed_lines("+4915123456781")),
    )
    assert checking.finished.wait(60)
    assert checking.checked is not None
    assert [row.reason for row in checking.checked.rows()] == ["", "", "do_not_call_list"]


def test_every_number_of_an_uploaded_list_counts_whatever_the_file_says_of_it() -> None:
    content = "Nummer;Sperre;Mobil\n0151 23456789;ja;\n0151 23456789;;\n030 9018201;;0151 23456780\nkeine;;\n"

    read = read_list(content.encode(), "DE", CheckLimits())

    lines = {line for _number, line, _name in read.numbers()}
    assert lines == set(listed_lines("+4915123456789", "+49309018201", "+4915123456780").tolist())
    assert (read.rows, read.without_number) == (4, 1)


@pytest.mark.parametrize(
    "content",
    [
        "Nummer;Sperre\n030 9018201 / 0151 23456780;ja\n030 9018202;nein\n",
        "Nummer;Sperre\n030 9018201;\n030 9018202;\n030 9018201 / 0151 23456780;\n",
        "Nummer;Mobil\n030 9018202;030 9018201 / 0151 23456780\n",
    ],
    ids=["marked", "its first number stands twice", "a further column"],
)
def test_both_numbers_of_a_cell_in_an_uploaded_list_count(content: str) -> None:
    read = read_list(content.encode(), "DE", CheckLimits())

    lines = {line for _number, line, _name in read.numbers()}
    assert lines == set(listed_lines("+49309018201", "+49309018202", "+4915123456780").tolist())


def test_numbers_without_a_zero_in_a_further_column_count_and_ids_do_not() -> None:
    """In Spain and the United States nobody writes a zero before a number."""
    content = "Telefono;Otro;Cliente\n612 345 678;934 123 456;10045678\n612 345 679;934123457;10045679\n"

    read = read_list(content.encode(), "ES", CheckLimits())

    lines = {line for _number, line, _name in read.numbers()}
    assert lines == {34612345678, 34612345679, 34934123456, 34934123457}


@pytest.mark.parametrize("write", [spreadsheet, workbook])
def test_the_list_that_was_taken_home_is_read_to_the_same_lines(write: Callable[..., bytes]) -> None:
    rows = [["+49 151 23456789", "=HYPERLINK(1)"], ["0049301234567", "Ben"]]

    read = read_list(write(["Number", "Name"], rows), "AT", CheckLimits())

    assert {line for _number, line, _name in read.numbers()} == {4915123456789, 49301234567}


def test_a_listed_line_is_found_among_many() -> None:
    held = np.arange(10, 1000, 2)
    assert in_sorted(np.array([9, 10, 11, 998, 5000]), held).tolist() == [False, True, False, True, False]


@pytest.fixture(scope="module", params=list(Generation)[:3], ids=str)
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    generation: Generation = request.param
    arguments = ("--empty", "--generation", str(generation), "--speed", "60")
    with (
        start_sandbox(tmp_path_factory.mktemp("sandbox"), *arguments) as sandbox,
        Bench(
            sandbox, tmp_path_factory.mktemp("jobs") / "console.db", generation, timedelta(days=3)
        ) as running,
    ):
        yield running


def own_list(bench: Bench) -> DoNotCallList:
    now = bench.api().clock.now
    return DoNotCallList(bench.engine, TEAM_ID, now, audit=Audit(bench.engine, now))


def reasons(job: Job) -> dict[str, int]:
    return dict(job.reasons)


def test_an_import_leaves_out_who_was_put_on_the_list_after_the_check(bench: Bench) -> None:
    people = [person(number, e164=f"+49301{700_0000 + number:07}") for number in range(4)]
    own_list(bench).add(NewEntry("030 17000001", Reason.COMPLAINT), region="DE", who=Person("Ada"))
    campaign = bench.campaign()

    job = bench.ended(bench.submit(batches(people), campaign).id)

    assert (job.rows.enrolled, job.rows.left_out) == (3, 1)
    assert reasons(job) == {"own_list": 1}
    inside = {one.contact.phone for one in bench.api().campaigns.contacts(campaign) if one.contact}
    assert inside == {"+49301" + str(7000000 + number) for number in (0, 2, 3)}


def test_somebody_named_by_her_contact_is_left_out_whatever_number_she_has(bench: Bench) -> None:
    first = bench.campaign()
    people = [person(number, e164=f"+49301{710_0000 + number:07}") for number in range(2)]
    bench.ended(bench.submit(batches(people), first).id)
    ids = [one.contact.id for one in bench.api().campaigns.contacts(first) if one.contact]
    own_list(bench).add(
        NewEntry("+4915199999991", Reason.ASKED, "Anna", ids[0]), region="DE", who=Person("Ada")
    )
    again = [person(number, e164="", contact_id=contact_id) for number, contact_id in enumerate(ids)]

    job = bench.ended(bench.submit(batches(again), bench.campaign()).id)

    assert (job.rows.enrolled, reasons(job)) == (1, {"own_list": 1})


@pytest.mark.parametrize("in_file", ["", "+4915199999994"], ids=["no number", "another number"])
def test_the_number_that_the_crm_has_counts_for_somebody_named_by_her_id(bench: Bench, in_file: str) -> None:
    """She is called at that, whatever the file says."""
    first, number = bench.campaign(), 740 if in_file else 750
    people = [person(place, e164=f"+49301{number}{place:04}") for place in range(3)]
    bench.ended(bench.submit(batches(people), first).id)
    inside = [one.contact for one in bench.api().campaigns.contacts(first) if one.contact]
    ids = {one.phone or "": one.id or "" for one in inside}
    own_list(bench).add(NewEntry(f"+49301{number}0000", Reason.ASKED), region="", who=Person("Ada"))
    now, account = bench.api().clock.now, f"{bench.api().base_url} {TEAM_ID}"
    called = Call(id=f"e{number}", to_number=f"+49301{number}0001", started_at=now() - timedelta(days=1))
    CallsToNumbers(bench.engine, account, now).note([called], from_the_start=True)
    again = [person(place, e164=in_file, contact_id=ids[one["e164"]]) for place, one in enumerate(people)]

    job = bench.ended(bench.submit(batches(again[:1] if in_file else again), bench.campaign()).id)

    expected = {"own_list": 1} if in_file else {"own_list": 1, "called_lately": 1}
    assert (job.rows.enrolled, reasons(job)) == (0 if in_file else 1, expected)


def test_who_has_said_no_at_her_second_number_is_called_at_none(bench: Bench) -> None:
    people = [
        person(place, e164=f"+49301{760_0000 + place}", phone_secondary=f"+49301761000{place}")
        for place in range(2)
    ]
    own_list(bench).add(NewEntry("+493017610001", Reason.ASKED), region="", who=Person("Ada"))

    job = bench.ended(bench.submit(batches(people), bench.campaign()).id)

    assert (job.rows.enrolled, reasons(job)) == (1, {"own_list": 1})


def test_who_was_called_a_short_while_ago_is_not_enrolled_and_can_be_tried_again(bench: Bench) -> None:
    people = [person(number, e164=f"+49301{720_0000 + number:07}") for number in range(3)]
    now = bench.api().clock.now
    calls = CallsToNumbers(bench.engine, f"{bench.api().base_url} {TEAM_ID}", now)
    calls.note(
        [
            Call(id="c1", to_number="+49 301 7200000", started_at=now() - timedelta(days=1)),
            Call(id="c2", to_number="+493017200001", started_at=now() - timedelta(days=9)),
        ],
        from_the_start=True,
    )
    campaign = bench.campaign()

    job = bench.ended(bench.submit(batches(people), campaign).id)

    assert (job.rows.enrolled, reasons(job)) == (2, {"called_lately": 1})
    assert job.retryable == 1


def test_days_that_a_person_has_set_for_the_campaign_count_instead(bench: Bench) -> None:
    people = [person(number, e164=f"+49301{730_0000 + number:07}") for number in range(2)]
    now, account = bench.api().clock.now, f"{bench.api().base_url} {TEAM_ID}"
    called = Call(id="d1", to_number="+493017300000", started_at=now() - timedelta(days=1))
    CallsToNumbers(bench.engine, account, now).note([called], from_the_start=True)
    campaign = bench.campaign()
    days = DaysBetweenCampaigns(bench.engine, account, Audit(bench.engine, now), now, timedelta(days=3))
    days.set(campaign, "Recall", 0, "They asked for it", who=Person("Ada"))

    job = bench.ended(bench.submit(batches(people), campaign).id)

    assert (job.rows.enrolled, reasons(job)) == (2, {})
