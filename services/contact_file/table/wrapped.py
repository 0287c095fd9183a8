"""Unwrapping of files in which every line was quoted as a whole: `"Anna,0151 23456789"`, as a spreadsheet saves a
file it did not split.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice

from services.contact_file.table.dialect import SEPARATORS
from services.contact_file.table.records import Record, records

SAMPLE = 200
SAMPLE_BYTES = 256 * 1024


def unwrap(text: bytes, separator: str, start: int) -> bytes | None:
    """The text with its lines from `start` on unquoted, or None where it is not such a file."""
    if text.find(b'"', start, start + 65536) < 0:
        return None
    head = _whole_lines(text, start + SAMPLE_BYTES)
    sample = [record for record in islice(records(head, b"\0", start=start), SAMPLE) if any(record.cells)]
    wrapped = [record for record in sample if _is_whole_line(text, record)]
    if (len(wrapped) < 2 and len(wrapped) < len(sample)) or len(wrapped) * 10 < (len(sample) - 1) * 9:
        return None
    if not any(_steady(wrapped, candidate.encode()) for candidate in dict.fromkeys((separator, *SEPARATORS))):
        return None
    return text[:start] + b"".join(record.cells[0] + b"\n" for record in records(text, b"\0", start=start))


def _whole_lines(text: bytes, stop: int) -> bytes:
    """The lines that end before an offset: one that goes on beyond it is no person's."""
    end = max(text.rfind(b"\n", 0, stop), text.rfind(b"\r", 0, stop)) + 1
    return text[:end] if len(text) > stop else text


def _is_whole_line(text: bytes, record: Record) -> bool:
    """One quoted cell from the line's beginning to its end, with no quote in it that is not doubled."""
    if not record.quoted or record.fault or len(record.cells) != 1:
        return False
    inner = text[record.start : record.end].strip()[1:-1]
    return b'"' not in inner.replace(b'""', b"")


def _steady(wrapped: list[Record], separator: bytes) -> bool:
    widths = Counter(
        len(next(records(record.cells[0], separator)).cells) for record in wrapped if record.cells[0]
    )
    return len(widths) == 1 and next(iter(widths)) > 1
