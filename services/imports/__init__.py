"""Durable imports: a checked list into the CRM and into a campaign, whatever happens meanwhile.

`Jobs` is all that pages and commands need; `docs/imports.md` says how it works.
"""

from services.imports.job import Attention, Estimate, Job, JobState, LogEntry, PausedBy, RowEnd, Submitted
from services.imports.jobs import Jobs, NotPossible
from services.imports.rows import RowCounts

__all__ = [
    "Attention",
    "Estimate",
    "Job",
    "JobState",
    "Jobs",
    "LogEntry",
    "NotPossible",
    "PausedBy",
    "RowCounts",
    "RowEnd",
    "Submitted",
]
