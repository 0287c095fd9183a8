"""Generation of the platform: which of its published contracts a request is written for.

The client speaks by the generation it is handed; how it is found is `services.generation`. What each one may be sent, and
why, is in `docs/platform-rules.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

from services.api.errors import NotInThisVersion, VersionUnknown
from services.api.models import (
    Audience,
    AudienceFilters,
    CampaignCreate,
    CampaignStatus,
    CampaignUpdate,
    ContactCreate,
)

NOBODY = {"mode": "none"}
"""Enrollment of every create: the mode left out means everybody of the assistant's group on some generations."""
STARTING = (CampaignStatus.RUNNING, CampaignStatus.SCHEDULED)
# Setting one of these twice ends like setting it once, and a stop that got lost must not leave phones ringing.
STOPPING = (CampaignStatus.PAUSED, CampaignStatus.CANCELLED)


class Generation(StrEnum):
    """What the platform's public pages describe, oldest first."""

    SEED = "seed"
    ACTIONS = "actions"
    NEWEST = "newest"
    UNKNOWN = "unknown"
    """Signs are missing or contradict each other: the strictest word of every rule counts."""


WhichGeneration: TypeAlias = Callable[[], Generation]


def creation_body(campaign: CampaignCreate, generation: Generation) -> dict[str, Any]:
    """Body of a create: nobody gets in by it, and where that could fail the date comes last.

    Raises:
        NotInThisVersion: it has a start date, and whoever is in it then would be called unattended. Nothing was sent.
    """
    if campaign.scheduled_start_at is not None and generation is not Generation.SEED:
        raise NotInThisVersion("createCampaign", "scheduledStartAt")
    body = {**campaign.body(), "enrollment": NOBODY}
    if not knows_companies(generation):
        body.pop("companyId", None)
    return body


def needs_company(generation: Generation) -> bool:
    """Whether a campaign belongs to a company: newer ones go by groups of contacts instead."""
    return generation is Generation.SEED


def knows_companies(generation: Generation) -> bool:
    """Whether a campaign may name its company: also where it is not certain, since it may be needed there."""
    return generation in (Generation.SEED, Generation.UNKNOWN)


def run_body(generation: Generation, told: dict[str, Any], *, dry_run: bool) -> dict[str, Any]:
    """Body of a run; `told` is what all but one generation are told.

    A limit of calls is no more than a wish: what stops a campaign after N is `services.keeper`. An action goes to the generation alone that knows it: others may ignore it, and start the campaign. A run that is not to
    call anybody never goes to one that knows no dry run.

    Raises:
        VersionUnknown: nothing was sent.
        NotInThisVersion: it knows no dry run, or it wants the account's slug. Nothing was sent.
    """
    if generation is Generation.UNKNOWN:
        raise VersionUnknown("runCampaign")
    if generation is Generation.SEED:
        return told
    if generation is Generation.ACTIONS and dry_run:
        raise NotInThisVersion("runCampaign", "dryRun")
    if generation is Generation.ACTIONS:
        return {"action": "start"}
    if not told.get("accountSlug"):
        raise NotInThisVersion("runCampaign", "accountSlug")
    return told


def require_update(change: CampaignUpdate, generation: Generation) -> None:
    """Raises where a change could start calls in a way that this generation is not known to understand.

    Raises:
        VersionUnknown: nothing was sent.
        NotInThisVersion: its page lists no status to change. Nothing was sent.
    """
    starts = change.status in STARTING or change.scheduled_start_at is not None
    if starts and generation is Generation.UNKNOWN:
        raise VersionUnknown("updateCampaign")
    if change.status in STARTING and generation is Generation.ACTIONS:
        raise NotInThisVersion("updateCampaign", "status")


def require_audience(audience: Audience | AudienceFilters, generation: Generation) -> None:
    """Raises where an audience is another one than was meant: everybody of a company is the assistant's whole group
    elsewhere.

    Raises:
        VersionUnknown: nothing was sent.
        NotInThisVersion: nothing was sent.
    """
    if generation is Generation.UNKNOWN:
        raise VersionUnknown("addCampaignContacts")
    meant_for = Generation.SEED if isinstance(audience, Audience) else Generation.NEWEST
    if generation is not meant_for:
        raise NotInThisVersion("addCampaignContacts", "audience")


def require_person(generation: Generation) -> None:
    """Raises where an enrolment that names no ids may mean the assistant's whole group.

    Raises:
        VersionUnknown: nothing was sent.
        NotInThisVersion: nothing was sent.
    """
    if generation is Generation.UNKNOWN:
        raise VersionUnknown("addCampaignContacts")
    if generation is Generation.ACTIONS:
        raise NotInThisVersion("addCampaignContacts", "contact")


def require_preview(generation: Generation) -> None:
    """Raises where the platform cannot say whom an audience would take in.

    Raises:
        VersionUnknown: nothing was sent.
        NotInThisVersion: nothing was sent.
    """
    if generation is Generation.UNKNOWN:
        raise VersionUnknown("previewEnrollment")
    if generation is Generation.SEED:
        raise NotInThisVersion("previewEnrollment", "audience")


def require_groups(operation: str, generation: Generation) -> None:
    """Raises where the platform has no contact groups, or is not known to have them.

    Raises:
        VersionUnknown: nothing was sent.
        NotInThisVersion: nothing was sent.
    """
    if generation is Generation.UNKNOWN:
        raise VersionUnknown(operation)
    if generation is Generation.SEED:
        raise NotInThisVersion(operation, "groups")


def require_file(generation: Generation) -> None:
    """Raises where a file's people would join a contact group that nobody chose: a running campaign may call them.

    Raises:
        NotInThisVersion: nothing was sent.
    """
    if generation is not Generation.SEED:
        raise NotInThisVersion("importContacts", "file")


def require_group(operation: str, generation: Generation, people: Sequence[ContactCreate]) -> None:
    """Raises where people belong to a contact group and one of these names none.

    Raises:
        NotInThisVersion: nothing was sent.
    """
    has_groups = generation in (Generation.ACTIONS, Generation.NEWEST)
    if has_groups and not all(person.group_id for person in people):
        raise NotInThisVersion(operation, "groupId")


def stops_by_action(change: CampaignUpdate, generation: Generation) -> bool:
    """Whether the change is a stop that this generation takes as an action of a run."""
    return (
        generation is Generation.ACTIONS
        and change.model_fields_set == {"status"}
        and change.status in STOPPING
    )


def starts_by_action(generation: Generation) -> bool:
    """Whether a paused campaign is let go on by an action of a run, and not by its status."""
    return generation is Generation.ACTIONS


def calls_follow(generation: Generation) -> bool:
    """Whether a start is only a wish: a dialler of its own takes it up some seconds later, and `started` tells whom it has
    selected. Only a counter, an attempt or the call log says that somebody was called."""
    return generation is not Generation.SEED


def shows_people(generation: Generation) -> bool:
    """Whether the live counts of a campaign tell more than sums of its calls: the campaign itself, and who is called."""
    return generation is not Generation.ACTIONS
