"""Real sandboxes whose clock runs, whose dialler goes on beyond what a run was told, and a console with its keeper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.keeper.office import Office

SPEED = 20


@pytest.fixture(scope="module")
def busy_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    arguments = ("--empty", "--speed", str(SPEED), "--no-skip", "--max-calls-binds", "request")
    with start_sandbox(tmp_path_factory.mktemp("busy"), *arguments) as running:
        yield running


@pytest.fixture(scope="module")
def waiting_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Its clock stands: nobody is called while a process starts."""
    arguments = ("--empty", "--speed", "0", "--max-calls-binds", "request")
    with start_sandbox(tmp_path_factory.mktemp("waiting"), *arguments) as running:
        yield running


@pytest.fixture
def office(busy_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Office]:
    with Office(busy_sandbox, tmp_path) as made:
        yield made
        busy_sandbox.faults()
