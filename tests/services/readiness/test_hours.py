"""Calling hours beside what is allowed where the people are: nights, weekends, several places."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from services.calling_rules.calling_hours import SUPPLIED, CallingHours, Certainty
from services.calling_rules.retry_rules import RetryRules
from services.readiness import Code, Level, People, PersonToCall
from tests.services.readiness.cast import (
    ANNA,
    BERND,
    CAROL,
    FLORA,
    NEW_YORK,
    NOW,
    ZOE,
    codes,
    found,
    plan,
    window,
)


def until(days: float) -> datetime:
    return NOW + timedelta(days=days)


def test_hours_beyond_what_is_allowed_name_place_hours_source_and_certainty() -> None:
    finding = found(plan(ANNA, BERND, window=window(9, 21)), Code.OUTSIDE_HOURS)
    assert finding.level is Level.WARNING
    assert (finding.params["place"], finding.params["count"]) == ("DE", 2)
    assert finding.params["week"][0] == ((480, 1200),)
    assert finding.params["certainty"] is Certainty.SECONDARY
    assert "CCV/DDV" in finding.params["source"]


def test_a_state_is_stricter_than_its_country() -> None:
    of = plan(CAROL, FLORA, window=window(9, 21))
    assert found(of, Code.OUTSIDE_HOURS).params["place"] == "US-FL"
    assert found(of, Code.OUTSIDE_HOURS).params["count"] == 1


def test_a_lunch_break_is_outside() -> None:
    the_day_after = {"now": NOW + timedelta(days=1), "finishes_at": until(2)}  # the 14th of July is a holiday
    of = plan(ZOE, window=window(10, 20), **the_day_after)
    assert found(of, Code.OUTSIDE_HOURS).params["place"] == "FR"
    assert Code.OUTSIDE_HOURS not in codes(plan(ZOE, window=window(14, 20), **the_day_after))


def test_a_campaign_over_before_the_weekend_is_not_warned_of_it() -> None:
    assert Code.CLOSED_DAYS not in codes(plan(ANNA, finishes_at=until(2)))


def test_a_campaign_that_runs_into_sunday_is_warned() -> None:
    finding = found(plan(ANNA, window=window(10, 17), finishes_at=until(6)), Code.CLOSED_DAYS)
    assert finding.params["weekdays"] == (6,)
    assert Code.OUTSIDE_HOURS not in codes(plan(ANNA, window=window(10, 17), finishes_at=until(6)))


def test_without_a_forecast_a_week_is_looked_at() -> None:
    assert found(plan(ZOE, window=window(14, 20), finishes_at=None), Code.CLOSED_DAYS).params["weekdays"] == (
        5,
        6,
    )


def test_saturdays_shorter_hours_count() -> None:
    of = plan(ANNA, window=window(9, 19), finishes_at=until(5))
    assert Code.OUTSIDE_HOURS in codes(of)
    assert Code.OUTSIDE_HOURS not in codes(plan(ANNA, window=window(9, 19), finishes_at=until(2)))


def test_hours_over_midnight_are_outside() -> None:
    assert Code.OUTSIDE_HOURS in codes(plan(ANNA, window=window(18, 2)))


def test_a_window_at_no_allowed_time_blocks_when_it_hits_everybody() -> None:
    assert found(plan(ANNA, window=window(22, 6)), Code.NEVER_ALLOWED).level is Level.BLOCKER
    some = found(plan(ANNA, ZOE, window=window(8, 10)), Code.NEVER_ALLOWED)
    assert (some.level, some.params["count"]) == (Level.WARNING, 1)


def test_the_campaigns_own_clock_can_be_night_where_the_person_is() -> None:
    of = plan(CAROL, window=window(9, 17, own=False))  # 09:00 in Berlin is 03:00 in New York
    assert found(of, Code.OUTSIDE_HOURS).params["place"] == "US-NY"


def test_somebody_who_may_be_in_two_places_is_called_only_when_both_allow() -> None:
    german_in_paris = PersonToCall("+493012345678", "Europe/Paris")
    of = plan(german_in_paris, window=window(9, 17))
    finding = found(of, Code.OUTSIDE_HOURS)
    assert (finding.params["place"], finding.params["maybe"]) == ("FR", True)


def test_a_number_without_a_zone_is_judged_by_every_clock_of_its_state() -> None:
    floridian = PersonToCall("+13055551234")  # 08:00 in Miami is 07:00 in Pensacola
    of = plan(floridian, window=window(8, 18, NEW_YORK))
    assert found(of, Code.OUTSIDE_HOURS).params["place"] == "US-FL"
    assert Code.OUTSIDE_HOURS not in codes(plan(floridian, window=window(9, 18, NEW_YORK)))


def test_hours_nobody_knows_are_said_to_be_unknown() -> None:
    dutch = PersonToCall("+31612345678", "Europe/Amsterdam")
    polish = PersonToCall("+48601234567", "Europe/Warsaw")
    finding = found(plan(dutch, polish, polish), Code.HOURS_NOT_KNOWN)
    assert finding.params == {"count": 3, "places": ("PL", "NL")}
    assert Code.HOURS_FINE not in codes(plan(dutch))


def test_people_whose_place_nobody_knows_are_counted() -> None:
    assert found(plan(PersonToCall("+870123456")), Code.PLACE_NOT_KNOWN).params == {"count": 1}


def test_consent_is_reminded_of_by_place() -> None:
    of = plan(ANNA, BERND, CAROL)
    assert found(of, Code.CONSENT_NEEDED).params == {"count": 3, "places": ("DE", "US")}


def test_more_attempts_than_a_place_allows() -> None:
    finding = found(plan(ZOE, retries=RetryRules(5)), Code.TOO_MANY_ATTEMPTS)
    assert (finding.params["calls"], finding.params["attempts"], finding.params["hours"]) == (4, 5, 720)
    assert Code.TOO_MANY_ATTEMPTS not in codes(plan(FLORA, retries=RetryRules(5, delay_minutes=600)))
    assert Code.TOO_MANY_ATTEMPTS in codes(plan(FLORA, retries=RetryRules(5, delay_minutes=60)))


def test_a_table_that_cannot_be_read_is_said() -> None:
    assert Code.TABLE_UNREADABLE in codes(plan(calling_hours=None))


def test_many_places_share_a_line() -> None:
    zones = [
        "+12025551234",
        "+13055551234",
        "+12035551234",
        "+14105551234",
        "+16175551234",
        "+12015551234",
        "+15025551234",
    ]
    of = plan(*[PersonToCall(phone, NEW_YORK) for phone in zones], window=window(7, 22, NEW_YORK))
    assert len(found(of, Code.OUTSIDE_MORE_PLACES).params["places"]) == 2


def test_both_nights_of_the_clock_change_keep_to_the_wall() -> None:
    for day in (datetime(2026, 3, 29, 0, 7, tzinfo=UTC), datetime(2026, 10, 25, 0, 7, tzinfo=UTC)):
        of = plan(
            PersonToCall("+442071838750", "Europe/London"),
            window=window(9, 21),
            now=day,
            finishes_at=day + timedelta(days=2),
        )
        assert Code.HOURS_FINE in codes(of)


def test_a_hundred_thousand_people_are_few_groups() -> None:
    zones = [None, NEW_YORK, "America/Chicago", "Europe/Berlin", "US/Pacific"]
    groups = Counter(
        {(zones[n % 5], f"+1{201 + n % 700}" if n % 2 else f"+49{1000 + n % 3000}"): 20 for n in range(5000)}
    )
    people = People(total=100_000, groups=groups)
    assert people.callable > 20_000
    assert Code.OUTSIDE_HOURS in codes(plan(people=people, people_total=people.total, window=window(7, 22)))


def test_a_table_is_needed_only_for_places_it_has() -> None:
    assert CallingHours.read(SUPPLIED.read_bytes()).rule("ZZ") is None
