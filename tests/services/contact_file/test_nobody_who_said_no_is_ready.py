"""Whatever a column or an entry is called in which somebody said no: nobody below it is ready, and ordinary columns
are not asked about."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest

from services.contact_file import check, guess_columns, read_table
from services.contact_file.judging.checked import CheckedFile
from tests.services.contact_file.corpus import lines
from tests.services.contact_file.corpus_refusals import DAYS, ENTRIES, PERMISSIONS, REFUSALS, REMARKS

YES = {"en": "Yes", "de": "Ja", "fr": "Oui", "es": "Sí", "it": "Sì", "nl": "Ja", "pl": "Tak"}
NO = {"en": "No", "de": "Nein", "fr": "Non", "es": "No", "it": "No", "nl": "Nee", "pl": "Nie"}
ORDINARY = {
    "Lead Status": "NEW|OPEN_DEAL|UNQUALIFIED|ATTEMPTED_TO_CONTACT|CONNECTED|BAD_TIMING",
    "Status": "Neu|In Bearbeitung|Verloren|Kein Interesse|Inaktiv",
    "Statut": "Nouveau|Perdu|Prospect|À rappeler|Pas intéressé|Résilié",
    "Call Result": "No answer|Busy|Voicemail|Left message|Callback|Not interested",
    "Lead Source": "Web|Email|Phone|Referral",
    "Kanal": "Messe|Web|E-Mail|Telefon",
    "Branche": "Sperrholz|Anwalt|Bestattung",
    "Stadt": "Todesfelde|Klagenfurt|Sperrberg",
    "Kunde": "ja|nein|",
    "Newsletter": "ja|nein|",
    "Vertragsstatus": "aktiv|gekündigt|ruhend",
    "Einladung": "zugesagt|abgesagt|offen",
    "Next step": "Call|Email|Send offer",
    "Email Opt Out": "0|1",
}


def _checked(header: str, cells: Iterable[str]) -> CheckedFile:
    rows = (f'N;0171 6293{2101 + 7 * number};"{cell}"' for number, cell in enumerate(cells))
    table = read_table(lines(f'Name;Telefon;"{header}"', *rows))
    return check(table, guess_columns(table), "DE")


def _ready(header: str, cells: list[str], among: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The header with each of `cells` that leaves its row ready."""
    rows = _checked(header, [*cells, *among]).rows(limit=10_000)
    return [(header, cell) for cell, row in zip(cells, rows, strict=False) if row.verdict.callable]


def _below(names: str, cells: list[str]) -> list[tuple[str, str]]:
    return list(itertools.chain.from_iterable(_ready(name, cells, ["", ""]) for name in names.split("|")))


@pytest.mark.parametrize("language", REFUSALS)
def test_a_yes_below_a_refusal_is_not_ready(language: str) -> None:
    assert _below(REFUSALS[language], [YES[language], "x", "1"]) == []


@pytest.mark.parametrize("language", PERMISSIONS)
def test_a_no_below_a_permission_is_not_ready(language: str) -> None:
    said = [
        _ready(name, [NO[language], "0", ""], [YES[language]]) for name in PERMISSIONS[language].split("|")
    ]

    assert list(itertools.chain.from_iterable(said)) == []


def test_the_day_of_a_refusal_is_one() -> None:
    days = ["03.02.2024", "2024-02-03T10:11:12Z", "Feb 3, 2024", "20240203", "45325"]

    assert _below(DAYS["of a refusal"], days) == []


def test_a_consent_that_has_ended_is_none() -> None:
    days = ["01.01.2020", "2020-05-05 00:00:00", "May 5, 2020", "12/2020", "43831", "31. Dezember 2021"]

    assert list(itertools.chain.from_iterable(_ready(name, days, ["01.01.2099"]) for name in DAYS["until when"].split("|"))) == []  # fmt: skip


def test_the_day_of_a_check_says_nothing_of_the_person() -> None:
    asked = {name: _checked(name, ["03.02.2024", ""]).questions for name in DAYS["of a check"].split("|")}

    assert [name for name, questions in asked.items() if questions] == []


@pytest.mark.parametrize("entries", ENTRIES)
def test_an_entry_that_says_no_is_not_ready(entries: str) -> None:
    said = [_ready(name, ENTRIES[entries].split("|"), ["Neu"]) for name in ("Status", "Outcome", "Liste")]

    assert list(itertools.chain.from_iterable(said)) == []


@pytest.mark.parametrize("language", REMARKS)
def test_a_no_among_notes_is_not_ready(language: str) -> None:
    others = [f"Gespräch am {day}.3. war gut" for day in range(80)]

    assert _ready("Notizen", REMARKS[language].split("|"), others) == []


@pytest.mark.parametrize("header", ORDINARY)
def test_what_says_nothing_of_calls_is_not_asked_about(header: str) -> None:
    assert _ready(header, ORDINARY[header].split("|")) == [
        (header, cell) for cell in ORDINARY[header].split("|")
    ]
