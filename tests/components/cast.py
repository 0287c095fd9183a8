"""Campaigns and people for the components' tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from services.api.models import (
    Campaign,
    CampaignContact,
    CampaignStatus,
    EnrolledContact,
    EnrollmentStatus,
    OtherStatus,
)

NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)  # a Monday, 14:05 in Berlin, 08:05 in New York


def campaign(status: CampaignStatus | OtherStatus = CampaignStatus.DRAFT, **fields: Any) -> Campaign:
    usual: dict[str, Any] = {"id": "c1", "name": "Spring offer", "total_contacts": 100}
    hours: dict[str, Any] = {
        "call_window_start": "09:00",
        "call_window_end": "17:00",
        "call_window_timezone": "Europe/Berlin",
    }
    return Campaign(**(usual | hours | fields), status=status)


def enrolled(status: EnrollmentStatus = EnrollmentStatus.PENDING, **fields: Any) -> CampaignContact:
    contact = EnrolledContact(
        id="p1",
        first_name=fields.pop("first_name", "Anna"),
        last_name=fields.pop("last_name", "Becker"),
        phone=fields.pop("phone", "+4930123456"),
        timezone=fields.pop("timezone", "Europe/Berlin"),
        do_not_call=fields.pop("do_not_call", False),
    )
    return CampaignContact(id="e1", status=status, contact=contact, **fields)
