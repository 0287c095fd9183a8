"""Intent (write-ahead record): what somebody decided to do once, as it stands in the console's database, and what
became of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, Row, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from services.api import ApiError, errors
from services.database.database import Base, UtcDateTime
from services.launch.looks import Looks
from services.person import DoneBy, Person, with_person


class IntentKind(StrEnum):
    RUN = "run"
    RESUME = "resume"
    CREATE = "create"
    AUDIENCE = "audience"
    """A contact group into a campaign."""
    DRY_RUN = "dry_run"
    """One whose answer did not say that it was one, so that it may have been a launch."""


STARTS = (IntentKind.RUN, IntentKind.RESUME, IntentKind.DRY_RUN)
"""What makes phones ring: of one campaign they follow each other in one line."""


class IntentState(StrEnum):
    """`claimed` (nothing sent yet) → `sending` → `launched` | `refused` | `not_launched` | `uncertain`.

    `withdrawn`: certain that nothing was sent; its claim is free again.
    """

    CLAIMED = "claimed"
    SENDING = "sending"
    LAUNCHED = "launched"
    REFUSED = "refused"
    NOT_LAUNCHED = "not_launched"
    UNCERTAIN = "uncertain"
    WITHDRAWN = "withdrawn"


OPEN = (IntentState.CLAIMED, IntentState.SENDING)
UNCLEAR = (IntentState.UNCERTAIN, IntentState.NOT_LAUNCHED)


class IntentRow(DoneBy, Base):
    __tablename__ = "launch_intent"
    __table_args__ = (Index("launch_intent_by_campaign", "campaign_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim: Mapped[str] = mapped_column(String(300), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20))
    campaign_id: Mapped[str | None] = mapped_column(String(200))
    campaign_name: Mapped[str] = mapped_column(String(500))
    max_calls: Mapped[int | None]
    previous: Mapped[int | None]
    seen: Mapped[dict[str, Any]] = mapped_column(JSON)
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    error_kind: Mapped[str | None] = mapped_column(String(50))
    error_message: Mapped[str | None] = mapped_column(Text)
    finding: Mapped[dict[str, Any] | None] = mapped_column(JSON)


@dataclass(frozen=True)
class Intent:
    """One decision and what became of it.

    `claimed_at` and `settled_at` are the platform's time. `lease_until` is this machine's time until which this
    side, or the platform after an unclear answer, may still be at work on it. `answer` is what the platform said, `finding` what
    was seen when it said nothing clear.
    """

    id: int
    kind: IntentKind
    state: IntentState
    who: Person
    campaign_id: str | None
    campaign_name: str
    max_calls: int | None
    previous: int | None
    seen: dict[str, Any]
    claimed_at: datetime
    settled_at: datetime | None
    lease_until: datetime
    answer: dict[str, Any] | None
    error_kind: str | None
    error_message: str | None
    finding: dict[str, Any] | None

    @property
    def looks(self) -> Looks:
        return Looks.of(self.finding)

    @property
    def watched(self) -> bool:
        """True while it is unclear and has not been looked at long enough: nobody goes on from it yet."""
        return self.state in UNCLEAR and not self.looks.enough(self.lease_until)

    def may_come_again(self, now: datetime) -> bool:
        """Whether the platform may still act on it although it was seen to run: its answer never came, and what was seen may
        be somebody else's doing."""
        return self.state is IntentState.LAUNCHED and self.finding is not None and now < self.lease_until


@dataclass(frozen=True)
class Claimed:
    """`won` is False where somebody else's intent stands in the way; `intent` is then theirs, and with `other` it is of
    another claim."""

    intent: Intent
    won: bool
    other: bool = False


@dataclass(frozen=True)
class IntentRequest:
    """Request to do something once."""

    kind: IntentKind
    who: Person
    campaign_id: str | None
    campaign_name: str
    seen: Mapping[str, Any]
    max_calls: int | None = None
    previous: int | None = None


def stored_error(error: ApiError) -> dict[str, Any]:
    """Columns of an intent."""
    return {"error_kind": type(error).__name__, "error_message": error.message}


def rebuilt_error(intent: Intent, operation: str) -> ApiError | None:
    """The failure an intent ended with, as it can be drawn; without its details and request id."""
    if intent.error_kind is None:
        return None
    kind: type[ApiError] = getattr(errors, intent.error_kind, ApiError)
    return kind(operation, intent.error_message or "", may_have_acted=intent.state in UNCLEAR)


def every_intent() -> Select[*tuple[Any, ...]]:
    return select(*IntentRow.__table__.columns)


def intent_of(row: Row[Any]) -> Intent:
    fields = with_person(row)
    del fields["claim"]
    return Intent(**(fields | {"kind": IntentKind(fields["kind"]), "state": IntentState(fields["state"])}))
