"""The do-not-call list: any spelling of a line is the same entry, nothing is ever lost, and only who may takes somebody off."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType
from sqlalchemy import Engine

from services.access.access import NotAllowed
from services.audit.audit import Audit, AuditAction
from services.contact_file.numbers import plans
from services.contact_file.numbers.lines import line_number
from services.do_not_call import (
    DoNotCallList,
    Listed,
    Mark,
    NewEntry,
    NotRemovable,
    NumberNotRead,
    Reason,
    read_number,
)
from services.do_not_call.reading import lines_meant
from tests.examples import examples
from tests.services.do_not_call.conftest import ADA, BEN, Clock, made_list

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)


def put(entries: DoNotCallList, number: str, region: str = "DE", **more: str) -> bool:
    return entries.add(NewEntry(number, Reason.ASKED, **more), region=region, who=ADA).new


def spellings(number: PhoneNumber, region: str) -> list[str]:
    forms = (
        PhoneNumberFormat.E164,
        PhoneNumberFormat.INTERNATIONAL,
        PhoneNumberFormat.NATIONAL,
        PhoneNumberFormat.RFC3966,
    )
    found = [phonenumbers.format_number(number, form) for form in forms]
    e164 = found[0]
    found += [f"00{e164[1:]}", f"'{e164}"]
    if plans.writes_trunk_zero(region):
        code = str(number.country_code)
        found += [f"+{code} (0) {e164[1 + len(code) :]}", f"0{e164[1 + len(code) :]}"]
    if e164.startswith("+52"):
        found += [f"+521{e164[3:]}", f"+52 1 {e164[3:]}"]
    if e164.startswith("+549"):
        found.append(f"+54{e164[4:]}")
    return found


@given(st.sampled_from(REGIONS), st.sampled_from(KINDS), st.data())
@examples(400)
def test_any_spelling_of_a_listed_line_is_barred(region: str, kind: int, data: st.DataObject) -> None:
    number = phonenumbers.example_number_for_type(region, kind)
    if number is None or not phonenumbers.is_valid_number(number):
        return
    one, other = (data.draw(st.sampled_from(spellings(number, region))) for _ in range(2))
    try:
        line = line_number(read_number(one, region))
    except NumberNotRead:  # such as one that looks like a date: it is refused, and she is told
        return

    listed = Listed(np.array([line], np.int64))

    assert listed.bars((other,), region=region), (one, other)
    people = [((None, other), None), ((one, other), None), ((None, None), "somebody")]
    assert listed.barred(people) == [listed.bars(phones, contact_id) for phones, contact_id in people]


def test_a_line_has_one_entry_however_it_is_written(entries: DoNotCallList) -> None:
    assert put(entries, "0151 23456789", name="Anna")
    assert not put(entries, "+49 (0) 151 / 234 567 89")
    assert not put(entries, "004915123456789", region="AT")
    assert [one.name for one in entries.page().rows] == ["Anna"]
    assert entries.listed().bars(("+4915123456789",))
    assert not entries.listed().bars(("+4915123456780",))


def test_what_is_no_number_is_refused(entries: DoNotCallList) -> None:
    for text in ("", "Anna", "12", "4.9E+12"):
        with pytest.raises(NumberNotRead):
            put(entries, text)
    assert entries.page().total == 0


def test_a_person_is_barred_by_her_contact_whatever_number_she_has_by_then(entries: DoNotCallList) -> None:
    put(entries, "+4915123456789")
    put(entries, "0151 23456789", contact_id="con_1", name="Anna Becker")

    assert entries.listed().bars(("+43664123456",), "con_1")
    assert [one.name for one in entries.page().rows] == ["Anna Becker"]


def test_another_process_sees_it_at_once_and_another_team_never(
    entries: DoNotCallList, engine: Engine, clock: Clock
) -> None:
    other = made_list(engine, clock, "team-2")
    before = entries.listed()
    put(entries, "+4915123456789")
    assert not before
    assert made_list(engine, clock).listed().bars(("+4915123456789",))
    assert not other.listed()


def test_a_list_goes_in_once_however_often(entries: DoNotCallList) -> None:
    rows = [(f"+49151{number:08}", 4915100000000 + number, "") for number in range(25_000)]

    assert entries.add_many(rows, Reason.OTHER, "list.csv", who=ADA) == 25_000
    assert entries.add_many([*rows, rows[0]], Reason.OTHER, "list.csv", who=ADA) == 0
    assert len(entries.listed().lines) == 25_000


def test_whoever_added_somebody_takes_it_back_for_a_while_and_the_entry_is_kept(
    entries: DoNotCallList, clock: Clock
) -> None:
    put(entries, "+4915123456789")
    [entry] = entries.page().rows
    with pytest.raises(NotAllowed):
        entries.remove(entry.id, "a mistake", who=BEN)
    assert entries.listed().bars(("+4915123456789",))

    entries.remove(entry.id, "a mistake", who=ADA)

    assert not entries.listed()
    [gone] = entries.page(removed=True).rows
    assert (gone.number, gone.removed_why, gone.removed_by) == ("+4915123456789", "a mistake", "Ada")
    with pytest.raises(NotRemovable):
        entries.remove(entry.id, "once more", who=ADA)
    assert put(entries, "+4915123456789")
    assert entries.listed().bars(("+4915123456789",))


def test_later_only_who_keeps_the_console_takes_somebody_off(
    entries: DoNotCallList, engine: Engine, clock: Clock
) -> None:
    put(entries, "+4915123456789")
    [entry] = entries.page().rows
    clock.move(timedelta(hours=1))
    with pytest.raises(NotAllowed):
        entries.remove(entry.id, "she called", who=ADA)
    with pytest.raises(ValueError, match="reason"):
        made_list(engine, clock, keeper=True).remove(entry.id, " ", who=BEN)
    made_list(engine, clock, keeper=True).remove(entry.id, "she called", who=BEN)
    assert not entries.listed()


def test_it_is_searched_by_name_and_by_any_spelling_of_a_number(entries: DoNotCallList) -> None:
    put(entries, "0151 23456789", name="Anna Becker")
    put(entries, "030 9018201", name="Ben_Carter")

    def found(search: str) -> list[str]:
        return [one.name for one in entries.page(search, region="DE").rows]

    assert found("becker") == ["Anna Becker"]
    assert found("+49 151 23456789") == ["Anna Becker"]
    assert found("n_c") == ["Ben_Carter"]
    assert found("9018201") == ["Ben_Carter"]
    assert found("nobody") == []


def test_what_the_platform_knows_is_kept_with_the_entry(entries: DoNotCallList) -> None:
    put(entries, "0151 23456789")
    [entry] = entries.page().rows
    assert entry.mark is Mark.NOT_TOLD
    entries.set_mark(entry.id, Mark.MARKED, "con_7")
    [entry] = entries.page().rows
    assert (entry.mark, entry.contact_id) == (Mark.MARKED, "con_7")
    assert entries.listed().bars((), "con_7")


def test_each_change_is_in_the_activity_log_with_figures_alone(
    entries: DoNotCallList, engine: Engine, clock: Clock
) -> None:
    put(entries, "0151 23456789", name="Anna Becker")
    [entry] = entries.page().rows
    entries.remove(entry.id, "a mistake", who=ADA)
    entries.add_many([("+4930901820", 4930901820, "")], Reason.OTHER, "list.csv", who=ADA)

    log = Audit(engine, clock).entries().rows

    assert {one.action for one in log} == {
        AuditAction.DO_NOT_CALL_ADD,
        AuditAction.DO_NOT_CALL_REMOVE,
        AuditAction.DO_NOT_CALL_UPLOAD,
    }
    assert {str(one.figures) for one in log} == {"{'numbers': 1}", f"{{'entry': {entry.id}}}"}


@pytest.mark.parametrize("text", [None, "", "nobody"])
def test_who_has_no_number_is_on_no_line(text: str | None) -> None:
    assert lines_meant(text, "DE") == set()


def test_where_no_region_is_known_a_national_number_is_told_by_its_end(entries: DoNotCallList) -> None:
    put(entries, "+4915123456789")
    listed = entries.listed()
    assert listed.bars(("0151 23456789",))
    assert not listed.bars(("0151 23456780",))
    assert not listed.bars(("456789",))


@pytest.mark.parametrize(
    "written",
    ["0151 23456789 ext 12", "Tel. 0151 23456789", "030 9018201 / 0151 23456789", "0151/23456789 x5"],
)
def test_such_a_number_is_told_with_an_extension_a_word_or_another_number_beside_it(
    entries: DoNotCallList, written: str
) -> None:
    put(entries, "+4915123456789")
    assert entries.listed().bars((written,))


def test_digits_that_are_longer_than_any_number_are_nobodys(entries: DoNotCallList) -> None:
    put(entries, "+4915123456789")
    assert not entries.listed().bars(("0123456789012345678901234",))


def test_the_name_of_an_entry_stays_where_whoever_adds_it_again_knows_none(entries: DoNotCallList) -> None:
    put(entries, "+4915123456789", name="Anna Becker")
    put(entries, "0151 23456789", contact_id="con_1")
    assert [(one.name, one.contact_id) for one in entries.page().rows] == [("Anna Becker", "con_1")]
