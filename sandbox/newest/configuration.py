"""Validation of a campaign's configuration on the newest generation, and the columns it becomes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from sandbox.contract.errors import RefusedError
from sandbox.dialling.week import day_number
from sandbox.newest.shapes import CampaignCreateBody, CampaignSettings, CampaignUpdateBody, Day
from sandbox.rules import configuration
from sandbox.tables import phone_numbers

PLAIN = (
    "name", "description", "call_window_start", "call_window_end", "max_concurrent_calls", "max_attempts_per_contact",
    "retry_delay_minutes", "webhook_enabled", "webhook_url", "webhook_secret", "webhook_events", "days_of_week", "live_sync",
)  # fmt: skip
IN_SETTINGS = (
    "no_auto_complete", "max_call_duration_minutes", "voicemail_detection_enabled", "voicemail_action",
    "voicemail_drop_message", "unavailable_action", "use_contact_timezone_for_call_window",
    "retry_delay_minutes_no_answer", "retry_delay_minutes_busy", "retry_delay_minutes_error", "retry_on_error",
    "retry_backoff_mode", "retry_backoff_multiplier", "retry_backoff_max_minutes", "max_attempts_no_answer",
    "max_attempts_busy", "max_attempts_error",
)  # fmt: skip
"""What the campaign's `settings` hold. Null takes one back."""


def check_belongings(connection: Connection, body: CampaignCreateBody) -> None:
    """Raises:
    RefusedError: 404 for an assistant or number that the team does not have, 409 for a number of another assistant, 400
        for one that cannot call.
    """
    configuration.check_assistant(connection, body.assistant_id, body.team_id)
    configuration.check_numbers(connection, body.from_number_ids, body.assistant_id, body.team_id)


def columns(body: CampaignSettings, settings: dict[str, Any], now: float) -> dict[str, Any]:
    """The columns of what was sent; `settings` are those there are.

    Raises:
        RefusedError: 400 for a value that no campaign can have.
    """
    said = body.model_fields_set
    found = {name: getattr(body, name) for name in PLAIN if name in said}
    if "call_window_timezone" in said:
        found["call_window_timezone"] = configuration.known_zone(body.call_window_timezone)
    if "scheduled_start_at" in said:
        found["scheduled_start_at"] = configuration.future_start(body.scheduled_start_at, now)
    if "scheduled_end_at" in said:
        found["scheduled_end_at"] = _future_end(body.scheduled_end_at, now)
    if "day_windows" in said:
        found["day_windows"] = [row.model_dump() for row in body.day_windows]
    days: list[Day] = [
        *(found.get("days_of_week") or ()),
        *(row["day"] for row in found.get("day_windows") or ()),
    ]
    for day in days:
        if day_number(day) is None:
            raise RefusedError(400, f"{day!r} is no day of the week", field="daysOfWeek")
    own = {name: getattr(body, name) for name in IN_SETTINGS if name in said}
    if body.live_sync:
        own["no_auto_complete"] = True  # a campaign that is kept filled is never done
    found["settings"] = configuration.merged(settings | (body.settings or {}), own)
    return found


def _future_end(end: str | None, now: float) -> float | None:
    at = configuration.read_moment(end, "scheduledEndAt") if end is not None else None
    if at is not None and at <= now:
        raise RefusedError(400, "The scheduled end must be in the future", field="scheduledEndAt")
    return at


def numbers(connection: Connection, campaign: Row[Any], body: CampaignUpdateBody) -> dict[str, Any]:
    """The caller numbers a change names.

    Raises:
        RefusedError: as for a new campaign.
    """
    ids = list(dict.fromkeys(body.from_number_ids or ()))
    if body.from_number and not ids:
        mine = phone_numbers.c.phone_number == body.from_number, phone_numbers.c.team_id == campaign.team_id
        ids = list(connection.scalars(select(phone_numbers.c.id).where(*mine)))
        if not ids:
            raise RefusedError(404, "Phone number not found", field="fromNumber")
    configuration.check_numbers(connection, ids, campaign.assistant_id, campaign.team_id)
    return {"from_number_ids": ids} if ids else {}
