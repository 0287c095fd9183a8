"""Settings by generation: which of a campaign's settings each generation of the platform takes, and how much of them.

One home for it: the forms offer by it, and the client refuses by it what would not be understood.
"""

from __future__ import annotations

from enum import StrEnum

from services.api.errors import NotInThisVersion
from services.api.generation import Generation
from services.api.models import RETRIED, CampaignCreate, CampaignUpdate

MOST_AT_ONCE = 20
"""People called at once: the newest takes no more, and what another one would do with more is not known."""


class Setting(StrEnum):
    """Setting that not every generation has."""

    LONGEST_CALL = "longest_call"
    VOICEMAIL = "voicemail"
    TRIES_BY_OUTCOME = "tries_by_outcome"


FIELDS: dict[Setting, tuple[str, ...]] = {
    Setting.LONGEST_CALL: ("max_call_duration_minutes",),
    Setting.VOICEMAIL: ("voicemail_detection_enabled", "voicemail_action", "unavailable_action"),
    Setting.TRIES_BY_OUTCOME: tuple(f"max_attempts_{outcome}" for outcome in RETRIED),
}
_OFFERED: dict[Generation, frozenset[Setting]] = {
    Generation.ACTIONS: frozenset({Setting.VOICEMAIL, Setting.TRIES_BY_OUTCOME}),
    Generation.NEWEST: frozenset(Setting),
}


def offered(generation: Generation) -> frozenset[Setting]:
    """The settings it has beyond those that all of them have. None of them where it is not certain."""
    return _OFFERED.get(generation, frozenset())


def most_at_once(generation: Generation) -> int | None:
    """The most people at once it may be told; None where the platform names no limit."""
    return None if generation is Generation.SEED else MOST_AT_ONCE


def tries_add_up(generation: Generation) -> bool:
    """Whether limits of tries by outcome are budgets of their own: the most cautious reading, but where it is known better."""
    return generation is not Generation.SEED


def require_taken(operation: str, request: CampaignCreate | CampaignUpdate, generation: Generation) -> None:
    """Raises where a request says something this generation is not known to understand.

    Raises:
        NotInThisVersion: nothing was sent.
    """
    most = most_at_once(generation)
    if most is not None and (request.max_concurrent_calls or 0) > most:
        raise NotInThisVersion(operation, "maxConcurrentCalls")
    known = offered(generation)
    for setting, names in FIELDS.items():
        if setting not in known and request.model_fields_set.intersection(names):
            raise NotInThisVersion(operation, setting.value)
