"""The generation `actions` on a clock that only the test moves, in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from sandbox.dialling.telephony import Ending
from sandbox.filling import FIRST_GROUP
from sandbox.tables import campaigns
from sandbox.world import World
from services.api.models import Outcome
from tests.sandbox.newest.platform import NewestPlatform
from tests.sandbox.platform import TUESDAY_10_UTC, open_at


def open_actions(folder: Path, now: str = TUESDAY_10_UTC, **options: Any) -> World:
    return open_at(folder, now, generation="actions", **options)


class ActionsPlatform(NewestPlatform):
    """Nobody gets into a campaign by its creation here, unless the test says so."""

    def member(self, *endings: Outcome | Ending, group: str = FIRST_GROUP, **fields: Any) -> str:
        contact_id = self.person(*endings, **fields)
        self.post(f"groups/{group}/contacts", {"contactIds": [contact_id], "action": "add"})
        return contact_id

    def run(self, campaign_id: str, status: int = 200, **body: Any) -> dict[str, Any]:
        return self.post(f"campaigns/{campaign_id}/run", body, status)

    def ids(self, campaign_id: str) -> set[str]:
        """The contacts who are in a campaign."""
        return {row["id"] for row in self.people(campaign_id)}

    def column(self, campaign_id: str, name: str) -> Any:
        """What the sandbox itself knows of a campaign."""
        with self.world.read() as connection:
            return connection.scalar(select(campaigns.c[name]).where(campaigns.c.id == campaign_id))
