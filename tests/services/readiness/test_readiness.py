"""Readiness: what speaks against a launch, apart from legal hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from services.api.models import Campaign, CampaignContact, CampaignStatus, Contact, EnrollmentStatus, Outcome
from services.calling_rules.call_window import CallWindow
from services.calling_rules.calling_hours import CallingHoursTable
from services.calling_rules.retry_rules import RetryRules
from services.readiness import Code, Finding, LaunchPlan, Level, Mend, People, PersonToCall, check
from tests.services.readiness.cast import (
    ANNA,
    BERND,
    CAROL,
    FLORA,
    NEW_YORK,
    NOW,
    ZOE,
    codes,
    found,
    number,
    plan,
    window,
)


def test_nothing_speaks_against_a_good_plan_but_what_nobody_can_check() -> None:
    levels = {finding.code: finding.level for finding in check(plan())}
    assert {code for code, level in levels.items() if level is not Level.OK} == {
        Code.CONSENT_NEEDED,
    }
    assert {Code.PEOPLE_FINE, Code.NUMBERS_FINE, Code.HOURS_FINE, Code.OPEN_NOW, Code.CREDITS_LEFT} <= set(
        levels
    )


def test_blockers_come_first_and_oks_last() -> None:
    levels = [finding.level for finding in check(plan(credits=0.5, window=window(8, 23)))]
    assert levels == sorted(levels, key=list(Level).index)
    assert levels[0] is Level.BLOCKER
    assert levels[-1] is Level.OK


def test_every_warning_but_that_of_the_table_has_a_click_that_mends_it() -> None:
    everywhere = (ANNA, CAROL, FLORA, ZOE, PersonToCall("+8210012345678", "Asia/Seoul"), PersonToCall("123"))
    of = plan(*everywhere, window=window(6, 23), others_unread=("Huge one",), finishes_at=None)
    warned = [one for one in (*check(of), *check(plan(people=None))) if one.level is Level.WARNING]
    assert len({one.code for one in warned}) > 6
    assert [one.code for one in warned if one.mend is None] == []


def test_every_blocker_has_a_click_that_mends_it() -> None:
    bad = plan(
        people=People(),
        people_total=0,
        number_ids=(),
        credits=0.0,
        name=" ",
        assistant_id="",
        window=window(9, 9),
    )
    blockers = [finding for finding in check(bad) if finding.level is Level.BLOCKER]
    assert len(blockers) == 6
    assert all(finding.mend for finding in blockers)


def test_people_of_whom_nothing_is_told_are_not_people_without_a_number() -> None:
    rows = [CampaignContact(id="1", status=EnrollmentStatus.PENDING)] * 2
    people = People.enrolled(rows)
    assert (people.unreadable, people.without_number) == (2, 0)
    assert found(plan(people=people, people_total=2), Code.PEOPLE_UNREADABLE).level is Level.WARNING
    assert not [one for one in check(plan(people=people, people_total=2)) if one.level is Level.BLOCKER]


def test_whose_zone_counts_is_looked_at_both_ways_where_it_is_not_told() -> None:
    """In Tokyo it is evening at ten in the morning of Berlin, whatever the campaign's own hours promise her."""
    told = Campaign(
        id="c",
        name="Spring",
        status=CampaignStatus.DRAFT,
        call_window_start="09:00",
        call_window_end="17:00",
        call_window_timezone="Europe/Berlin",
        total_contacts=1,
    )
    tokyo = People.gather([PersonToCall("+81312345678", "Asia/Tokyo")])

    def findings(settings: dict[str, Any] | None) -> list[Finding]:
        campaign = told.model_copy(update={"settings": settings})
        return check(LaunchPlan.of_campaign(campaign, NOW, tokyo, calling_hours=CallingHoursTable().read()))

    own, berlins = findings({}), findings({"use_contact_timezone_for_call_window": False})
    either = findings(None)
    assert Code.ZONE_NOT_TOLD in {one.code for one in either}
    objections = {one.code for one in [*own, *berlins] if one.level is not Level.OK}
    assert objections <= {one.code for one in either}
    assert {one.code for one in own} != {one.code for one in berlins}
    own_blockers = {one.code for one in own if one.level is Level.BLOCKER}
    assert {one.code for one in either if one.level is Level.BLOCKER} == own_blockers


