"""Encoding, separator, header row and columns: guessed, shown, corrected, remembered."""

from __future__ import annotations

import pytest

from services.contact_file import (
    ENCODINGS,
    Cancelled,
    Field,
    FileRejected,
    check,
    guess_columns,
    read_table,
    signature,
    template_csv,
)
from services.contact_file.sentences import field, how, note, rejected, row_reason, verdict
from services.contact_file.verdicts import VERDICTS, WARNINGS, FileNote
from services.languages import LANGUAGES, Language
from services.texts import in_language
from tests.services.contact_file.corpus import MOBILE, lines
from tests.services.contact_file.corpus_files import REFUSED


def test_another_encoding_can_be_chosen() -> None:
    content = "name;phone\nŁukasz;0151 23456789\n".encode("cp1250")
    assert read_table(content).row(0)[0] != "Łukasz"
    assert read_table(content, encoding="cp1250").row(0)[0] == "Łukasz"
    assert "cp1250" in ENCODINGS


def test_another_separator_can_be_chosen() -> None:
    table = read_table(b"a~b\n1~0151 23456789\n", delimiter="~")
    assert (table.header, table.delimiter) == (["a", "b"], "~")


@pytest.mark.parametrize("delimiter", ["", "ab", '"', "\n", "é", "a"])
def test_a_separator_is_one_sign(delimiter: str) -> None:
    with pytest.raises(FileRejected, match="delimiter_unknown"):
        read_table(b"a,b\n1,2\n", delimiter=delimiter)


def test_an_encoding_is_a_known_one() -> None:
    with pytest.raises(FileRejected, match="encoding_unknown"):
        read_table(b"a,b\n1,2\n", encoding="rot13")


def test_the_header_row_can_be_chosen() -> None:
    content = lines("Vorname,Telefon", "Name,Nummer", "A,0151 23456789")
    assert read_table(content).header_row == 1
    table = read_table(content, header_row=2)
    assert (table.header, table.row_count, table.lines.tolist()) == (["Name", "Nummer"], 1, [3])
    bare = read_table(content, header_row=0)
    assert (bare.header, bare.row_count) == (["column 1", "column 2"], 3)


def test_a_preview_shows_the_first_rows() -> None:
    assert read_table(lines("a,phone", "1,0151 1", "2,0151 2")).preview(1) == [["1", "0151 1"]]


def test_columns_can_be_chosen_and_remembered() -> None:
    table = read_table(lines("Wer,Was,Wann", "A,0151 23456789,030 12345678"))
    columns = guess_columns(table).choose(1, None).choose(2, Field.PHONE).choose(0, Field.FULL_NAME)
    assert columns.phone == (2,)

    again = guess_columns(table, columns.to_remember())

    assert [choice.field for choice in again.choices] == [Field.FULL_NAME, None, Field.PHONE]
    assert again.choices[0].how == "remembered"
    assert signature(["Wer", "Was"]) == signature([" wer", "WAS "]) != signature(["Was", "Wer"])


def test_a_person_has_one_first_name_but_several_numbers() -> None:
    columns = guess_columns(read_table(lines("First name,Rufname,Phone", "A,B,0151 23456789")))
    columns = columns.choose(1, Field.FIRST_NAME).choose(0, Field.PHONE)
    assert columns.of(Field.FIRST_NAME) == (1,)
    assert columns.phone == (0, 2)


def test_how_a_column_was_recognised_is_said() -> None:
    columns = guess_columns(read_table(lines("Vorname,Handynumer,Erreichbar", "A,0171 1234567,030 12345678")))
    assert [(choice.field, choice.how) for choice in columns.choices] == [
        (Field.FIRST_NAME, "alias"),
        (Field.PHONE, "similar"),
        (None, ""),
    ]


def test_progress_begins_at_once_and_work_can_be_stopped() -> None:
    table = read_table(lines("name,phone", "A,0151 23456789"))
    said: list[tuple[int, int]] = []
    check(table, guess_columns(table), "DE", progress=lambda done, total: said.append((done, total)))
    assert (said[0], said[-1]) == ((0, 1), (1, 1))
    with pytest.raises(Cancelled):
        check(table, guess_columns(table), "DE", cancelled=lambda: True)


def test_a_region_is_a_country() -> None:
    table = read_table(lines("name,phone", "A,0151 23456789"))
    with pytest.raises(FileRejected, match="region_unknown"):
        check(table, guess_columns(table), "XX")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_everything_is_said_in_both_languages(language: Language) -> None:
    said = in_language(language, _everything)
    assert all(said)
    assert "7" in said[-1]


def _everything() -> list[str]:
    said = [rejected(FileRejected(case.reason)) for case in REFUSED]
    told = {"sheet": "A", "names": ["B"], "count": 2}
    said += [note(FileNote(warning, told)) for warning in WARNINGS] + [verdict(each) for each in VERDICTS]
    said += [field(each) for each in Field if each is not Field.REASON] + [how("alias")]
    return [*said, row_reason("duplicate", {"line": 7})]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_the_template_is_understood(language: Language) -> None:
    start = in_language(language, template_csv).decode("utf-8-sig").rstrip()
    separator = language.cell_separator
    cells = {"Phone": MOBILE, "Telefon": MOBILE}
    row = separator.join(cells.get(name, "") for name in start.split(separator))
    table = read_table(f"{start}\n{row}\n".encode())
    columns = guess_columns(table)
    assert all(choice.how == "alias" for choice in columns.choices)
    assert check(table, columns, "DE").row(1).e164 == MOBILE
