"""Answers made worse: what faults do to the JSON of a good answer, and what profiles leave out of it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sandbox.faults import Fault, Kind

HTML = b"""<!DOCTYPE html>
<html><head><title>Bad gateway</title></head>
<body><h1>Bad gateway</h1><p>The upstream server did not answer in time.</p></body></html>
"""
NEVER_NULL = {
    "success", "id", "name", "status", "phone_number", "first_name", "last_name", "do_not_call", "credits", "count",
    "limit", "offset", "imported", "updated", "skipped", "failed", "total", "started", "message", "dryRun", "removed",
    "answered", "error",
}  # fmt: skip
"""What the contract requires; everything else may be null somewhere."""
NEVER_NULL_PARTS = {
    "campaign", "contact", "company", "credits", "counts", "queue", "campaigns", "contacts", "companies", "calls",
    "numbers", "assistants", "recentCalls", "errors",
}  # fmt: skip
"""The same of an answer as a whole: `contact` is what was created there, and may be missing inside of an enrolment."""
NEVER_NULL_INSIDE = {"counts": {"byStatus", "byOutcome"}, "queue": {"pending", "calling"}}
USUAL_LIMIT = "50"
PAGES = ("companies", "contacts", "campaigns", "calls", "numbers")


def with_query(query: bytes, faults: dict[Kind, Fault], cap: int | None) -> bytes:
    """The query as a server reads it that caps pages or whose rows move between them."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    asked = dict(pairs)
    caps = [cap] if cap else []
    if Kind.PAGE_CAP in faults:
        caps.append(faults[Kind.PAGE_CAP].limit)
    changes: dict[str, str] = {}
    limit = asked.get("limit", USUAL_LIMIT)
    if caps and limit.isdecimal() and 0 < int(limit) <= 1000:
        changes["limit"] = str(min([int(limit), *caps]))
    offset = asked.get("offset", "")
    if Kind.SHIFTED_PAGES in faults and offset.isdecimal() and int(offset) > 0:
        changes["offset"] = str(int(offset) - 1)
    if not changes:
        return query
    return urlencode({**asked, **changes}).encode()


def distorted(body: bytes, faults: dict[Kind, Fault]) -> bytes:
    """A JSON body with the faults that change what it says."""
    answer: dict[str, Any] = json.loads(body)
    if Kind.NULL_FIELDS in faults:
        answer = _with_nulls(answer, faults[Kind.NULL_FIELDS].fields, NEVER_NULL | NEVER_NULL_PARTS)
    if Kind.UNKNOWN_FIELDS in faults:
        answer = _with_unknown(answer)
    if Kind.COUNT_OF_PAGE in faults and "count" in answer:
        answer["count"] = next((len(answer[name]) for name in PAGES if name in answer), answer["count"])
    if Kind.ERROR_AS_MESSAGE in faults and "error" in answer:
        answer["message"] = answer.pop("error")
    return json.dumps(answer).encode()


def without_companion(operation: str, body: bytes) -> bytes:
    """An answer as a deployment gives it that has the core operations only."""
    answer: dict[str, Any] = json.loads(body)
    dropped = {
        "addCampaignContacts": (
            "added",
            "skipped",
            "invalid",
            "contact_id",
            "campaign_contact_id",
            "message",
        ),
        "runCampaign": ("picks",),
    }
    for name in dropped.get(operation, ()):
        answer.pop(name, None)
    return json.dumps(answer).encode()


def _with_nulls(value: Any, fields: list[str] | None, kept: set[str] = NEVER_NULL) -> Any:
    """Nulls for `fields`; without them for all that is not required, `kept` at this level and `NEVER_NULL` below."""
    if isinstance(value, list):
        return [_with_nulls(item, fields) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _nulled(name, item, fields, kept) for name, item in value.items()}


def _nulled(name: str, item: Any, fields: list[str] | None, kept: set[str]) -> Any:
    if name not in kept if fields is None else name in fields:
        return None
    return _with_nulls(item, fields, NEVER_NULL | NEVER_NULL_INSIDE.get(name, set()))


def _with_unknown(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_unknown(item) for item in value]
    if not isinstance(value, dict):
        return value
    inner = {name: _with_unknown(item) for name, item in value.items()}
    return inner | {"x_new_field": {"nested": [1, None, "neu"]}, "__v": 7}
