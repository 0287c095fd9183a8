"""Country of each number of a file, and what text of a row is its number."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce

import numpy as np
import pyarrow as pa

from services.contact_file.columns.columns import Columns
from services.contact_file.judging.contradicted import contradicted
from services.contact_file.judging.foreign import looks_foreign, region_shown, shows_region
from services.contact_file.judging.parts import compose, composed
from services.contact_file.judging.signs import signs_of
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


@dataclass(frozen=True)
class Places:
    """The country each row's numbers are read in: `index[phone column][row]` points into `wheres`, whose first is the
    file's own. `contradicted` are by phone column those that rows name and numbers speak against."""

    wheres: list[Where]
    index: dict[int, np.ndarray]
    contradicted: dict[int, frozenset[Where]]

    def where(self, column: int, row: int) -> Where:
        """The country of a row's number in a column; for one that nobody is called by, that of the first phone column."""
        rows = self.index.get(column, next(iter(self.index.values())))
        return self.wheres[rows[row]]


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


def region_of_list(table: ContactTable, columns: Columns, region: str) -> str:
    """The country that the file itself shows for numbers without one, where they cannot be of `region`; else that."""
    cells = phone_cells(table, columns, region)
    named = _Countries(table, [Where(region)])
    at_home = np.logical_and.reduce([named.of(columns, phone) == 0 for phone in columns.phone])
    return region_shown(cells.values(), at_home, region, partial(signs_of, table, columns))


def places_of(
    table: ContactTable, columns: Columns, region: str, cells: Mapping[int, pa.ChunkedArray], *, said: bool
) -> Places:
    nanp_seen = writes_trunk_zero(region) and any(
        pc.any(pc.match_substring_regex(column, _NANP_WRITTEN)).as_py() for column in cells.values()
    )
    named = _Countries(table, [Where(region, nanp_seen=bool(nanp_seen))])
    index = {phone: named.of(columns, phone) for phone in columns.phone}
    at_home = np.logical_and.reduce([rows == 0 for rows in index.values()])
    named.wheres[0] = replace(
        named.wheres[0],
        doubtful=looks_foreign(cells.values(), at_home, region),
        unsaid=not said
        and not shows_region(cells.values(), at_home, region, partial(signs_of, table, columns, region)),
    )
    against = {phone: contradicted(cells[phone], rows, named.wheres) for phone, rows in index.items()}
    for phone, doubted in against.items():
        index[phone] = named.without(doubted, index[phone])
    return Places(named.wheres, index, against)


class _Countries:
    """Countries that the rows of a table name, each combination of columns read once."""

    def __init__(self, table: ContactTable, wheres: list[Where]) -> None:
        self.wheres = wheres
        self._table = table
        self._read: dict[tuple[int, ...], np.ndarray] = {}

    def of(self, columns: Columns, phone: int) -> np.ndarray:
        """For each row the country that the number in column `phone` is read in."""
        own, others = columns.countries_of(phone)
        index = self._named_by(own)
        if others:
            index = self._merged(index, self._named_by(others), _or_elsewhere)
        code = columns.first(Field.COUNTRY_CODE)
        return index if code is None else self._merged(index, self._named_by((code,)), _of_both)

    def without(self, doubted: frozenset[Where], index: np.ndarray) -> np.ndarray:
        """The same with countries in doubt as ones that are not clear."""
        if not doubted:
            return index
        numbers = np.arange(len(self.wheres), dtype=np.int32)
        for where in doubted:
            numbers[self.wheres.index(where)] = _number_of(_in_doubt(where), self.wheres)
        return numbers[index]

    def _named_by(self, columns: tuple[int, ...]) -> np.ndarray:
        if columns not in self._read:
            index = np.zeros(self._table.row_count, np.int32)
            for column in columns:
                index = self._merged(index, self._named_in(column), _of_both)
            self._read[columns] = index
        return self._read[columns]

    def _named_in(self, column: int) -> np.ndarray:
        if not self._table.row_count:
            return np.zeros(0, np.int32)
        encoded = dictionary_of(self._table.cells.column(column))
        named = [_where_of(text, self.wheres[0]) for text in encoded.dictionary.to_pylist()]
        numbers = np.array([_number_of(where, self.wheres) for where in named], np.int32)
        return numbers[np.asarray(encoded.indices)]

    def _merged(
        self, held: np.ndarray, said: np.ndarray, both: Callable[[Where, Where], Where]
    ) -> np.ndarray:
        """Two columns' countries as one; each pair of countries is looked at once."""
        size = len(self.wheres)
        keys = held.astype(np.int64) * size + said
        numbers = np.zeros(size * size, np.int32)
        for key in np.flatnonzero(np.bincount(keys, minlength=len(numbers))).tolist():
            first, second = divmod(key, size)
            numbers[key] = _number_of(both(self.wheres[first], self.wheres[second]), self.wheres)
        return numbers[keys]


def _in_doubt(where: Where) -> Where:
    return replace(where, certain=False, unclear=True)


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
        return _in_doubt(said)
    return said


def _or_elsewhere(own: Where, other: Where) -> Where:
    """The country of a number whose own country (`own`) may be missing, where the person has another (`other`)."""
    if own.certain or own.unclear or not (other.certain or other.unclear):
        return own
    return own if calling_code(own.region) == calling_code(other.region) else _in_doubt(other)


def _where_of(country: str, default: Where) -> Where:
    region = region_of(country)
    if region is None:
        return Where(default.region, unclear=True)
    return Where(region, certain=True) if region else default


def row_phone_cells(columns: Columns, places: Places, cells: Sequence[str]) -> tuple[list[str], list[Where]]:
    """As `phone_cells` and `places_of`, for the cells of one row."""
    wheres = [_row_where(columns, phone, places.wheres[0], cells) for phone in columns.phone]
    for at, phone in enumerate(columns.phone):
        if wheres[at] in places.contradicted[phone]:
            wheres[at] = _in_doubt(wheres[at])
    texts = [cells[column] for column in columns.phone]
    area = columns.first(Field.AREA_CODE)
    if area is not None:
        at = columns.phone.index(columns.local_number(area))
        texts[at] = compose(texts[at], cells[area], wheres[at].region)
    for at, column in enumerate(columns.phone):
        kind = columns.type_of(column)
        if kind is not None and _OTHER_KINDS_RE.search(cells[kind]):
            texts[at] = ""
    return texts, wheres


def _row_where(columns: Columns, phone: int, default: Where, cells: Sequence[str]) -> Where:
    own, others = columns.countries_of(phone)
    where = reduce(_of_both, (_where_of(cells[column], default) for column in own), default)
    if others:
        where = _or_elsewhere(
            where, reduce(_of_both, (_where_of(cells[column], default) for column in others), default)
        )
    code = columns.first(Field.COUNTRY_CODE)
    return where if code is None else _of_both(where, _where_of(cells[code], default))


def dictionary_of(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """A text column as its distinct texts and an index a row."""
    whole = column.combine_chunks()
    return pc.dictionary_encode(whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole)
