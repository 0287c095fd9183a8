"""What an error says about a request that must not be sent twice, and how the ledger keeps it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.api import ApiError, errors
from services.launch.ledger import Intent

SENDING_LEASE = timedelta(minutes=3)  # longer than any request's deadline
SETTLE = timedelta(seconds=20)
# A proxy that gave up on the platform says so with these; the platform itself may still be at work.
_GATEWAY_GAVE_UP = frozenset({502, 504, 522, 524})


def settle_time(error: ApiError) -> timedelta:
    """How long after the error the platform may still be at work on a request that nobody waits for any more."""
    if isinstance(error, errors.ServerError):
        return SETTLE if error.status in _GATEWAY_GAVE_UP else timedelta()
    # A lost connection may have been lost between a proxy and us only.
    lost = isinstance(error, (errors.DeadlineExceeded, errors.ConnectionFailed))
    return SETTLE if lost else timedelta()


def stored_error(error: ApiError) -> dict[str, Any]:
    """Columns of an intent."""
    return {"error_kind": type(error).__name__, "error_message": error.message}


def rebuilt_error(intent: Intent, operation: str) -> ApiError | None:
    """The failure an intent ended with, as it can be drawn; without its details and request id."""
    if intent.error_kind is None:
        return None
    kind: type[ApiError] = getattr(errors, intent.error_kind, ApiError)
    return kind(operation, intent.error_message or "")
