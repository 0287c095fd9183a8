"""Cell texts: a workbook's value as the person reads it in the sheet.

Numbers have all their digits, no `.0` and no exponent. Dates are written as ISO 8601 has them, because a sheet holds a
day and not its spelling, and `03.04.` is read in two ways.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

Value = str | int | float | bool | date | datetime | time | timedelta | None


def text_of(value: Value) -> str:
    """The text of one cell."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():  # as CSV has it
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return _number(value)
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="seconds" if value.second else "minutes")
        case timedelta():
            return _duration(value)


def _number(value: float) -> str:
    """Fifteen digits are what a spreadsheet keeps."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    written = format(value, ".15g")
    return format(Decimal(written), "f") if "e" in written else written


def _moment(value: datetime) -> str:
    if value.microsecond:
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    if not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
