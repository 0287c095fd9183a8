"""French, as whoever adds it would: a record, and a catalogue of all sentences, each marked so that it can be told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from locales.catalogues import MessageId
from locales.check import SOURCES, marked_texts, source_files
from services import texts
from services.languages import LANGUAGES, Language

MARK = " (fr)"


@pytest.fixture(scope="session")
def french(tmp_path_factory: pytest.TempPathFactory) -> Language:
    locales = tmp_path_factory.mktemp("locales")
    record = Language(
        code="fr",
        name="Français",
        locale_name="fr_FR",
        region="FR",
        moment="d MMM y 'à' HH:mm",
        date_entry="DD/MM/YYYY",
        axis_day="%-d/%-m",
        locales=locales,
    )
    _write(record.catalogue)
    return record


@pytest.fixture
def french_offered(french: Language) -> Iterator[Language]:
    texts.offer(*LANGUAGES, french)
    yield french
    texts.offer(*LANGUAGES)


def _write(folder: Path) -> None:
    catalogue = Catalog(locale="fr")
    # a word that is counted somewhere comes last: then its entry has both forms
    for text in sorted(marked_texts(source_files(SOURCES)), key=lambda one: not isinstance(one.id, str)):
        catalogue.add(text.id, _translated(text.id), context=text.context)
    folder.mkdir(parents=True)
    with (folder / "console.po").open("wb") as file:
        write_po(file, catalogue)


def _translated(message: MessageId) -> str | tuple[str, ...]:
    return f"{message}{MARK}" if isinstance(message, str) else tuple(f"{form}{MARK}" for form in message)
