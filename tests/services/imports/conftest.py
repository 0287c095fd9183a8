"""Real imports: DBOS and SQLite in this process, against a real sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.api import Api
from services.database.database import make_engine
from services.imports import Jobs
from tests.sandbox_process import RunningSandbox
from tests.services.imports.bench import Bench


@pytest.fixture
def enqueuer(tmp_path: Path) -> Iterator[Callable[[], Jobs]]:
    """Processes that only enqueue, on one database."""
    made: list[tuple[Jobs, Engine]] = []

    def make() -> Jobs:
        engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
        jobs = Jobs(
            engine, lambda: Api("http://127.0.0.1:9", "tk", "team"), executor_id="web", run_here=False
        )
        jobs.start()
        made.append((jobs, engine))
        return jobs

    yield make
    for jobs, engine in made:
        jobs.stop()
        engine.dispose()


@pytest.fixture(scope="module")
def bench(sandbox: RunningSandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Imports that run in this process."""
    with Bench(sandbox, tmp_path_factory.mktemp("jobs") / "console.db") as running:
        yield running