def test_hours_that_are_not_told_are_neither_fine_nor_a_blocker() -> None:
    campaign = Campaign(id="c", name="Spring", status=CampaignStatus.DRAFT, total_contacts=1)
    people = People.gather([ANNA])
    found_codes = {one.code: one.level for one in check(LaunchPlan.of_campaign(campaign, NOW, people))}
    assert found_codes[Code.HOURS_NOT_TOLD] is Level.WARNING
    assert not {Code.HOURS_FINE, Code.OPEN_NOW, Code.CLOSED_NOW, Code.WINDOW_EMPTY} & set(found_codes)
    assert Level.BLOCKER not in found_codes.values()


def test_an_assistant_that_is_not_told_is_a_warning_and_none_chosen_a_blocker() -> None:
    assert found(plan(assistant_id=None), Code.ASSISTANT_NOT_TOLD).level is Level.WARNING
    assert found(plan(assistant_id=""), Code.ASSISTANT_MISSING).level is Level.BLOCKER


# People


def test_no_people_is_a_blocker() -> None:
    finding = found(plan(people=People(), people_total=0), Code.PEOPLE_NONE)
    assert (finding.level, finding.mend) == (Level.BLOCKER, Mend.PEOPLE)


def test_people_of_whom_none_can_be_called_are_a_blocker() -> None:
    finding = found(
        plan(PersonToCall(None), PersonToCall("+4930123456", over=True)), Code.PEOPLE_NONE_CALLABLE
    )
    assert (finding.level, finding.params["count"]) == (Level.BLOCKER, 2)


def test_people_who_cannot_be_called_are_counted_by_reason() -> None:
    of = plan(
        ANNA,
        PersonToCall(""),
        PersonToCall("+4930123456", do_not_call=True),
        PersonToCall(None, do_not_call=True),
    )
    assert found(of, Code.PEOPLE_WITHOUT_NUMBER).params == {"count": 1}
    assert found(of, Code.PEOPLE_DO_NOT_CALL).params == {"count": 2}
    assert found(of, Code.PEOPLE_FINE).params == {"count": 1, "total": 4}


def test_people_without_a_zone_are_called_by_the_campaigns_clock() -> None:
    people = (ANNA, PersonToCall("+493012345679"), PersonToCall("+493012345670", "Middle/Earth"))
    assert found(plan(*people), Code.PEOPLE_WITHOUT_ZONE).params == {"count": 2, "zone": "Europe/Berlin"}
    assert Code.PEOPLE_WITHOUT_ZONE not in codes(plan(*people, window=window(own=False)))


def test_people_in_other_running_campaigns_are_counted_once_and_the_campaigns_named() -> None:
    anna, bernd = "+493012345678", "+4915112345678"
    others = {"Big one": {anna, bernd}, "Small one": {anna}, "Elsewhere": {"+493099999999"}}
    finding = found(plan(ANNA, BERND, CAROL, other_running=others), Code.PEOPLE_IN_OTHER_CAMPAIGNS)
    assert finding.params == {"count": 2, "campaigns": ("Big one", "Small one")}


def test_one_phone_is_one_person_however_its_number_is_written_and_whatever_company_she_is_listed_in() -> (
    None
):
    listed_elsewhere = People.gather([PersonToCall("+49 (30) 1234-5678", contact_id="another id")])
    of = plan(ANNA, other_running={"Elsewhere": listed_elsewhere.numbers})
    assert found(of, Code.PEOPLE_IN_OTHER_CAMPAIGNS).params["count"] == 1


