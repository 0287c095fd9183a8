"""Demo of the newest generation: the seed's people and campaigns, in groups, and one campaign at a time an assistant."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sandbox.contract.shapes import moment
from sandbox.filling import fill
from sandbox.tables import assistants, campaigns, contacts, groups, memberships
from sandbox.world import Options, open_world

pytestmark = pytest.mark.lengthy


def test_hours_later_it_still_dials_with_one_campaign_an_assistant(tmp_path: Path) -> None:
    start = moment("2026-03-09T08:00:00Z")
    options = Options(token="tk_test_demo", speed=0.0, clock_start=start, generation="newest")
    world, _ = open_world(tmp_path / "demo.db", options)
    fill(world, empty=False, campaigns=None, contacts=None)
    with world.read() as connection:
        people = connection.scalar(select(func.count()).select_from(contacts))
        assert connection.scalar(select(func.count()).select_from(memberships)) == people
        known = set(connection.scalars(select(groups.c.id)))
        assert len(known) == 7
        assert set(connection.scalars(select(assistants.c.group_id))) <= known
    running = select(campaigns.c.assistant_id).where(campaigns.c.status == "running")
    for hour in range(1, 5):
        world.jump_to(start + hour * 3600)
        world.beat()
        with world.read() as connection:
            busy = Counter(connection.scalars(running))
        assert busy
        assert set(busy.values()) == {1}
    world.engine.dispose()
