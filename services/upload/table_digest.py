"""Digests of a table's shape: what was said of rows by their number holds only where they are the same rows."""

from __future__ import annotations

import hashlib

import numpy as np

from services.contact_file import ContactTable


def table_digest(table: ContactTable) -> str:
    """Equal for tables whose rows and columns are the same ones of the same file."""
    found = hashlib.sha256(repr((table.header_row, table.header, table.sheet and table.sheet.name)).encode())
    found.update(table.lines.astype("<i8").tobytes())
    return found.hexdigest()


def hidden_digest(table: ContactTable) -> str:
    """Equal where the same rows are hidden; empty where none are."""
    hidden = np.flatnonzero(table.sheet.hidden_rows) if table.sheet else np.empty(0)
    return hashlib.sha256(hidden.astype("<i8").tobytes()).hexdigest() if len(hidden) else ""
