"""Views of rows, as the newest generation shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from sandbox.clock import iso
from sandbox.contract import views
from sandbox.tables import (
    assistants,
    campaigns,
    companies,
    contacts,
    enrolments,
    groups,
    memberships,
)
from services.api.models import Outcome

FINAL = ("completed", "skipped", "failed")
PEOPLE_SHOWN = 100


def page(
    connection: Connection, found: Select[Any], limit: int, offset: int
) -> tuple[list[Row[Any]], dict[str, Any]]:
    """A page of the rows, and the fields every page has: `count` is how many are on it."""
    rows = list(connection.execute(found.limit(limit).offset(min(offset, 2**53))))
    return rows, {"success": True, "count": len(rows), "limit": limit, "offset": offset}


CAMPAIGN_FIELDS = (
    "id", "team_id", "assistant_id", "name", "description", "from_number_ids", "status", "call_window_start",
    "call_window_end", "call_window_timezone", "max_concurrent_calls", "max_attempts_per_contact", "retry_delay_minutes",
    "settings", "total_contacts", "contacts_called", "contacts_completed", "contacts_answered", "days_of_week",
    "day_windows", "live_sync", "webhook_enabled",
)  # fmt: skip
CAMPAIGN_TIMES = (*views.CAMPAIGN_TIMES, "scheduled_end_at")


class CampaignView:
    """View of campaigns, with the assistants and numbers they name."""

    def __init__(self, connection: Connection) -> None:
        self._numbers = views.numbers_by_id(connection)
        self._assistants = {row.id: row.name for row in connection.execute(select(assistants))}

    def __call__(self, row: Row[Any]) -> dict[str, Any]:
        shown = {name: getattr(row, name) for name in CAMPAIGN_FIELDS}
        shown |= {name: iso(getattr(row, name)) for name in CAMPAIGN_TIMES}
        first = row.from_number_ids[0] if row.from_number_ids else None
        return shown | {
            "from_number": self._numbers.get(first) if first else None,
            "assistant": {"id": row.assistant_id, "name": self._assistants.get(row.assistant_id, "")},
            "deleted_by": "user_demo" if row.deleted_at else None,
        }


def campaign(connection: Connection, campaign_id: str) -> dict[str, Any]:
    row = connection.execute(select(campaigns).where(campaigns.c.id == campaign_id)).one()
    return CampaignView(connection)(row)


COMPANY_NAME = func.coalesce(contacts.c.employer, companies.c.name).label("company_name")


def enrolled() -> Select[Any]:
    """Enrolments with what is shown of the person."""
    return (
        select(
            enrolments,
            contacts.c.first_name,
            contacts.c.last_name,
            contacts.c.phone,
            contacts.c.email,
            contacts.c.job_title,
            contacts.c.do_not_call,
            COMPANY_NAME,
        )
        .join(contacts, contacts.c.id == enrolments.c.contact_id)
        .outerjoin(companies, companies.c.id == contacts.c.company_id)
    )


PERSON = ("first_name", "last_name", "phone", "email", "job_title", "do_not_call", "company_name")


def enrolment(row: Row[Any], *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """One of a campaign's people; `without`: what is not told of the person here."""
    person = {name: getattr(row, name) for name in PERSON if name not in without}
    ended = row.completed_at or (row.last_attempt_at if row.status in FINAL else None)
    return {
        "id": row.id,
        "status": row.status,
        "outcome": row.outcome,
        "disposition": "conversation" if row.outcome == Outcome.ANSWERED else None,
        "attempts": row.attempts,
        "priority": row.priority,
        "last_attempt_at": iso(row.last_attempt_at),
        "next_attempt_at": iso(row.next_attempt_at),
        "completed_at": iso(ended),
        "contact": {"id": row.contact_id, **person},
    }


def status_counts(connection: Connection, campaign_id: str) -> dict[str, int]:
    """Without the statuses that nobody is in."""
    return {
        status: people for status, people in views.status_counts(connection, campaign_id).items() if people
    }


def contacts_with_company() -> Select[Any]:
    return select(contacts, COMPANY_NAME).outerjoin(companies, companies.c.id == contacts.c.company_id)


CONTACT_FIELDS = (
    "id", "team_id", "group_id", "first_name", "last_name", "email", "phone", "phone_secondary", "job_title",
    "company_name", "lead_status", "source", "timezone", "preferred_contact_method", "do_not_call", "notes",
    "custom_fields", "tags",
)  # fmt: skip


def contact(row: Row[Any], latest: Mapping[str, Row[Any]]) -> dict[str, Any]:
    """`latest`: the campaign each was last put into, by contact."""
    shown = {name: getattr(row, name) for name in CONTACT_FIELDS}
    last = latest.get(row.id)
    return shown | {
        "campaign_id": last.campaign_id if last else None,
        "campaign_priority": last.priority if last else None,
    }


def latest_enrolments(connection: Connection, rows: list[Row[Any]]) -> dict[str, Row[Any]]:
    mine = select(enrolments).where(enrolments.c.contact_id.in_([row.id for row in rows]))
    return {row.contact_id: row for row in connection.execute(mine.order_by(enrolments.c.seq))}


def groups_with_counts() -> Select[Any]:
    members = (
        select(func.count())
        .select_from(memberships)
        .where(memberships.c.group_id == groups.c.id)
        .scalar_subquery()
    )
    return select(groups, members.label("contact_count"))


GROUP_FIELDS = ("id", "team_id", "name", "is_default", "created_by", "contact_count")


def group(row: Row[Any]) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in GROUP_FIELDS}
    return shown | {"created_at": iso(row.created_at), "updated_at": iso(row.updated_at)}


MEMBER_FIELDS = ("id", "first_name", "last_name", "email", "phone", "job_title", "lead_status")


def members(group_id: str) -> Select[Any]:
    """The group's people, newest membership first."""
    return (
        select(contacts)
        .join(memberships, memberships.c.contact_id == contacts.c.id)
        .where(memberships.c.group_id == group_id)
        .order_by(memberships.c.joined_at.desc(), memberships.c.seq.desc())
    )


def member(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in MEMBER_FIELDS}
