"""Country of each number of a file, and what text of a row is its number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from services.contact_file.columns.columns import Columns
from services.contact_file.judging.foreign import looks_foreign
from services.contact_file.judging.parts import compose, composed
from services.contact_file.kernels import pc
from services.contact_file.numbers.plans import calling_code, writes_trunk_zero
from services.contact_file.table.table import ContactTable
from services.contact_file.verdicts import Where
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.countries import region_of

# North American numbers as they are written, with or without their +1.
_NANP_WRITTEN = r"^[^\d+]{0,3}\+?1?[ (.\-]*[2-9]\d\d\)?[ .\-]\d{3}[ .\-]\d{4}\s*$|^\W{0,3}\+1[ (.\-]*[2-9]"


# Kinds of numbers that are not for talking, as their own column names them.
_OTHER_KINDS = r"(?i)fax|t[ée]l[ée]copie|pager|piepser|telex|isdn|tty|assist|data"
_OTHER_KINDS_RE = re.compile(_OTHER_KINDS)
# The number's own country code counts more than the person's country, and comes last.
_COUNTRY_FIELDS = (Field.COUNTRY, Field.COUNTRY_CODE)


@dataclass(frozen=True)
class Places:
    """The country each row's number is read in: `index[row]` points into `wheres`, whose first is the file's own."""

    wheres: list[Where]
    index: np.ndarray


def phone_cells(table: ContactTable, columns: Columns, region: str) -> dict[int, pa.ChunkedArray]:
    """The text of each phone column, put together from its parts where they stand in columns of their own."""
    cells = {index: table.cells.column(index) for index in columns.phone}
    area = columns.first(Field.AREA_CODE)
    if area is not None:
        local = columns.local_number(area)
        cells[local] = composed(table, columns, local, area, region)
    for index in columns.phone:
        kind = columns.type_of(index)
        if kind is not None:
            is_other = pc.match_substring_regex(table.cells.column(kind), _OTHER_KINDS)
            cells[index] = pc.if_else(is_other, "", cells[index])
    return cells


def places_of(
    table: ContactTable, columns: Columns, region: str, cells: Mapping[int, pa.ChunkedArray]
) -> Places:
    nanp_seen = writes_trunk_zero(region) and any(
        pc.any(pc.match_substring_regex(column, _NANP_WRITTEN)).as_py() for column in cells.values()
    )
    wheres = [Where(region, nanp_seen=bool(nanp_seen))]
    index = np.zeros(table.row_count, np.int32)
    for field in _COUNTRY_FIELDS:
        column = columns.first(field)
        if column is not None and table.row_count:
            _apply_countries(table.cells.column(column), wheres, index)
    wheres[0] = replace(wheres[0], doubtful=looks_foreign(cells.values(), index == 0, region))
    return Places(wheres, index)


def _apply_countries(column: pa.ChunkedArray, wheres: list[Where], index: np.ndarray) -> None:
    """Put the country each row names in the place of what is there; where both differ, it is not clear which counts."""
    encoded = dictionary_of(column)
    named = [_where_of(text, wheres[0]) for text in encoded.dictionary.to_pylist()]
    keys = index * len(named) + np.asarray(encoded.indices)
    numbers = np.zeros(len(wheres) * len(named), np.int32)
    for key in np.flatnonzero(np.bincount(keys, minlength=len(numbers))).tolist():
        held, code = divmod(key, len(named))
        numbers[key] = _number_of(_of_both(wheres[held], named[code]), wheres)
    index[:] = numbers[keys]


def _number_of(where: Where, wheres: list[Where]) -> int:
    if where not in wheres:
        wheres.append(where)
    return wheres.index(where)


def _of_both(held: Where, said: Where) -> Where:
    """The country by the row's own (`held`) and by the country code of its number (`said`) together."""
    if not said.certain and not said.unclear:
        return held
    if held.certain and said.certain:
        if calling_code(held.region) == calling_code(said.region):
            return held
        return replace(said, certain=False, unclear=True)
    return said


def _where_of(country: str, default: Where) -> Where:
    region = region_of(country)
    if region is None:
        return Where(default.region, unclear=True)
    return Where(region, certain=True) if region else default


def row_phone_cells(columns: Columns, default: Where, cells: Sequence[str]) -> tuple[list[str], Where]:
    """As `phone_cells` and `places_of`, for the cells of one row."""
    where = default
    for field in _COUNTRY_FIELDS:
        column = columns.first(field)
        if column is not None:
            where = _of_both(where, _where_of(cells[column], default))
    texts = [cells[column] for column in columns.phone]
    area = columns.first(Field.AREA_CODE)
    if area is not None:
        at = columns.phone.index(columns.local_number(area))
        texts[at] = compose(texts[at], cells[area], where.region)
    for at, column in enumerate(columns.phone):
        kind = columns.type_of(column)
        if kind is not None and _OTHER_KINDS_RE.search(cells[kind]):
            texts[at] = ""
    return texts, where


def dictionary_of(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """A text column as its distinct texts and an index a row."""
    whole = column.combine_chunks()
    return pc.dictionary_encode(whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole)
