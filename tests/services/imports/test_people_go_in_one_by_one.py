"""People one by one, where the platform takes no file: one request a person, and nobody twice."""

from __future__ import annotations

import pytest

from services.api.errors import ServerError, TooManyRequests
from services.imports import JobState
from services.imports.matching import Known
from tests.services.imports.desk import Desk
from tests.services.imports.fake_platform import COMPANY
from tests.services.imports.people import FIRST_NUMBER, person


def desk_without_files(*also: str) -> Desk:
    desk = Desk()
    desk.platform.closed = {"import_people", *also}
    return desk


@pytest.mark.parametrize("also", [(), ("contacts", "search", "forbidden", "members")])
def test_everybody_gets_in(also: tuple[str, ...]) -> None:
    desk = desk_without_files(*also)
    job_id = desk.submit([person(number) for number in range(12)])

    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == 12
    assert len(desk.platform.phones_in_campaign) == 12


def test_who_is_in_the_crm_already_is_enrolled_and_not_created() -> None:
    desk = desk_without_files()
    desk.platform.crm = [Known("hers", f"+{FIRST_NUMBER}", company_id=COMPANY)]
    desk.submit([person(0), person(1)])

    desk.to_the_end()

    assert desk.platform.asked["create"] == 1
    assert sorted(desk.platform.in_campaign) == ["con1", "hers"]


@pytest.mark.parametrize("acted", [True, False])
def test_after_an_unclear_answer_it_looks_before_it_asks_again(acted: bool) -> None:
    desk = desk_without_files()
    lost = ServerError("x", status=502, may_have_acted=True)
    (desk.platform.after if acted else desk.platform.before)["create"] = [lost]
    job_id = desk.submit([person(0)])

    desk.to_the_end()

    assert desk.platform.asked["search"] == 1
    assert desk.platform.asked["create"] == (1 if acted else 2)
    assert len(desk.platform.crm) == len(desk.platform.in_campaign) == 1
    assert desk.job(job_id).rows.enrolled == 1


def test_where_nobody_can_look_an_unclear_person_is_left_out_and_not_risked_twice() -> None:
    desk = desk_without_files("contacts", "search")
    desk.platform.after["create"] = [ServerError("x", status=502, may_have_acted=True)]
    job_id = desk.submit([person(0)])

    desk.to_the_end()

    assert desk.platform.asked["create"] == 1
    assert desk.ends(job_id) == {1: "left_out: unclear"}


def test_a_refused_request_was_not_sent_so_nobody_has_to_look() -> None:
    desk = desk_without_files()
    desk.platform.before["create"] = [TooManyRequests("x", retry_after=60)]
    job_id = desk.submit([person(0)])

    desk.to_the_end()

    assert desk.platform.asked["search"] == 0
    assert desk.job(job_id).rows.enrolled == 1


def test_a_process_that_died_between_request_and_answer_looks_first() -> None:
    desk = desk_without_files()

    class PowerCut(BaseException):
        """Nothing after it is executed."""

    desk.platform.after["create"] = [PowerCut()]  # type: ignore[list-item]
    job_id = desk.submit([person(0), person(1)])
    run = desk.runs[0]
    with pytest.raises(PowerCut):
        desk.next_turn()
    desk.runs.append(run)

    desk.next_turn(desk.another_worker("here", "second"))

    assert len(desk.platform.crm) == 2
    assert desk.job(job_id).rows.enrolled == 2
    assert "restarted" in [entry.code for entry in desk.job(job_id).log]


def test_the_estimate_is_honest() -> None:
    desk = desk_without_files()
    job_id = desk.submit([person(number) for number in range(1600)])
    desk.platform.before["create"] = [TooManyRequests("x", retry_after=60)]

    desk.next_turn()

    estimate = desk.job(job_id).estimate
    assert estimate is not None and estimate.seconds is not None
    assert estimate.requests >= 1600
    assert estimate.requests_an_hour == 800
    assert estimate.seconds > 3600


def test_with_neither_files_nor_single_people_only_known_ids_are_enrolled() -> None:
    desk = desk_without_files("create", "contacts", "search", "forbidden", "members")
    desk.platform.crm = [Known("hers", f"+{FIRST_NUMBER}", company_id=COMPANY)]
    desk.platform.says_counts = False
    job_id = desk.submit([person(0, contact_id="hers"), person(1)])

    desk.to_the_end()

    assert desk.job(job_id).state == JobState.DONE
    assert desk.ends(job_id) == {1: "enrolled", 2: "left_out: not_possible_here"}
