"""Validation of a campaign's configuration: what it may be set to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from sandbox.contract.errors import RefusedError
from sandbox.contract.shapes import CampaignCreateBody, CampaignUpdateBody, moment
from sandbox.dialling.call_window import zone
from sandbox.tables import assistants, companies, phone_numbers
from services.api.models import LARGEST_GROWTH, LONGEST_DELAY_MINUTES, RETRIED, SMALLEST_GROWTH

SWITCHES = (
    "use_contact_timezone_for_call_window", "retry_on_error", "no_auto_complete",
)  # fmt: skip
MINUTES = (*(f"retry_delay_minutes_{outcome}" for outcome in RETRIED), "retry_backoff_max_minutes")
ATTEMPTS = tuple(f"max_attempts_{outcome}" for outcome in RETRIED)
SETTINGS = (*SWITCHES, *MINUTES, *ATTEMPTS, "retry_backoff_mode", "retry_backoff_multiplier")


def check_belongings(connection: Connection, body: CampaignCreateBody) -> None:
    """Raises:
    RefusedError: 404 for an assistant, company or number that the team does not have, 409 for a number of another
        assistant, 400 for one that cannot call.
    """
    check_assistant(connection, body.assistant_id, body.team_id)
    mine = select(companies.c.id).where(
        companies.c.id == body.company_id, companies.c.team_id == body.team_id
    )
    if connection.scalar(mine) is None:
        raise RefusedError(404, "Company not found")
    check_numbers(connection, body.from_number_ids, body.assistant_id, body.team_id)


def check_assistant(connection: Connection, assistant_id: str, team_id: str) -> None:
    """Raises:
    RefusedError: 404 for one that the team does not have.
    """
    mine = select(assistants.c.id).where(assistants.c.id == assistant_id, assistants.c.team_id == team_id)
    if connection.scalar(mine) is None:
        raise RefusedError(404, "Assistant not found")


def check_numbers(connection: Connection, ids: Iterable[str], assistant_id: str, team_id: str) -> None:
    """Raises:
    RefusedError: 404 for a number that the team does not have, 409 for one of another assistant, 400 for one that cannot
        call.
    """
    for number_id in ids:
        mine = phone_numbers.c.id == number_id, phone_numbers.c.team_id == team_id
        number = connection.execute(select(phone_numbers).where(*mine)).first()
        if number is None:
            raise RefusedError(404, "Phone number not found")
        if number.assistant_id not in (None, assistant_id):
            raise RefusedError(409, f"{number.phone_number} is assigned to another assistant")
        if number.status != "active":
            raise RefusedError(400, f"{number.phone_number} is {number.status}", field="fromNumberIds")


def known_zone(name: str | None) -> str | None:
    """Raises:
    RefusedError: 400 for a zone nobody knows.
    """
    if name is not None and zone(name) is None:
        raise RefusedError(400, f"{name!r} is not a time zone", field="callWindowTimezone")
    return name


def future_start(start: str | None, now: float) -> float | None:
    """Raises:
    RefusedError: 400 for a start that is over.
    """
    if start is None:
        return None
    at = read_moment(start, "scheduledStartAt")
    if at <= now:
        raise RefusedError(400, "The scheduled start must be in the future", field="scheduledStartAt")
    return at


def read_moment(text: str, field: str) -> float:
    """Raises:
    RefusedError: 400 for what is no time.
    """
    try:
        return moment(text)
    except ValueError as error:
        raise RefusedError(400, f"{field}: {error}", field=field) from error


def settings_of(settings: dict[str, Any], body: CampaignCreateBody | CampaignUpdateBody) -> dict[str, Any]:
    """`settings` with what the body says in fields of its own; null takes a setting back.

    Raises:
        RefusedError: 400 for a value the dialler could not go by.
    """
    own = {name: getattr(body, name) for name in SETTINGS if name in body.model_fields_set}
    return merged(settings, own)


def merged(settings: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """`settings` with those that were sent in fields of their `own`; null takes one back.

    Raises:
        RefusedError: 400 for a value the dialler could not go by.
    """
    found = {name: value for name, value in (settings | own).items() if value is not None}
    for name, value in found.items():
        if name in SETTINGS and not _fits(name, value):
            raise RefusedError(400, f"{value!r} is no value for {name}", field=f"settings.{name}")
    return found


def _fits(name: str, value: Any) -> bool:
    if name in SWITCHES:
        return isinstance(value, bool)
    if name == "retry_backoff_mode":
        return value in ("fixed", "exponential")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    if name == "retry_backoff_multiplier":
        return SMALLEST_GROWTH <= value <= LARGEST_GROWTH
    return isinstance(value, int) and 1 <= value <= (LONGEST_DELAY_MINUTES if name in MINUTES else 100)
