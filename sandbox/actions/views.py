"""Views of rows as the generation `actions` shows them: in camelCase, and by one of its two pages.

The English and the German page of the same weeks differ: English answers stand under a name of their own, German ones
bare or under `items`. A deployment may be either (`--page`), or anything between.
"""

from __future__ import annotations

from typing import Any

from pydantic.alias_generators import to_camel
from sqlalchemy import Connection, Row, Select, func, select

from sandbox.clock import iso
from sandbox.tables import calls
from sandbox.world import World
from services.api.models import EnrollmentStatus

ENGLISH, GERMAN = "en", "de"
PAGES = (ENGLISH, GERMAN)
STOPPED = "stopped"
"""What a campaign is that was stopped: no status of the other generations."""
COUNTS = ("totalContacts", "contactsCalled", "contactsCompleted", "contactsAnswered")

CAMPAIGN_FIELDS = (
    "id", "team_id", "assistant_id", "from_number_ids", "name", "description", "status", "call_window_start",
    "call_window_end", "call_window_timezone", "max_concurrent_calls", "max_attempts_per_contact", "retry_delay_minutes",
    "live_sync", "total_contacts", "contacts_called", "contacts_completed", "contacts_answered",
)  # fmt: skip
CAMPAIGN_TIMES = (
    "scheduled_start_at",
    "started_at",
    "completed_at",
    "deleted_at",
    "created_at",
    "updated_at",
)
CONTACT_FIELDS = (
    "id", "team_id", "group_id", "first_name", "last_name", "email", "phone", "phone_secondary", "job_title",
    "lead_status", "source", "timezone", "notes", "custom_fields", "tags",
)  # fmt: skip
CALL_FIELDS = (
    "id", "campaign_id", "contact_id", "from_number", "to_number", "status", "outcome", "duration_seconds",
)  # fmt: skip


def german(world: World) -> bool:
    return world.options.page == GERMAN


def camel(shown: dict[str, Any]) -> dict[str, Any]:
    return {to_camel(name): value for name, value in shown.items()}


def page(connection: Connection, found: Select[Any], limit: int, offset: int) -> list[Row[Any]]:
    return list(connection.execute(found.limit(limit).offset(min(offset, 2**53))))


def listed(world: World, name: str, rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A list, under its name or under `items`. Its length is nowhere."""
    key = "items" if german(world) else name
    return {"success": True, key: rows, **more}


def alone(world: World, name: str, shown: dict[str, Any]) -> dict[str, Any]:
    """One thing, wrapped in its name or bare."""
    return shown if german(world) else {"success": True, name: shown}


def campaign(row: Row[Any]) -> dict[str, Any]:
    """Its settings stand among its fields."""
    shown = {name: getattr(row, name) for name in CAMPAIGN_FIELDS}
    shown |= {name: iso(getattr(row, name)) for name in CAMPAIGN_TIMES}
    return camel(row.settings) | camel(shown)


def contact(row: Row[Any]) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in CONTACT_FIELDS}
    return camel(shown | {"company_name": row.employer, "do_not_call": bool(row.do_not_call)})


def member(row: Row[Any]) -> dict[str, Any]:
    names = ("id", "first_name", "last_name", "email", "phone", "job_title", "lead_status")
    return camel({name: getattr(row, name) for name in names})


def person(row: Row[Any]) -> dict[str, Any]:
    """Somebody of a campaign, flat: the id is the contact's, and one word says how she stands or how her call ended."""
    names = ("first_name", "last_name", "phone")
    said = row.status if row.status == EnrollmentStatus.CALLING else row.outcome or row.status
    return {"id": row.contact_id, **camel({name: getattr(row, name) for name in names}), "callStatus": said}


def call(row: Row[Any]) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in CALL_FIELDS}
    return camel(shown | {"started_at": iso(row.started_at), "ended_at": iso(row.ended_at)})


def group(shown: dict[str, Any]) -> dict[str, Any]:
    """A group of contacts, out of the newest generation's view of it."""
    return camel({name: shown[name] for name in ("id", "name", "contact_count", "created_at")})


def stats(world: World, connection: Connection, campaign_id: str) -> dict[str, Any]:
    """Calls of a campaign, counted: that is all its dashboard tells."""
    counted = connection.execute(
        select(
            func.count().label("total_calls"),
            func.count().filter(calls.c.outcome == "answered").label("answered"),
            func.count().filter(calls.c.status == "failed").label("failed"),
            func.count().filter(calls.c.status == "in_progress").label("in_progress"),
        ).where(calls.c.campaign_id == campaign_id)
    ).one()
    shown = dict(counted._mapping)
    return {"success": True, **shown} if german(world) else {"success": True, "stats": camel(shown)}
