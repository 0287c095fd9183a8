"""Other campaigns and what they mean for a launch: names that are taken, people who are being called already."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from services.api import ApiError
from services.api.models import Campaign
from services.campaign.everybody import MOST, Everybody, too_many
from services.campaigns.campaigns import Campaigns
from services.campaigns.stops import may_be_calling
from services.launch.requirements import active_beside
from services.readiness import People

MOST_READ = 5
"""So many other running campaigns are read, the smallest first, and of each no more than `MOST` people."""


class Others(NamedTuple):
    """`running`: numbers still to be called, by the campaign's name. `unread`: running campaigns whose people could not
    be looked at, "" for one of which not even a name or an id is told."""

    names: tuple[str, ...] = ()
    running: Mapping[str, frozenset[str]] = MappingProxyType({})
    unread: tuple[str, ...] = ()


class OtherCampaigns:
    """The campaigns of one connection, seen from one of them."""

    def __init__(self, campaigns: Campaigns, everybody: Everybody) -> None:
        self._campaigns = campaigns
        self._everybody = everybody

    def but(self, campaign_id: str = "") -> Others:
        """All campaigns except the one of that id; nothing where they cannot be read."""
        try:
            others = [one for one in self._campaigns.all().value if one.id != campaign_id]
        except ApiError:
            return Others()
        running = sorted(
            (one for one in others if _may_be_calling(one)),
            key=lambda one: MOST if one.total_contacts is None else one.total_contacts,
        )
        numbers = {one.id: self._numbers(one) for one in running[:MOST_READ]}
        found: dict[str, frozenset[str]] = {}
        for one in running:
            if (those := numbers.get(one.id)) is not None:
                found[one.name] = found.get(one.name, frozenset()) | those
        unread = [one.name for one in running if numbers.get(one.id) is None]
        unread += [row.id or "" for row in self._campaigns.unreadable()]
        return Others(tuple(one.name for one in others), found, tuple(unread))

    def look_again(self) -> None:
        """Whoever looks next reads the list of campaigns now."""
        self._campaigns.refresh()

    def active_beside(self, campaign: Campaign) -> list[str]:
        """Names of other campaigns of its assistant that are active; none where they cannot be read."""
        try:
            return [one.name for one in active_beside(campaign, self._campaigns.all().value)]
        except ApiError:
            return []

    def _numbers(self, campaign: Campaign) -> frozenset[str] | None:
        if too_many(campaign):
            return None
        rows = self._everybody.people_or_none(campaign)
        return None if rows is None else People.enrolled(rows).numbers


def _may_be_calling(campaign: Campaign) -> bool:
    return may_be_calling(campaign) and campaign.total_contacts != 0