def test_a_list_too_long_to_be_read_unasked_is_said_and_can_be_asked_for() -> None:
    finding = found(plan(people=None, people_total=70_000, too_many=True), Code.PEOPLE_TOO_MANY)
    assert (finding.level, finding.mend, finding.params) == (Level.WARNING, Mend.EVERYBODY, {"count": 70_000})


def test_running_campaigns_that_could_not_be_read_are_named() -> None:
    finding = found(plan(others_unread=("Huge one",)), Code.OTHERS_NOT_CHECKED)
    assert (finding.level, finding.params["campaigns"]) == (Level.WARNING, ("Huge one",))


def test_people_nobody_can_list_are_said_not_to_be_checked() -> None:
    of = plan(people=None, people_total=70)
    assert found(of, Code.PEOPLE_NOT_CHECKED).params == {"count": 70}
    assert not codes(of) & {Code.HOURS_FINE, Code.OPEN_NOW, Code.PEOPLE_FINE}


def test_it_reads_enrolled_people_and_the_address_book() -> None:
    enrolled = [
        CampaignContact.model_validate({"id": "1", "status": status, "contact": contact})
        for status, contact in (
            (EnrollmentStatus.PENDING, {"id": "anna", "phone": ANNA.phone, "timezone": ANNA.timezone}),
            (EnrollmentStatus.COMPLETED, {"id": "bernd", "phone": BERND.phone}),
            (EnrollmentStatus.SKIPPED, {"id": "dora", "phone": BERND.phone, "do_not_call": True}),
            (EnrollmentStatus.PENDING, {"id": "emil", "phone": None}),
            (EnrollmentStatus.PENDING, None),
        )
    ]
    people = People.enrolled(enrolled)
    assert people.unreadable == 1
    assert (people.total, people.callable, people.over, people.do_not_call, people.without_number) == (
        4,
        1,
        1,
        1,
        1,
    )
    assert people.numbers == {ANNA.phone}
    assert People.of_contacts([Contact(id="anna", phone=ANNA.phone)]).callable == 1


# Numbers


def test_no_chosen_number_is_a_blocker() -> None:
    assert found(plan(number_ids=()), Code.NUMBERS_NONE).level is Level.BLOCKER


def test_caller_numbers_that_the_platform_does_not_tell_never_block() -> None:
    """The platform's own page prints campaigns with `from_number` and without `from_number_ids`."""
    unknown = plan(number_ids=None)
    assert found(unknown, Code.NUMBERS_NOT_TOLD).level is Level.WARNING
    shown = found(plan(number_ids=None, from_number="+12025550100"), Code.NUMBER_SHOWN)
    assert (shown.level, shown.params) == (Level.WARNING, {"numbers": ("+12025550100",)})
    assert Level.BLOCKER not in {one.level for one in check(unknown)}


def test_the_one_caller_number_that_is_shown_is_fine_where_it_can_call() -> None:
    known = number("1")
    of = plan(number_ids=None, from_number=known.phone_number)
    assert found(of, Code.NUMBER_SHOWN_FINE).level is Level.OK
    released = plan(number_ids=None, from_number="+493010001", numbers=(number("1", status="released"),))
    foreign = plan(number_ids=None, from_number="+493010001", numbers=(number("1", assistant="max"),))
    assert {found(one, Code.NUMBER_SHOWN).level for one in (released, foreign)} == {Level.WARNING}


@pytest.mark.parametrize(
    ("told", "expected"), [({}, None), ({"from_number_ids": None}, None), ({"from_number_ids": []}, ())]
)
def test_a_campaign_without_chosen_numbers_differs_from_one_whose_numbers_are_not_told(
    told: dict[str, list[str] | None], expected: tuple[str, ...] | None
) -> None:
    row = {"id": "c", "name": "Spring", "status": "draft", "from_number": "+12025550100", **told}
    of = LaunchPlan.of_campaign(Campaign.model_validate(row), NOW, People.gather([ANNA]))
    assert of.number_ids == expected
    assert (Code.NUMBERS_NONE in codes(of)) is (expected == ())


