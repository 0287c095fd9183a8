"""Only the first so many of a list into the campaign: no more than that, and the others later, once."""

from __future__ import annotations

import pytest

from services.api.errors import ServerError
from services.api.generation import Generation
from services.imports.again import put_others_in, retry_failed
from services.imports.job import JobState
from services.imports.matching import Known
from tests.services.imports.desk import Desk
from tests.services.imports.fake_platform import COMPANY
from tests.services.imports.people import FIRST_NUMBER, person

EVERY = [Generation.SEED, Generation.ACTIONS, Generation.NEWEST, Generation.UNKNOWN]
LOST = ServerError("addCampaignContacts", status=500, may_have_acted=True)


class Died(BaseException):
    """The process ends here."""


def desk_of(generation: Generation) -> Desk:
    desk = Desk()
    desk.platform.generation = generation
    return desk


@pytest.mark.parametrize("generation", EVERY)
def test_only_so_many_are_in_and_the_others_wait_in_the_crm(generation: Generation) -> None:
    desk = desk_of(generation)
    job_id = desk.submit([person(number) for number in range(25)], at_most=7)
    desk.to_the_end()

    job = desk.job(job_id)
    assert (job.state, job.rows.enrolled, job.waiting) == (JobState.DONE, 7, 18)
    assert desk.platform.phones_in_campaign == [f"+{FIRST_NUMBER + number}" for number in range(7)]
    assert len(desk.platform.crm) == 25


@pytest.mark.parametrize("generation", EVERY)
def test_the_others_go_in_when_it_is_said_once_however_often_it_is_said(generation: Generation) -> None:
    desk = desk_of(generation)
    job_id = desk.submit([person(number) for number in range(25)], at_most=7)
    desk.to_the_end()

    assert [put_others_in(desk.store, job_id) for _click in range(3)] == [18, 0, 0]
    desk.to_the_end()

    job = desk.job(job_id)
    assert (job.rows.enrolled, job.rows.already, job.waiting) == (25, 0, 0)
    assert len(desk.platform.in_campaign) == 25
    assert not desk.platform.moved
    assert put_others_in(desk.store, job_id) == 0


@pytest.mark.parametrize("generation", EVERY)
def test_somebody_takes_the_place_of_who_is_not_taken_or_must_not_be_called(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.crm = [Known("barred", f"+{FIRST_NUMBER + 1}", company_id=COMPANY)]
    desk.platform.in_campaign = []
    desk.platform.barred_in_campaign = {"barred"}  # known not before she is in
    people = [person(0, contact_id="gone"), *(person(number) for number in range(1, 12))]
    job_id = desk.submit(people, at_most=3)
    desk.to_the_end()

    ends = desk.ends(job_id)
    assert ends[1] == "left_out: not_enrolled"
    assert ends[2] == "left_out: do_not_call"
    assert [number for number, end in ends.items() if end == "enrolled"] == [3, 4, 5]


@pytest.mark.parametrize("generation", EVERY)
def test_who_is_in_already_counts(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.crm = [Known(f"c{number}", f"+{FIRST_NUMBER + number}") for number in range(2)]
    desk.platform.in_campaign = ["c0", "c1"]
    job_id = desk.submit([person(number) for number in range(9)], at_most=3)
    desk.to_the_end()

    job = desk.job(job_id)
    assert (job.rows.already, job.rows.enrolled, job.waiting) == (2, 1, 6)


@pytest.mark.parametrize("acted", [True, False])
@pytest.mark.parametrize("generation", EVERY)
def test_it_is_no_more_after_a_lost_answer(generation: Generation, acted: bool) -> None:
    desk = desk_of(generation)
    (desk.platform.after if acted else desk.platform.before)["enrol"] = [LOST]
    job_id = desk.submit([person(number) for number in range(25)], at_most=12)
    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == len(desk.platform.in_campaign) == 12


@pytest.mark.parametrize("generation", EVERY)
def test_it_is_no_more_after_a_kill(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.after["enrol"] = [Died()]  # pyright: ignore[reportArgumentType]  nothing is left to catch it
    job_id = desk.submit([person(number) for number in range(25)], at_most=12)
    with pytest.raises(Died):
        desk.to_the_end()
    desk.worker = desk.another_worker("here", "second life")
    desk.runs = [(job_id, 1, 0.0)]
    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == len(desk.platform.in_campaign) == 12
    assert not desk.platform.moved


def test_trying_the_failed_ones_again_keeps_the_limit() -> None:
    desk = desk_of(Generation.NEWEST)
    desk.platform.refused_names = {"First0"}
    job_id = desk.submit([person(number) for number in range(9)], at_most=3)
    desk.to_the_end()
    desk.platform.refused_names = set()
    assert retry_failed(desk.store, job_id) == 1
    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == len(desk.platform.in_campaign) == 3
    assert desk.job(job_id).at_most == 3


def test_a_limit_that_the_list_does_not_reach_leaves_nobody_waiting() -> None:
    desk = desk_of(Generation.NEWEST)
    job_id = desk.submit([person(number) for number in range(4)], at_most=10)
    desk.to_the_end()

    assert (desk.job(job_id).rows.enrolled, desk.job(job_id).waiting) == (4, 0)
