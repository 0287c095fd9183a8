"""Dictionary encoding of a file's numbers: each by a small integer, so that a million rows are compared as integers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from services.contact_file.kernels import pc

NONE = -1


class Pool:
    """Numbers in the order of their ids; grows when a cell is mended."""

    def __init__(self, columns: list[pa.ChunkedArray]) -> None:
        chunks = [chunk for column in columns for chunk in column.chunks]
        encoded = pc.dictionary_encode(pa.chunked_array(chunks, pa.string())).combine_chunks()
        whole = encoded if isinstance(encoded, pa.DictionaryArray) else encoded.chunk(0)
        self._numbers: pa.Array = whole.dictionary
        self._added: list[str] = []
        ids = np.asarray(pc.fill_null(whole.indices, NONE)).astype(np.int32)
        self.ids = np.split(ids, len(columns)) if columns else []

    def __len__(self) -> int:
        return len(self._numbers) + len(self._added)

    def number(self, identity: int) -> str | None:
        if identity < 0:
            return None
        held = len(self._numbers)
        return self._numbers[identity].as_py() if identity < held else self._added[identity - held]

    def id_of(self, number: str) -> int:
        """The id of a number, or `NONE`."""
        if number in self._added:
            return len(self._numbers) + self._added.index(number)
        return pc.index(self._numbers, number).as_py()

    def add(self, number: str) -> int:
        """The id of a number, given one if it has none."""
        identity = self.id_of(number)
        if identity == NONE:
            self._added.append(number)
            identity = len(self) - 1
        return identity

    def mask(self, numbers: Iterable[str]) -> np.ndarray:
        """Mask of the ids that are among `numbers`."""
        wanted = pa.array(list(numbers), pa.string())
        held = np.asarray(pc.is_in(self._numbers, value_set=wanted))
        added = np.asarray(pc.is_in(pa.array(self._added, pa.string()), value_set=wanted))
        return np.concatenate([held, added]).astype(bool)

    def ids_of(self, numbers: list[str]) -> np.ndarray:
        """The id of each number, or `NONE`; `numbers` without repeats."""
        wanted = pa.array(numbers, pa.string())
        found = np.full(len(numbers), NONE, np.int32)
        for offset, held in ((0, self._numbers), (len(self._numbers), pa.array(self._added, pa.string()))):
            at = np.asarray(pc.fill_null(pc.index_in(held, value_set=wanted), NONE))
            ids = np.flatnonzero(at != NONE)
            found[at[ids]] = ids + offset
        return found

    def column(self, ids: np.ndarray) -> pa.Array:
        """The numbers for an array of ids; null where there is none."""
        whole = pa.concat_arrays([self._numbers, pa.array(self._added, pa.string())])
        return whole.take(pa.array(ids, mask=ids < 0))
