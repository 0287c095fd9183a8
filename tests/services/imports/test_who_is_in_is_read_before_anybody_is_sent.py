"""Enrolment where somebody enrolled twice is called twice: whoever is in the campaign is read first, and not sent again."""

from __future__ import annotations

import pytest

from services.api.errors import ServerError
from services.api.generation import Generation
from services.imports.job import JobState
from services.imports.matching import Known
from services.imports.upkeep import resume
from tests.services.imports.desk import Desk
from tests.services.imports.fake_platform import COMPANY
from tests.services.imports.people import person

NOT_SKIPPING = [Generation.ACTIONS, Generation.NEWEST, Generation.UNKNOWN]
LOST = ServerError("addCampaignContacts", status=500, may_have_acted=True)


class Died(BaseException):
    """The process ends here."""


def desk_of(generation: Generation) -> Desk:
    """Everybody of the lists is in the CRM, and known by id."""
    desk = Desk()
    desk.platform.generation = generation
    desk.platform.crm = [Known(f"c{number}", company_id=COMPANY) for number in range(40)]
    return desk


def known(*numbers: int) -> list[dict[str, object]]:
    return [person(number, contact_id=f"c{number}") for number in numbers]


def assert_nobody_moved(desk: Desk) -> None:
    assert not desk.platform.moved
    assert set(desk.platform.sent_to_enrol.values()) <= {1}


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_a_second_list_sends_only_who_is_missing(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.submit(known(*range(10)), "first")
    desk.to_the_end()
    job_id = desk.submit(known(*range(15)), "second")
    desk.to_the_end()

    assert (desk.job(job_id).rows.already, desk.job(job_id).rows.enrolled) == (10, 5)
    assert_nobody_moved(desk)


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_a_process_that_died_looks_who_got_in_meanwhile(generation: Generation) -> None:
    desk = desk_of(generation)
    job_id = desk.submit(known(*range(25)))

    def dies(method: str) -> None:
        if method == "enrol":
            desk.platform.meanwhile = lambda _method: None
            raise Died

    desk.platform.meanwhile = dies
    with pytest.raises(Died):
        desk.next_turn()
    desk.platform.in_campaign = ["c3", "c24"]  # put in by somebody else
    desk.worker = desk.another_worker("here", "second life")
    desk.runs = [(job_id, 1, 0.0)]
    desk.to_the_end()

    assert desk.job(job_id).rows.todo == 0
    assert len(desk.platform.in_campaign) == 25
    assert_nobody_moved(desk)


def test_two_lists_for_one_campaign_take_turns() -> None:
    desk = desk_of(Generation.NEWEST)
    first = desk.submit(known(*range(20)), "first")
    second = desk.submit(known(*range(10, 30)), "second")
    other, runs = desk.another_worker("there"), list(desk.runs)
    desk.runs.clear()

    def beside(method: str) -> None:
        """When the first list is about to be sent, the other worker does what it can of the second one."""
        if method == "enrol":
            desk.platform.meanwhile = lambda _method: None
            desk.runs.append(runs[1])
            desk.next_turn(other)

    desk.platform.meanwhile = beside
    desk.runs.append(runs[0])
    desk.to_the_end()

    assert desk.job(first).rows.enrolled == 20
    assert (desk.job(second).rows.already, desk.job(second).rows.enrolled) == (10, 10)
    assert_nobody_moved(desk)


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_after_an_unclear_answer_nobody_is_sent_before_it_is_certain(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.before["enrol"] = [LOST]
    began = desk.now
    job_id = desk.submit(known(*range(8)))
    desk.to_the_end()

    assert (desk.now - began).total_seconds() >= 90
    assert desk.job(job_id).rows.enrolled == 8
    assert "unclear" in [entry.code for entry in desk.job(job_id).log]


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_whom_a_lost_request_puts_in_late_is_not_sent_again(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.before["enrol"] = [LOST]
    job_id = desk.submit(known(*range(8)))
    while not desk.job(job_id).log or desk.job(job_id).log[-1].code != "unclear":
        desk.next_turn()
    desk.platform.in_campaign = ["c0"]  # she went first; half a minute later
    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == 8
    assert not desk.platform.moved


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_where_nobody_can_tell_who_is_in_nobody_is_sent_again(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.closed = {"members"}
    desk.platform.after["enrol"] = [LOST]
    job_id = desk.submit(known(*range(8)))
    desk.to_the_end()

    first, *others = desk.ends(job_id).values()
    assert (first, set(others)) == ("left_out: perhaps_in", {"enrolled"})  # nobody else was sent with her
    assert desk.job(job_id).retryable == 0
    assert_nobody_moved(desk)


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_where_nobody_can_tell_who_is_in_only_an_empty_campaign_takes_people(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.closed = {"members"}
    first = desk.submit(known(0, 1), "first")
    desk.to_the_end()
    second = desk.submit(known(1, 2), "second")
    desk.to_the_end()

    assert set(desk.ends(first).values()) == {"enrolled"}
    assert set(desk.ends(second).values()) == {"left_out: cannot_look"}
    assert_nobody_moved(desk)


def test_people_whose_next_call_has_moved_are_counted_and_told() -> None:
    desk = desk_of(Generation.NEWEST)
    job_id = desk.submit(known(*range(5)))

    def somebody_else(method: str) -> None:
        if method == "enrol":
            desk.platform.in_campaign.append("c2")

    desk.platform.meanwhile = somebody_else
    desk.to_the_end()

    job = desk.job(job_id)
    assert (job.moved, job.rows.enrolled) == (1, 5)
    assert [entry.params for entry in job.log if entry.code == "moved"] == [{"people": 1}]


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_an_import_that_was_paused_lets_others_at_the_campaign_and_looks_again(
    generation: Generation,
) -> None:
    desk = desk_of(generation)
    first = desk.submit(known(*range(20)), "first")
    desk.platform.before["enrol"] = [LOST] * 11
    desk.to_the_end()
    assert desk.job(first).state is JobState.PAUSED
    second = desk.submit(known(*range(20)), "second")
    desk.to_the_end()
    assert desk.job(second).rows.enrolled == 20
    assert resume(desk.store, first, "resumed")
    desk.to_the_end()

    assert desk.job(first).state is JobState.DONE
    assert not desk.platform.moved
