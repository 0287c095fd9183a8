"""The newest generation on a clock that only the test moves, in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sandbox.filling import FIRST_ASSISTANT, FIRST_GROUP, FIRST_NUMBERS
from sandbox.world import World
from services.api.models import Outcome
from tests.sandbox.platform import TUESDAY_10_UTC, Platform, open_at

TEAM = "team_demo"
SLUG = "acme"
ALL_DAY = {"callWindowStart": "00:00", "callWindowEnd": "23:59", "callWindowTimezone": "Etc/UTC"}


def open_newest(folder: Path, now: str = TUESDAY_10_UTC, **options: Any) -> World:
    return open_at(folder, now, generation="newest", **options)


class NewestPlatform(Platform):
    """Nobody gets into a campaign by its creation here, unless the test says so."""

    def campaign(self, expected: int = 201, /, **body: Any) -> str:
        answer = self.created(expected, **body)
        return answer["campaign"]["id"] if expected == 201 else ""

    def created(self, expected: int = 201, /, **body: Any) -> dict[str, Any]:
        """The whole answer to a create. `enrollment=None`: it is left out of the body."""
        usual = {
            "teamId": TEAM,
            "assistantId": FIRST_ASSISTANT,
            "fromNumberIds": list(FIRST_NUMBERS),
            "name": "Spring",
            "maxConcurrentCalls": 1,
            "enrollment": {"mode": "none"},
            **ALL_DAY,
        }
        sent = {name: value for name, value in (usual | body).items() if value is not None}
        return self.post("campaigns", sent, expected)

    def member(self, *endings: Outcome, group: str = FIRST_GROUP, **fields: Any) -> str:
        """Somebody of that group, by default the assistant's. Answers the contact's id."""
        contact_id = self.person(*endings, **fields)
        self.post(f"groups/{group}/contacts", {"contactId": contact_id})
        return contact_id

    def run(self, campaign_id: str, status: int = 200, **body: Any) -> dict[str, Any]:
        return super().run(campaign_id, status, accountSlug=SLUG, **body)

    def called(self, campaign_id: str) -> set[str]:
        """The contacts whose phone rang."""
        return {call["contact_id"] for call in self.calls(campaign_id)}
