"""Place of a failure for the log, without what it says: that may quote people's data."""

from __future__ import annotations


def where(error: Exception) -> str:
    """The kind of an error and the line it arose in, without its words: those may quote people's data."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"
