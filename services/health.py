"""What `/api/health` answers: version, database, platform, jobs; no secrets, no names."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from services.api import ApiError
from services.runtime import Runtime
from services.settings import HOME, Settings

log = logging.getLogger(__name__)

PLATFORM_EVERY = timedelta(minutes=1)
"""However often a load balancer asks, the platform is asked once in this time."""


def health(made: Runtime | None) -> dict[str, Any]:
    """States by part, `healthy` when all that is configured answers."""
    report: dict[str, Any] = {"version": version(), "mode": Settings().mode}
    if made is None:
        parts = {"database": "unknown", "platform": "not configured", "jobs": "unknown"}
    else:
        parts = {
            "database": _database_state(made.engine),
            "platform": _platform_state(made),
            "jobs": _jobs_state(made),
        }
    return {**report, **parts, "healthy": set(parts.values()) == {"ok"}}


def version() -> str:
    return (HOME / "VERSION").read_text(encoding="utf-8").strip()


def _database_state(engine: Engine) -> str:
    try:
        with engine.connect() as connection:
            connection.execute(text("select 1"))
    except SQLAlchemyError:
        log.exception("the console's database does not answer")
        return "unreachable"
    return "ok"


def _platform_state(made: Runtime) -> str:
    def ask() -> int:
        return made.api.campaigns.list(limit=1).count

    try:
        read = made.reads.get("health", ask, PLATFORM_EVERY, purpose="health")
    except ApiError as error:
        return type(error).__name__
    return type(read.error).__name__ if read.error else "ok"


def _jobs_state(made: Runtime) -> str:
    try:
        made.jobs.attention()
    except SQLAlchemyError:
        log.exception("the jobs' tables do not answer")
        return "unreachable"
    return "ok"
