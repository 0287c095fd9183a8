"""Distortions of answers: what faults do to the JSON of a good answer, and what profiles do otherwise.

Fields are named in snake_case here, and found in either spelling: which one an answer has, the generation decides.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import time
from typing import Any
from urllib.parse import parse_qsl, urlencode

from pydantic.alias_generators import to_snake

from sandbox.deviations.faults import FaultKind, InjectedFault

HTML = b"""<!DOCTYPE html>
<html><head><title>Bad gateway</title></head>
<body><h1>Bad gateway</h1><p>The upstream server did not answer in time.</p></body></html>
"""
NEVER_NULL = {
    "success", "id", "name", "status", "phone_number", "first_name", "last_name", "do_not_call", "credits", "count",
    "limit", "offset", "imported", "updated", "skipped", "failed", "total", "started", "message", "dry_run", "removed",
    "answered", "error", "page",
}  # fmt: skip
"""What the contract requires; everything else may be null somewhere."""
NEVER_NULL_PARTS = {
    "campaign", "contact", "company", "credits", "counts", "queue", "campaigns", "contacts", "companies", "calls",
    "numbers", "assistants", "recent_calls", "errors", "items", "groups", "group", "fields", "stats", "preview",
}  # fmt: skip
"""The same of an answer as a whole: `contact` is what was created there, and may be missing inside of an enrolment."""
NEVER_NULL_INSIDE = {"counts": {"by_status", "by_outcome"}, "queue": {"pending", "calling"}}
ODD_FIELDS = ["created_at", "settings", "from_number_ids", "attempts"]
"""What can be done without, and of which an odd value shows whether anything stumbles over it."""
ENDLESS = b" " * 40 * 2**20
"""More than any answer of the platform is long; JSON may be followed by spaces."""
USUAL_LIMIT = "50"
CLOCK_TIMES = {"call_window_start", "call_window_end", "callWindowStart", "callWindowEnd"}
PAGES = ("companies", "contacts", "campaigns", "calls", "numbers", "groups")


def with_query(query: bytes, faults: dict[FaultKind, InjectedFault], cap: int | None) -> bytes:
    """The query as a server reads it that caps pages or whose rows move between them."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    asked = dict(pairs)
    caps = [cap] if cap else []
    if FaultKind.PAGE_CAP in faults:
        caps.append(faults[FaultKind.PAGE_CAP].limit)
    changes: dict[str, str] = {}
    limit = asked.get("limit", USUAL_LIMIT)
    if caps and limit.isdecimal() and 0 < int(limit) <= 1000:
        changes["limit"] = str(min([int(limit), *caps]))
    offset = asked.get("offset", "")
    if FaultKind.SHIFTED_PAGES in faults and offset.isdecimal() and int(offset) > 0:
        changes["offset"] = str(int(offset) - 1)
    if not changes:
        return query
    return urlencode({**asked, **changes}).encode()


def distorted(body: bytes, faults: dict[FaultKind, InjectedFault]) -> bytes:
    """A JSON body with the faults that change what it says."""
    answer: Any = json.loads(body)
    if FaultKind.NULL_FIELDS in faults:
        answer = _with_nulls(answer, faults[FaultKind.NULL_FIELDS].fields, NEVER_NULL | NEVER_NULL_PARTS)
    if FaultKind.UNKNOWN_FIELDS in faults:
        answer = _with_unknown(answer)
    if FaultKind.ODD_VALUES in faults:
        odd = faults[FaultKind.ODD_VALUES]
        answer = _with_odd(answer, odd.fields or ODD_FIELDS, odd.value)
    if FaultKind.COUNT_OF_PAGE in faults and "count" in answer:
        answer["count"] = next((len(answer[name]) for name in PAGES if name in answer), answer["count"])
    if FaultKind.ERROR_AS_MESSAGE in faults and "error" in answer:
        answer["message"] = answer.pop("error")
    return json.dumps(answer).encode()


def as_deployed(profile: str, operation: str, body: bytes) -> bytes:
    """A good answer as this deployment gives it: without what is not of the core, or written differently."""
    change = _CHANGES.get((profile, operation))
    if change is None:
        return body
    answer: dict[str, Any] = json.loads(body)
    change(answer)
    return json.dumps(answer).encode()


def _rows(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The campaigns of an answer, however it holds them."""
    listed = answer.get("campaigns", answer.get("items"))
    return [answer.get("campaign", answer)] if listed is None else listed


def _without_counts(answer: dict[str, Any]) -> None:
    for name in ("added", "skipped", "invalid", "contact_id", "campaign_contact_id", "message"):
        answer.pop(name, None)


def _without_picks(answer: dict[str, Any]) -> None:
    answer.pop("picks", None)


def _without_contact_stats(answer: dict[str, Any]) -> None:
    for campaign in _rows(answer):
        for name in ("contact_stats", "contactStats"):
            campaign.pop(name, None)


def _with_seconds(answer: dict[str, Any]) -> None:
    """Clock times as `HH:MM:SS`: a database's own way of writing them."""
    for campaign in _rows(answer):
        for name in campaign.keys() & CLOCK_TIMES:
            campaign[name] = time.fromisoformat(campaign[name]).isoformat("seconds")


_CHANGES: dict[tuple[str, str], Callable[[dict[str, Any]], None]] = {
    ("core", "addCampaignContacts"): _without_counts,
    ("core", "runCampaign"): _without_picks,
    ("core", "listCampaigns"): _without_contact_stats,
    ("live", "listCampaigns"): _with_seconds,
    ("live", "createCampaign"): _with_seconds,
}


def _with_nulls(value: Any, fields: list[str] | None, kept: set[str] = NEVER_NULL) -> Any:
    """Nulls for `fields`; without them for all that is not required, `kept` at this level and `NEVER_NULL` below."""
    if isinstance(value, list):
        return [_with_nulls(item, fields) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _nulled(name, item, fields, kept) for name, item in value.items()}


def _nulled(name: str, item: Any, fields: list[str] | None, kept: set[str]) -> Any:
    if to_snake(name) not in kept if fields is None else _named(name, fields):
        return None
    return _with_nulls(item, fields, NEVER_NULL | NEVER_NULL_INSIDE.get(name, set()))


def _named(name: str, fields: list[str]) -> bool:
    return name in fields or to_snake(name) in fields


def _with_odd(value: Any, fields: list[str], odd: Any) -> Any:
    """`odd` in these fields of an object, and of the first row of each list in it."""
    if isinstance(value, list):
        return [_with_odd(item, fields, odd) if place == 0 else item for place, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    return {
        name: odd if _named(name, fields) else _with_odd(item, fields, odd) for name, item in value.items()
    }


def _with_unknown(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_unknown(item) for item in value]
    if not isinstance(value, dict):
        return value
    inner = {name: _with_unknown(item) for name, item in value.items()}
    return inner | {"x_new_field": {"nested": [1, None, "neu"]}, "__v": 7}
