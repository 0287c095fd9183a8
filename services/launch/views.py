"""Snapshot of what the person saw when she clicked (optimistic concurrency), and whether it is still so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.api.models import Campaign, CampaignCreate, CampaignStatus, OtherStatus

# What decides who is called, when and from where, which is all that can be set but a note for the team: a change of any
# of it is a change of what was seen.
_SETTINGS = (Campaign.model_fields.keys() & CampaignCreate.model_fields.keys()) - {
    "description",
    "team_id",
} | {"from_number"}
_RESTING = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED)


class Change(StrEnum):
    """What is no longer as the person saw it."""

    CAMPAIGN = "campaign"
    STATUS = "status"
    PEOPLE = "people"
    SETTINGS = "settings"
    DELETED = "deleted"
    OTHER = "other"


@dataclass(frozen=True)
class SeenState:
    """A campaign as it stood on the page. `last_intent` is the launch the page knew of, None for none."""

    campaign_id: str
    name: str
    status: CampaignStatus | OtherStatus
    updated_at: datetime | None
    started_at: datetime | None
    total_contacts: int | None
    contacts_called: int | None
    last_intent: int | None
    settings: dict[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """For the ledger: numbers, status and times as JSON, no settings."""
        return {
            "status": self.status.value,
            "updated_at": self.updated_at.isoformat() if self.updated_at else None,
            "started_at": self.started_at.isoformat() if self.started_at else None,
            "total_contacts": self.total_contacts,
            "contacts_called": self.contacts_called,
        }


def state_of(campaign: Campaign, last_intent: int | None) -> SeenState:
    """State of `campaign` that a page which shows it lets the person see."""
    shown = campaign.model_dump(mode="json", include=_SETTINGS)
    return SeenState(
        campaign_id=campaign.id,
        name=campaign.name,
        status=campaign.status,
        updated_at=campaign.updated_at,
        started_at=campaign.started_at,
        total_contacts=campaign.total_contacts,
        contacts_called=campaign.contacts_called,
        last_intent=last_intent,
        settings={name: value for name, value in shown.items() if value is not None},
    )


def changes(seen: SeenState, now: Campaign) -> tuple[Change, ...]:
    """What differs between what was seen and what is; empty where a click on it still means the same.

    The counters of calls are left out: while calls go on they change every few seconds, and with them `updated_at`.
    """
    current = state_of(now, seen.last_intent)
    found: list[Change] = []
    if seen.campaign_id != now.id:
        found.append(Change.CAMPAIGN)
    if now.deleted_at:
        found.append(Change.DELETED)
    if seen.status != now.status:
        found.append(Change.STATUS)
    if seen.total_contacts != now.total_contacts:
        found.append(Change.PEOPLE)
    shared = seen.settings.keys() & current.settings.keys()  # lists leave out what single answers hold
    if any(seen.settings[name] != current.settings[name] for name in shared):
        found.append(Change.SETTINGS)
    if not found and seen.status in _RESTING and _moved(seen.updated_at, now.updated_at):
        found.append(Change.OTHER)
    return tuple(found)


def _moved(before: datetime | None, after: datetime | None) -> bool:
    return before is not None and after is not None and before != after
