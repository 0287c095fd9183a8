"""As many pages as there are file handles for, said at the start and not found out by whoever comes last."""

from __future__ import annotations

import pytest

from services.start_refused import StartRefused
from services.web.limits import SocketLimits
from services.web.open_files import EACH, OTHERS, room_for


class Handles:
    def __init__(self, soft: int, hard: int) -> None:
        self.limits = (soft, hard)

    def get(self) -> tuple[int, int]:
        return self.limits

    def set(self, soft: int, hard: int) -> None:
        self.limits = (soft, hard)


@pytest.mark.parametrize(("soft", "hard"), [(1024, 4096), (1024, -1), (-1, -1), (100_000, 100_000)])
def test_a_process_is_given_the_handles_it_needs(soft: int, hard: int) -> None:
    handles = Handles(soft, hard)
    assert room_for(350, handles) == 350
    assert not 0 <= handles.limits[0] < 350 * EACH + OTHERS


def test_with_fewer_there_is_room_for_fewer_pages_and_the_log_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert room_for(350, Handles(256, 1000)) == 200
    assert "enough for 200 pages" in caplog.text


def test_with_hardly_any_it_does_not_start() -> None:
    with pytest.raises(StartRefused, match="may open 64 files at a time and needs at least"):
        room_for(350, Handles(64, 64))


def test_fewer_pages_are_shared_out() -> None:
    limits = SocketLimits(people=250, strangers=100)
    assert limits.within(350) is limits
    fewer = limits.within(70)
    assert (fewer.people, fewer.strangers) == (50, 20)
