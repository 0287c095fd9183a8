"""Numbers in parts, which stand in several columns: country code, area code, number."""

from __future__ import annotations

import re

import pyarrow as pa

from services.contact_file.columns.columns import Columns
from services.contact_file.numbers import plans
from services.contact_file.numbers.plans import writes_trunk_zero
from services.contact_file.table.table import ContactTable
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.countries import region_of


def composed(table: ContactTable, columns: Columns, number: int, area: int, region: str) -> pa.ChunkedArray:
    """The number column with the area code of each row put before it."""
    places = [columns.first(field) for field in (Field.COUNTRY_CODE, Field.COUNTRY)]  # the code counts more
    countries = [table.cells.column(place).to_pylist() for place in places if place is not None]
    numbers, areas = table.cells.column(number).to_pylist(), table.cells.column(area).to_pylist()
    texts = []
    for row, (text, code) in enumerate(zip(numbers, areas, strict=True)):
        named = next((found for cells in countries if (found := region_of(cells[row]))), region)
        texts.append(compose(text, code, named))
    return pa.chunked_array([pa.array(texts, pa.string())])


def compose(number: str, area: str, region: str) -> str:
    """One text for a number and its area code; a number that is whole by itself stays as it is."""
    number, area = number.strip(), area.strip()
    digits, code = re.sub(r"\D", "", number), re.sub(r"\D", "", area)
    if not code or not digits or _is_whole(number, digits, region):
        return number
    if area.startswith(("+", "00")):
        return f"{area} {number}"
    if not writes_trunk_zero(region):
        return f"{code} {number}"
    whole = f"0{code.lstrip('0')} {number}"
    alone = plans.national(digits, region)
    if alone and plans.is_mobile(alone) and len(digits) >= plans.complete_length(region):
        return f"{whole}\n{number}"  # a mobile number that has lost its 0, or a long local one: two numbers
    return whole


def _is_whole(number: str, digits: str, region: str) -> bool:
    """Whether a number has its area code, or does without: an international one, one with its 0, ten digits in America."""
    if number.startswith(("+", "00", "(+")) or (writes_trunk_zero(region) and digits.startswith("0")):
        return True
    return str(plans.calling_code(region)) == plans.NANP and len(digits) >= 10