@pytest.mark.parametrize("numbers", [(), (number("1", status="released"), number("2", status="pending"))])
def test_no_active_number_is_a_blocker(numbers: tuple[object, ...]) -> None:
    assert found(plan(numbers=numbers), Code.NUMBERS_NOT_ACTIVE).level is Level.BLOCKER


def test_a_number_of_another_assistant_is_a_blocker_and_is_named() -> None:
    finding = found(
        plan(numbers=(number("1"), number("2", assistant="max"))), Code.NUMBERS_OF_OTHER_ASSISTANT
    )
    assert finding.level is Level.BLOCKER
    assert finding.params == {"numbers": ("+493010002",), "assistants": ("max",)}


def test_a_number_that_is_not_active_is_a_warning_while_another_is() -> None:
    assert found(
        plan(numbers=(number("1"), number("2", status="released")), concurrency=1),
        Code.NUMBERS_SOME_NOT_ACTIVE,
    ).params == {"count": 1}


def test_more_calls_at_once_than_numbers_is_a_warning() -> None:
    finding = found(plan(concurrency=5), Code.CONCURRENCY_BEYOND_NUMBERS)
    assert finding.params == {"concurrency": 5, "count": 2}
    assert Code.CONCURRENCY_BEYOND_NUMBERS not in codes(plan(concurrency=2))


def test_numbers_nobody_can_list_are_said_not_to_be_checked() -> None:
    assert found(plan(numbers=None), Code.NUMBERS_NOT_CHECKED).params == {"count": 2}


# Hours, start, credits, retries, name


def test_an_empty_window_is_a_blocker() -> None:
    of = plan(window=window(9, 9))
    assert found(of, Code.WINDOW_EMPTY).level is Level.BLOCKER
    assert not codes(of) & {Code.HOURS_FINE, Code.OPEN_NOW, Code.CLOSED_NOW, Code.RETRIES_NEVER_SAME_DAY}


def test_a_window_under_an_hour_is_a_warning() -> None:
    short = CallWindow(time(10), time(10, 45), "Europe/Berlin")
    assert found(plan(window=short), Code.WINDOW_SHORT).params == {"count": 45}
    assert Code.WINDOW_SHORT not in codes(plan(window=window(10, 11)))


def test_a_start_in_the_past_is_a_warning() -> None:
    past = NOW - timedelta(days=1)
    assert found(plan(starts_at=past), Code.START_PAST).params == {"at": past}


def test_a_start_outside_the_window_names_the_first_opening() -> None:
    start = datetime(2026, 7, 15, 20, 0, tzinfo=UTC)
    finding = found(plan(starts_at=start), Code.START_OUTSIDE)
    assert finding.params == {"at": start, "first": datetime(2026, 7, 16, 7, 0, tzinfo=UTC)}


def test_a_start_that_is_inside_the_window_for_some_is_fine() -> None:
    start = datetime(2026, 7, 15, 15, 0, tzinfo=UTC)  # 17:00 in Berlin, 11:00 in New York
    assert Code.START_OUTSIDE not in codes(plan(ANNA, CAROL, starts_at=start))
    assert Code.START_OUTSIDE in codes(plan(ANNA, starts_at=start))


def test_a_launch_while_everybody_is_outside_the_window_says_when_it_opens() -> None:
    finding = found(plan(CAROL), Code.CLOSED_NOW)
    assert finding.params == {"first": datetime(2026, 7, 14, 13, 0, tzinfo=UTC)}


def test_a_launch_says_how_many_can_be_called_now() -> None:
    assert found(plan(ANNA, BERND, CAROL), Code.OPEN_NOW).params == {"count": 2, "total": 3}


@pytest.mark.parametrize(
    ("credits", "code"),
    [(0.99, Code.CREDITS_SPENT), (1.0, Code.CREDITS_FEW), (2.9, Code.CREDITS_FEW), (3.0, Code.CREDITS_LEFT)],
)
def test_a_launch_says_what_credits_are_left_for_its_people(credits: float, code: Code) -> None:
    told = {Code.CREDITS_SPENT, Code.CREDITS_FEW, Code.CREDITS_LEFT, Code.CREDITS_FINE}
    assert codes(plan(ANNA, BERND, CAROL, credits=credits)) & told == {code}
    assert not codes(plan(ANNA, BERND, CAROL, credits=None)) & told


