"""Fixtures that the tests of services share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.database.database import make_engine
from services.settings import Settings
from tests.forked_check import forked_workers
from tests.new_database import make_tables


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the environment that the console would take for a setting."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="module")
def forked() -> Iterator[None]:
    """Files are checked by processes that have loaded what they need; `upload/test_process.py` starts them as a console does."""
    with forked_workers():
        yield
