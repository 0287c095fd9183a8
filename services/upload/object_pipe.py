"""Pipe for objects between two processes of the console: pickle protocol 5, columns out of band (PEP 574).

The columns of a table are written from where they lie and read into where they stay, so that a file of 200 MB is never
there once more as a message. Both ends are the console's own: pickles of anybody else must not come this way.
"""

from __future__ import annotations

import io
import pickle
import struct
from typing import Any

_HEAD = struct.Struct("!QQ")  # length of the pickle, number of buffers
_LENGTH = struct.Struct("!Q")


class ObjectPipe:
    """One end: objects are read from `source` and written to `sink`, both without buffers of their own."""

    def __init__(self, source: io.RawIOBase, sink: io.RawIOBase) -> None:
        self._source, self._sink = source, sink

    def send(self, message: Any) -> None:
        """Raises `OSError` where nobody reads any more."""
        buffers: list[pickle.PickleBuffer] = []
        body = pickle.dumps(message, protocol=5, buffer_callback=buffers.append)
        raws = [buffer.raw() for buffer in buffers]
        lengths = b"".join(_LENGTH.pack(raw.nbytes) for raw in raws)
        self._write(memoryview(_HEAD.pack(len(body), len(raws)) + lengths + body))
        for raw in raws:
            self._write(raw)

    def receive(self) -> Any:
        """Raises `EOFError` where the other end is gone."""
        size, count = _HEAD.unpack(self._read(_HEAD.size))
        lengths = [length for (length,) in _LENGTH.iter_unpack(self._read(_LENGTH.size * count))]
        body = self._read(size)
        return pickle.loads(body, buffers=[self._read(length) for length in lengths])  # noqa: S301  from our own process

    def _write(self, view: memoryview) -> None:
        while view.nbytes:
            view = view[self._sink.write(view) or 0 :]

    def _read(self, length: int) -> bytearray:
        held = bytearray(length)
        view = memoryview(held)
        while view.nbytes:
            count = self._source.readinto(view)
            if not count:
                raise EOFError
            view = view[count:]
        return held
