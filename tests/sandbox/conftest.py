from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.platform import Platform, open_at


@pytest.fixture
def reopen(tmp_path: Path) -> Iterator[Callable[..., Platform]]:
    """`reopen(credits=3.0)`: the platform of this test's database, made anew the first time."""
    opened: list[Platform] = []

    def make(**options: Any) -> Platform:
        opened.append(Platform(open_at(tmp_path, **options)))
        return opened[-1]

    yield make
    for platform in opened:
        platform.close()


@pytest.fixture
def platform(reopen: Callable[..., Platform]) -> Platform:
    """A platform with one company, on a Tuesday at 10:00 UTC."""
    return reopen()
