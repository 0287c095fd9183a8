"""Archive of a workbook: opened only where what is in it fits the limits, told before anything is unpacked.

A megabyte of zip can hold gigabytes. What the directory promises is added up first; then every part is unpacked once
within what it promised, so that one whose promise is a lie is found damaged before another program reads it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from services.contact_file.verdicts import FileRejected

MEGABYTE = 1 << 20
MOST_PARTS = 5_000
# Sheets that say the same in every row come to about 40 times; what is made to hurt comes to several hundred.
MOST_INFLATION = 100
SMALL = 20 * MEGABYTE  # unpacked: cannot hurt, however well it was packed
CHUNK = 1 << 20


@dataclass(frozen=True)
class WorkbookLimits:
    """Limits an admin sets: megabytes of a workbook that is unpacked."""

    unpacked_mb: int = 500


class Parts:
    """Parts of a workbook's archive by name, in any case, as programs write them."""

    def __init__(self, content: bytes, limits: WorkbookLimits) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise FileRejected("workbook_damaged") from error
        self._names = {name.casefold().replace("\\", "/"): name for name in self._archive.namelist()}
        self._refuse_bombs(len(content), limits)

    def _refuse_bombs(self, packed: int, limits: WorkbookLimits) -> None:
        parts = self._archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if any(part.flag_bits & 1 for part in parts):
            raise FileRejected("workbook_password")
        if len(parts) > MOST_PARTS or (unpacked > SMALL and unpacked > MOST_INFLATION * packed):
            raise FileRejected("workbook_inflates")
        if unpacked > limits.unpacked_mb * MEGABYTE:
            raise FileRejected("workbook_too_large", megabytes=limits.unpacked_mb)

    def verify(self, look: dict[str, Callable[[bytes], None]] | None = None) -> None:
        """Unpack every part once and keep none; `look` gets the pieces of the parts that it names."""
        wanted = look or {}
        try:
            for part in self._archive.infolist():
                see = wanted.get(part.filename)
                with self._archive.open(part) as stream:
                    while piece := stream.read(CHUNK):
                        if see is not None:
                            see(piece)
        except _DAMAGED as error:
            raise FileRejected("workbook_damaged") from error

    def name_of(self, path: str) -> str | None:
        """The part's own name; None where there is none."""
        return self._names.get(path.casefold().lstrip("/"))

    def read(self, path: str) -> bytes | None:
        """A part, None where there is none."""
        name = self.name_of(path)
        try:
            return None if name is None else self._archive.read(name)
        except _DAMAGED as error:
            raise FileRejected("workbook_damaged") from error

    def open(self, path: str) -> io.BufferedIOBase | None:
        """A part as a stream, None where there is none."""
        name = self.name_of(path)
        return None if name is None else self._archive.open(name)  # pyright: ignore[reportReturnType]


_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
