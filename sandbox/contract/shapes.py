"""Request bodies, as strictly as the contract states them. Unknown fields are ignored.

`services.api.models` has the same shapes for who sends them; here nothing is taken on trust, and numbers too large
for the database are brought to its largest.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from services.api.models import (
    DEFAULT_AT_ONCE,
    DEFAULT_ATTEMPTS,
    DEFAULT_DELAY_MINUTES,
    LARGEST_GROWTH,
    LONGEST_DELAY_MINUTES,
    SMALLEST_GROWTH,
)

LARGEST = 2**53
Status = Literal["draft", "scheduled", "running", "paused", "completed", "cancelled"]
Moment = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def _storable(text: str) -> str:
    """Half a surrogate pair is no character and fits no database."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("holds characters that are no text") from error
    return text


def storable(value: Any) -> Any:
    """`value`, if every text in it can be stored."""
    match value:
        case str():
            _storable(value)
        case dict():
            for key, item in value.items():
                storable(key)
                storable(item)
        case list():
            for item in value:
                storable(item)
        case _:
            pass
    return value


def _is_moment(text: str) -> str:
    moment(text)
    return text


def moment(text: str) -> float:
    """Seconds since 1970 of an RFC 3339 time.

    Raises:
        ValueError: it is none.
    """
    found = Moment.fullmatch(text)
    if not found:
        raise ValueError("must be a date and time such as 2030-01-31T09:00:00Z")
    day, minutes, seconds, fraction, offset = found.groups()
    # A leap second has no place in Python's datetime: it counts as the second before.
    read = f"{day}T{minutes}:{min(int(seconds), 59):02}{(fraction or '')[:7]}{offset.upper()}"
    return datetime.fromisoformat(read).astimezone(UTC).timestamp()


def _bounded(number: int) -> int:
    return max(-LARGEST, min(LARGEST, number))


def whole(value: Any) -> Any:
    """JSON does not tell 3.0 from 3."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Text = Annotated[str, AfterValidator(_storable)]
Name = Annotated[str, StringConstraints(min_length=1), AfterValidator(_storable)]
Whole = Annotated[int, BeforeValidator(whole), AfterValidator(_bounded)]
Positive = Annotated[int, Field(ge=1), BeforeValidator(whole), AfterValidator(_bounded)]
Minutes = Annotated[int, Field(ge=1, le=LONGEST_DELAY_MINUTES), BeforeValidator(whole)]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]
E164 = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
DateTime = Annotated[Text, AfterValidator(_is_moment)]
AnyObject = Annotated[dict[str, Any], AfterValidator(storable)]


class RequestBody(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=False, extra="ignore", strict=True)


# In these bodies an optional field may be left out but not null: the default is never validated, so that
# `field: Text = UNSET` accepts a text or nothing at all.
UNSET: Any = None


class CompanyCreateBody(RequestBody):
    team_id: Text = UNSET
    name: Name
    website: Text = UNSET
    industry: Text = UNSET
    country: Text = UNSET
    phone: Text = UNSET
    notes: Text = UNSET
    custom_fields: AnyObject = UNSET


class ContactCreateBody(RequestBody):
    team_id: Text = UNSET
    company_id: Text
    first_name: Name
    last_name: Name
    phone: E164
    phone_secondary: E164 = UNSET
    email: Text = UNSET
    job_title: Text = UNSET
    lead_status: Text = "new"
    source: Text = UNSET
    timezone: Text = UNSET
    preferred_contact_method: Text = UNSET
    do_not_call: bool = False
    notes: Text = UNSET
    custom_fields: AnyObject = UNSET
    tags: list[Text] = UNSET
    campaign_id: Text = UNSET
    campaign_priority: Whole = UNSET


class CampaignCreateBody(RequestBody):
    team_id: Name
    assistant_id: Name
    company_id: Name
    from_number_ids: Annotated[list[Text], Field(min_length=1)]
    name: Name
    description: Text = UNSET
    scheduled_start_at: DateTime = UNSET
    call_window_start: ClockTime = UNSET
    call_window_end: ClockTime = UNSET
    call_window_timezone: Text = UNSET
    max_concurrent_calls: Positive = DEFAULT_AT_ONCE
    max_attempts_per_contact: Positive = DEFAULT_ATTEMPTS
    retry_delay_minutes: Positive = DEFAULT_DELAY_MINUTES
    settings: AnyObject = UNSET
    no_auto_complete: bool = UNSET


class CampaignUpdateBody(RequestBody):
    name: Name = UNSET
    description: Text | None = None
    status: Status = UNSET
    scheduled_start_at: DateTime | None = None
    call_window_start: ClockTime = UNSET
    call_window_end: ClockTime = UNSET
    call_window_timezone: Text = UNSET
    max_concurrent_calls: Positive = UNSET
    max_attempts_per_contact: Positive = UNSET
    retry_delay_minutes: Positive = UNSET
    settings: AnyObject = UNSET
    use_contact_timezone_for_call_window: bool = UNSET
    retry_delay_minutes_no_answer: Minutes = UNSET
    retry_delay_minutes_busy: Minutes = UNSET
    retry_delay_minutes_error: Minutes = UNSET
    retry_on_error: bool = UNSET
    retry_backoff_mode: Literal["fixed", "exponential"] = UNSET
    retry_backoff_multiplier: Annotated[float, Field(ge=SMALLEST_GROWTH, le=LARGEST_GROWTH)] = UNSET
    retry_backoff_max_minutes: Minutes = UNSET
    no_auto_complete: bool = UNSET


class InlineContact(BaseModel):
    """Here, and only here, a request is snake_case."""

    model_config = ConfigDict(extra="ignore", strict=True)

    first_name: Text
    last_name: Text
    phone: Text
    email: Text = UNSET
    job_title: Text = UNSET


class AudienceBody(RequestBody):
    mode: Literal["all_eligible"]
    company_id: Text
    search: Text = UNSET
    lead_status: Text = UNSET
    has_phone_only: bool = True
    exclude_dnc: bool = True
    max_to_add: Annotated[int, Field(ge=1, le=100_000), BeforeValidator(whole)] = 50_000


class Enrolment(RequestBody):
    """Exactly one of `contactIds`, `contact` and `audience`."""

    contact_ids: Annotated[list[Text], Field(min_length=1)] = UNSET
    priority: Whole = 0
    contact: InlineContact = UNSET
    audience: AudienceBody = UNSET


class Removal(RequestBody):
    contact_ids: Annotated[list[Text], Field(min_length=1)]


class Run(RequestBody):
    account_slug: Text = UNSET
    max_calls: Positive = UNSET
    dry_run: bool = False
    no_auto_complete: bool = UNSET
