"""Lenient mode: a platform that validates nothing. What it would refuse to write, it writes as it came.

An empty status becomes the campaign's status, an empty choice of people means all of them, and whatever else is sent is
kept in `taken`. So a client that writes in order to find something out leaves its traces here.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic.alias_generators import to_snake
from sqlalchemy import Connection, delete, insert, update

from sandbox.tables import campaigns, enrolments, taken

WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PREFIX = "/api/crm/campaigns/"
COLUMNS = ("name", "description", "status", "call_window_start", "call_window_end", "call_window_timezone")


def take(connection: Connection, method: str, path: str, body: bytes, now: float) -> dict[str, Any]:
    """Carry out a request that was refused, and answer as if it had been right."""
    text = body.decode("utf-8", "replace")
    connection.execute(insert(taken).values(at=now, method=method, path=path, body=text))
    campaign_id, _, below = path.removeprefix(PREFIX).partition("/")
    if path.startswith(PREFIX) and method == "PUT" and not below:
        _overwrite(connection, campaign_id, _fields(text))
    if path.startswith(PREFIX) and method == "DELETE" and below == "contacts":
        connection.execute(delete(enrolments).where(enrolments.c.campaign_id == campaign_id))
    return {"success": True}


def _overwrite(connection: Connection, campaign_id: str, fields: dict[str, Any]) -> None:
    named = {to_snake(name): value for name, value in fields.items()}
    changes = {name: str(named[name]) for name in COLUMNS if name in named}
    if changes:
        connection.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(changes))


def _fields(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
