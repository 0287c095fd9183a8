"""Enrolment by ids that puts in more people than were sent: it is noticed after one person, and nobody further is sent."""

from __future__ import annotations

import pytest

from services.api.errors import ServerError
from services.api.generation import Generation
from services.imports.job import JobState
from services.imports.matching import Known
from services.imports.uninvited import people_found_in
from services.imports.upkeep import resume
from tests.services.imports.desk import Desk
from tests.services.imports.fake_platform import COMPANY
from tests.services.imports.people import person

NOT_SKIPPING = [Generation.ACTIONS, Generation.NEWEST, Generation.UNKNOWN]
LOST = ServerError("addCampaignContacts", status=500, may_have_acted=True)
GROUP = [f"c{number}" for number in range(30, 40)]


def desk_of(generation: Generation, group: list[str] | None = None) -> Desk:
    """Ten of the forty people of the CRM are the assistant's group, and in no list."""
    desk = Desk()
    desk.platform.generation = generation
    desk.platform.crm = [
        Known(f"c{number}", company_id=COMPANY, name=f"Person {number}") for number in range(40)
    ]
    desk.platform.whole_group = GROUP if group is None else group
    return desk


def known(*numbers: int) -> list[dict[str, object]]:
    return [person(number, contact_id=f"c{number}") for number in numbers]


def assert_stopped(desk: Desk, job_id: str, people: int) -> None:
    job = desk.job(job_id)
    assert (job.state, job.code, job.params["people"]) == (JobState.PAUSED, "uninvited", people)
    found = people_found_in(desk.store.engine, "camp")
    assert found is not None
    assert found.count == people


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_the_first_goes_alone_and_nobody_follows_where_others_got_in_with_her(generation: Generation) -> None:
    desk = desk_of(generation)
    job_id = desk.submit(known(*range(20)))
    desk.to_the_end()

    assert list(desk.platform.sent_to_enrol) == ["c0"]
    assert_stopped(desk, job_id, 10)
    found = people_found_in(desk.store.engine, "camp")
    assert found is not None
    assert found.names == tuple(f"Person {number}" for number in range(30, 35))


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_it_stays_so_however_often_it_is_let_go_on_and_for_every_list(generation: Generation) -> None:
    desk = desk_of(generation)
    first = desk.submit(known(*range(5)), "first")
    desk.to_the_end()
    assert resume(desk.store, first, "resumed")
    desk.to_the_end()
    second = desk.submit(known(*range(5, 9)), "second")
    desk.to_the_end()

    assert list(desk.platform.sent_to_enrol) == ["c0"]
    assert_stopped(desk, first, 10)
    assert_stopped(desk, second, 10)


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_who_gets_in_with_the_last_is_noticed_too(generation: Generation) -> None:
    desk = desk_of(generation, [])
    job_id = desk.submit(known(*range(20)))

    def from_then_on(method: str) -> None:
        if method == "enrol" and desk.platform.asked["enrol"] == 2:
            desk.platform.whole_group = GROUP

    desk.platform.meanwhile = from_then_on
    desk.to_the_end()
    assert_stopped(desk, job_id, 10)


