"""Switch interval of Python's threads: how long a computing page may keep the server from its next message."""

from __future__ import annotations

import sys

SECONDS = 0.002


def switch_threads_often() -> None:
    """Each message of a page waits while other people's pages are computed; by default up to 5 ms."""
    sys.setswitchinterval(SECONDS)
