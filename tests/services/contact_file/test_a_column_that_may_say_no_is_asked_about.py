"""A column that may say no: what is not understood is asked about, once, and one answer holds for the column."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.contact_file import Columns, check, guess_columns, read_table
from services.contact_file.judging.checked import CheckedFile
from services.contact_file.vocabulary import marks, stems
from services.contact_file.vocabulary.marks import Mark
from tests.examples import examples
from tests.services.contact_file.corpus import lines

# One name a language for each thing a column can speak of that may mean a no.
NAMES = """Consent given on paper|Permission level|Opt|Opt status|Lawful basis|Suppression|Complaint|Litigation|Deceased|Marked for deletion|Erasure|Objection|
Einwilligung Stufe|Freigabe Vertrieb|Sperrkennzeichen|Werbesperre|Widerspruch|Beschwerde|Rechtsstreit|Verstorben|Löschvormerkung|Datenschutz|
Consentement client|Opposition|Désinscrit|Plainte|Décédé|Droit à l'oubli|Consentimiento|Lista Robinson|Fallecido|Oposición|Consenso|Opposizione|Deceduto|
Toestemming|Bezwaar|Overleden|Zgoda|Sprzeciw|Zmarły"""
CELLS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters='"\r\n\0;', exclude_categories=("Cs", "Cc")), max_size=20),
    st.sampled_from(["ja", "nein", "yes", "no", "oui", "non", "sí", "tak", "nie", "A", "B", "3", "?", "siehe Notiz", "01.02.2024", "unknown", "aktiv"]),
)  # fmt: skip


STEMS = st.sampled_from([*stems.REFUSAL.values(), *stems.PERMISSION.values()]).flatmap(
    lambda pattern: st.from_regex(pattern.replace(r"\w", "[a-z]"), fullmatch=True)
)
HEADERS = st.one_of(st.sampled_from([name.strip() for name in NAMES.replace("\n", "").split("|")]), STEMS)


def _checked(header: str, *cells: str) -> CheckedFile:
    rows = (f'N;030 275948{number:02d};"{cell}"' for number, cell in enumerate(cells))
    table = read_table(lines(f'Name;Telefon;"{header}"', *rows))
    return check(table, guess_columns(table), "DE")


def _understood(cell: str) -> bool:
    """Whether a cell is one of the words that are known to do no harm in one direction or the other."""
    return (
        marks.do_not_call(cell) is Mark.NONE or marks.consent(cell) is Mark.NONE or marks.is_legal_basis(cell)
    )


def _is_not_ready(header: str, cell: str) -> None:
    assume(not _understood(cell))

    checked = _checked(header, cell, "something else")

    assert not checked.row(1).verdict.callable, (header, cell)


@given(HEADERS, CELLS)
@examples(100)
def test_no_row_is_ready_unless_its_cell_is_understood(header: str, cell: str) -> None:
    _is_not_ready(header, cell)


@pytest.mark.soak
@given(HEADERS, CELLS)
@settings(max_examples=5000, deadline=None)
def test_no_row_is_ready_unless_its_cell_is_understood_however_long_one_looks(header: str, cell: str) -> None:
    _is_not_ready(header, cell)


@given(STEMS)
@examples(100)
def test_no_yes_and_no_below_any_of_the_stems_is_passed_over(header: str) -> None:
    """In a column of yes and no at least one of the two is no harmless word, whichever way the name points."""
    checked = _checked(header, "yes", "no")

    assert not (checked.row(1).verdict.callable and checked.row(2).verdict.callable), header


def _answered(checked: CheckedFile, columns: Columns) -> list[str]:
    checked.answer(columns)
    return [f"{row.verdict} {row.reason}".strip() for row in checked.rows()]


def test_one_answer_settles_the_column() -> None:
    checked = _checked("Opt", "A", "B", "B", "")
    [question] = checked.questions
    assert (question.column, question.values, question.rows) == (2, (("B", 2), ("A", 1), ("", 1)), 4)

    said = _answered(checked, checked.columns.answered(2, may=["A", ""], must_not=["B"]))

    assert said == ["ok", "blocked column_forbids", "blocked column_forbids", "ok"]
    assert checked.questions == []


def test_an_answer_blocks_the_number_everywhere() -> None:
    table = read_table(lines("Name;Telefon;Opt", "A;030 27594863;B", "B;+49 30 27594863;A"))
    checked = check(table, guess_columns(table), "DE")

    said = _answered(checked, checked.columns.answered(2, may=["A"], must_not=["B"]))

    assert said == ["blocked column_forbids", "blocked do_not_call_elsewhere"]


def test_what_is_understood_as_a_no_stays_one() -> None:
    checked = _checked("Akquisesperre", "ja", "vielleicht")

    said = _answered(checked, checked.columns.answered(2, may=["ja", "vielleicht"]))

    assert said == ["blocked do_not_call", "ok"]


def test_an_answer_holds_for_the_next_file_and_not_for_what_is_new_in_it() -> None:
    first = _checked("Opt", "A", "B")
    remembered = first.columns.answered(2, may=["A"], must_not=["B"]).to_remember()
    table = read_table(lines("Name;Telefon;Opt", "X;030 27594863;A", "Y;030 27594864;B", "Z;030 27594865;C"))

    checked = check(table, guess_columns(table, remembered), "DE")

    assert [row.verdict for row in checked.rows()] == ["ok", "blocked", "review"]
    assert [question.values for question in checked.questions] == [(("C", 1),)]


def test_an_answer_keeps_what_was_decided_and_mended() -> None:
    table = read_table(lines("Name;Telefon;Opt", "A;030 27594863 / 030 27594864;A", "B;abc;B"))
    checked = check(table, guess_columns(table), "DE")
    checked.decide([1], True)
    checked.mend(2, 1, "030 27594865")

    said = _answered(checked, checked.columns.answered(2, may=["A"], must_not=["B"]))

    assert said == ["repaired accepted", "blocked column_forbids"]


def test_nobody_is_asked_about_people_who_are_kept_out_anyway() -> None:
    table = read_table(lines("Name;Telefon;DNC;Opt", "A;030 27594863;ja;A", "B;030 27594864;;B"))
    checked = check(table, guess_columns(table), "DE")

    assert [question.values for question in checked.questions] == [(("B", 1),)]


@pytest.mark.parametrize("header", ["Notizen", "Company", "Last call", "Call result", "Contact Owner", "Liefersperre", "Newsletter"])  # fmt: skip
def test_ordinary_columns_are_not_asked_about(header: str) -> None:
    assert _checked(header, "ja", "nein").questions == []


def test_a_column_that_says_nothing_is_not_asked_about() -> None:
    checked = _checked("Opt", "", "")

    assert (checked.questions, [row.verdict for row in checked.rows()]) == ([], ["ok", "ok"])
