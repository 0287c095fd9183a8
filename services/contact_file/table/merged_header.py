"""Header over merged cells: a group's name stands above its columns' own (`Telefon` above `privat`, `Büro`)."""

from __future__ import annotations

from collections.abc import Mapping

from services.contact_file.vocabulary.headers import exact, is_not_meant
from services.contact_file.vocabulary.mark_names import direction
from services.contact_file.vocabulary.words import fold_header
from services.contact_file.workbook import Sheet

Rows = Mapping[int, list[str]]
Group = tuple[int, int]


def header_names(sheet: Sheet, rows: Rows, line: int, *, may_move: bool) -> tuple[int, list[str]]:
    """The line of the columns' names, and the names. Where the chosen one holds groups they are in the line below."""
    if may_move and _are_names_below(rows[line], rows.get(line + 1, []), _groups(sheet, line)):
        line += 1
    names = list(rows[line])
    for above in (line, line - 1):
        for left, right in _groups(sheet, above):
            group = rows[above][left].strip() if above in rows else ""
            for column in range(left, right + 1):
                names[column] = _joined(group, names[column])
    return line, names


def _groups(sheet: Sheet, line: int) -> list[Group]:
    """First and last column of the cells of a line that are merged across columns; one over all of them is a title."""
    first, last = sheet.first_column, sheet.first_column + sheet.width - 1
    across = [
        (left - first, min(right, last) - first)
        for (top, left), (bottom, right) in sheet.sight.merged
        if top == bottom == line - 1 and first <= left < min(right, last)
    ]
    return [(left, right) for left, right in across if right - left + 1 < sheet.width]


def _are_names_below(here: list[str], below: list[str], groups: list[Group]) -> bool:
    """Whether a line names what stands in each group, and nothing beside the groups."""
    grouped = {column for left, right in groups for column in range(left, right + 1)}
    named = [below[column] for column in grouped if column < len(below)]
    beside = [column for column in range(len(below)) if column not in grouped]
    return (
        any(name.strip() for name in named)
        and not any(char.isdigit() or char == "@" for name in named for char in name)
        and all(below[column].strip() in ("", here[column].strip()) for column in beside)
    )


def _joined(group: str, own: str) -> str:
    """A name that says by itself what the column holds stays, unless the group says who may be called, or by what."""
    if not group or not own.strip() or group == own.strip():
        return own if own.strip() else group
    decides = direction(fold_header(group)) is not None or is_not_meant(group)
    return own if exact(own) is not None and not decides else f"{group} {own.strip()}"
