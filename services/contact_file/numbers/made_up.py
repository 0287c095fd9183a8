"""Made-up numbers, valid but hardly anybody's: placeholders, those kept free for films, dates without their dots."""

from __future__ import annotations

import re

# Kept free by the regulators for films and examples; Britain's are left out, for they are in use as test numbers.
FICTIONAL = (
    r"^\+(?:1\d{3}55501\d\d|49(?:3023125|6990009|4066969|2214710|8999998|17604069)\d{3}|4917139200\d\d)$"
)
SAME_TAIL = "(?:" + "|".join(f"{digit}{{7}}" for digit in range(10)) + ")$"
# A day, month and year in eight digits: `05062025` is a valid number of a small German town.
DAY_DIGITS = r"^(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$"
_RUNS = ("01234567890123456789", "98765432109876543210")
# Directory enquiries answer there, in every area of North America.
DIRECTORY = r"^\+1\d{3}5551212$"
DOUBTED = f"{FICTIONAL}|{DIRECTORY}"
_FICTIONAL, _DIRECTORY, _SAME_TAIL, _DAY_DIGITS = (
    re.compile(FICTIONAL),
    re.compile(DIRECTORY),
    re.compile(SAME_TAIL),
    re.compile(DAY_DIGITS),
)
# Beginnings of such a run; for a first look at whole columns.
RUN_BEGINNING = "|".join(run[at : at + 5] for run in _RUNS for at in range(10))


def is_run(digits: str) -> bool:
    """All one digit, or counting up or down from end to end."""
    return (len(digits) >= 5 and len(set(digits)) == 1) or (
        len(digits) >= 7 and any(digits in run for run in _RUNS)
    )


def is_day(digits: str) -> bool:
    return bool(_DAY_DIGITS.match(digits))


def doubt(e164: str) -> str:
    """The reason why a valid number is probably made up, or an empty string."""
    if _SAME_TAIL.search(e164):
        return "placeholder"
    if _DIRECTORY.match(e164):
        return "directory"
    return "fictional" if _FICTIONAL.match(e164) else ""
