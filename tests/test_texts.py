"""Every text of the console is translated. What is left to do, file by file: `make messages`."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message

from locales.catalogues import HOME, entries
from locales.check import (
    SOURCES,
    CatalogueProblem,
    catalogue_problems,
    marked_texts,
    source_files,
    source_problems,
)
from services.languages import LANGUAGES, Language


def as_lines(problems: list[CatalogueProblem]) -> str:
    return "\n".join(str(problem) for problem in problems)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_every_text_is_in_the_catalogue_translated_and_with_its_placeholders(language: Language) -> None:
    marked = marked_texts(source_files(SOURCES))

    assert len(marked) > 100
    assert as_lines(catalogue_problems(language.code, marked)) == ""


def test_no_visible_text_bypasses_the_catalogue() -> None:
    files = list(source_files(SOURCES))

    assert HOME / "app.py" in files
    assert as_lines(source_problems(files)) == ""


FORMAL = re.compile(
    r"(?<=[\w,;)] )(?:Sie|Ihr|Ihre[mnrs]?|Ihnen)\b"  # within a sentence the capital is the formal address
    r"|\bSie (?:können|dürfen|haben|müssen|sollten|sehen|wählen|möchten)\b"
)
BRITISH = re.compile(
    r"\b(?:(?:author|custom|final|initial|maxim|minim|organ|real|recogn|summar)is|colour|whilst|cancell|favour|behaviour|"
    r"catalogue|centre|licence|diall|labell|travell|enrol(?!l)|fulfil(?!l)|judgement|programme|grey|learnt|analys(?!is|t))\w*",
    re.IGNORECASE,
)


def _forms(message: Message) -> list[str]:
    said = message.string
    return [said] if isinstance(said, str) else list(said or ())


def said_in(language: str) -> list[tuple[str, str]]:
    """Every sentence of a language with its catalogue."""
    return [(entry.file, said) for entry in entries(language) for said in _forms(entry.message)]


def test_german_addresses_nobody() -> None:
    """`Bitte die Liste prüfen`, never `Bitte prüfen Sie die Liste`: *Sie* is a campaign here."""
    assert [one for one in said_in("de") if FORMAL.search(one[1])] == []


def test_english_is_american() -> None:
    assert [one for one in said_in("en") if BRITISH.search(one[1])] == []
