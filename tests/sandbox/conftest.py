from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.platform import Platform, open_at


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    """A platform with one company, on a Tuesday at 10:00 UTC."""
    made = Platform(open_at(tmp_path))
    yield made
    made.close()
