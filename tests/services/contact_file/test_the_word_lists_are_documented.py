"""The word lists by language in the documentation are those the reader looks for."""

from __future__ import annotations

from pathlib import Path

from tests.services.contact_file.word_table import table

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "contact-files.md"


def test_the_table_names_every_word() -> None:
    rows = table().splitlines()
    text = DOCUMENT.read_text(encoding="utf-8").splitlines()

    assert [row for row in rows if row not in text] == []