@pytest.mark.parametrize("generation", NOT_SKIPPING)
@pytest.mark.parametrize("list_of", [1, 20])
def test_a_lost_answer_hides_nobody(generation: Generation, list_of: int) -> None:
    desk = desk_of(generation)
    desk.platform.before["enrol"] = [LOST]
    job_id = desk.submit(known(*range(list_of)))
    while not desk.job(job_id).log or desk.job(job_id).log[-1].code != "unclear":
        desk.next_turn()
    desk.platform.in_campaign = ["c0", *GROUP]  # half a minute later
    desk.to_the_end()

    assert desk.platform.asked["enrol"] == 1
    assert_stopped(desk, job_id, 10)


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_who_was_in_before_is_no_stranger(generation: Generation) -> None:
    desk = desk_of(generation, [])
    desk.platform.in_campaign = list(GROUP)
    first = desk.submit(known(*range(15)), "first")
    desk.to_the_end()
    second = desk.submit(known(*range(10, 20)), "second")
    desk.to_the_end()

    assert desk.job(first).rows.enrolled == 15
    assert (desk.job(second).rows.already, desk.job(second).rows.enrolled) == (5, 5)
    assert people_found_in(desk.store.engine, "camp") is None


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_beside_people_who_were_in_before_only_a_number_is_told(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.in_campaign = GROUP[:3]
    job_id = desk.submit(known(*range(15)))
    desk.to_the_end()

    assert_stopped(desk, job_id, 7)
    found = people_found_in(desk.store.engine, "camp")
    assert found is not None
    assert not found.names


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_where_only_so_many_are_wanted_no_more_of_the_list_may_get_in(generation: Generation) -> None:
    desk = desk_of(generation, [f"c{number}" for number in range(8)])
    job_id = desk.submit(known(*range(8)), at_most=3)
    desk.to_the_end()

    assert list(desk.platform.sent_to_enrol) == ["c0"]
    assert_stopped(desk, job_id, 7)


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_who_must_not_be_called_and_gets_in_all_the_same_is_chosen_by_nobody(generation: Generation) -> None:
    desk = desk_of(generation, ["c3"])
    desk.platform.crm[3] = desk.platform.crm[3]._replace(do_not_call=True)
    job_id = desk.submit(known(*range(8)))
    desk.to_the_end()

    assert_stopped(desk, job_id, 1)


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_where_people_cannot_be_read_their_number_is_compared(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.closed = {"members"}
    job_id = desk.submit(known(*range(8)))
    desk.to_the_end()

    assert list(desk.platform.sent_to_enrol) == ["c0"]
    assert_stopped(desk, job_id, 10)


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_where_nothing_tells_nobody_follows_the_first(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.closed = {"members"}

    def no_longer_told(method: str) -> None:
        desk.platform.tells_total = desk.platform.tells_total and method != "enrol"

    desk.platform.meanwhile = no_longer_told
    job_id = desk.submit(known(*range(8)))
    desk.to_the_end()

    first, *others = desk.ends(job_id).values()
    assert (first, set(others)) == ("enrolled", {"left_out: cannot_look"})
    assert list(desk.platform.sent_to_enrol) == ["c0"]


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_an_import_that_was_paused_takes_anothers_people_for_no_strangers(generation: Generation) -> None:
    desk = desk_of(generation, [])
    first = desk.submit(known(*range(10)), "first")

    def unwell(method: str) -> None:
        if method == "enrol":
            desk.platform.before["members"] = [LOST] * 11

    desk.platform.meanwhile = unwell
    desk.to_the_end()
    assert desk.job(first).state is JobState.PAUSED
    desk.platform.meanwhile = lambda _method: None
    second = desk.submit(known(*range(10, 20)), "second")
    desk.to_the_end()
    assert desk.job(second).rows.enrolled == 10
    assert resume(desk.store, first, "resumed")
    desk.to_the_end()

    assert (desk.job(first).state, desk.job(first).rows.enrolled) == (JobState.DONE, 10)
    assert people_found_in(desk.store.engine, "camp") is None


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_where_nobody_else_gets_in_all_go_in_for_two_requests_more(generation: Generation) -> None:
    desk = desk_of(generation, [])
    job_id = desk.submit(known(*range(20)))
    desk.to_the_end()

    assert (desk.job(job_id).state, desk.job(job_id).rows.enrolled) == (JobState.DONE, 20)
    # in two chunks of the list: the first person, the others of her chunk, the second chunk
    assert desk.platform.asked["enrol"] == 3
    # at the beginning, before anybody is sent, after the first, and after the last
    assert desk.platform.asked["members"] == 4


def test_the_first_generation_is_asked_nothing_more() -> None:
    desk = desk_of(Generation.SEED, GROUP)
    job_id = desk.submit(known(*range(20)))
    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == 20
    assert (desk.platform.asked["enrol"], desk.platform.asked["people_inside"]) == (2, 0)
