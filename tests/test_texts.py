"""Every text of the console is translated. What is left to do, file by file: `make messages`."""

from __future__ import annotations

import pytest

from locales.catalogues import HOME
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
