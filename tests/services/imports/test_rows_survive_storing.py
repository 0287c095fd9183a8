"""Storing of rows: what goes into the database comes out as it was, chunk by chunk, whatever size the batches had."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.imports.listed import read_listed
from services.imports.rows import End, in_chunks, pack, read_marks, read_people, read_phones, write_marks
from services.imports.turn import person_fields
from tests.examples import examples
from tests.services.imports.people import batches, person

TEXT = st.text(max_size=20)
PERSON = st.fixed_dictionaries(
    {
        "verdict": st.sampled_from(
            ["ok", "repaired", "review", "duplicate", "rejected", "invalid", "blocked", "malformed"]
        ),
        "reason": TEXT,
        "first_name": TEXT,
        "last_name": TEXT,
        "notes": TEXT,
        "do_not_call": st.booleans(),
        "contact_id": st.sampled_from([None, "", "con_1"]),
        "e164": st.sampled_from([None, "", "+4915123456789"]),
    }
)


@given(st.lists(st.integers(1, 30), max_size=10), st.integers(1, 15))
def test_no_row_is_lost_between_batches_and_chunks(sizes: list[int], rows: int) -> None:
    people = [person(number) for number in range(sum(sizes))]
    given_batches = []
    for size in sizes:
        taken = sum(batch.num_rows for batch in given_batches)
        given_batches += list(batches(people[taken : taken + size], size=size))

    chunks = list(in_chunks(given_batches, rows))

    assert [row for chunk in chunks for row in chunk["row"].to_pylist()] == [one["row"] for one in people]
    assert all(chunk.num_rows == rows for chunk in chunks[:-1])


@examples(50)
@given(st.lists(PERSON, min_size=1, max_size=30))
def test_only_who_may_be_called_is_there_for_the_work(rows: list[dict[str, object]]) -> None:
    people = [person(number, **row) for number, row in enumerate(rows)]

    chunk = pack(next(in_chunks(batches(people))))

    marks, kept = read_marks(chunk.marks), read_people(chunk.people).to_pylist()
    allowed = [
        one["verdict"] in ("ok", "repaired")
        and not one["do_not_call"]
        and bool(one["e164"] or one["contact_id"])
        for one in people
    ]
    assert [one["place"] for one in kept] == [place for place, ok in enumerate(allowed) if ok]
    assert [one["first_name"] for one in kept] == [
        one["first_name"] for one, ok in zip(people, allowed, strict=True) if ok
    ]
    assert marks.where(End.LEFT_OUT) == [place for place, ok in enumerate(allowed) if not ok]
    assert [phone > 0 for phone in read_phones(chunk.phones)] == [
        ok and bool(one["e164"]) for one, ok in zip(people, allowed, strict=True)
    ]
    counts = marks.counts()
    assert counts.enrolled + counts.already + counts.left_out + counts.todo == counts.total == len(people)
    assert sum(marks.reasons().values()) == counts.left_out
    assert read_marks(write_marks(marks)).reason == marks.reason


def test_the_list_names_everybody_to_who_reads_it() -> None:
    people = [
        person(0, phone="030 12", own='{"Stand": "7"}'),
        person(1, verdict="blocked", do_not_call=True, phone="0151 / 9", last_name=None),
    ]

    listed = [*read_listed(pack(next(in_chunks(batches(people)))).listed)]

    assert [(one.first_name, one.last_name, one.phone, one.own) for one in listed] == [
        ("First0", "Last0", "030 12", {"Stand": "7"}),
        ("First1", "", "0151 / 9", {}),
    ]


def test_tags_and_own_fields_become_the_platforms() -> None:
    (kept,) = read_people(
        pack(next(in_chunks(batches([person(0, tags="a; b,c", custom='{"Stand": "7"}')])))).people
    ).to_pylist()

    fields = person_fields(kept)

    assert fields["tags"] == "a,b,c"
    assert fields["custom_fields.Stand"] == "7"
    assert fields["phone"] == "+4930000000000"
