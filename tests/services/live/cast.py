"""A live state as a deployment with everything would tell it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from services.api.models import Call, Campaign, CampaignContact, StatusCounts
from services.live import LiveSource, LiveState, RefreshPace

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
TEN_IN_BERLIN = datetime(2026, 3, 3, 9, tzinfo=UTC)


def calls(*outcomes: str, at: datetime = NOON) -> list[Call]:
    return [Call(id=str(number), outcome=outcome, started_at=at) for number, outcome in enumerate(outcomes)]


def waiting(zone: str = "Europe/Berlin", **fields: Any) -> CampaignContact:
    return CampaignContact.model_validate(
        {"id": "e", "status": "pending", "contact": {"timezone": zone}} | fields
    )


def state(at: datetime = NOON, **fields: Any) -> LiveState:
    campaign = {
        "id": "c",
        "name": "c",
        "status": fields.pop("status", "running"),
        "call_window_start": "09:00",
        "call_window_end": "17:00",
        "call_window_timezone": "Europe/Berlin",
        "max_concurrent_calls": 3,
        "started_at": fields.pop("started_at", at - timedelta(hours=1)),
    }
    known: dict[str, Any] = {
        "source": LiveSource.DASHBOARD,
        "by_status": StatusCounts(),
        "by_outcome": {},
        "calling": [],
        "next_up": [],
        "next_at": None,
        "recent_calls": calls("answered", at=at),
        "calls_told": True,
        "unreadable": 0,
        "credits": None,
        "credits_an_hour": None,
        "at": at,
        "now": at,
        "fetched_at": at,
        "age": timedelta(0),
        "pace": RefreshPace(timedelta(seconds=2), slowed=False, quiet=False),
    }
    return LiveState(campaign=Campaign.model_validate(campaign), **(known | fields))
