"""Rows in review are decided, cells mended, and every other row follows at once."""

from __future__ import annotations

from services.contact_file import (
    CheckedFile,
    Field,
    RowVerdict,
    check,
    export,
    guess_columns,
    read_table,
    sentences,
)
from tests.services.contact_file.corpus import LANDLINE, MOBILE, lines


def _checked(*rows: str) -> CheckedFile:
    table = read_table(lines(*rows))
    return check(table, guess_columns(table), "DE")


def _verdicts(checked: CheckedFile) -> list[str]:
    return [row.verdict.value for row in checked.rows()]


def test_it_accepts_one_and_rejects_one() -> None:
    checked = _checked(
        "name,phone", "A,0151 23456789 (Frau Berg)", "B,030 12345678 (Herr Kurz)", "C,0171 1234567"
    )

    checked.decide([1], accept=True)
    checked.decide([2], accept=False)

    assert _verdicts(checked) == ["repaired", "rejected", "ok"]
    assert [row.reason for row in checked.rows()] == ["accepted", "text", ""]
    assert [row.decided for row in checked.rows()] == [True, False, None]


def test_it_decides_all_alike_by_reason() -> None:
    checked = _checked(
        "name,phone", "A,0151 23456789 (Frau Berg)", "B,O30 12345678", "C,0171 1234567 (Herr Kurz)"
    )

    assert checked.decide("text", accept=True) == 2
    assert _verdicts(checked) == ["repaired", "review", "repaired"]
    assert checked.reasons(RowVerdict.REVIEW) == {"letter_for_digit": 1}


def test_a_decision_can_be_taken_back() -> None:
    checked = _checked("name,phone", "A,0151 23456789?")
    checked.decide([1], accept=True)
    checked.decide([1], accept=None)
    assert _verdicts(checked) == ["review"]


def test_a_row_without_a_reading_cannot_be_accepted() -> None:
    checked = _checked("name,phone", "A,1-800-FLOWERS")
    checked.decide([1], accept=True)
    assert _verdicts(checked) == ["review"]


def test_accepting_two_rows_with_one_number_calls_it_once() -> None:
    checked = _checked("name,phone", "A,0151 23456789 (Frau Berg)", "B,0151 23456789 (Herr Berg)")
    assert _verdicts(checked) == ["review", "duplicate"]
    checked.decide([1], accept=False)
    assert _verdicts(checked) == ["rejected", "review"]
    checked.decide([2], accept=True)
    assert _verdicts(checked) == ["rejected", "repaired"]


def test_a_mended_number_is_judged_at_once() -> None:
    checked = _checked("name,phone", "A,0151 2345", "B,030 12345678")

    row = checked.mend(1, Field.PHONE, "0151 23456789")

    assert (row.verdict, row.e164, row.mended) == (RowVerdict.OK, MOBILE, {1})
    assert checked.counts[RowVerdict.OK] == 2


def test_mending_makes_and_unmakes_duplicates() -> None:
    checked = _checked("name,phone", "A,0151 23456789", "B,030 12345678")
    assert checked.mend(1, 1, "030/12345678").verdict is RowVerdict.OK
    assert _verdicts(checked) == ["ok", "duplicate"]
    checked.mend(1, 1, "0171 1234567")
    assert _verdicts(checked) == ["ok", "ok"]


def test_a_do_not_call_mark_written_in_blocks_the_number_everywhere() -> None:
    checked = _checked("name,phone,DNC", "A,0151 23456789,", "B,+49 151 23456789,", "C,030 12345678,")
    checked.mend(2, Field.DO_NOT_CALL, "ja")
    assert _verdicts(checked) == ["blocked", "blocked", "ok"]
    assert checked.row(1).params["line"] == 3
    checked.mend(2, Field.DO_NOT_CALL, "")
    assert _verdicts(checked) == ["ok", "duplicate", "ok"]


def test_a_new_country_reads_the_number_again() -> None:
    checked = _checked("name,phone,country", "A,044 668 18 00,Narnia")
    assert _verdicts(checked) == ["review"]
    assert checked.mend(1, Field.COUNTRY, "Schweiz").e164 == "+41446681800"


def test_a_broken_row_is_whole_once_it_has_a_number() -> None:
    checked = _checked("name,company,phone", "A,Globex, Inc.,0151 23456789", "B,Acme,030 12345678")
    assert checked.mend(1, 1, "Globex, Inc.").verdict is RowVerdict.MALFORMED
    assert checked.mend(1, Field.PHONE, "0151 23456789").verdict is RowVerdict.OK
    assert checked.cells_of(0)[:3] == ["A", "Globex, Inc.", "0151 23456789"]


