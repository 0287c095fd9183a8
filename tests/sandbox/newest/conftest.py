from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.newest.platform import NewestPlatform, open_newest


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[NewestPlatform]:
    """The newest generation with one assistant and her group, on a Tuesday at 10:00 UTC."""
    opened = NewestPlatform(open_newest(tmp_path))
    yield opened
    opened.close()
