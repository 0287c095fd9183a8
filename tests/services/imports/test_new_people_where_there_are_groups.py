"""New people on a platform with contact groups: into a group of their own, nobody merged with, no mark overwritten."""

from __future__ import annotations

import pytest

from services.api.errors import BadRequest, ServerError
from services.api.generation import Generation
from services.imports.job import JobState
from services.imports.matching import Known
from tests.services.imports.desk import Desk
from tests.services.imports.people import FIRST_NUMBER, person

WITH_GROUPS = [Generation.ACTIONS, Generation.NEWEST]
LOST = ServerError("importContacts", status=500, may_have_acted=True)


class Died(BaseException):
    """The process ends here."""


def desk_of(generation: Generation) -> Desk:
    desk = Desk()
    desk.platform.generation = generation
    return desk


def in_crm(number: int, *, do_not_call: bool = False) -> Known:
    return Known(f"old{number}", f"+{FIRST_NUMBER + number}", do_not_call=do_not_call)


@pytest.mark.parametrize("generation", WITH_GROUPS)
def test_a_list_goes_from_file_to_campaign_without_a_company(generation: Generation) -> None:
    desk = desk_of(generation)
    job_id = desk.submit([person(number) for number in range(25)], company_id="")
    desk.to_the_end()

    assert (desk.job(job_id).way, desk.job(job_id).rows.enrolled) == ("rows", 25)
    assert len(desk.platform.in_campaign) == 25
    assert desk.platform.asked["own_group"] > 0


@pytest.mark.parametrize("generation", [*WITH_GROUPS, Generation.UNKNOWN])
def test_who_is_in_the_crm_already_is_enrolled_and_never_merged_with(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.crm = [in_crm(3), in_crm(14)]
    job_id = desk.submit([person(number) for number in range(25)])
    desk.to_the_end()

    assert not desk.platform.merged
    assert desk.job(job_id).rows.enrolled == 25
    assert {"old3", "old14"} <= set(desk.platform.in_campaign)


@pytest.mark.parametrize("generation", [*WITH_GROUPS, Generation.UNKNOWN])
def test_a_person_who_must_not_be_called_is_left_out_and_nothing_of_her_is_sent(
    generation: Generation,
) -> None:
    desk = desk_of(generation)
    desk.platform.crm = [in_crm(3, do_not_call=True)]
    job_id = desk.submit([person(number) for number in range(5)])
    desk.to_the_end()

    assert desk.ends(job_id)[4] == "left_out: do_not_call"
    assert not desk.platform.merged
    assert "old3" not in desk.platform.sent_to_enrol


@pytest.mark.parametrize("generation", [*WITH_GROUPS, Generation.UNKNOWN])
def test_where_the_crms_people_cannot_be_read_nobody_new_is_sent(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.closed = {"contacts", "search", "forbidden"}
    desk.platform.crm = [Known("hers")]
    job_id = desk.submit([person(0), person(1, contact_id="hers")])
    desk.to_the_end()

    assert desk.ends(job_id) == {1: "left_out: crm_closed", 2: "enrolled"}
    assert not desk.platform.asked["import_people"] + desk.platform.asked["create"]


@pytest.mark.parametrize("generation", WITH_GROUPS)
def test_without_a_group_of_their_own_nobody_new_is_sent(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.closed = {"own_group"}
    desk.platform.crm = [in_crm(1)]
    job_id = desk.submit([person(0), person(1)])
    desk.to_the_end()

    assert desk.ends(job_id) == {1: "left_out: no_group", 2: "enrolled"}
    assert not desk.platform.asked["import_people"]


@pytest.mark.parametrize("generation", WITH_GROUPS)
def test_who_was_refused_is_named_by_her_row_with_the_platforms_sentence(generation: Generation) -> None:
    desk = desk_of(generation)
    desk.platform.refused_names = {"First3"}
    job_id = desk.submit([person(number) for number in range(5)])
    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == 4
    assert desk.ends(job_id)[4] == "left_out: refused"
    assert desk.store.marks(job_id, 0).detail[3] == "we do not like this name"


@pytest.mark.parametrize("acted", [True, False])
@pytest.mark.parametrize("generation", WITH_GROUPS)
def test_after_a_lost_answer_the_crm_is_read_and_only_who_is_new_still_is_sent(
    generation: Generation, acted: bool
) -> None:
    desk = desk_of(generation)
    (desk.platform.after if acted else desk.platform.before)["import_people"] = [LOST]
    job_id = desk.submit([person(number) for number in range(15)])
    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == len(desk.platform.crm) == 15
    assert not desk.platform.merged


def test_a_process_that_dies_on_it_reads_who_is_in_the_crm_first() -> None:
    desk = desk_of(Generation.NEWEST)
    desk.platform.after["import_people"] = [Died()]  # pyright: ignore[reportArgumentType]  nothing is left to catch it
    job_id = desk.submit([person(number) for number in range(15)])
    with pytest.raises(Died):
        desk.to_the_end()
    desk.worker = desk.another_worker("here", "second life")
    desk.runs = [(job_id, 1, 0.0)]
    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == len(desk.platform.crm) == 15
    assert not desk.platform.merged


def test_a_platform_that_never_answers_clearly_pauses_the_import() -> None:
    desk = desk_of(Generation.NEWEST)
    desk.platform.before["import_people"] = [LOST] * 40
    job_id = desk.submit([person(number) for number in range(5)])
    desk.to_the_end()

    assert (desk.job(job_id).state, desk.job(job_id).code) == (JobState.PAUSED, "unwell")


@pytest.mark.parametrize("kind", ["closed", "refuses"])
def test_where_it_takes_no_rows_they_go_in_one_by_one(kind: str) -> None:
    desk = desk_of(Generation.NEWEST)
    if kind == "closed":
        desk.platform.closed = {"import_people"}
    else:
        desk.platform.before["import_people"] = [
            BadRequest("importContacts", "a file is needed", status=400)
        ] * 20
    job_id = desk.submit([person(number) for number in range(5)])
    desk.to_the_end()

    assert (desk.job(job_id).way, desk.job(job_id).rows.enrolled) == ("single", 5)
    assert not desk.platform.merged


def test_an_import_begun_as_on_another_generation_is_planned_anew() -> None:
    desk = desk_of(Generation.SEED)
    desk.platform.crm = [in_crm(3)]
    desk.platform.before["import_people"] = [LOST] * 11
    job_id = desk.submit([person(number) for number in range(5)])
    desk.next_turn()
    desk.platform.before["import_people"] = []
    desk.platform.generation = Generation.NEWEST  # the console was brought up to date meanwhile
    desk.to_the_end()

    assert (desk.job(job_id).way, desk.job(job_id).rows.enrolled) == ("rows", 5)
    assert not desk.platform.merged


def test_once_the_generation_is_certain_they_go_in_by_rows_after_all() -> None:
    desk = desk_of(Generation.UNKNOWN)
    desk.platform.before["create"] = [LOST] * 3

    def found_out(method: str) -> None:
        if method == "search":
            desk.platform.generation = Generation.NEWEST

    desk.platform.meanwhile = found_out
    job_id = desk.submit([person(number) for number in range(12)])
    desk.to_the_end()

    assert (desk.job(job_id).way, desk.job(job_id).rows.enrolled) == ("rows", 12)
    assert not desk.platform.merged
