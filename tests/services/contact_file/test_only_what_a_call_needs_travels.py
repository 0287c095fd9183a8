"""Columns of a file that travel: none unasked, none that is private because of a habit, and each under a key that the
platform takes.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contact_file import Decided, Field, Wanted, further_columns, guess_columns, read_table
from services.contact_file.columns.columns import Choice, Columns
from services.contact_file.columns.travelling import travelling
from services.contact_file.vocabulary.field_keys import is_key, key_of, near, variable
from services.contact_file.vocabulary.personal import PersonalKind, personal_kind
from tests.services.contact_file.corpus import lines

HEADER = "Name;Telefon;E-Mail;Geburtsdatum;Straße;Jahresbeitrag;Telefax;Vertrags-Nr.;Tarif;Firma"
ROW = "Anna Berg;030 12345678;a@b.de;1.2.1980;Am Markt 1;120,50;030 1;V7;Plus;Acme"


def _columns() -> Columns:
    return guess_columns(read_table(lines(HEADER, ROW)))


def _going(**chosen: object) -> list[str]:
    return [one.name for one in further_columns(_columns(), **chosen) if one.travels]  # type: ignore[arg-type]  keywords of one test


def test_nothing_beside_name_and_number_travels_unasked() -> None:
    assert _going() == []
    assert travelling(further_columns(_columns())).keys == {}


def test_what_the_greeting_uses_travels_and_what_the_team_has_used_unless_it_is_private() -> None:
    assert _going(wanted=Wanted(frozenset({"tarif"}), frozenset({Field.COMPANY}))) == ["Tarif", "Firma"]
    assert _going(used_before=["vertrags_nr", "geburtsdatum"]) == ["Vertrags-Nr."]
    assert _going(wanted=Wanted(frozenset({"geburtsdatum"}))) == ["Geburtsdatum"]


def test_the_word_of_a_person_counts_before_every_habit() -> None:
    assert _going(used_before=["tarif"], decided={8: Decided(False), 3: Decided(True)}) == ["Geburtsdatum"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Geburtsdatum", PersonalKind.BIRTH),
        ("Date of birth", PersonalKind.BIRTH),
        ("Straße", PersonalKind.ADDRESS),
        ("Postal code", PersonalKind.ADDRESS),
        ("PLZ", PersonalKind.ADDRESS),
        ("Jahresbeitrag", PersonalKind.AMOUNT),
        ("Annual revenue", PersonalKind.AMOUNT),
        ("Telefax", PersonalKind.FAX),
        ("E-Mail 2", PersonalKind.EMAIL),
        ("Steuernummer", PersonalKind.TAX),
        ("VAT ID", PersonalKind.TAX),
        ("IBAN", PersonalKind.BANK),
        ("Kontonummer", PersonalKind.BANK),
        ("Personalausweis", PersonalKind.IDENTITY),
        ("Diagnose", PersonalKind.HEALTH),
        ("Konfession", PersonalKind.BELIEF),
        ("Familienstand", PersonalKind.FAMILY),
        ("Gesprächsnotiz", PersonalKind.REMARK),
        ("Date de naissance", PersonalKind.BIRTH),
        ("Jahrespreis", PersonalKind.AMOUNT),
        ("Deal value", PersonalKind.AMOUNT),
        ("Tarif", None),
        ("Datenbank", None),
        ("Ansprechpartner 2", None),
        ("Länderkennzeichen", None),
        ("Kundennummer", None),
        ("Plan", None),
        ("Branche", None),
        ("Kontakt", None),
        ("Product", None),
    ],
)
def test_what_is_private_about_a_column_is_named(name: str, kind: PersonalKind | None) -> None:
    assert personal_kind(name) is kind


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Vertrags-Nr.", "vertrags_nr"),
        ("ContractEnd", "contract_end"),
        ("Größe", "groesse"),
        ("2024", "field_2024"),
        ("A", "field_a"),
        ("Extension", "extension_2"),  # the console's own
        ("Тариф", ""),
        ("客户 ID", ""),
        ("???", ""),
    ],
)
def test_a_name_becomes_a_key_or_is_said_to_make_none(name: str, key: str) -> None:
    assert key_of(name) == key


@given(st.lists(st.text(max_size=90), min_size=1, max_size=12))
def test_every_key_is_one_the_platform_takes_and_no_two_columns_share_it(names: list[str]) -> None:
    columns = Columns(tuple(names), tuple(Choice() for _ in names))
    every = {index: Decided(True) for index in range(len(names))}
    further = further_columns(columns, decided=every)
    keys = [one.key for one in further if one.travels]
    assert all(is_key(key) for key in keys)
    assert len(set(keys)) == len(keys)
    assert all(one.travels != one.nameless for one in further)
    assert {one.name for one in further} == {name.strip() for name in names if name.strip()}


def test_a_nearly_same_name_is_offered_the_teams_key() -> None:
    used = ["vertragsnummer", "plan_2"]
    assert near("vertrags_nr", used) == "vertragsnummer"
    assert near("vertragsnummer", used) is None
    assert near("plan_1", used) is None
    assert near("tarif", used) is None
    further = further_columns(_columns(), used_before=used)
    assert [(one.name, one.known_as) for one in further if one.known_as] == [
        ("Vertrags-Nr.", "vertragsnummer")
    ]


def test_the_script_names_a_field_as_the_contract_says() -> None:
    assert variable("tarif") == "{{contact.custom.tarif}}"
