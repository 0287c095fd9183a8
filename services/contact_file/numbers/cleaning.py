"""Cleaning of phone cells before they are read as numbers: invisible marks, other scripts' digits, a spreadsheet's
damage.
"""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date

DASHES = frozenset("‐‑‒–—―−⁃﹣－")
_APOSTROPHES = "'’‘`´ʼ′“”„‟«»‹›‚‛"
_PICTURES = frozenset("☎☏✆📞📱📲🏠🏢")
_MISSING_WORDS = frozenset(
    [
        "n/a",
        "na",
        "n.a.",
        "n. a.",
        "#n/a",
        "#nv",
        "none",
        "null",
        "nil",
        "nan",
        "undefined",
        "k.a.",
        "k. a.",
        "ka",
        "keine angabe",
        "keine",
        "kein",
        "keins",
        "leer",
        "(leer)",
        "(blank)",
        "blank",
        "empty",
        "tbd",
        "tba",
        "no phone",
        "no number",
        "not available",
        "not provided",
        "not given",
        "nicht vorhanden",
        "nicht bekannt",
        "unknown",
        "kein telefon",
        "keine nummer",
        "keine tel.",
        "aucun",
        "aucune",
        "pas de téléphone",
        "non renseigné",
        "s/o",
        "<null>",
        "[null]",
        "\\n",
    ]
)
_EXCEL_ERROR = re.compile(
    r"\A#(?:(?:ref|value|name\?|null|num|div/0|wert|bezug|zahl|name|leer|valeur|nom\?|nombre|spill|calc|überlauf)!?\??|#+)\Z",
    re.I,
)
_SCIENTIFIC = re.compile(r"\A([+]?\d+)(?:[.,](\d+))?\s*[eE]\s*\+?(\d{1,2})\Z")
_FLOAT = re.compile(r"\A(\+?\d{7,17})[.,]0{1,3}\Z")
_THOUSANDS = re.compile(r"\A[1-9]\d{0,2}([.,'’ ])\d{3}(?:\1\d{3}){2,4}\Z")
_DATES = (
    re.compile(r"\A(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4}|\d{2})(?:[ T,]+\d{1,2}[:.h]\d{2}.*)?\Z"),
    re.compile(r"\A(?P<m>\d{1,2})[/-](?P<d>\d{1,2})[/-](?P<y>\d{4}|\d{2})(?:[ T,]+\d{1,2}:\d{2}.*)?\Z"),
    re.compile(r"\A(?P<y>(?:19|20)\d{2})[./-](?P<m>\d{1,2})[./-](?P<d>\d{1,2})(?:[ T,]+\d{1,2}:\d{2}.*)?\Z"),
)
_TIME = re.compile(r"\A\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:uhr|h|am|pm))?\Z", re.I)
_AMOUNT = re.compile(
    r"\A(?:[.,'\s]*\d+(?:[.,'\s]+\d+)*\s*(?:[€$£%]|eur|usd|chf|gbp)|[€$£]\s*\d[\d.,'\s]*|[1-9]\d{0,9}[.,]\d{1,2}|"
    r"\d{1,3}(?:[.,]\d{3})+[.,]\d{1,2})\Z",
    re.I,
)
# `0151-26374961` and `030/123` typed as a formula, or taken for one.
_COMPUTED = re.compile(r"\A(?:-\s?[1-9]\d{0,9}(?:[.,]\d+)?|-?\s?0?[.,]\d{3,}|-?\d{1,6}[.,]\d{5,})\Z")
_IP = re.compile(r"\A(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\Z")
_COORDINATES = re.compile(r"\A-?\d{1,3}[.,]\d{3,}(?:\s*[,;/]\s*|\s+)-?\d{1,3}[.,]\d{3,}\Z")


def visible(text: str) -> tuple[str, bool]:
    """The text as it looks: no invisible marks, plain blanks and hyphens, ASCII digits; whether digits were another script's."""
    if text.isascii() and text.isprintable():
        return text.strip(), False
    other_digits = False
    out: list[str] = []
    for before, char in zip(" " + text, text, strict=False):
        if char == "\n" or char in "\r\t":
            out.append("\n" if char != "\t" else " ")
        elif char in DASHES:
            out.append("-")
        elif char.isascii():
            out.append(char if char.isprintable() else "")
        elif unicodedata.category(char) == "Nd":
            out.append(str(unicodedata.digit(char)))
            other_digits = True
        elif char in _PICTURES or unicodedata.category(char) in ("Cf", "Cc", "Mn", "Me"):
            continue
        elif unicodedata.category(char) == "Zs":
            out.append(" ")
        elif char in "＋﹢₊⁺":
            out.append("+")
            other_digits = True
        elif unicodedata.category(char) == "No" and before.isdecimal():
            out.append("?")  # a footnote's mark behind a number is none of its digits
        else:
            plain = unicodedata.normalize("NFKC", char)
            other_digits = other_digits or plain.isdecimal()
            out.append(plain)
    return "".join(out).strip(), other_digits


def without_text_marks(text: str) -> tuple[str, bool]:
    """The text without the marks that keep a cell text in a spreadsheet: `'+49…`, `="+49…"`, quotes around it."""
    stripped = html.unescape(text) if "&" in text else text
    formula = re.fullmatch(r'=\s*(?:"(.*)"|([+\d][\d\s+()/.\-]*))', stripped, re.S)
    if formula:
        stripped = formula.group(1) if formula.group(1) is not None else formula.group(2)
    while len(stripped) > 1 and stripped[0] == stripped[-1] and stripped[0] in "\"'":
        stripped = stripped[1:-1].strip()
    stripped = stripped.lstrip(_APOSTROPHES + '"').rstrip(_APOSTROPHES + '"').strip()
    return stripped, stripped != text


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no number."""
    return (
        not any(char.isalnum() for char in text) and not _EXCEL_ERROR.match(text)
    ) or text.casefold() in _MISSING_WORDS


def is_excel_error(text: str) -> bool:
    return bool(_EXCEL_ERROR.match(text))


def is_date(text: str) -> bool:
    """Whether the cell is a calendar day, with or without a time, or a time alone."""
    return bool(_TIME.match(text)) or any(_is_day(pattern.match(text)) for pattern in _DATES)


def _is_day(found: re.Match[str] | None) -> bool:
    if found is None:
        return False
    year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
    try:
        return 1900 <= date(year, int(found["m"]), int(found["d"])).year <= 2100
    except ValueError:
        return False


def is_other_value(text: str) -> bool:
    """Amounts, addresses of computers, coordinates: digits that were never a phone number."""
    return bool(_AMOUNT.match(text) or _COMPUTED.match(text) or _IP.match(text) or _COORDINATES.match(text))


def from_scientific(text: str) -> tuple[bool, str]:
    """Whether the cell is in scientific notation, and all its digits where none was lost."""
    found = _SCIENTIFIC.match(text)
    if not found:
        return False, ""
    whole, fraction, exponent = found.group(1).lstrip("+"), found.group(2) or "", int(found.group(3))
    exact = len(whole) == 1 and len(fraction) == exponent and exponent >= 6
    return True, whole + fraction if exact else ""


def from_float(text: str) -> str:
    """The digits of a number that was stored with decimals (`4915…0.0`) or with thousands marks, else an empty string."""
    found = _FLOAT.match(text)
    if found:
        return found.group(1)
    return re.sub(r"\D", "", text) if _THOUSANDS.match(text) else ""
