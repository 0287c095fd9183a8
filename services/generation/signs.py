"""Signs of a generation: what an answer, read for another reason or asked for by reading, tells of who gave it.

An answer is looked at as the platform wrote it, because its spelling is the sign. A sign that could stand for two
generations names both. Source: the public pages of each generation, as compared in `docs/platform-rules.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.api.generation import Generation
from services.api.spelling import ITEMS


class Asked(StrEnum):
    """The readings that tell. The values are the contract's operations, but for the two that only some generations have."""

    GROUPS = "listGroups"
    CAMPAIGNS = "listCampaigns"
    CAMPAIGN = "getCampaign"
    PEOPLE = "listCampaignContacts"
    DASHBOARD = "getDashboard"
    PREVIEW = "previewEnrollment"
    COMPANIES = "listCompanies"
    CONTACTS = "listContacts"
    CREATED = "createCampaign"
    """Never asked to find anything out; told where a campaign was created for its own sake."""


OF_A_CAMPAIGN = frozenset({Asked.CAMPAIGNS, Asked.CAMPAIGN, Asked.PEOPLE, Asked.DASHBOARD, Asked.CREATED})
"""One of the signs that make a generation certain must come from a campaign."""

NEEDS_A_CAMPAIGN = frozenset({Asked.CAMPAIGN, Asked.PEOPLE, Asked.DASHBOARD})
"""They can be asked about a campaign that exists alone."""

SEED, ACTIONS, NEWEST = Generation.SEED, Generation.ACTIONS, Generation.NEWEST
_OLD_STATUSES = frozenset({"pending", "queued", "calling", "completed", "skipped", "failed"})


@dataclass(frozen=True)
class Sign:
    """What the answer to `asked` speaks for; `because` says what was seen in it, in the platform's own names."""

    asked: Asked
    speaks_for: frozenset[Generation]
    because: str

    @property
    def of_campaign(self) -> bool:
        return self.asked in OF_A_CAMPAIGN


def sign_of(asked: Asked, status: int, body: Any) -> Sign | None:
    """The sign in one answer; None where it tells nothing.

    Args:
        status: the answer's HTTP status.
        body: its JSON object as it was written, a bare list as its `items`; None where there was none.
    """
    if status in (429,) or status >= 500:
        return None
    told = _READERS[asked](status, body)
    return Sign(asked, frozenset(told[0]), told[1]) if told else None


def first_campaign(body: Any) -> str:
    """The id of a listed campaign; "" where there is none."""
    identifiers = (row.get("id") for row in _list(body, "campaigns") or ())
    return next((one for one in identifiers if isinstance(one, str) and one), "")


Told = tuple[tuple[Generation, ...], str] | None


def _groups(status: int, body: Any) -> Told:
    if status in (404, 405, 501):
        return (SEED,), f"{status}"
    rows = _list(body, "groups") if status == 200 else None
    if rows is None:
        return None
    names = {name for row in rows for name in row}
    if "count" in body or names & {"contact_count", "is_default"}:
        return (NEWEST,), _seen(names & {"contact_count", "is_default"} or {"count"})
    return (
        ((ACTIONS,), _seen(names & {"contactCount", "createdAt"}))
        if names & {"contactCount", "createdAt"}
        else None
    )


def _campaigns(status: int, body: Any) -> Told:
    rows = _list(body, "campaigns") if status == 200 else None
    if not rows:
        return None
    return _campaign_keys(rows[0])


def _campaign_keys(campaign: Mapping[str, Any]) -> Told:
    camel = campaign.keys() & {"teamId", "assistantId", "fromNumberIds"}
    if camel:
        return (ACTIONS,), _seen(camel)
    if "company_id" in campaign:
        return (SEED,), "company_id"
    snake = campaign.keys() & {"team_id", "assistant_id", "from_number_ids"}
    return ((NEWEST,), f"{_seen(snake)}, no company_id") if snake else None


