"""A worker on a list of a million people, and how much memory it takes: `python -m tests.services.imports.million N`.

The platform is computed, not kept: this process shall hold nothing but what a worker holds.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from services.api.generation import Generation
from services.api.models import EnrolResult, ImportResult
from services.database.database import make_engine
from services.durable import Holder
from services.imports.claim import Claim
from services.imports.matching import Known
from services.imports.platform import Platform, Seen
from services.imports.rows import in_chunks
from services.imports.store import JobStore, NewJob
from services.imports.work import Worker
from services.migrations import upgrade
from services.person import Person
from tests.services.imports.people import FIRST_NUMBER, many

PAGE = 1000


class ComputedPlatform:
    """A company that has exactly the list's people once they are imported."""

    def __init__(self, people: int) -> None:
        self.people = people
        self.enrolled = 0

    generation = Generation.SEED
    skips_known = True
    team_id, account = "team_demo", "https://platform.example team_demo"
    between_campaigns = timedelta(days=3)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def members(self, offset: int, rows: int) -> Seen:
        return Seen([], None, self.enrolled, PAGE)

    def forbidden(self, offset: int, rows: int) -> Seen:
        return Seen([], None, 0, PAGE)

    def contacts(self, offset: int, rows: int) -> Seen:
        stop = min(offset + PAGE, self.people)
        page = [Known(f"con_{number:032x}", f"+{FIRST_NUMBER + number}") for number in range(offset, stop)]
        return Seen(page, stop if stop < self.people else None, self.people, PAGE)

    def import_people(self, rows: Sequence[dict[str, str]]) -> ImportResult:
        return ImportResult(imported=len(rows), total=len(rows))

    def enrol(self, contact_ids: Sequence[str]) -> EnrolResult:
        self.enrolled += len(contact_ids)
        return EnrolResult(added=len(contact_ids), skipped=0, invalid=0)


def peak_megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(people: int, folder: Path) -> dict[str, Any]:
    runs: list[tuple[str, int]] = []
    engine = make_engine(f"sqlite:///{folder / 'console.db'}")
    upgrade(engine)
    store = JobStore(
        engine, lambda: datetime.now(UTC), lambda _c, job_id, run, _delay: runs.append((job_id, run))
    )
    began = time.monotonic()
    job_id, _ = store.reserve(NewJob("list.csv", "d", "camp", "Spring", "comp", Person("anna")))
    store.put_rows(job_id, in_chunks(many(people)))
    store.accept(job_id)
    stored = time.monotonic()
    platform = ComputedPlatform(people)

    def open_platform(_claim: Claim) -> Platform:
        return cast(Platform, platform)

    worker = Worker(store, open_platform, Holder("here", "t"))
    turns = 0
    while worker.turn(*runs[-1]):
        turns += 1
        assert turns < people, "it goes on and on"
    row = store.row(job_id)
    assert row is not None
    return {
        "state": row.state,
        "enrolled": row.enrolled,
        "seconds_to_store": round(stored - began, 1),
        "seconds_of_work": round(time.monotonic() - stored, 1),
        "peak_megabytes": peak_megabytes(),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(int(sys.argv[1]), Path(folder))))
