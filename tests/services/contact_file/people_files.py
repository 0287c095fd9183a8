"""Well-formed tables of people for Hypothesis, and files that look like a real mix."""

from __future__ import annotations

import csv
import io
import random

import phonenumbers
from hypothesis import strategies as st

_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\r\n"), max_size=20)
_DIGITS = st.text("0123456789", min_size=3, max_size=14)
_PLAIN = st.builds(
    lambda lead, digits: lead + digits,
    st.sampled_from(["", "+", "0", "00", "+49", "+1", "+44", "(0", "'+49"]),
    _DIGITS,
)
_WRITTEN = st.text("0123456789+ ()/-.xO", max_size=20)
PHONES = st.one_of(
    _PLAIN,
    _WRITTEN,
    _TEXT,
    st.sampled_from(["", "n/a", "0151 23456789", "+493012345678", "4.9E+12", "(212) 456-7890"]),
)
HEADER = ["Vorname", "Nachname", "Telefon", "Nicht anrufen", "Notiz"]
PEOPLE = st.lists(
    st.tuples(_TEXT, _TEXT, PHONES, st.sampled_from(["", "nein", "ja", "?"]), _TEXT).filter(
        lambda row: any(cell.strip() for cell in row)
    ),
    min_size=1,
    max_size=12,
)


def as_csv(rows: list[tuple[str, ...]], separator: str = ";", *, quote_all: bool = True) -> bytes:
    """A file as a careful program writes it."""
    sink = io.StringIO()
    writer = csv.writer(
        sink,
        delimiter=separator,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
        lineterminator="\r\n",
    )
    writer.writerow(HEADER)
    writer.writerows(rows)
    return sink.getvalue().encode()


def numbers(count: int, seed: int = 1) -> list[str]:
    """Cells around the valid numbers of many countries: right ones, cut ones, written nationally, damaged."""
    rng = random.Random(seed)
    regions = sorted(phonenumbers.SUPPORTED_REGIONS)
    cells: list[str] = []
    while len(cells) < count:
        example = phonenumbers.example_number(
            rng.choice([*regions, "DE", "DE", "US", "GB", "AT", "FR", "CH"])
        )
        if example is not None:
            cells.append(_written(rng, example))
    return cells


def _written(rng: random.Random, example: phonenumbers.PhoneNumber) -> str:
    nsn = phonenumbers.national_significant_number(example)
    keep = rng.randint(1, len(nsn))
    nsn = nsn[:keep] + "".join(
        rng.choice("0123456789") for _ in range(len(nsn) - keep + rng.choice([-1, 0, 0, 0, 1, 2]))
    )
    full = f"{example.country_code}{nsn}"
    return rng.choice(
        [
            f"+{full}",
            f"+{full}",
            f"0{nsn}",
            f"0{nsn[:3]}/{nsn[3:]}",
            f"(0{nsn[:3]}) {nsn[3:]}",
            nsn,
            full,
            f"{full}.0",
            f"{nsn}.0",
            f"'+{full}",
            f'="+{full}"',
            f"({nsn[:3]}) {nsn[3:6]}-{nsn[6:]}",
            f"1{nsn}",
            f"+0{full}",
            f"+{full[:2]}0{nsn}",
        ]
    )
