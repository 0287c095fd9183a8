"""A file is checked beside the page, can be stopped, and what went wrong is there to be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from services.contact_file import Field, RowVerdict
from services.contact_file.columns.columns import Choice
from services.upload.check import AsRead, CheckRequest, CheckStep, UploadCheck
from services.upload.lookup import Lookup
from services.upload.table_digest import table_digest
from tests.waiting import DEADLINE, until

pytestmark = pytest.mark.usefixtures("forked")

PEOPLE = b"Name,Phone\nAnn,+12127365000\nBob,+14157891234\n"


def recall_nothing(_header: Sequence[str]) -> None:
    return None


def nobody(_cancelled: Callable[[], bool]) -> Lookup:
    return Lookup(compared=True)


def checked(content: bytes, lookup: Callable[[Callable[[], bool]], Lookup] = nobody) -> UploadCheck:
    check = UploadCheck(CheckRequest(content, AsRead(), "US"), recall=recall_nothing, look_up=lookup)
    assert check.finished.wait(DEADLINE)
    return check


def test_it_stops_when_asked_and_keeps_nothing() -> None:
    def until_cancelled(cancelled: Callable[[], bool]) -> Lookup:
        until(cancelled)
        return Lookup()

    check = UploadCheck(CheckRequest(PEOPLE, AsRead(), "US"), recall=recall_nothing, look_up=until_cancelled)
    check.stop()

    assert check.finished.wait(DEADLINE)
    assert check.checked is None
    assert check.failed is None


def test_it_tells_what_is_no_list() -> None:
    check = checked(b"")

    assert check.rejected
    assert check.rejected.code == "empty"


def test_it_keeps_the_table_of_a_file_without_numbers() -> None:
    check = checked(b"Who,What\nAnn,x\n")

    assert check.rejected
    assert check.table is not None
    assert check.columns is not None


def test_it_hands_on_what_nobody_foresaw() -> None:
    def broken(_cancelled: Callable[[], bool]) -> Lookup:
        raise RuntimeError("broken")

    assert isinstance(checked(PEOPLE, broken).failed, RuntimeError)


def test_it_counts_its_way() -> None:
    check = checked(PEOPLE)

    assert (check.step, check.rows_done, check.rows) == (CheckStep.CHECKING, 2, 2)


def test_it_finds_who_is_in_the_campaign_and_who_must_not_be_called() -> None:
    def known(_cancelled: Callable[[], bool]) -> Lookup:
        return Lookup({"+12127365000": "Ann"}, frozenset({"+14157891234"}), compared=True)

    found = checked(PEOPLE, known).checked

    assert found
    assert found.counts[RowVerdict.DUPLICATE] == 1
    assert found.counts[RowVerdict.BLOCKED] == 1


def test_it_puts_mended_cells_back_after_another_check() -> None:
    first = checked(b"Name,Phone\nAnn,abc\n")
    assert first.table
    assert first.checked
    mended = {0: {1: "+12127365000"}}
    wanted = CheckRequest(PEOPLE, AsRead(), "US", first.table, first.columns, first.lookup, mended)
    again = UploadCheck(wanted, recall=recall_nothing, look_up=nobody)
    assert again.finished.wait(DEADLINE)

    assert again.checked
    assert again.checked.counts[RowVerdict.OK] == 1


def test_what_an_earlier_version_guessed_of_a_column_is_guessed_anew_and_what_a_person_chose_stays() -> None:
    content = b"Name,Phone,Do Not Call,Mark\nAnn,+12127365000,yes,A\nBob,+14157891234,,B\n"
    first = checked(content)
    assert first.table and first.columns
    knew_less = replace(first.columns, choices=(*first.columns.choices[:2], Choice(), Choice()))
    as_kept = knew_less.choose(3, Field.TAGS).answered(3, may=["B"])

    again = UploadCheck(
        CheckRequest(content, AsRead(), "US", columns=as_kept, of_table=table_digest(first.table)),
        recall=recall_nothing,
        look_up=nobody,
    )
    assert again.finished.wait(DEADLINE)

    assert again.checked and again.columns
    assert again.checked.row(1).verdict is RowVerdict.BLOCKED
    assert again.columns.choices[3] == Choice(Field.TAGS, "chosen", 1.0)
    assert again.columns.answer(3, "B") is True
