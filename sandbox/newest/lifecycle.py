"""Start of a campaign on the newest generation: one at a time for each assistant."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from sandbox.contract.errors import RefusedError
from sandbox.dialling.live import busy_with
from sandbox.rules import lifecycle


def move(connection: Connection, campaign: Row[Any], to: str, now: float) -> None:
    """Raises:
    RefusedError: as on every generation, and 409 for a second active campaign of the assistant.
    """
    if to == lifecycle.RUNNING and campaign.status != lifecycle.RUNNING:
        require_free(connection, campaign)
    lifecycle.move(connection, campaign, to, now)


def start(connection: Connection, campaign: Row[Any], now: float) -> None:
    """Raises:
    RefusedError: 402 without a credit, 409 for a second active campaign of the assistant.
    """
    require_free(connection, campaign)
    lifecycle.start(connection, campaign, now)


def require_free(connection: Connection, campaign: Row[Any]) -> None:
    other = busy_with(connection, campaign)
    if other is not None:
        raise RefusedError(409, f"The assistant has an active campaign already: {other.name}")
