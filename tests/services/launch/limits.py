"""Limits that somebody else is taken to keep: where it is about the launch, and not about who stops it after N."""

from __future__ import annotations

from services.api.models import Campaign
from services.person import Person


class KeptElsewhere:
    """Says yes to each limit, and remembers what it was told."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, int]] = []
        self.not_sent: list[str] = []
        self.gone_on: list[tuple[str, bool]] = []

    def begin(self, campaign: Campaign, most: int, who: Person) -> None:
        self.begun.append((campaign.id, most))

    def not_begun(self, campaign_id: str) -> None:
        self.not_sent.append(campaign_id)

    def go_on(self, campaign_id: str, *, everybody: bool, by_itself: bool = False) -> None:
        self.gone_on.append((campaign_id, everybody))
