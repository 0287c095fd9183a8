"""Upload quota: how much memory dropped files may take, for one page and for all together.

A dropped file stays in memory until its list is handed over or its page is left. One page has room for one large file,
the process for as many as an admin says.
"""

from __future__ import annotations

import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

MEGABYTE = 1024 * 1024
PER_SESSION = 200 * MEGABYTE
# What a browser sends around a file.
WRAPPING = MEGABYTE


class NoSpace(Exception):  # noqa: N818  named for what it says to the caller
    """Nothing was taken. `for_session` is True where this page has no more room, False where nobody has."""

    def __init__(self, *, for_session: bool) -> None:
        super().__init__("session" if for_session else "process")
        self.for_session = for_session


class UploadSpace:
    """Bytes of dropped files by session: on their way, in Streamlit's hands, and taken over by a page. Thread-safe."""

    def __init__(self, in_all: int, per_session: int = PER_SESSION) -> None:
        self._in_all = in_all
        self._per_session = per_session
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()
        self._stored: Callable[[], Mapping[str, int]] = dict

    def count_also(self, stored: Callable[[], Mapping[str, int]]) -> None:
        """From now on the bytes that `stored` tells for each session count, too."""
        self._stored = stored

    def held_by(self, session: str) -> int:
        with self._lock:
            return self._taken[session] + self._stored().get(session, 0)

    @contextmanager
    def reserved(self, session: str, size: int) -> Iterator[None]:
        """Room for a file that is on its way. Raises NoSpace where there is none."""
        self._take(session, size)
        try:
            yield
        finally:
            self._give_back(session, size)

    def keep(self, owner: object, session: str, size: int) -> None:
        """`owner` holds so many bytes for a session, as long as there is an owner."""
        with self._lock:
            self._taken[session] += size
        weakref.finalize(owner, self._give_back, session, size).atexit = False

    def _take(self, session: str, size: int) -> None:
        with self._lock:
            stored = self._stored()
            if self._taken[session] + stored.get(session, 0) + size > self._per_session + WRAPPING:
                raise NoSpace(for_session=True)
            if self._taken.total() + sum(stored.values()) + size > self._in_all + WRAPPING:
                raise NoSpace(for_session=False)
            self._taken[session] += size

    def _give_back(self, session: str, size: int) -> None:
        with self._lock:
            self._taken[session] -= size
            if self._taken[session] <= 0:
                del self._taken[session]
