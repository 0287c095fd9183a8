"""Tables of the sandbox's own database. Times are seconds since 1970 (UTC) on the sandbox's clock."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    func,
)

from sandbox.database_file import make_usable

TEAM_ID = "team_demo"
ACCOUNT_ID = "acc_demo"

metadata = MetaData()

clock = Table(
    "clock",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("now", Float, nullable=False, comment="what the clock shows"),
    Column("ran", Float, nullable=False, comment="seconds it ran, without those it skipped"),
    Column("last_tick", Float, nullable=False, comment="when the dialler last looked for work"),
    Column("budget_since", Float, nullable=False, default=0.0),
    Column("budget_used", Integer, nullable=False, default=0),
    Column("demo", Boolean, nullable=False, default=False),
)

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    Column("credits", Float, nullable=False),
    Column("total_purchased", Float, nullable=False),
    Column("total_used", Float, nullable=False),
)

companies = Table(
    "companies",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("team_id", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("website", Text),
    Column("industry", Text),
    Column("country", Text),
    Column("phone", Text),
    Column("notes", Text),
    Column("custom_fields", JSON(none_as_null=True)),
)

assistants = Table(
    "assistants",
    metadata,
    Column("id", Text, primary_key=True),
    Column("team_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("group_id", Text, comment="whose people an audience of hers is; null: nobody's"),
)

phone_numbers = Table(
    "phone_numbers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("team_id", Text, nullable=False),
    Column("phone_number", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("country_code", Text),
    Column("features", JSON, nullable=False),
    Column("assistant_id", Text, ForeignKey("assistants.id")),
)

contacts = Table(
    "contacts",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("team_id", Text, nullable=False),
    Column("company_id", Text, ForeignKey("companies.id")),
    Column("first_name", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("email", Text),
    Column("phone", Text, comment="normalised: + and digits, or null"),
    Column("phone_secondary", Text),
    Column("job_title", Text),
    Column("lead_status", Text),
    Column("source", Text),
    Column("timezone", Text),
    Column("do_not_call", Boolean, nullable=False, default=False),
    Column("notes", Text),
    Column("custom_fields", JSON(none_as_null=True)),
    Column("tags", JSON(none_as_null=True)),
    Column("created_at", Float, nullable=False),
    Column("group_id", Text, comment="the group she was last put into"),
    Column(
        "employer", Text, comment="company_name, where people belong to groups and no longer to companies"
    ),
    Column("preferred_contact_method", Text),
    Column("import_batch", Text),
    Index("contacts_by_phone", "team_id", "phone"),
    Index("contacts_by_company", "team_id", "company_id"),
    Index("contacts_of_company", "company_id"),
)

groups = Table(
    "groups",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("team_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_default", Boolean, nullable=False, default=False),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
    Column("created_by", Text),
)

memberships = Table(
    "memberships",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("group_id", Text, ForeignKey("groups.id"), nullable=False),
    Column("contact_id", Text, ForeignKey("contacts.id"), nullable=False),
    Column("joined_at", Float, nullable=False),
    UniqueConstraint("group_id", "contact_id"),
)

custom_fields = Table(
    "custom_fields",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("team_id", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("field_type", Text, nullable=False),
    Column("entity_type", Text, nullable=False, default="contact"),
    Column("options", JSON(none_as_null=True)),
    Column("is_required", Boolean, nullable=False, default=False),
    Column("sort_order", Integer, nullable=False, default=0),
    Column("is_active", Boolean, nullable=False, default=True),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("team_id", Text, nullable=False),
    Column("assistant_id", Text, nullable=False),
    Column("company_id", Text, comment="null: a campaign of a group's people"),
    Column("name", Text, nullable=False),
    Column("description", Text),
    Column("from_number_ids", JSON, nullable=False),
    Column("status", Text, nullable=False),
    Column("scheduled_start_at", Float),
    Column("started_at", Float),
    Column("completed_at", Float),
    Column("deleted_at", Float),
    Column("call_window_start", Text, nullable=False),
    Column("call_window_end", Text, nullable=False),
    Column("call_window_timezone", Text, nullable=False),
    Column("max_concurrent_calls", Integer, nullable=False),
    Column("max_attempts_per_contact", Integer, nullable=False),
    Column("retry_delay_minutes", Integer, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("total_contacts", Integer, nullable=False, default=0),
    Column("contacts_called", Integer, nullable=False, default=0),
    Column("contacts_completed", Integer, nullable=False, default=0),
    Column("contacts_answered", Integer, nullable=False, default=0),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
    Column("calls_allowed", Integer, comment="calls left of a run with maxCalls; null: as many as there are"),
    Column(
        "next_number", Integer, nullable=False, default=0, comment="where the rotation of caller ids stands"
    ),
    Column("origin", Text, nullable=False, default="person", comment="person, demo or keeper"),
    Column("scheduled_end_at", Float),
    Column("days_of_week", JSON(none_as_null=True)),
    Column("day_windows", JSON(none_as_null=True)),
    Column("live_sync", Boolean, nullable=False, default=False),
    Column("webhook_enabled", Boolean),
    Column("webhook_url", Text),
    Column("webhook_secret", Text),
    Column("webhook_events", JSON(none_as_null=True)),
    Index("campaigns_newest", "team_id", "created_at"),
    Index("campaigns_by_status", "status"),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("contact_id", Text, ForeignKey("contacts.id"), nullable=False),
    Column("status", Text, nullable=False),
    Column("outcome", Text),
    Column("attempts", Integer, nullable=False, default=0),
    Column("priority", Integer, nullable=False, default=0),
    Column("zone", Text, nullable=False, default="", comment="the contact's zone, empty: the campaign's"),
    Column("created_at", Float, nullable=False),
    Column("last_attempt_at", Float),
    Column("next_attempt_at", Float),
    Column("completed_at", Float),
    Column("event_at", Float, comment="queued: when it is dialled; calling: when the call ends"),
    Column("number_id", Text, comment="the caller number this person keeps over retries"),
    UniqueConstraint("campaign_id", "contact_id"),
)
Index(
    "enrolments_in_order",
    enrolments.c.campaign_id,
    enrolments.c.status,
    enrolments.c.priority.desc(),
    enrolments.c.created_at,
    enrolments.c.seq,
    enrolments.c.zone,
    enrolments.c.next_attempt_at,
)
Index("enrolments_of_contact", enrolments.c.contact_id)
Index("enrolments_events", enrolments.c.event_at, sqlite_where=enrolments.c.event_at.is_not(None))

calls = Table(
    "calls",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("team_id", Text, nullable=False),
    Column("campaign_id", Text, comment="null: a call of its own"),
    Column("campaign_contact_id", Text),
    Column("contact_id", Text),
    Column("from_number", Text),
    Column("to_number", Text),
    Column("status", Text, nullable=False, comment="in_progress, completed or failed"),
    Column("outcome", Text),
    Column("attempt", Integer, nullable=False),
    Column("ending", Text, nullable=False, comment="the outcome it will have; shown once it has ended"),
    Column("started_at", Float, nullable=False),
    Column("ended_at", Float),
    Column("duration_seconds", Integer),
    Column("ends_at", Float, comment="of a call of its own that is going on"),
    Index("calls_newest", "team_id", "started_at"),
    Index("calls_of_campaign", "campaign_id", "started_at"),
    Index("calls_of_enrolment", "campaign_contact_id"),
)
Index("calls_of_their_own", calls.c.ends_at, sqlite_where=calls.c.ends_at.is_not(None))

runs = Table(
    "runs",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("campaign_id", Text, nullable=False, index=True),
    Column("at", Float, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("max_calls", Integer),
    Column("status_before", Text, nullable=False),
    Column("started", Integer, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("url", Text, nullable=False),
    Column("body", Text, nullable=False, comment="as it would be sent to a campaign's webhook"),
    Column("signature", Text, nullable=False),
)

taken = Table(
    "taken",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("method", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("body", Text, nullable=False, comment="what lenient mode took although it was wrong"),
)


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(8)}"


def fold(text: str | None) -> str | None:
    """Letters without case, umlauts too: SQLite's own LIKE folds ASCII only."""
    return text.casefold() if text is not None else None


def open_database(file: Path | str) -> Engine:
    """The engine of the database in `file`, with its tables made where they are missing."""
    if str(file) != ":memory:":
        make_usable(Path(file), {table.name: set(table.columns.keys()) for table in metadata.sorted_tables})
    engine = create_engine(
        f"sqlite:///{file}",
        connect_args={"check_same_thread": False, "timeout": 60},
        pool_size=20,
        max_overflow=40,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.create_function("fold", 1, fold, deterministic=True)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA cache_size=-65536")

    metadata.create_all(engine)
    return engine


folded = func.fold
