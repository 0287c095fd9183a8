"""Splitting of cells with more than one number in them."""

from __future__ import annotations

import re

_BETWEEN = re.compile(
    r"\n|;(?!ext=|phone-context)|\s{1,20}/\s{1,20}|\s{0,20}[|•·]\s{0,20}|\s{0,20}:::\s{0,20}|,(?=[^\d\n]{0,80}\d)|\s{0,20}&\s{0,20}|"
    r"\s{1,20}(?:oder|or|und|and|bzw\.?|ou|et|u\.|o\.|sowie|alternativ)\s{1,20}|"
    r"(?<=\d)\s{0,20}/\s{0,20}(?=\+|00\d|0\d{2})|(?<=\d{5})[\s(]{0,20}(?=\+\s{0,20}\d)|(?<=\d)[\s(]{1,20}(?=\+\s{0,20}\d)|"
    r"(?<=\d{4})\s{0,20}\((?=\s{0,20}0[\d\s/.-]{6,40}\))",
    re.I,
)
RUN = re.compile(r"[+(]?\d[\d\s()/.\-]{5,}\d")
_EXTENSION_PART = re.compile(
    r"\A\s*(?:ext|x|#|app|apparat|dw|durchwahl|nst|nebenstelle|kl|klappe|poste|int)\b", re.I
)
_RANGE = re.compile(r"/\s*(?:-\s*)?\d{1,3}\s*\Z")


def numbers_in(text: str) -> list[str]:
    """The numbers a cell lists; one element where it is one number, however it is written."""
    parts = [part for part in _BETWEEN.split(text) if part and part.strip()]
    if len(parts) < 2:
        return _two_in_a_row(text) or _range(text) or [text]
    merged: list[str] = []
    for part in parts:
        if merged and (_digits(part) == 0 or _EXTENSION_PART.match(part) or _is_beginning(merged[-1])):
            merged[-1] = f"{merged[-1]} {part.strip()}"
        else:
            merged.append(part.strip())
    if len(merged) > 1 and _digits(merged[0]) == 0:
        merged[:2] = [f"{merged[0]} {merged[1]}"]
    return merged if len(merged) > 1 else _range(merged[0]) or merged


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _is_beginning(part: str) -> bool:
    """Whether a part is only a country or area code, so that the next one belongs to it."""
    count = _digits(part)
    return count <= 5 or (count <= 7 and part.lstrip(" (").startswith(("+", "00")))


def _range(text: str) -> list[str]:
    """`030 12345678/79` and `030/12345678/80`: a second number given by its last digits."""
    found = _RANGE.search(text)
    if not found:
        return []
    head, tail = text[: found.start()].strip(), found.group()[1:].strip()
    several = head.count("/") >= 1 and _digits(head) >= 6
    if (several or _digits(head) >= 9) and not any(char.isalpha() for char in tail):
        return [head, tail]
    return []


def _two_in_a_row(text: str) -> list[str]:
    """Two whole numbers with nothing but a blank or words between them: too many digits for one."""
    if _digits(text) < 14:
        return []
    if any(char.isalpha() for char in text):
        return _with_words_between(text)
    if _digits(text) < 16:
        return []
    for found in re.finditer(r"\s(?=\(?(?:\+|00|0\d))", text):
        head, tail = text[: found.start()].rstrip(), text[found.end() :]
        if _digits(head) >= 7 and _digits(tail) >= 7:
            return [head, tail]
    return []


def _with_words_between(text: str) -> list[str]:
    runs = [found for found in RUN.finditer(text) if _digits(found.group()) >= 6]
    if len(runs) < 2:
        return []
    ends = [found.end() for found in runs[:-1]]
    return [text[start:end].strip() for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
