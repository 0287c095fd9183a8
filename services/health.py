"""Health report at `/api/health`: version, database, platform, jobs; no secrets, no names. Whatever fails, it
answers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from services.api import ApiError
from services.database.circuit_breaker import DatabaseAway
from services.runtime import Runtime
from services.settings import HOME, Settings

log = logging.getLogger(__name__)

PLATFORM_EVERY = timedelta(minutes=1)
"""However often a load balancer asks, the platform is asked once in this time."""


def health(made: Runtime | None) -> dict[str, Any]:
    """States by part, `healthy` when all that is configured answers."""
    mode = made.settings.mode if made else Settings().mode
    report: dict[str, Any] = {"version": version(), "mode": mode}
    if made is None:
        parts = {"database": "unknown", "platform": "not configured", "jobs": "unknown"}
    else:
        parts = {
            "database": _answered(_database_state, made),
            "platform": _answered(_platform_state, made),
            "jobs": _answered(_jobs_state, made),
        }
    return {**report, **parts, "healthy": set(parts.values()) == {"ok"}}


def version() -> str:
    return (HOME / "VERSION").read_text(encoding="utf-8").strip()


def _answered(state: Callable[[Runtime], str], made: Runtime) -> str:
    try:
        return state(made)
    except Exception:  # whatever it is: who asks wants to know that something is wrong, in the form he knows
        log.exception("a part of the console could not be asked how it is")
        return "failed"


def _database_state(made: Runtime) -> str:
    """By writing a row. While it is away one thread asks already, and however many ask here cost nothing."""
    if not made.database.away:
        made.database.ask_now(patiently=True)
    away = made.database.away
    return away.reason.value if away else "ok"


def _platform_state(made: Runtime) -> str:
    if made.sandbox and not made.sandbox.running():
        return "restarting"

    def ask() -> int:
        return made.api.campaigns.list(limit=1).received

    try:
        read = made.reads.get("health", ask, PLATFORM_EVERY, purpose="health")
    except ApiError as error:
        return type(error).__name__
    return type(read.error).__name__ if read.error else "ok"


def _jobs_state(made: Runtime) -> str:
    try:
        made.jobs.attention()
    except DatabaseAway:
        return "unreachable"
    return "ok"
