"""Field types: what a value of an answer means, whatever JSON holds in its place.

A type either understands a value or refuses it with a ValueError; `services.api.tolerant` then takes the field for not
told. Where to take it for not told would decide something, the type itself says what counts instead.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    StrictBool,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

MOST = (
    10**9
)  # more than this of anything a campaign has not; it keeps arithmetic far from the ends of all types
EARLIEST = datetime(
    2000, 1, 1, tzinfo=UTC
)  # before it lie zero times and numbers that were taken for seconds
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
LONGEST_WORD = 100
_NUMBER = re.compile(r"\+\d{7,15}")
_ROW = re.compile(r"^(?:row|contact) #?\d+: ", re.IGNORECASE)
MOST_ROWS = 1000


def _in_utc(moment: datetime) -> datetime:
    """A database's own way of writing times may leave the zone out: all of the platform's are UTC."""
    try:
        found = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("at the end of the calendar") from None
    if not EARLIEST <= found < LATEST:
        raise ValueError("no time of a campaign")
    return found


def _written(value: Any) -> Any:
    if isinstance(value, str | datetime):
        return value
    raise ValueError("a time is written as text")


def _no_truth(value: Any) -> Any:
    """`true` is a number to Python, and none to the contract."""
    if isinstance(value, bool):
        raise ValueError("no number")
    return value


def _none_as_nothing(value: Any) -> Any:
    return "" if value is None else value


def _or_not_told(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValueError:
        return None


def _mark(value: Any) -> bool | None:
    """A mark that is not understood bars: nobody is called because a word could not be read."""
    match value:
        case None:
            return None
        case bool():
            return value
        case 0 | "false" | "False" | "0":
            return False
        case _:
            return True


def _all_or_none(value: Any) -> Any:
    """Half of a list of ids would be another choice than the one that was made."""
    if isinstance(value, list) and not all(_is_text(one) for one in value):
        raise ValueError("not a list of ids")
    return value


def _is_text(value: Any) -> bool:
    """Also where a deployment writes its ids as numbers."""
    return (isinstance(value, str) and bool(value)) or (
        isinstance(value, int) and not isinstance(value, bool)
    )


def _one_a_person(value: Any) -> Any:
    """One sentence a person: what is no sentence still stands for somebody."""
    return [one if isinstance(one, str) else "" for one in value] if isinstance(value, list) else value


def _one_a_row(value: Any) -> Any:
    return [one if isinstance(one, dict) else {} for one in value] if isinstance(value, list) else value


def _number_or_list(value: Any) -> Any:
    """Newer deployments name those who were not taken."""
    return len(value) if isinstance(value, list) else value


class NotTaken(BaseModel):
    """Person whom an answer names as not taken: by her contact's id, empty where none is told, and why."""

    contact_id: str = ""
    sentence: str = ""


def _not_taken(value: Any) -> list[NotTaken]:
    """Those whom a list names, as ids or as objects; nobody where there is only a number."""
    named = value[:MOST_ROWS] if isinstance(value, list) else []
    return [_told_of(one) for one in named]


def _told_of(one: Any) -> NotTaken:
    if not isinstance(one, dict):
        return NotTaken(contact_id=str(one) if _is_text(one) else "")
    inner = one.get("contact")
    ids = (one.get("contact_id"), inner.get("id") if isinstance(inner, dict) else inner, one.get("id"))
    found = next((str(identifier) for identifier in ids if _is_text(identifier)), "")
    return NotTaken(contact_id=found, sentence=_said_of(one))


def _said_of(one: dict[str, Any]) -> str:
    said = (one.get(name) for name in ("sentence", "reason", "error", "message"))
    return next((text for text in said if isinstance(text, str)), "")


class RowRefused(BaseModel):
    """What an answer says of one row that was not taken in: the number in it, empty where none is told, and why."""

    phone: str = ""
    sentence: str = ""


def _refused_rows(value: Any) -> list[RowRefused]:
    return [_refused_row(one) for one in value[:MOST_ROWS]] if isinstance(value, list) else []


