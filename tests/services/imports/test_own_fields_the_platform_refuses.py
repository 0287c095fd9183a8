"""Own fields that the platform does not take are named, and cost nobody the place in the campaign."""

from __future__ import annotations

import pytest

from services.imports.sentences import log_line
from tests.services.database.database_troubles import Uses
from tests.services.imports.desk import Desk
from tests.services.imports.people import person

TWO_FIELDS = '{"plan": "pro", "stand": "7"}'


def _people(count: int) -> list[dict[str, object]]:
    return [person(number, custom=TWO_FIELDS) for number in range(count)]


@pytest.mark.parametrize("way", ["by file", "one by one"])
@pytest.mark.parametrize(("named", "refused"), [(True, ("stand",)), (False, ("plan", "stand"))])
def test_a_refused_field_is_left_out_and_named_and_everybody_goes_in(
    way: str, named: bool, refused: tuple[str, ...]
) -> None:
    desk = Desk()
    desk.platform.refused_fields = {"custom_fields.stand"}
    desk.platform.says_which_field = named
    desk.platform.closed = {"import_people"} if way == "one by one" else set()
    job_id = desk.submit(_people(12))

    desk.to_the_end()

    job = desk.job(job_id)
    assert job.rows.enrolled == 12
    assert job.fields_refused == refused
    said = [log_line(entry) for entry in job.log if entry.code == "fields_refused"]
    assert len(said) == 1
    assert said[0].endswith(f"{', '.join(refused)}.")
    if way == "by file":
        assert {row.get("custom_fields.plan") for row in desk.platform.imported} == {"pro" if named else None}


def test_fields_that_were_not_the_reason_go_along_again() -> None:
    desk = Desk()
    job_id = desk.submit(
        [*_people(3), person(3, first_name="breaks the file", custom=TWO_FIELDS), *(_people(9)[4:])]
    )

    desk.to_the_end()

    assert desk.job(job_id).fields_refused == ()
    assert desk.job(job_id).rows.enrolled == 9
    assert {row["custom_fields.plan"] for row in desk.platform.imported} == {"pro"}


@pytest.mark.parametrize("keeps", [True, False])
def test_fields_that_are_taken_and_not_shown_again_are_named(keeps: bool) -> None:
    desk = Desk()
    desk.platform.keeps_fields = keeps
    job_id = desk.submit(_people(30))

    desk.to_the_end()

    assert desk.job(job_id).fields_unseen == (() if keeps else ("plan", "stand"))
    assert desk.job(job_id).fields_refused == ()


def test_to_look_for_them_a_list_is_not_read_again_for_each_person() -> None:
    def reads(people: int) -> int:
        desk = Desk()
        desk.submit([person(number) for number in range(people)])
        uses = Uses(desk.store.engine)
        desk.to_the_end()
        return uses.count

    assert reads(10) - reads(2) < 4


def test_one_by_one_a_person_refused_for_something_else_costs_the_others_no_field() -> None:
    desk = Desk()
    desk.platform.closed = {"import_people"}
    desk.platform.refused_names = {"First0"}
    job_id = desk.submit(_people(4))

    desk.to_the_end()

    assert desk.job(job_id).fields_refused == ()
    assert desk.ends(job_id)[1] == "left_out: refused"
    assert desk.platform.asked["create"] == 5  # once more, to see whether it was the fields
