"""An office over a sandbox of the test file's own, whose clock stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.faults.office import Office


@pytest.fixture(scope="module")
def own_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("faults"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def office(own_sandbox: RunningSandbox) -> Iterator[Office]:
    made = Office(own_sandbox)
    yield made
    made.mended()
    made.close()
