"""Dictionary encoding of a file's numbers: each by a small integer, so that a million rows are compared as integers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from services.contact_file.kernels import pc
from services.contact_file.numbers.lines import TWO_SPELLINGS, line_of

NONE = -1


class Pool:
    """Numbers in the order of their ids; grows when a cell is mended."""

    def __init__(self, columns: list[pa.ChunkedArray]) -> None:
        chunks = [chunk for column in columns for chunk in column.chunks]
        encoded = pc.dictionary_encode(pa.chunked_array(chunks, pa.string())).combine_chunks()
        whole = encoded if isinstance(encoded, pa.DictionaryArray) else encoded.chunk(0)
        self._numbers: pa.Array = whole.dictionary
        self._added: dict[str, int] = {}
        self._lines = np.empty(0, np.int32)
        ids = np.asarray(pc.fill_null(whole.indices, NONE)).astype(np.int32)
        self.ids = np.split(ids, len(columns)) if columns else []

    def lines(self) -> np.ndarray:
        """For each id the id of its line, which all spellings of one line share; -1 at the end, for rows without a
        number."""
        if len(self._lines) != len(self) + 1:
            self._lines = self._found_lines()
        return self._lines

    def _found_lines(self) -> np.ndarray:
        held = np.asarray(pc.match_substring_regex(self._numbers, TWO_SPELLINGS)).astype(bool)
        several = np.flatnonzero(held).tolist() + list(range(len(held), len(self)))
        numbers = self._numbers.filter(pa.array(held)).to_pylist() + list(self._added)
        lines = self.add_all([line_of(number) for number in numbers])
        found = np.append(np.arange(len(self)), NONE).astype(np.int32)
        found[several] = lines
        return found

    def __len__(self) -> int:
        return len(self._numbers) + len(self._added)

    def digits(self) -> np.ndarray:
        """Each number, by its id, as the integer of its digits."""
        whole = pa.concat_arrays([self._numbers, self._others()])
        return np.asarray(pc.cast(pc.utf8_slice_codeunits(whole, 1), pa.int64()))

    def number(self, identity: int) -> str | None:
        if identity < 0:
            return None
        held = len(self._numbers)
        return self._numbers[identity].as_py() if identity < held else list(self._added)[identity - held]

    def id_of(self, number: str) -> int:
        """The id of a number, or `NONE`."""
        return (
            self._added.get(number, NONE)
            if number in self._added
            else pc.index(self._numbers, number).as_py()
        )

    def add(self, number: str) -> int:
        """The id of a number, given one if it has none."""
        return int(self.add_all([number])[0])

    def add_all(self, numbers: list[str]) -> np.ndarray:
        """The id of each number, given one where it has none."""
        distinct = list(dict.fromkeys(numbers))
        ids = dict(zip(distinct, self.ids_of(distinct).tolist(), strict=True))
        for number, identity in ids.items():
            if identity == NONE:
                ids[number] = self._added[number] = len(self)
        return np.array([ids[number] for number in numbers], np.int32)

    def _others(self) -> pa.Array:
        return pa.array(list(self._added), pa.string())

    def mask(self, numbers: Iterable[str]) -> np.ndarray:
        """Mask of the ids that are among `numbers`."""
        wanted = pa.array(list(numbers), pa.string())
        held = np.asarray(pc.is_in(self._numbers, value_set=wanted))
        added = np.asarray(pc.is_in(self._others(), value_set=wanted))
        return np.concatenate([held, added]).astype(bool)

    def ids_of(self, numbers: list[str]) -> np.ndarray:
        """The id of each number, or `NONE`; `numbers` without repeats."""
        wanted = pa.array(numbers, pa.string())
        found = np.full(len(numbers), NONE, np.int32)
        for offset, held in ((0, self._numbers), (len(self._numbers), self._others())):
            at = np.asarray(pc.fill_null(pc.index_in(held, value_set=wanted), NONE))
            ids = np.flatnonzero(at != NONE)
            found[at[ids]] = ids + offset
        return found

    def column(self, ids: np.ndarray) -> pa.Array:
        """The numbers for an array of ids; null where there is none."""
        whole = pa.concat_arrays([self._numbers, self._others()])
        return whole.take(pa.array(ids, mask=ids < 0))
