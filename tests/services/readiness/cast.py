"""A plan against which nothing speaks, and the people and numbers of the readiness tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from services.api.models import PhoneNumber
from services.calling_rules.call_window import CallWindow
from services.calling_rules.calling_hours import CallingHoursTable
from services.calling_rules.retry_rules import RetryRules
from services.readiness import Code, Finding, LaunchPlan, People, PersonToCall, check

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"
NOW = datetime(2026, 7, 14, 8, 0, tzinfo=UTC)  # a Tuesday, 10:00 in Berlin, 04:00 in New York
TUESDAY_EVENING = datetime(2026, 7, 14, 18, 0, tzinfo=UTC)

ANNA = PersonToCall("+493012345678", BERLIN, contact_id="anna")
BERND = PersonToCall("+4915112345678", BERLIN, contact_id="bernd")
CAROL = PersonToCall("+12125551234", NEW_YORK, contact_id="carol")
FLORA = PersonToCall("+13055551234", NEW_YORK, contact_id="flora")
ZOE = PersonToCall("+33612345678", "Europe/Paris", contact_id="zoe")


def number(id_: str, *, status: str = "active", assistant: str = "mia") -> PhoneNumber:
    return PhoneNumber(
        id=id_,
        phone_number=f"+49301000{id_}",
        status=status,
        assistant_id=assistant,
        assistant_name=assistant,
    )


def window(start: int = 9, end: int = 17, zone: str = BERLIN, *, own: bool = True) -> CallWindow:
    return CallWindow(time(start), time(end), zone, own)


def plan(*people: PersonToCall, **changes: Any) -> LaunchPlan:
    gathered = People.gather(people or (ANNA, BERND))
    good = LaunchPlan(
        now=NOW,
        name="Spring",
        assistant_id="mia",
        window=window(),
        retries=RetryRules(),
        people=gathered,
        people_total=gathered.total,
        finishes_at=TUESDAY_EVENING,
        concurrency=2,
        number_ids=("1", "2"),
        numbers=(number("1"), number("2")),
        credits=50.0,
        other_names=("Autumn",),
        calling_hours=CallingHoursTable().read(),
    )
    return replace(good, **changes)


def found(of: LaunchPlan, code: Code) -> Finding:
    """The one finding with `code`."""
    (finding,) = [finding for finding in check(of) if finding.code is code]
    return finding


def codes(of: LaunchPlan) -> set[Code]:
    return {finding.code for finding in check(of)}
