"""A file is checked beside the page, can be stopped, and what went wrong is there to be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from services.contact_file import RowVerdict
from services.upload.check import AsRead, CheckRequest, CheckStep, UploadCheck
from services.upload.lookup import Lookup
from tests.waiting import DEADLINE, until

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
