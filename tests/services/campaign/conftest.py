"""Consoles over a real sandbox, without a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.runtime import Runtime
from tests.sandbox_process import RunningSandbox
from tests.services.whole_console import whole_console


@pytest.fixture
def console(sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    """The platform has one company, an assistant, two numbers, and nobody to call."""
    yield from whole_console(sandbox, tmp_path)


@pytest.fixture
def demo_console(demo_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    """The same over the demo's data. Look, but change nothing."""
    yield from whole_console(demo_sandbox, tmp_path)
