from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.actions.platform import ActionsPlatform, open_actions


@pytest.fixture
def reopen(tmp_path: Path) -> Iterator[Callable[..., ActionsPlatform]]:
    """`reopen(page="de")`: the platform of this test's database, made anew the first time."""
    opened: list[ActionsPlatform] = []

    def make(**options: Any) -> ActionsPlatform:
        opened.append(ActionsPlatform(open_actions(tmp_path, **options)))
        return opened[-1]

    yield make
    for platform in opened:
        platform.close()


@pytest.fixture
def platform(reopen: Callable[..., ActionsPlatform]) -> ActionsPlatform:
    """The generation `actions` with one assistant and her group, on a Tuesday at 10:00 UTC."""
    return reopen()
