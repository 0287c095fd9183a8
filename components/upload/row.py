"""Words for one row of a file."""

from __future__ import annotations

from components.ui.markdown import shortened
from services.contact_file import CheckedFile, CheckedRow, Field, sentences
from services.contact_file.judging.silence import words_behind
from services.texts import _

LONGEST = 120


def name_of(checked: CheckedFile, row: CheckedRow) -> str:
    """Name of who the row is about, as it stands in the file; unescaped."""
    columns = checked.columns
    found = [columns.first(field) for field in (Field.FIRST_NAME, Field.LAST_NAME)]
    cells = [row.cells[index].strip() for index in found if index is not None]
    whole = columns.first(Field.FULL_NAME)
    if not any(cells) and whole is not None:
        cells = [row.cells[whole].strip()]
    return shortened(" ".join(filter(None, cells)), LONGEST)


def phone_cell(row: CheckedRow) -> str:
    """The cell the number was read from, as it stands now."""
    return row.cells[row.phone_column] if row.phone_column < len(row.cells) else ""


def original_cell(checked: CheckedFile, row: CheckedRow) -> str:
    """The same cell as it stood in the file."""
    cells = checked.table.row(row.row - 1)
    return cells[row.phone_column] if row.phone_column < len(cells) else ""


def reading_words(row: CheckedRow) -> str:
    """The number as one would write it, with its extension; empty where there is none."""
    return f"{row.reading} ☎ {row.ext}" if row.reading and row.ext else row.reading


def why(row: CheckedRow) -> str:
    return sentences.row_reason(row.reason, row.params)


def words_that_speak_against(checked: CheckedFile, row: CheckedRow, reason: str) -> str:
    """The remark or mark that a person has to read before she decides, after its column's name; unescaped."""
    found = words_behind(row.cells, checked.columns, checked.facts.silence, reason)
    if found is None:
        return ""
    column, words = found
    words = _("“{words}”").format(words=shortened(" ".join(words.split()), LONGEST))
    return f"{shortened(column, 40)}: {words}" if column.strip() else words
