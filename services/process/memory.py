"""Return of freed memory to the system: a process keeps what it freed until somebody asks for it."""

from __future__ import annotations

import ctypes
import ctypes.util
import gc
from functools import cache

import pyarrow as pa


def use_system_allocator() -> None:
    """Arrow's own allocator holds on to the memory of a large file for good; the system's gives it back."""
    pa.set_memory_pool(pa.system_memory_pool())


def give_back() -> None:
    """Hand freed memory back to the machine, what only circles hold too. Takes some 50 ms."""
    gc.collect()
    give_back_freed()


def give_back_freed() -> None:
    """Hand memory that is freed already back, in the midst of work. Without effect where the C library cannot."""
    pa.default_memory_pool().release_unused()
    if trim := _malloc_trim():
        trim(0)


@cache
def _malloc_trim() -> ctypes._NamedFuncPointer | None:
    library = ctypes.util.find_library("c")
    return getattr(ctypes.CDLL(library), "malloc_trim", None) if library else None
