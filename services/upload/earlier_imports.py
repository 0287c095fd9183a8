"""Duplicate detection for whole files: whether one went into a campaign before, whoever sent it and whatever was
decided about its rows then.
"""

from __future__ import annotations

import hashlib
import json

import numpy as np
from sqlalchemy import Engine, select

from services.contact_file import CheckedFile, guess_columns
from services.database.database import reading
from services.imports import JobState
from services.imports.tables import JobRow


def content_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def list_digest(content: str, checked: CheckedFile, *, corrected: bool) -> str:
    """The digest under which a list is imported: the file's own, unless a person decided, mended or corrected something.

    So the same file goes in once, and comes through a second time only with other decisions. `corrected` where it is
    not read as the rules say.
    """
    decision, table = checked.layers.decision, checked.table
    said = {
        "read": [table.encoding, table.delimiter, table.header_row, checked.region],
        "columns": checked.columns.to_remember(),
        "mended": {str(row): cells for row, cells in sorted(checked.mended.items())},
        "decided": [[int(row), int(decision[row])] for row in np.flatnonzero(decision)],
    }
    if table.sheet:
        said["sheet"] = [table.sheet.name, checked.hidden_wanted, sorted(table.sheet.hidden_columns)]
    touched = corrected or said["mended"] or said["decided"] or checked.hidden_wanted is not None
    if not touched and said["columns"] == guess_columns(table).to_remember():
        return content
    return f"{content}:{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]}"


def earlier_import(engine: Engine, content: str, campaign_id: str) -> str | None:
    """The id of the newest import of this file into this campaign; None where there is none or it was cancelled."""
    chosen = (
        select(JobRow.id)
        .where(
            JobRow.campaign_id == campaign_id,
            JobRow.slot.startswith(content, autoescape=True),
            JobRow.state != JobState.STORING,
        )
        .order_by(JobRow.created_at.desc())
        .limit(1)
    )
    with reading(engine) as connection:
        return connection.scalar(chosen)
