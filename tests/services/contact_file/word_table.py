"""Words of column names as a table for the documentation, written out from the patterns that are searched for.

`python -m tests.services.contact_file.word_table` prints it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from re import _constants, _parser  # pyright: ignore[reportAttributeAccessIssue]  no other knows a pattern's branches
from typing import Any

from services.contact_file.vocabulary import stems

COLUMNS = {
    "a permission": stems.PERMISSION,
    "a refusal": stems.REFUSAL,
    "with yes and no only: something agreed": stems.AGREEMENT,
    "locked or registered": stems.LOCK,
    "calls": stems.CONTACT,
    "in an entry, besides the refusals": stems.LABEL,
}
LANGUAGES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch", "pl": "Polish"}  # fmt: skip


def table() -> str:
    """One row a language, one column a subject; `…` where a word goes on in any way."""
    lines = ["| " + " | ".join(["", *COLUMNS]) + " |", "| --- " * (len(COLUMNS) + 1) + "|"]
    for code, language in LANGUAGES.items():
        cells = [", ".join(sorted(set(words(subject[code])))) for subject in COLUMNS.values()]
        lines.append("| " + " | ".join([language, *cells]) + " |")
    return "\n".join(lines)


def words(pattern: str) -> list[str]:
    """The texts a pattern finds, as they stand in a folded name."""
    return [" ".join(text.split()) for text in _texts(_parser.parse(pattern))]


def _texts(parsed: Iterable[Any]) -> list[str]:
    parts = [_of(operator, argument) for operator, argument in parsed]
    return ["".join(pieces) for pieces in itertools.product(*parts)]


def _of(operator: Any, argument: Any) -> list[str]:
    match operator:
        case _constants.LITERAL:
            return [chr(argument)]
        case _constants.BRANCH:
            return [text for branch in argument[1] for text in _texts(branch)]
        case _constants.SUBPATTERN:
            return _texts(argument[3])
        case _constants.MAX_REPEAT if argument[1] == 1 and argument[2][0][0] is not _constants.IN:
            return ["", *_texts(argument[2])]
        case _constants.AT | _constants.ASSERT_NOT | _constants.ASSERT:
            return [""]
        case _constants.IN if all(kind is _constants.LITERAL for kind, _ in argument):
            return [chr(sign) for _, sign in argument]
        case _:
            return ["…"]


if __name__ == "__main__":
    print(table())
