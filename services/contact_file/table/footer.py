"""Footer of a report, lines below the people: totals, counts, remarks. They are rows nobody can be called by."""

from __future__ import annotations

import re

LOOK_AT = 6
_FOOTER = re.compile(
    r"\A\W*(?:summe|gesamt\w*|zwischensumme|total|totals|grand total|subtotal|somme|sum|count|anzahl|nombre|ende der|ende\b|end of|eof\b|"
    r"fin du|seite \d|page \d|stand\b|erstellt|exportiert|export(?:ed|é)?\b|generated|created (?:on|at|by)|printed|gedruckt|"
    r"copyright|©|confidential|vertraulich|confidentiel|"
    r"\d+ (?:rows?|records?|datens\w+|zeilen|eintr\w+|kontakte?|contacts?|personen|people|enregistrements|lignes|results?|ergebnisse)\b)",
    re.I,
)
_FIGURE = re.compile(r"\A(?![+0])[\d\s.,%€$£\-]*\Z")


_SUM = "zwischensumme|gesamtsumme|summe|gesamt|subtotal|sub-total|grand total|total|totals|sous-total|somme"
# A sum among the people, as it is written: nothing but the word, and figures beside it.
SUM_WORDS = tuple(
    written + end
    for word in _SUM.split("|")
    for written in (word, word.capitalize(), word.title(), word.upper())
    for end in ("", ":")
)


def is_sum(cells: list[str]) -> bool:
    """Whether a row that begins with one of `SUM_WORDS` holds figures alone behind it."""
    return _is_footer(cells)


def footer_rows(tail: list[list[str]]) -> int:
    """How many of the last rows are a footer."""
    count = 0
    for cells in reversed(tail):
        if not _is_footer(cells):
            break
        count += 1
    return count


def _is_footer(cells: list[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or not _FOOTER.match(filled[0]):
        return False
    return all(_FIGURE.match(cell) for cell in filled[1:])
