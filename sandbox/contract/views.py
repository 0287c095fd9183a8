"""Views of rows, as the platform shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, func, literal, select

from sandbox.clock import iso
from sandbox.tables import companies, contacts, enrolments, phone_numbers
from services.api.models import EnrollmentStatus


def page(
    connection: Connection, found: Select[Any], limit: int, offset: int
) -> tuple[list[Row[Any]], dict[str, Any]]:
    """A page of the rows, and the fields that every page has."""
    count = (
        connection.scalar(
            select(func.count()).select_from(found.order_by(None).with_only_columns(literal(1)).subquery())
        )
        or 0
    )
    rows = list(connection.execute(found.limit(limit).offset(min(offset, 2**53))))
    return rows, {"success": True, "count": count, "limit": limit, "offset": offset}


def company(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "website": row.website,
        "industry": row.industry,
        "country": row.country,
        "contact_count": row.contact_count,
    }


def companies_with_counts() -> Select[Any]:
    people = (
        select(func.count())
        .select_from(contacts)
        .where(contacts.c.company_id == companies.c.id)
        .scalar_subquery()
    )
    return select(companies, people.label("contact_count"))


def contacts_with_company() -> Select[Any]:
    return select(contacts, companies.c.name.label("company_name")).outerjoin(
        companies, companies.c.id == contacts.c.company_id
    )


CONTACT_FIELDS = (
    "id", "team_id", "company_id", "first_name", "last_name", "email", "phone", "phone_secondary", "job_title",
    "lead_status", "source", "timezone", "notes", "custom_fields", "tags",
)  # fmt: skip


def contact(row: Row[Any]) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in CONTACT_FIELDS}
    belongs = {"id": row.company_id, "name": row.company_name} if row.company_id else None
    return shown | {"do_not_call": bool(row.do_not_call), "company": belongs}


CAMPAIGN_FIELDS = (
    "id", "team_id", "assistant_id", "company_id", "name", "description", "from_number_ids", "status",
    "call_window_start", "call_window_end", "call_window_timezone", "max_concurrent_calls", "max_attempts_per_contact",
    "retry_delay_minutes", "settings", "total_contacts", "contacts_called", "contacts_completed", "contacts_answered",
)  # fmt: skip
CAMPAIGN_TIMES = (
    "scheduled_start_at", "started_at", "completed_at", "deleted_at", "created_at", "updated_at",
)  # fmt: skip


def campaign(row: Row[Any], numbers: Mapping[str, str]) -> dict[str, Any]:
    """`numbers`: phone numbers by their id."""
    shown = {name: getattr(row, name) for name in CAMPAIGN_FIELDS}
    shown |= {name: iso(getattr(row, name)) for name in CAMPAIGN_TIMES}
    first = row.from_number_ids[0] if row.from_number_ids else None
    return shown | {"from_number": numbers.get(first) if first else None}


def numbers_by_id(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(phone_numbers.c.id, phone_numbers.c.phone_number))
    return {row.id: row.phone_number for row in rows}


def enrolled() -> Select[Any]:
    """Enrolments with what is shown of the person and the company."""
    return (
        select(
            enrolments,
            contacts.c.first_name,
            contacts.c.last_name,
            contacts.c.phone,
            contacts.c.timezone,
            contacts.c.do_not_call,
            contacts.c.company_id,
            companies.c.name.label("company_name"),
        )
        .join(contacts, contacts.c.id == enrolments.c.contact_id)
        .outerjoin(companies, companies.c.id == contacts.c.company_id)
    )


def enrolment(row: Row[Any]) -> dict[str, Any]:
    person = {name: getattr(row, name) for name in ("first_name", "last_name", "phone", "timezone")}
    return {
        "id": row.id,
        "status": row.status,
        "outcome": row.outcome,
        "attempts": row.attempts,
        "priority": row.priority,
        "last_attempt_at": iso(row.last_attempt_at),
        "next_attempt_at": iso(row.next_attempt_at),
        "created_at": iso(row.created_at),
        "contact": {"id": row.contact_id, **person, "do_not_call": bool(row.do_not_call)},
        "company": {"id": row.company_id, "name": row.company_name} if row.company_id else None,
    }


CALL_FIELDS = (
    "id", "campaign_id", "campaign_contact_id", "contact_id", "from_number", "to_number", "status", "outcome",
    "duration_seconds",
)  # fmt: skip


def call(row: Row[Any]) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in CALL_FIELDS}
    return shown | {"started_at": iso(row.started_at), "ended_at": iso(row.ended_at)}


def status_counts(connection: Connection, campaign_id: str) -> dict[str, int]:
    rows = connection.execute(_counted(enrolments.c.status, campaign_id))
    return {str(status): 0 for status in EnrollmentStatus} | {row.what: row.people for row in rows}


def outcome_counts(connection: Connection, campaign_id: str) -> dict[str, int]:
    rows = connection.execute(_counted(enrolments.c.outcome, campaign_id))
    return {row.what: row.people for row in rows if row.what}


def _counted(column: Any, campaign_id: str) -> Any:
    return (
        select(column.label("what"), func.count().label("people"))
        .where(enrolments.c.campaign_id == campaign_id)
        .group_by(column)
    )