def _campaign(status: int, body: Any) -> Told:
    if status in (401, 403):
        return (SEED,), f"{status}"
    if status != 200 or not isinstance(body, dict):
        return None
    inner = body.get("campaign")
    campaign = inner if isinstance(inner, dict) else body
    people = campaign.get("campaign_contacts")
    if isinstance(people, list) and people and isinstance(people[0], dict):
        told = people[0].keys() & {"disposition", "completed_at"}
        return ((NEWEST,), _seen(told)) if told else ((SEED,), "campaign_contacts without disposition")
    return _campaign_keys(campaign)


def _created(status: int, body: Any) -> Told:
    if status not in (200, 201) or not isinstance(body, dict):
        return None
    inner = body.get("campaign")
    campaign = inner if isinstance(inner, dict) else body
    if isinstance(campaign.get("enrollment"), dict):
        return (ACTIONS,), "enrollment in the campaign"
    if isinstance(body.get("enrollment"), dict) and "campaign" in body:
        return (NEWEST,), "enrollment beside the campaign"
    return _campaign_keys(campaign)


def _people(status: int, body: Any) -> Told:
    if status != 200:
        return None
    if isinstance(body, dict) and body.keys() == {ITEMS}:
        return (ACTIONS,), "a bare list"
    rows = _list(body, "contacts")
    if not rows:
        return None
    row = rows[0]
    flat = row.keys() & {"firstName", "callStatus"}
    if flat:
        return (ACTIONS,), _seen(flat)
    inner = row.get("contact")
    named = isinstance(inner, dict) and "company_name" in inner
    newer = row.keys() & {"disposition", "completed_at"}
    if newer or named:
        return (NEWEST,), _seen(newer or {"company_name"})
    counts = body.get("statusCounts")
    whole = isinstance(counts, dict) and counts.keys() >= _OLD_STATUSES
    return ((SEED,), "company") if "company" in row and whole else None


def _dashboard(status: int, body: Any) -> Told:
    if status in (401, 403):
        return (SEED,), f"{status}"
    if status != 200 or not isinstance(body, dict):
        return None
    if isinstance(body.get("stats"), dict) or body.keys() & {"total_calls", "in_progress"}:
        return (ACTIONS,), _seen(body.keys() & {"stats", "total_calls", "in_progress"})
    told = body.keys() & {"counts", "queue", "recentCalls"}
    return ((SEED, NEWEST), _seen(told)) if told else None


def _preview(status: int, body: Any) -> Told:
    if status == 200 and isinstance(body, dict):
        told = body.keys() & {"count", "eligibleContacts"}
        return ((ACTIONS,), _seen(told)) if told else None
    if status == 405:
        return (NEWEST,), "405"
    if status in (401, 403):
        return (SEED,), f"{status}"
    return ((SEED, NEWEST), "404") if status == 404 else None


def _companies(status: int, body: Any) -> Told:
    if status != 200 or not isinstance(body, dict):
        return None
    if body.keys() >= {"total", "page"}:
        return (ACTIONS, NEWEST), "page, total"
    return ((SEED,), "count, offset") if body.keys() >= {"count", "offset"} else None


def _contacts(status: int, body: Any) -> Told:
    rows = _list(body, "contacts") if status == 200 else None
    if not rows:
        return None
    row = rows[0]
    old = row.keys() & {"company_id", "company"}
    if old and not row.keys() & {"groupId", "group_id", "company_name"}:
        return (SEED,), _seen(old)
    if "company_name" in row or "group_id" in row:
        return (NEWEST,), _seen(row.keys() & {"company_name", "group_id"})
    newer = row.keys() & {"groupId", "firstName", "doNotCall"}
    return ((ACTIONS, NEWEST), _seen(newer)) if newer else None


_READERS = {
    Asked.GROUPS: _groups,
    Asked.CAMPAIGNS: _campaigns,
    Asked.CAMPAIGN: _campaign,
    Asked.PEOPLE: _people,
    Asked.DASHBOARD: _dashboard,
    Asked.PREVIEW: _preview,
    Asked.COMPANIES: _companies,
    Asked.CONTACTS: _contacts,
    Asked.CREATED: _created,
}


def _list(body: Any, key: str) -> list[dict[str, Any]] | None:
    rows = body.get(key, body.get(ITEMS)) if isinstance(body, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else None


def _seen(names: set[str]) -> str:
    return ", ".join(sorted(names))
