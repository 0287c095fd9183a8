"""Signs of a file's country beside its numbers: the language of its columns' names, and the endings of its mail addresses.

They decide only where nobody has said the country, and only whether somebody is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import Enum

import pyarrow as pa

from services.contact_file.columns.columns import Columns
from services.contact_file.table.table import ContactTable
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.words import fold_header

SAMPLE = 1000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# English is no sign: everybody's programs speak it.
_NAMES = {
    "de": "vorname nachname telefon telefonnummer rufnummer handy handynummer mobil mobilnummer mobiltelefon festnetz firma firmenname strasse plz ort stadt land anrede unternehmen "
    "ansprechpartner bemerkung bemerkungen adresse kunde kundennummer geburtsdatum notizen einwilligung",
    "fr": "nom prenom portable societe entreprise ville adresse civilite pays commentaire fixe",
    "es": "nombre apellido apellidos telefono movil empresa ciudad provincia direccion poblacion pais",
    "it": "nome cognome telefono cellulare azienda societa citta cap provincia prov indirizzo comune nominativo recapito paese regione cliente",
    "nl": "voornaam achternaam naam telefoon telefoonnummer mobiel bedrijf plaats woonplaats straat land",
    "pl": "imie nazwisko telefon komorka firma miasto ulica wojewodztwo kraj",
}
_WORDS = {language: _words(names) for language, names in _NAMES.items()}
_SPOKEN = {"DE": "de", "AT": "de", "CH": "de fr it", "LI": "de", "LU": "de fr", "BE": "nl fr de", "NL": "nl", "FR": "fr", "IT": "it", "ES": "es", "PL": "pl", "CA": "fr"}  # fmt: skip
_ENDING = re.compile(r"@[^@\s.]+(?:\.[^@\s.]+)*\.([A-Za-z]{2,20})\s*\Z")
# Endings of countries that lists come from; others are taken for their look (`.io`, `.co`, `.me`).
_ENDINGS = _words("AT AU BE CH CZ DE DK ES FI FR GB GR HU IE IT NL NO NZ PL PT SE TR UK ZA")


class Signs(Enum):
    """What they say of a country: it is this one, another one, or nothing."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NONE = "none"


def signs_of(table: ContactTable, columns: Columns, region: str) -> Signs:
    """What a file's columns and mail addresses say of whether its people are in `region`."""
    mails = _endings(table.cells.column(index) for index in columns.of(Field.EMAIL))
    here, total = mails.pop(region, 0), mails.total()
    elsewhere = max((count for ending, count in mails.items() if ending), default=0)
    if elsewhere > max(here, 1) and elsewhere * 4 >= total:
        return Signs.ELSEWHERE
    spoken = _SPOKEN.get(region, "").split()
    words = {word for name in columns.header for word in fold_header(name).split()}
    own = frozenset[str]().union(*(_WORDS[language] for language in spoken))
    known = len(words & own)
    if any(len(words & names) > known for language, names in _WORDS.items() if language not in spoken):
        return Signs.ELSEWHERE
    return Signs.HERE if known or here else Signs.NONE


def _endings(columns: Iterable[pa.ChunkedArray]) -> Counter[str]:
    """Mail addresses by the country of their ending, empty where that is no country's."""
    cells = (cell for column in columns for cell in column.slice(0, SAMPLE).to_pylist())
    found = (match.group(1).upper() for cell in cells if (match := _ENDING.search(cell)))
    return Counter("GB" if ending == "UK" else ending if ending in _ENDINGS else "" for ending in found)
