"""Benchmark of readiness and forecast for 100,000 people; a plain loop over the same rows stands beside them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from datetime import time as clock

import phonenumbers

from services.calling_rules.call_window import CallWindow
from services.calling_rules.calling_hours import CallingHoursTable
from services.calling_rules.retry_rules import RetryRules
from services.forecast import Situation, forecast
from services.readiness import LaunchPlan, People, PersonToCall, check

PEOPLE = 100_000
ZONES = (
    "Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "Asia/Kolkata", None,
)  # fmt: skip
AREAS = ("+4930", "+4989", "+44207", "+1212", "+1512", "+1303", "+1213", "+9198", "+1305", "+1617")
NOW = datetime(2026, 7, 14, 8, 0, tzinfo=UTC)
WINDOW = CallWindow(clock(9), clock(17), "Europe/Berlin")


def people() -> list[PersonToCall]:
    """Many area codes, all zones, a few who must not be called."""
    return [
        PersonToCall(
            f"{AREAS[n % len(AREAS)]}{2_000_000 + n * 37 % 7_000_000}",
            ZONES[n % len(ZONES)],
            do_not_call=n % 50 == 0,
            contact_id=str(n),
        )
        for n in range(PEOPLE)
    ]


def plan(rows: list[PersonToCall]) -> LaunchPlan:
    return LaunchPlan(
        now=NOW,
        name="Spring",
        assistant_id="mia",
        window=WINDOW,
        retries=RetryRules(),
        people=People.gather(rows),
        people_total=len(rows),
        number_ids=("1",),
        credits=50.0,
        calling_hours=CallingHoursTable().read(),
    )


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _one_by_one(rows: list[PersonToCall]) -> list[str | None]:
    return [phonenumbers.region_code_for_number(phonenumbers.parse(row.phone or "")) for row in rows]


def main() -> None:
    rows = people()
    first, again = seconds(lambda: check(plan(rows))), seconds(lambda: check(plan(rows)))
    alone = seconds(lambda: _one_by_one(rows[: PEOPLE // 10])) * 10
    print(f"readiness, {PEOPLE:,} people: first {first:.2f} s, then {again:.2f} s (to reach: 2 s)")
    print(f"  beside it, only the country of each number, one by one: {alone:.1f} s")
    for lines in (3, 20, 100):
        situation = Situation.before_launch(NOW, People.gather(rows))
        best = min(seconds(lambda: forecast(situation, WINDOW, lines, RetryRules())) for _ in range(3))  # noqa: B023  runs at once
        print(f"forecast, {PEOPLE:,} people, {lines} at once: {best * 1000:.0f} ms (to reach: 300 ms)")


if __name__ == "__main__":
    main()
