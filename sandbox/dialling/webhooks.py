"""Webhook deliveries: what a campaign's receiver would be told, signed, and kept here for whoever asks. Nothing is sent.

Payload and signature are this sandbox's own invention: the platform's pages say of them no more than that they exist.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from sqlalchemy import Connection, Row, insert

from sandbox.clock import iso
from sandbox.tables import deliveries, new_id

STARTED, COMPLETED, CALL_COMPLETED = "campaign.started", "campaign.completed", "call.completed"


def tell(
    connection: Connection,
    campaign: Row[Any],
    event: str,
    now: float,
    *,
    person: Row[Any] | None = None,
    outcome: str | None = None,
) -> None:
    """Keep a delivery of `event`, where the campaign has a receiver that wants it."""
    wanted = campaign.webhook_events is None or event in campaign.webhook_events
    if not (campaign.webhook_enabled and campaign.webhook_url and wanted):
        return
    payload = {
        "event": event,
        "campaign_id": campaign.id,
        "campaign_contact_id": person.id if person else None,
        "contact_id": person.contact_id if person else None,
        "outcome": outcome,
        "occurred_at": iso(now),
        "delivery_id": new_id("dlv"),
    }
    body = json.dumps(payload)
    row = {"at": now, "url": campaign.webhook_url, "body": body}
    row["signature"] = signature(campaign.webhook_secret or "", body)
    connection.execute(insert(deliveries).values(row))


def signature(secret: str, body: str) -> str:
    """What would stand in `X-Talkturo-Signature`."""
    return hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()
