"""Where each number of a file is read, and what text of a row is its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from services.contact_file.columns import Columns
from services.contact_file.countries import region_of
from services.contact_file.headers import Field
from services.contact_file.kernels import pc
from services.contact_file.parts import compose, composed
from services.contact_file.plans import writes_trunk_zero
from services.contact_file.table import Table
from services.contact_file.verdicts import Where

# North American numbers as they are written, with or without their +1.
_NANP_WRITTEN = r"^[^\d+]{0,3}\+?1?[ (.\-]*[2-9]\d\d\)?[ .\-]\d{3}[ .\-]\d{4}\s*$|^\W{0,3}\+1[ (.\-]*[2-9]"


@dataclass(frozen=True)
class Places:
    """The country each row's number is read in: `index[row]` points into `wheres`, whose first is the file's own."""

    wheres: list[Where]
    index: np.ndarray


def phone_cells(table: Table, columns: Columns, region: str) -> dict[int, pa.ChunkedArray]:
    """The text of each phone column, put together from its parts where they stand in columns of their own."""
    cells = {index: table.cells.column(index) for index in columns.phone}
    area = columns.first(Field.AREA_CODE)
    if area is not None:
        first = columns.phone[0]
        cells[first] = composed(table, columns, first, area, region)
    for index in columns.phone:
        kind = columns.type_of(index)
        if kind is not None:
            is_fax = pc.match_substring(table.cells.column(kind), "fax", ignore_case=True)
            cells[index] = pc.if_else(is_fax, "", cells[index])
    return cells


def places_of(table: Table, columns: Columns, region: str, cells: Mapping[int, pa.ChunkedArray]) -> Places:
    nanp_seen = writes_trunk_zero(region) and any(
        pc.any(pc.match_substring_regex(column, _NANP_WRITTEN)).as_py() for column in cells.values()
    )
    wheres = [Where(region, nanp_seen=bool(nanp_seen))]
    index = np.zeros(table.row_count, np.int32)
    for field in (Field.COUNTRY_CODE, Field.COUNTRY):
        column = columns.first(field)
        if column is not None:
            _apply_countries(table.cells.column(column), wheres, index)
    return Places(wheres, index)


def _apply_countries(column: pa.ChunkedArray, wheres: list[Where], index: np.ndarray) -> None:
    encoded = dictionary_of(column)
    numbers = np.zeros(max(1, len(encoded.dictionary)), np.int32)
    for number, text in enumerate(encoded.dictionary.to_pylist()):
        found = _where_of(text, wheres[0])
        if found not in wheres:
            wheres.append(found)
        numbers[number] = wheres.index(found)
    rows = numbers[np.asarray(encoded.indices)]
    index[rows > 0] = rows[rows > 0]


def _where_of(country: str, default: Where) -> Where:
    region = region_of(country)
    if region is None:
        return Where(default.region, unclear=True)
    return Where(region, certain=True) if region else default


def row_phone_cells(columns: Columns, default: Where, cells: Sequence[str]) -> tuple[list[str], Where]:
    """As `phone_cells` and `places_of`, for the cells of one row."""
    where = default
    for field in (Field.COUNTRY_CODE, Field.COUNTRY):
        column = columns.first(field)
        if column is not None and cells[column].strip():
            where = _where_of(cells[column], default)
    texts = [cells[column] for column in columns.phone]
    area = columns.first(Field.AREA_CODE)
    if area is not None:
        texts[0] = compose(texts[0], cells[area], where.region)
    for at, column in enumerate(columns.phone):
        kind = columns.type_of(column)
        if kind is not None and "fax" in cells[kind].casefold():
            texts[at] = ""
    return texts, where


def dictionary_of(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """A text column as its distinct texts and an index a row."""
    whole = column.combine_chunks()
    return pc.dictionary_encode(whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole)
