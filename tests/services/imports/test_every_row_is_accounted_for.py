"""Each row of the file ends in exactly one way, and the four ways add up to the file."""

from __future__ import annotations

from services.imports import JobState
from services.imports.matching import Known
from tests.services.imports.desk import Desk
from tests.services.imports.fake_platform import COMPANY
from tests.services.imports.people import FIRST_NUMBER, person


def contact(number: int, name: str, **changes: object) -> Known:
    return Known(name, f"+{FIRST_NUMBER + number}", company_id=COMPANY)._replace(**changes)


def test_it_enrols_everybody_who_may_be_called() -> None:
    desk = Desk()
    job_id = desk.submit([person(number) for number in range(35)])

    desk.to_the_end()

    job = desk.job(job_id)
    assert job.state == JobState.DONE
    assert (job.rows.total, job.rows.enrolled, job.rows.todo) == (35, 35, 0)
    assert sorted(desk.platform.phones_in_campaign) == [f"+{FIRST_NUMBER + number}" for number in range(35)]


def test_it_tells_apart_all_ends() -> None:
    desk = Desk()
    desk.platform.crm = [
        contact(1, "already"),
        contact(2, "barred", do_not_call=True),
        contact(3, "elsewhere", company_id="other"),
        contact(4, "known"),
        contact(50, "stranger"),
    ]
    desk.platform.in_campaign = ["already", "stranger"]
    desk.platform.refused_names = {"First5"}
    job_id = desk.submit(
        [
            *(person(number) for number in range(6)),
            person(6, verdict="invalid", reason="too_short", e164=""),
            person(7, verdict="blocked", do_not_call=True),
            person(8, do_not_call=True),
            person(9, e164=f"+{FIRST_NUMBER}"),
            person(10, e164="", contact_id="known"),
            person(11, e164="", contact_id="nobody"),
        ]
    )

    desk.to_the_end()

    job = desk.job(job_id)
    assert desk.ends(job_id) == {
        1: "enrolled",
        2: "already",
        3: "left_out: do_not_call",
        4: "left_out: other_company",
        5: "left_out: same_person",
        6: "left_out: refused",
        7: "left_out: file",
        8: "left_out: file",
        9: "left_out: do_not_call",
        10: "left_out: same_person",
        11: "enrolled",
        12: "left_out: not_enrolled",
    }
    assert job.rows.total == job.rows.enrolled + job.rows.already + job.rows.left_out + job.rows.todo == 12
    assert job.reasons["file:invalid"] == job.reasons["file:blocked"] == 1
    assert sorted(desk.platform.in_campaign) == ["already", "con5", "known", "stranger"]


def test_nobody_marked_do_not_call_is_put_into_the_crm() -> None:
    desk = Desk()
    desk.submit([person(0, do_not_call=True), person(1, verdict="blocked"), person(2, verdict="review")])

    desk.to_the_end()

    assert desk.platform.imported == []
    assert desk.platform.in_campaign == []


def test_a_mark_in_another_company_or_on_a_second_number_bars_the_number_too() -> None:
    desk = Desk()
    desk.platform.crm = [
        contact(0, "other", company_id="other", do_not_call=True),
        Known("second", "+4930999", f"+{FIRST_NUMBER + 1}", True, COMPANY),
        Known("national", "0151 23456789", None, True, COMPANY),
    ]
    people = [person(0), person(1), person(2, e164="+4915123456789")]
    job_id = desk.submit(people)

    desk.to_the_end()

    assert set(desk.ends(job_id).values()) == {"left_out: do_not_call"}
    assert desk.platform.imported == []


def test_people_of_the_company_who_are_not_in_the_list_stay_out() -> None:
    desk = Desk()
    desk.platform.crm = [contact(number, f"old{number}") for number in range(100, 140)]
    desk.submit([person(0)])

    desk.to_the_end()

    assert desk.platform.phones_in_campaign == [f"+{FIRST_NUMBER}"]


def test_a_row_with_the_platforms_id_is_enrolled_and_not_put_in_again() -> None:
    desk = Desk()
    desk.platform.crm = [contact(0, "hers")]
    desk.submit([person(0, contact_id="hers")])

    desk.to_the_end()

    assert desk.platform.asked["import_people"] == 0
    assert desk.platform.in_campaign == ["hers"]


def test_who_was_refused_can_be_tried_again_alone() -> None:
    desk = Desk()
    desk.platform.refused_names = {"First1"}
    job_id = desk.submit([person(number) for number in range(3)])
    desk.to_the_end()
    end = next(end for end in desk.ends(job_id).items() if end[1] != "enrolled")

    assert end == (2, "left_out: refused")
    assert desk.job(job_id).retryable == 1


def test_names_that_are_missing_keep_nobody_out() -> None:
    desk = Desk()
    desk.submit(
        [
            person(0, first_name="", last_name="Meier"),
            person(1, first_name="", last_name="", company="Acme"),
            person(2, first_name="", last_name=""),
        ]
    )

    desk.to_the_end()

    assert [row["first_name"] for row in desk.platform.imported] == ["Meier", "Acme", "–"]
    assert len(desk.platform.in_campaign) == 3


def test_what_the_list_says_of_a_person_goes_along() -> None:
    desk = Desk()
    desk.submit([person(0, ext="12", company="Acme", tags="a; b", notes="=1+1", custom='{"Messe": "Köln"}')])

    desk.to_the_end()

    row = desk.platform.imported[0]
    assert row["custom_fields.extension"] == "12"
    assert row["custom_fields.company"] == "Acme"
    assert row["custom_fields.Messe"] == "Köln"
    assert row["tags"] == "a,b"
    assert row["notes"] == "=1+1"