def test_retries_later_than_the_window_is_long_are_never_made_on_the_same_day() -> None:
    finding = found(plan(retries=RetryRules(delay_minutes=480)), Code.RETRIES_NEVER_SAME_DAY)
    assert finding.params["delay"] == finding.params["window"] == timedelta(hours=8)
    assert Code.RETRIES_NEVER_SAME_DAY not in codes(plan(retries=RetryRules(delay_minutes=479)))
    assert Code.RETRIES_NEVER_SAME_DAY not in codes(plan(retries=RetryRules(1, delay_minutes=600)))


def test_one_outcome_that_is_retried_in_time_is_enough() -> None:
    rules = RetryRules(delay_minutes=600, delays={Outcome.BUSY: 10})
    assert Code.RETRIES_NEVER_SAME_DAY not in codes(plan(retries=rules))


@pytest.mark.parametrize("name", ["Autumn", "  autumn ", "AUTUMN"])
def test_a_name_that_is_used_already_is_a_warning(name: str) -> None:
    assert found(plan(name=name), Code.NAME_USED).level is Level.WARNING


def test_a_campaign_becomes_a_plan() -> None:
    campaign = Campaign(
        id="c",
        name="Spring",
        status=CampaignStatus.DRAFT,
        assistant_id="mia",
        from_number_ids=["1"],
        max_concurrent_calls=4,
        call_window_timezone=NEW_YORK,
        total_contacts=9,
        settings={"retry_on_error": True, "retry_delay_minutes_busy": 5, "max_attempts_busy": 2},
    )
    of = LaunchPlan.of_campaign(campaign, NOW, None)
    assert (of.concurrency, of.people_total, of.number_ids) == (4, 9, ("1",))
    assert of.window == CallWindow(time(9), time(17), NEW_YORK)
    assert of.retries == RetryRules(
        3, 60, retry_on_error=True, delays={Outcome.BUSY: 5}, limits={Outcome.BUSY: 2}
    )


NIGHT_IN_BERLIN = datetime(2026, 7, 14, 0, 52, tzinfo=UTC)


def test_one_clock_that_says_day_does_not_make_the_night_fine() -> None:
    by_both = plan(second_opinion=NIGHT_IN_BERLIN)
    assert Code.OPEN_NOW in codes(plan())
    assert Code.OPEN_NOW not in codes(by_both)
    assert found(by_both, Code.CLOSED_NOW).level is Level.WARNING


def test_it_does_not_matter_which_of_the_clocks_says_night() -> None:
    assert codes(plan(second_opinion=NIGHT_IN_BERLIN)) == codes(plan(now=NIGHT_IN_BERLIN, second_opinion=NOW))


def test_clocks_that_differ_are_named_with_both_times() -> None:
    named = found(plan(second_opinion=NIGHT_IN_BERLIN), Code.CLOCKS_DIFFER)
    assert dict(named.params) == {"machine": NOW, "platform": NIGHT_IN_BERLIN}
    assert Code.CLOCKS_DIFFER not in codes(plan())


def test_people_who_may_be_called_by_one_clock_only_are_not_counted_as_callable_now() -> None:
    early = window(start=10, own=True)
    by_both = plan(ANNA, CAROL, window=early, second_opinion=NOW + timedelta(hours=7))
    assert found(by_both, Code.OPEN_NOW).params["count"] == 1


def test_nobody_may_be_called_by_one_of_the_clocks_blocks_the_launch() -> None:
    closed_for_good = plan(window=window(start=21, end=22), second_opinion=NOW + timedelta(hours=3))
    assert found(closed_for_good, Code.NEVER_ALLOWED).level is Level.BLOCKER
