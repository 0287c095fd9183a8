"""Places of the people in a checked list: whose legal hours and holidays a campaign for them keeps."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa

from services.calling_days.whose import Whose, everybody
from services.calling_rules.places import country_of, prefix
from services.contact_file import CheckedFile
from services.contact_file.kernels import pc
from services.contact_file.people import numbers_and_zones

LONGEST_PREFIX = 7
"""Characters of a number after which `prefix` reads no further."""


def kinds_of_people(checked: CheckedFile) -> tuple[Whose, ...]:
    """The kinds of people among those whom the list may have called."""
    groups = {
        (row["zone"] or None, prefix(row["begins"]))
        for numbers, zones in numbers_and_zones(checked)
        for row in _distinct(numbers, zones)
    }
    return everybody(sorted(groups, key=str))


def main_country(checked: CheckedFile) -> str | None:
    """Country to which most of the numbers belong that the list may have called: more than half of them."""
    people = Counter[str | None]()
    for numbers, _zones in numbers_and_zones(checked):
        begins = pc.utf8_slice_codeunits(numbers, 0, LONGEST_PREFIX)
        for row in pc.value_counts(begins).to_pylist():
            people[country_of(prefix(row["values"]))] += row["counts"]
    if not people:
        return None
    (country, most), *_others = people.most_common(1)
    return country if 2 * most > people.total() else None


def _distinct(numbers: pa.Array, zones: pa.Array) -> list[dict[str, str | None]]:
    begins = pc.utf8_slice_codeunits(numbers, 0, LONGEST_PREFIX)
    table = pa.table({"zone": zones, "begins": begins})
    return table.group_by(["zone", "begins"]).aggregate([]).to_pylist()
