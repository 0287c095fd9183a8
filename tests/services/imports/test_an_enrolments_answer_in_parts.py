"""Answers to an enrolment that tell in part, or in other shapes, who was taken: what is in doubt is looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.api.generation import Generation
from services.imports.job import JobState
from services.imports.matching import Known
from tests.services.imports.desk import Desk
from tests.services.imports.fake_platform import COMPANY
from tests.services.imports.people import person

SHAPES: dict[str, Callable[[str], object]] = {
    "ids": lambda one: one,
    "objects": lambda one: {"contactId": one, "reason": "no longer there"},
    "objects in snake_case": lambda one: {"contact_id": one},
    "whole contacts": lambda one: {"contact": {"id": one}},
    "something else": lambda _one: {"row": 7},
}


def desk_with(people: int, generation: Generation = Generation.NEWEST) -> Desk:
    desk = Desk()
    desk.platform.generation = generation
    desk.platform.crm = [Known(f"c{number}", company_id=COMPANY) for number in range(people)]
    return desk


def known(count: int) -> list[dict[str, object]]:
    return [person(number, contact_id=f"c{number}") for number in range(count)]


def test_an_empty_list_of_those_not_taken_is_a_success() -> None:
    desk = desk_with(4)
    desk.platform.names_invalid = SHAPES["ids"]
    job_id = desk.submit(known(4))
    desk.to_the_end()

    assert (desk.job(job_id).state, desk.job(job_id).rows.enrolled) == (JobState.DONE, 4)
    assert set(desk.platform.sent_to_enrol.values()) == {1}


@pytest.mark.parametrize("generation", [Generation.SEED, Generation.ACTIONS, Generation.NEWEST])
@pytest.mark.parametrize("shape", SHAPES)
def test_who_was_not_taken_is_named_by_her_row_and_the_others_are_in(
    shape: str, generation: Generation
) -> None:
    desk = desk_with(4, generation)
    desk.platform.names_invalid = SHAPES[shape]
    job_id = desk.submit(known(5))  # the fifth is not known to the platform
    desk.to_the_end()

    assert desk.ends(job_id) == dict.fromkeys(range(1, 5), "enrolled") | {5: "left_out: not_enrolled"}
    assert set(desk.platform.sent_to_enrol.values()) <= {1, 2}
    assert not desk.platform.moved


def test_who_is_named_as_not_taken_and_is_in_all_the_same_counts_as_in() -> None:
    desk = desk_with(3)
    desk.platform.names_invalid = SHAPES["ids"]
    job_id = desk.submit(known(4))

    def got_in(method: str) -> None:
        if (
            method == "members"
            and desk.platform.sent_to_enrol["c3"]
            and "c3" not in desk.platform.in_campaign
        ):
            desk.platform.in_campaign.append("c3")

    desk.platform.meanwhile = got_in
    desk.to_the_end()

    assert set(desk.ends(job_id).values()) == {"enrolled"}
    assert desk.platform.sent_to_enrol["c3"] == 1


@pytest.mark.parametrize("generation", [Generation.ACTIONS, Generation.NEWEST])
def test_an_answer_that_counts_nobody_is_looked_at(generation: Generation) -> None:
    desk = desk_with(4, generation)
    desk.platform.says_counts = False
    job_id = desk.submit(known(4))
    desk.to_the_end()

    assert set(desk.ends(job_id).values()) == {"enrolled"}
    assert set(desk.platform.sent_to_enrol.values()) == {1}


@pytest.mark.parametrize("generation", [Generation.ACTIONS, Generation.UNKNOWN])
def test_where_a_success_puts_nobody_in_nobody_is_told_to_be_in(generation: Generation) -> None:
    desk = desk_with(4, generation)
    desk.platform.says_counts = False
    job_id = desk.submit(known(4))

    def nobody_gets_in(method: str) -> None:
        if method == "members":
            desk.platform.in_campaign.clear()

    desk.platform.meanwhile = nobody_gets_in
    desk.to_the_end()

    assert set(desk.ends(job_id).values()) == {"left_out: not_enrolled"}


@pytest.mark.parametrize("generation", [Generation.ACTIONS, Generation.NEWEST])
def test_who_is_listed_a_while_after_she_was_put_in_is_not_sent_again(generation: Generation) -> None:
    desk = desk_with(4, generation)
    job_id = desk.submit(known(4))
    began, hidden = desk.now, desk.platform.in_campaign

    def listed_late(method: str) -> None:
        if method == "members":
            late = (desk.now - began).total_seconds() < 60
            desk.platform.in_campaign = [] if late else hidden
        if method == "enrol":
            desk.platform.in_campaign = hidden

    desk.platform.meanwhile = listed_late
    desk.to_the_end()

    assert set(desk.ends(job_id).values()) == {"enrolled"}
    assert set(desk.platform.sent_to_enrol.values()) == {1}
