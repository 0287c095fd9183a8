"""Dry run: who would be called, and why the others would not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.api.models import Campaign, CampaignContact, RunResult
from services.calling_days.calendar import Calendar
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.calling_days.whose import whose
from services.calling_rules.call_window import CallWindow
from services.launch import LeftOutReason, at_next_opening
from services.launch.dry_run import read_answer
from services.launch.reasons import read_sentence

MONDAY_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sentence", "reason", "name"),
    [
        ("Anna Becker: marked do-not-call", LeftOutReason.DO_NOT_CALL, "Anna Becker"),
        ("Ben: no phone number", LeftOutReason.NO_NUMBER, "Ben"),
        ("Ben: outside its call window 09:00-17:00 (now 05:31 in America/New_York)", LeftOutReason.OUTSIDE_WINDOW, "Ben"),
        ("Ben: waiting for its retry at 2026-03-03T10:00:00Z", LeftOutReason.WAITING_FOR_RETRY, "Ben"),
        ("Contact Ben Carter has no phone number", LeftOutReason.NO_NUMBER, "Ben Carter"),
        ("Contact “Ben Carter” is outside of calling hours", LeftOutReason.OUTSIDE_WINDOW, "Ben Carter"),
        ("Ben Carter is marked as DNC", LeftOutReason.DO_NOT_CALL, "Ben Carter"),
        ("Ben Carter - maximum number of attempts reached", LeftOutReason.ATTEMPTS_USED, "Ben Carter"),
        ("Do not call: Ben Carter", LeftOutReason.DO_NOT_CALL, "Ben Carter"),
        ("Call Window Cleaners GmbH: no phone number", LeftOutReason.NO_NUMBER, "Call Window Cleaners GmbH"),
        ("Dr. No: Phone Number Ltd: marked do-not-call", LeftOutReason.DO_NOT_CALL, "Dr. No: Phone Number Ltd"),
        ("Concurrency limit is reached", LeftOutReason.LIMIT_REACHED, ""),
        ("Ben Carter: the moon is full", LeftOutReason.OTHER, ""),
        ("", LeftOutReason.OTHER, ""),
    ],
)  # fmt: skip
def test_it_reads_why_somebody_is_left_out(sentence: str, reason: LeftOutReason, name: str) -> None:
    assert read_sentence(sentence)[:2] == (reason, name)


PICK = {
    "contact_id": "c1",
    "campaign_contact_id": "e1",
    "first_name": "Anna",
    "last_name": "Becker",
    "to_number": "+4930123456",
    "from_number": "+4989654321",
    "timezone": "Europe/Berlin",
}


@pytest.mark.parametrize("answer", [{"calls": [PICK]}, {"picks": [PICK]}, {"calls": [PICK], "picks": [PICK]}])
def test_it_reads_either_generation(answer: dict[str, Any]) -> None:
    run = read_answer(RunResult.model_validate(answer | {"dryRun": True}), MONDAY_NOON)
    [anna] = run.would_call
    assert (anna.name, anna.number, anna.from_number) == ("Anna Becker", "+4930123456", "+4989654321")
    assert anna.local_time is not None
    assert anna.local_time.hour == 13
    assert run.from_numbers == ["+4989654321"]


@pytest.mark.parametrize(
    "pick",
    [
        {"contactId": "c1", "contactName": "Anna Becker", "phoneNumber": "+4930123456"},
        {"contact": {"id": "c1", "firstName": "Anna", "lastName": "Becker", "phone": "+4930123456"}},
        {"name": "Anna Becker", "to": "+4930123456", "contact_id": "c1", "timezone": None},
    ],
)
def test_it_reads_other_names_of_the_fields_and_the_zone_of_the_number(pick: dict[str, Any]) -> None:
    [anna] = read_answer(RunResult.model_validate({"picks": [pick]}), MONDAY_NOON).would_call
    assert (anna.name, anna.number, anna.contact_id) == ("Anna Becker", "+4930123456", "c1")
    assert anna.timezone == "Europe/Berlin"


def test_it_does_not_guess_a_zone_where_the_number_leaves_it_open() -> None:
    [one] = read_answer(
        RunResult.model_validate(
            {
                "picks": [
                    {"phone": "+18005550100"},
                ]
            }
        ),
        MONDAY_NOON,
    ).would_call
    assert (one.timezone, one.local_time, one.name) == (None, None, "")


def test_it_groups_by_reason_the_most_people_first() -> None:
    errors = ["A: no phone number", "B: marked do-not-call", "C: no phone number", "strange"]
    run = read_answer(RunResult.model_validate({"errors": errors}), MONDAY_NOON)
    assert [(group.reason, group.people) for group in run.left_out] == [
        (LeftOutReason.NO_NUMBER, ("A", "C")),
        (LeftOutReason.DO_NOT_CALL, ("B",)),
        (LeftOutReason.OTHER, ("",)),
    ]


def person(identifier: str, zone: str | None, **fields: Any) -> CampaignContact:
    contact = {"id": identifier, "first_name": identifier, "phone": "+4930123456", "timezone": zone}
    contact |= {name: fields.pop(name) for name in ("phone", "do_not_call") if name in fields}
    row = {"id": f"e-{identifier}", "status": "pending", "contact": contact} | fields
    return CampaignContact.model_validate(row)


CAMPAIGN = Campaign.model_validate(
    {
        "id": "camp_1",
        "name": "Spring",
        "status": "draft",
        "call_window_start": "09:00",
        "call_window_end": "11:00",
        "call_window_timezone": "Europe/Berlin",
        "max_concurrent_calls": 2,
        "max_attempts_per_contact": 2,
    }
)


def test_it_says_who_could_be_called_when_the_hours_begin_next() -> None:
    people = [
        person("berlin", "Europe/Berlin"),
        person("no-zone", None),
        person("third", "Europe/Berlin"),
        person("new-york", "America/New_York"),
        person("barred", "Europe/Berlin", do_not_call=True),
        person("no-number", "Europe/Berlin", phone=None),
        person("tried-out", "Europe/Berlin", attempts=2),
        person("retry", "Europe/Berlin", attempts=1, next_attempt_at="2026-03-02T20:00:00Z"),
        person("done", "Europe/Berlin", status="completed"),
        person("never", "Europe/Berlin", status="skipped", outcome="do_not_call"),
        person("nameless", None, status="skipped", phone=None, outcome="invalid_number"),
    ]
    run = at_next_opening(CAMPAIGN, people, MONDAY_NOON)
    assert run is not None
    assert run.at == datetime(2026, 3, 2, 14, tzinfo=UTC), "nine in New York comes before nine in Berlin"
    assert [one.name for one in run.would_call] == ["new-york"]
    reasons = {group.reason: group.people for group in run.left_out}
    assert reasons == {
        LeftOutReason.OUTSIDE_WINDOW: ("berlin", "no-zone", "third"),
        LeftOutReason.DO_NOT_CALL: ("barred", "never"),
        LeftOutReason.NO_NUMBER: ("no-number", "nameless"),
        LeftOutReason.ATTEMPTS_USED: ("tried-out",),
        LeftOutReason.WAITING_FOR_RETRY: ("retry",),
    }


def test_hours_that_begin_next_are_those_of_the_next_calling_day() -> None:
    friday_noon = datetime(2026, 7, 17, 12, tzinfo=UTC)
    people = [person("berlin", "Europe/Berlin"), person("new-york", "America/New_York", phone="+12125550123")]
    no_sundays = CallingDays(week=(*(DAILY,) * 5, ((10 * 60, 14 * 60),), CLOSED), holidays_closed=True)
    kinds = (whose("Europe/Berlin", "+493012"), whose("America/New_York", "+1212"))

    friday = at_next_opening(
        CAMPAIGN, people, friday_noon, hours=Calendar(CallWindow.from_campaign(CAMPAIGN), no_sundays, kinds)
    )
    saturday_noon = friday_noon + timedelta(days=1, hours=6)
    monday = at_next_opening(
        CAMPAIGN, people, saturday_noon, hours=Calendar(CallWindow.from_campaign(CAMPAIGN), no_sundays, kinds)
    )

    assert friday is not None
    assert friday.at == datetime(2026, 7, 17, 13, tzinfo=UTC), "nine in New York"
    assert monday is not None
    assert monday.at == datetime(2026, 7, 20, 7, tzinfo=UTC), "nine on Monday in Berlin, and not on Sunday"


def test_it_names_no_more_than_may_be_called_at_once() -> None:
    people = [person(str(number), "Europe/Berlin") for number in range(5)]
    run = at_next_opening(CAMPAIGN, people, MONDAY_NOON)
    assert run is not None
    assert [one.name for one in run.would_call] == ["0", "1"]
    one = at_next_opening(CAMPAIGN, people, MONDAY_NOON, max_calls=1)
    assert one is not None
    assert len(one.would_call) == 1


def test_it_knows_no_opening_without_people_or_hours() -> None:
    assert at_next_opening(CAMPAIGN, [], MONDAY_NOON) is None
    closed = CAMPAIGN.model_copy(update={"call_window_end": "09:00"})
    assert at_next_opening(closed, [person("berlin", "Europe/Berlin")], MONDAY_NOON) is None