def test_rejecting_an_unclear_mark_keeps_the_number_out_everywhere() -> None:
    checked = _checked("name,phone,DNC", "A,0151 23456789,?", "B,0151 23456789,")
    checked.decide([1], accept=False)
    assert _verdicts(checked) == ["rejected", "blocked"]


def test_a_doubt_in_a_broken_row_can_be_overruled() -> None:
    checked = _checked("name,city,phone,DNC", "A,Bonn,0151 23456789,?,Pro", "B,Bonn,0151 23456789,")
    assert _verdicts(checked) == ["malformed", "review"]
    checked.decide([2], accept=True)
    assert _verdicts(checked) == ["malformed", "repaired"]
    checked.decide([2], accept=False)
    assert _verdicts(checked) == ["malformed", "rejected"]


def test_parts_of_a_number_can_be_mended() -> None:
    checked = _checked("name;Vorwahl;Rufnummer", "A;;2345670", "B;030;12345678")
    assert checked.mend(1, Field.AREA_CODE, "089").e164 == "+49892345670"


def test_what_the_campaign_and_the_platform_know_counts() -> None:
    table = read_table(lines("name,phone", "A,0151 23456789", "B,030 12345678", "C,0171 1234567"))
    checked = check(table, guess_columns(table), "DE", known={MOBILE: "campaign"}, blocked={LANDLINE})
    assert [row.reason for row in checked.rows()] == ["in_campaign", "do_not_call_platform", ""]
    assert _verdicts(checked) == ["duplicate", "blocked", "ok"]


def test_only_the_page_asked_for_is_made() -> None:
    checked = _checked("name,phone", *(f"N{n},0151 2345{n:04d}" for n in range(200)), "X,n/a", "Y,n/a")
    assert [row.row for row in checked.rows(offset=150, limit=2)] == [151, 152]
    assert [row.line for row in checked.rows([RowVerdict.INVALID], limit=10)] == [202, 203]
    assert checked.count([RowVerdict.OK]) == 200
    assert checked.rows([RowVerdict.OK], limit=1)[0].reading == "+49 1512 3450000"


def _in_doubt() -> CheckedFile:
    return _checked(
        "name,phone,notes",
        "A,0151 23456789,verstorben lt. Ehefrau",
        "B,030 12345678 (Herr Kurz),",
        'C,0171 1234567,"am Telefon genervt, bitte nicht mehr anrufen, sagt seine Frau"',
        "D,0171 1234567,",
        "E,030 12345670 (Frau Lang),",
        "F,030 12345670 (Frau Lang),",
    )


def _groups(checked: CheckedFile) -> dict[str, list[int]]:
    return {group.reason: (group.rows + 1).tolist() for group in checked.groups}


def test_groups_keep_their_rows_and_their_order_whatever_is_decided() -> None:
    checked = _in_doubt()
    before = _groups(checked)
    assert before == {"note_do_not_call": [1, 3], "unclear_elsewhere": [4], "text": [2, 5, 6]}

    for reason in before:
        checked.decide(reason, accept=False)
        assert _groups(checked) == before
    checked.decide([5], accept=True)

    assert _groups(checked) == before
    assert [(group.open, group.used, group.left) for group in checked.groups] == [
        (0, 0, 2),
        (0, 0, 0),  # the line of C, which must not be called at all now
        (0, 1, 2),
    ]


def test_a_row_decided_by_itself_keeps_its_decision_when_all_alike_are_decided() -> None:
    checked = _in_doubt()
    checked.decide([1], accept=False)
    checked.decide("note_do_not_call", accept=True)

    assert [checked.row(row).verdict.value for row in (1, 3)] == ["rejected", "repaired"]
    [group] = [group for group in checked.groups if group.reason == "note_do_not_call"]
    assert group.answer is True

    checked.decide("note_do_not_call", accept=None)
    checked.decide([1], accept=None)
    assert [checked.row(row).verdict.value for row in (1, 3)] == ["review", "review"]


def test_a_row_left_out_keeps_the_reason_it_was_asked_for() -> None:
    checked = _in_doubt()
    checked.decide([1], accept=False)

    assert checked.counts[RowVerdict.REJECTED] == 1
    assert checked.counts[RowVerdict.INVALID] == 0
    assert checked.reasons(RowVerdict.REJECTED) == {"note_do_not_call": 1}
    written = b"".join(export.left_out(checked)).decode("utf-8-sig")
    said = sentences.row_reason("note_do_not_call", {})
    assert written.splitlines()[1].startswith(f'"Left out by hand. {said}"')