def _refused_row(one: Any) -> RowRefused:
    if not isinstance(one, dict):
        text = one if isinstance(one, str) else ""
        number = _NUMBER.search(text)
        return RowRefused(phone=number.group() if number else "", sentence=_ROW.sub("", text))
    inner = next((one[name] for name in ("contact", "row", "data") if isinstance(one.get(name), dict)), {})
    phone = one.get("phone") or inner.get("phone")
    return RowRefused(phone=phone if isinstance(phone, str) else "", sentence=_said_of(one))


def _so_many(value: Any) -> Any:
    """Each row that is wrong costs memory to say so, and none of these lists is asked for that long."""
    if isinstance(value, list):
        return value[:MOST_ROWS]
    return dict(islice(value.items(), MOST_ROWS)) if isinstance(value, dict) else value


AT_MOST = BeforeValidator(_so_many)
Moment = Annotated[datetime, BeforeValidator(_written), AfterValidator(_in_utc)]
Count = Annotated[int, BeforeValidator(_no_truth), Field(ge=0, le=MOST)]
CountOrList = Annotated[
    int, BeforeValidator(_no_truth), BeforeValidator(_number_or_list), Field(ge=0, le=MOST)
]
RowsRefused = Annotated[list[RowRefused], BeforeValidator(_refused_rows)]
PeopleNotTaken = Annotated[list[NotTaken], BeforeValidator(_not_taken)]
Positive = Annotated[int, BeforeValidator(_no_truth), Field(ge=1, le=MOST)]
Amount = Annotated[float, BeforeValidator(_no_truth), Field(ge=-MOST, le=MOST)]
CountOrNotTold = Annotated[Count | None, WrapValidator(_or_not_told)]
"""For where an absent count is zero, and one that is there but not understood must not be."""
PositiveOrNotTold = Annotated[Positive | None, WrapValidator(_or_not_told)]
WordOrNotTold = Annotated[str | None, WrapValidator(_or_not_told)]
YesOrNotTold = Annotated[StrictBool | None, WrapValidator(_or_not_told)]
"""The three for what may stand in another place than the one it is read from, and be left out nowhere else."""
Identifier = Annotated[str, Field(min_length=1)]
NullableStr = Annotated[str, BeforeValidator(_none_as_nothing)]
Mark = Annotated[bool | None, PlainValidator(_mark)]
Identifiers = Annotated[list[str], BeforeValidator(_all_or_none)]
Sentences = Annotated[list[str], BeforeValidator(_one_a_person)]
FreeRows = Annotated[list[dict[str, Any]], BeforeValidator(_one_a_row)]


class OtherStatus(str):
    """A status this console does not know, in the platform's own word; empty where none was told.

    Nothing is concluded from it: somebody may be being called.
    """

    __slots__ = ()

    @property
    def value(self) -> str:
        """As of the statuses that are known."""
        return str(self)

    @property
    def is_over(self) -> bool:
        return False


class CampaignStatus(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Nobody is called any more, and nothing leads out of it."""
        return self in (CampaignStatus.COMPLETED, CampaignStatus.CANCELLED)


class EnrollmentStatus(StrEnum):
    PENDING = "pending"
    QUEUED = "queued"
    CALLING = "calling"
    COMPLETED = "completed"
    SKIPPED = "skipped"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """The person is not called any more in this campaign."""
        return self in (EnrollmentStatus.COMPLETED, EnrollmentStatus.FAILED, EnrollmentStatus.SKIPPED)


_CAMPAIGN = {str(status): status for status in CampaignStatus}
_ENROLLMENT = {str(status): status for status in EnrollmentStatus}


def campaign_status(value: Any) -> CampaignStatus | OtherStatus:
    """The status a word stands for, exactly as the contract writes it."""
    word = _word(value)
    return _CAMPAIGN.get(word) or OtherStatus(word)


def enrollment_status(value: Any) -> EnrollmentStatus | OtherStatus:
    """The same of a person in a campaign."""
    word = _word(value)
    return _ENROLLMENT.get(word) or OtherStatus(word)


def _word(value: Any) -> str:
    return str(value).strip()[:LONGEST_WORD] if _is_text(value) else ""


_AsWord = PlainSerializer(str, return_type=str, when_used="json")
AnyCampaignStatus = Annotated[CampaignStatus | OtherStatus, PlainValidator(campaign_status), _AsWord]
AnyEnrollmentStatus = Annotated[EnrollmentStatus | OtherStatus, PlainValidator(enrollment_status), _AsWord]
