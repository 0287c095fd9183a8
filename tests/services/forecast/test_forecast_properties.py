"""More people never finish earlier, more calls at once never later, whatever the campaign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.forecast import Forecast, Situation, forecast
from tests.examples import examples

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
# Retries that queue for a line may change places; nothing a person could see.
TO_THE_MINUTE = timedelta(minutes=2)

zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Los_Angeles", None])
people = st.dictionaries(zones, st.integers(1, 200), min_size=1, max_size=3)
windows = st.builds(
    lambda start, minutes: CallWindow(
        time(start), time((start * 60 + minutes) // 60 % 24, minutes % 60), "Europe/Berlin"
    ),
    st.integers(0, 23),
    st.integers(30, 1380),
)
rules = st.builds(
    RetryRules,
    max_attempts=st.integers(1, 5),
    delay_minutes=st.sampled_from([1, 15, 60, 300, 1440]),
    multiplier=st.sampled_from([1.0, 2.0]),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis wants naive bounds


def ends(found: Forecast | None) -> list[datetime]:
    assert found is not None
    return [found.earliest or NEVER, found.finish or NEVER, found.latest or NEVER]


def never_earlier(later: Forecast | None, earlier: Forecast | None, by: timedelta = TO_THE_MINUTE) -> bool:
    return all(a == NEVER or a + by >= b for a, b in zip(ends(later), ends(earlier), strict=True))


@examples(40)
@given(people, windows, rules, moments, st.integers(1, 12), st.integers(1, 12))
def test_more_calls_at_once_never_finish_later(
    fresh: dict[str | None, int], window: CallWindow, retry: RetryRules, at: datetime, lines: int, more: int
) -> None:
    few = forecast(Situation(at, fresh), window, lines, retry)
    assert never_earlier(few, forecast(Situation(at, fresh), window, lines + more, retry))


@examples(40)
@given(people, windows, rules, moments, st.integers(1, 12), zones, st.integers(1, 200))
def test_more_people_never_finish_earlier(
    fresh: dict[str | None, int],
    window: CallWindow,
    retry: RetryRules,
    at: datetime,
    lines: int,
    where: str | None,
    more: int,
) -> None:
    grown = {**fresh, where: fresh.get(where, 0) + more}
    few = forecast(Situation(at, fresh), window, lines, retry)
    assert never_earlier(forecast(Situation(at, grown), window, lines, retry), few)


@examples(30)
@given(st.integers(1, 3000), windows, moments, st.integers(1, 12), st.integers(1, 300))
def test_without_retries_it_holds_to_the_second(
    count: int, window: CallWindow, at: datetime, lines: int, more: int
) -> None:
    once = RetryRules(max_attempts=1)
    one = Situation(at, {"Europe/Berlin": count})
    found = forecast(one, window, lines, once)
    grown = replace(one, fresh={"Europe/Berlin": count + more})
    second = timedelta(seconds=1)
    assert never_earlier(found, forecast(one, window, lines + 1, once), second)
    assert never_earlier(forecast(grown, window, lines, once), found, second)
