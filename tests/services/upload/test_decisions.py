"""A decision is about one question and one number: a later check takes it over for these, and for nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from services.contact_file import (
    CheckedFile,
    ColumnQuestion,
    Columns,
    ContactTable,
    Field,
    check,
    guess_columns,
    read_table,
)
from services.contact_file.table.from_workbook import SheetRead
from services.upload.decisions import Decisions
from services.upload.table_digest import hidden_digest, table_digest
from services.upload.upload_state import UploadState, read_upload_state

LINES: tuple[bytes, ...] = (
    b"Name,Phone,Notes",
    b"Ann,+12127365000 (Lee),",
    b"Bob,+14157891234 (Ray),",
    b"Cat,1-800-FLOWERS,",
    b"Dan,+13125550188,",
)


def checked(content: bytes = b"\n".join(LINES), *, columns: Columns | None = None, **how: Any) -> CheckedFile:
    table = read_table(content)
    return check(table, columns or guess_columns(table), "US", **how)


def kept(file: CheckedFile) -> Decisions:
    """As they come back from a database."""
    return Decisions.from_json(json.loads(json.dumps(Decisions.of(file).to_json())))


def hidden(table: ContactTable, row: int) -> ContactTable:
    """As of a sheet that hides one row."""
    mask = np.arange(table.row_count) == row
    return replace(table, sheet=SheetRead("Sheet1", (), frozenset(), mask))


def decided(file: CheckedFile) -> list[bool | None]:
    return [row.decided for row in file.rows()]


def test_the_same_check_gets_the_same_decisions_in_the_order_in_which_they_hold() -> None:
    before = checked()
    before.decide("text", True)
    before.decide((2,), False)
    before.decide((1,), None)
    before.decide((1,), True)
    before.decide("vanity", False)

    after = checked()
    assert kept(before).decide(after) == 0

    assert decided(after) == decided(before) == [True, False, False, None]
    assert [after.decided_by_row(row) for row in (1, 2, 3)] == [True, True, False]
    assert [(one.reason, one.answer) for one in after.groups] == [
        (one.reason, one.answer) for one in before.groups
    ]


def test_a_row_that_has_another_number_by_now_is_asked_about_anew() -> None:
    before, after = checked(), checked()
    before.decide("text", True)
    after.mend(1, 1, "+12127365999 (Lee)")

    assert kept(before).decide(after) == 1

    assert decided(after)[:2] == [None, True]
    assert after.row(1).verdict == "review"


def test_a_row_asked_about_for_another_reason_by_now_is_asked_about_anew() -> None:
    before = checked()
    before.decide("text", True)
    worse = list(LINES)
    worse[1] = b"Ann,+12127365000 (Lee),please do not call again"

    after = checked(b"\n".join(worse))
    assert kept(before).decide(after) == 1

    assert after.row(1).verdict not in ("ok", "repaired")


@pytest.mark.parametrize(
    "how", [{"blocked": {"+12127365000"}}, {"listed": np.array([12127365000], np.int64)}]
)
def test_an_old_yes_makes_nobody_callable_who_must_not_be_called_by_now(how: dict[str, Any]) -> None:
    before = checked()
    before.decide("text", True)

    after = checked(**how)
    kept(before).decide(after)

    assert after.row(1).verdict == "blocked"
    assert after.row(2).verdict == "repaired"


def test_a_row_that_joined_the_group_meanwhile_was_never_approved() -> None:
    before = checked()
    before.decide("text", True)
    more = (*LINES[:4], b"Dan,+13125550188 (Kay),")

    after = checked(b"\n".join(more))
    kept(before).decide(after)

    assert decided(after) == [True, True, None, None]
    assert after.row(4).verdict == "review"


def test_what_was_said_of_rows_names_the_table_it_was_said_of() -> None:
    one = read_table(b"\n".join(LINES))
    assert table_digest(one) == table_digest(read_table(b"\n".join(LINES)))
    shifted = read_table(b"\n".join((b"a line above", *LINES)), header_row=2)
    assert table_digest(one) != table_digest(shifted)


def test_the_state_of_another_version_is_not_guessed_at() -> None:
    columns = checked().columns.choose(2, Field.DO_NOT_CALL)
    state = UploadState(
        "US", columns=columns.answered(2, may=["x"]), mended={0: {1: "y"}}, hidden_rows=(True, "ab")
    )

    stored = json.loads(json.dumps(state.to_json()))

    assert read_upload_state(stored) == state
    assert read_upload_state({**stored, "version": 2}) is None
    assert read_upload_state({**stored, "columns": {"header": 1}}) is None


def test_only_what_this_person_answered_of_a_column_is_her_word() -> None:
    columns = checked().columns.answered(1, may=["x"]).answered(2, may=["y"])
    question = ColumnQuestion(2, ())

    said = UploadState("US", columns=columns, answered={2: question}).said

    assert said and dict(said.answers) == {2: {"y": True}}


def test_the_answer_about_hidden_rows_holds_for_these_rows_alone() -> None:
    one, other = (hidden(read_table(b"\n".join(LINES)), row) for row in (0, 1))
    state = UploadState("US", hidden_rows=(True, hidden_digest(one)))

    assert state.hidden_wanted(one) is True
    assert state.hidden_wanted(other) is None
