"""Tables of durable imports, in the console's own database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.database.database import Base, UtcDateTime
from services.person import DoneBy


class JobRow(DoneBy, Base):
    """One import. `run` counts its runs: a run that is not the present one has lost its say.

    `slot` is unique while the job is the one for its file and campaign. `place` is where the work goes on.
    `holder` is the run that has it in hand, and in which start of which process; by `held_until` something is heard of it.
    """

    __tablename__ = "import_jobs"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    slot: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    paused_by: Mapped[str] = mapped_column(String(16), default="")
    code: Mapped[str] = mapped_column(String(40), default="")
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    file_name: Mapped[str] = mapped_column(String(500))
    campaign_id: Mapped[str] = mapped_column(String(200), index=True)
    campaign_name: Mapped[str] = mapped_column(String(500))
    company_id: Mapped[str] = mapped_column(String(200))
    who: Mapped[str] = mapped_column(String(320))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sleep_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    total: Mapped[int] = mapped_column(default=0)
    enrolled: Mapped[int] = mapped_column(default=0)
    already: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    requests: Mapped[int] = mapped_column(default=0)
    place: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    run: Mapped[int] = mapped_column(default=0)
    holder: Mapped[str | None] = mapped_column(String(64))
    holder_executor: Mapped[str | None] = mapped_column(String(200))
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    starts: Mapped[int] = mapped_column(default=0)


class ChunkRow(Base):
    """Some thousand rows of one import: see `services.imports.rows` for what the blobs hold."""

    __tablename__ = "import_chunks"

    job_id: Mapped[str] = mapped_column(ForeignKey("import_jobs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    marks: Mapped[bytes] = mapped_column(LargeBinary)
    people: Mapped[bytes] = mapped_column(LargeBinary)
    phones: Mapped[bytes] = mapped_column(LargeBinary)
    enrolled: Mapped[int] = mapped_column(default=0)
    already: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)


class ListedRow(Base):
    """People the rows of one chunk are, as the file has them: see `services.imports.listed`."""

    __tablename__ = "import_listed"

    job_id: Mapped[str] = mapped_column(ForeignKey("import_jobs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    rows: Mapped[bytes] = mapped_column(LargeBinary)


class UninvitedRow(Base):
    """People in a campaign whom nobody chose, as an import found them there: see `services.imports.uninvited`. The names are
    deleted with the people's data of the import."""

    __tablename__ = "import_uninvited"

    campaign_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    job_id: Mapped[str] = mapped_column(String(32))
    people: Mapped[int]
    names: Mapped[list[str]] = mapped_column(JSON, default=list)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MatchRow(Base):
    """Rows of the list that one page of the platform's answer named; folded into the chunks when all pages are read."""

    __tablename__ = "import_matches"

    job_id: Mapped[str] = mapped_column(ForeignKey("import_jobs.id"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    matches: Mapped[bytes] = mapped_column(LargeBinary)


class LogRow(Base):
    """Event of an import, as a code: never a person's name or number."""

    __tablename__ = "import_log"
    __table_args__ = (Index("import_log_job", "job_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("import_jobs.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    code: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class WorkerRow(Base):
    """A process that works on imports, and when it last said so."""

    __tablename__ = "import_workers"

    executor_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    token: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
