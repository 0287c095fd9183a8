"""Words for the codes of a file's reading."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers

from components.ui import formats
from components.ui.place_names import place_name
from services.contact_file import ENCODINGS, ContactTable
from services.languages import Language
from services.texts import N_, _, language, ngettext

_ENCODINGS = {
    "utf-8": N_("Unicode (UTF-8)"),
    "utf-16-le": N_("Unicode (UTF-16)"),
    "utf-16-be": N_("Unicode (UTF-16, other byte order)"),
    "utf-32-le": N_("Unicode (UTF-32)"),
    "utf-32-be": N_("Unicode (UTF-32, other byte order)"),
    "cp1252": N_("Western European (Windows)"),
    "iso8859-15": N_("Western European (ISO 8859-15)"),
    "cp1250": N_("Central European (Windows)"),
    "cp1251": N_("Cyrillic (Windows)"),
    "cp1254": N_("Turkish (Windows)"),
    "cp850": N_("Western European (DOS)"),
    "mac_roman": N_("Western European (Mac)"),
}
WORKBOOKS = {
    "xlsx": N_("Excel workbook"),
    "xlsb": N_("Excel workbook (binary)"),
    "xls": N_("Excel workbook (old format)"),
    "ods": N_("LibreOffice spreadsheet"),
}
_SEPARATORS = {",": N_("Comma"), ";": N_("Semicolon"), "\t": N_("Tab"), "|": N_("Vertical bar")}


def encoding_word(encoding: str) -> str:
    return _(_ENCODINGS[encoding]) if encoding in _ENCODINGS else encoding


def encodings(present: str) -> list[str]:
    return [*dict.fromkeys([*ENCODINGS, present])]


def separator_word(separator: str) -> str:
    return _(_SEPARATORS[separator]) if separator in _SEPARATORS else separator


def separators(present: str) -> list[str]:
    return [*dict.fromkeys([*_SEPARATORS, present])]


def regions() -> list[str]:
    """All countries with telephone numbers, by name."""
    return list(_regions(language()))


@lru_cache(maxsize=4)
def _regions(_language: Language) -> tuple[str, ...]:
    return tuple(sorted(phonenumbers.SUPPORTED_REGIONS, key=lambda code: place_name(code).casefold()))


def region_word(region: str) -> str:
    return f"{place_name(region)} (+{phonenumbers.country_code_for_region(region)})"


def read_words(table: ContactTable) -> str:
    """Line that says how a file was read."""
    rows = ngettext("{count} row", "{count} rows", table.row_count).format(
        count=formats.number(table.row_count)
    )
    header = (
        _("column names in line {line}").format(line=formats.number(table.header_row))
        if table.header_row
        else _("no column names")
    )
    if table.sheet:
        return _("{rows} · {kind} · sheet {sheet} · {header}").format(
            rows=rows, kind=_(WORKBOOKS[table.encoding]), sheet=table.sheet.name, header=header
        )
    return _("{rows} · {encoding} · separated by {separator} · {header}").format(
        rows=rows,
        encoding=encoding_word(table.encoding),
        separator=separator_word(table.delimiter),
        header=header,
    )
