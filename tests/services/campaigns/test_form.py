"""Form of a campaign: what a person typed becomes a request, or a list of what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from services.api.models import Campaign, CampaignStatus
from services.campaigns.form import (
    Basics,
    FieldFault,
    Flaw,
    Hours,
    PaceLimits,
    Retries,
    basics_faults,
    hours_faults,
    retries_faults,
)
from services.campaigns.requests import basics_of, create_request, hours_of, retries_of, update_request

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SPRING = Basics("Spring offer", "", "anna", ("berlin",), "acme")
SAVED = Campaign(
    id="c1",
    name="Spring offer",
    status=CampaignStatus.DRAFT,
    assistant_id="anna",
    company_id="acme",
    from_number_ids=["berlin"],
    call_window_start="20:00:00",
    call_window_end="06:30",
    call_window_timezone="Europe/Berlin",
    max_concurrent_calls=5,
    max_attempts_per_contact=2,
    retry_delay_minutes=90,
    settings={
        "use_contact_timezone_for_call_window": False,
        "retry_on_error": True,
        "retry_delay_minutes_busy": 10,
        "retry_backoff_mode": "exponential",
        "retry_backoff_multiplier": 1.5,
        "retry_backoff_max_minutes": 600,
        "voice_style": "calm",
    },
)


@pytest.mark.parametrize(
    ("basics", "fault"),
    [
        (replace(SPRING, name=""), FieldFault("name", Flaw.MISSING)),
        (replace(SPRING, name=" \t "), FieldFault("name", Flaw.MISSING)),
        (replace(SPRING, name="x" * 201), FieldFault("name", Flaw.TOO_LONG)),
        (replace(SPRING, description="x" * 2001), FieldFault("description", Flaw.TOO_LONG)),
        (replace(SPRING, assistant_id=None), FieldFault("assistant", Flaw.MISSING)),
        (replace(SPRING, from_number_ids=()), FieldFault("numbers", Flaw.MISSING)),
        (replace(SPRING, from_number_ids=("berlin", "paris")), FieldFault("numbers", Flaw.NOT_ITS_NUMBER)),
        (replace(SPRING, company_id=""), FieldFault("company", Flaw.MISSING)),
    ],
)
def test_it_names_what_is_wrong_with_the_basics(basics: Basics, fault: FieldFault) -> None:
    assert basics_faults(basics, ["berlin", "bonn"]) == [fault]


@pytest.mark.parametrize("name", ["x" * 200, ":red[x] **b** $y$ <script>", "مرحبا 🎉"])
def test_a_name_may_be_anything_up_to_200_characters(name: str) -> None:
    assert basics_faults(replace(SPRING, name=name), ["berlin"]) == []


def test_numbers_are_not_doubted_where_the_deployment_does_not_tell() -> None:
    assert basics_faults(SPRING, None) == []


@pytest.mark.parametrize(
    ("hours", "fault"),
    [
        (Hours(start=None), FieldFault("start", Flaw.MISSING)),
        (Hours(end=None), FieldFault("end", Flaw.MISSING)),
        (Hours(time(9), time(9)), FieldFault("end", Flaw.WINDOW_EMPTY)),
        (Hours(timezone=None), FieldFault("timezone", Flaw.UNKNOWN_ZONE)),
        (Hours(timezone="Mars/Olympus"), FieldFault("timezone", Flaw.UNKNOWN_ZONE)),
        (Hours(on_a_date=True), FieldFault("starts_at", Flaw.MISSING)),
        (Hours(on_a_date=True, starts_at=NOW), FieldFault("starts_at", Flaw.IN_THE_PAST)),
    ],
)
def test_it_names_what_is_wrong_with_the_hours(hours: Hours, fault: FieldFault) -> None:
    assert hours_faults(hours, NOW) == [fault]


def test_a_window_over_midnight_is_right_as_it_is() -> None:
    assert hours_faults(Hours(time(20), time(6)), NOW) == []


@pytest.mark.parametrize(
    ("retries", "fault"),
    [
        (Retries(people_at_once=0), FieldFault("people_at_once", Flaw.OUT_OF_RANGE)),
        (Retries(attempts=None), FieldFault("attempts", Flaw.MISSING)),
        (Retries(delay=10_081), FieldFault("delay", Flaw.OUT_OF_RANGE)),
        (Retries(delay_by_outcome={"busy": 0}), FieldFault("delay_busy", Flaw.OUT_OF_RANGE)),
        (Retries(growing=True, growth=1.0), FieldFault("growth", Flaw.OUT_OF_RANGE)),
        (Retries(growing=True, longest_delay=None), FieldFault("longest_delay", Flaw.MISSING)),
    ],
)
def test_it_names_what_is_wrong_with_the_retries(retries: Retries, fault: FieldFault) -> None:
    assert retries_faults(retries, PaceLimits()) == [fault]


def test_growth_does_not_matter_while_delays_stay_the_same() -> None:
    assert retries_faults(Retries(growing=False, growth=None, longest_delay=None), PaceLimits()) == []


def test_it_reads_a_saved_campaign_back_as_it_was_typed() -> None:
    hours, retries = hours_of(SAVED), retries_of(SAVED)

    assert (hours.start, hours.end, hours.use_contact_timezone) == (time(20), time(6, 30), False)
    assert (retries.people_at_once, retries.attempts, retries.delay) == (5, 2, 90)
    assert (retries.after_error, retries.delay_by_outcome) == (True, {"busy": 10})
    assert (retries.growing, retries.growth, retries.longest_delay) == (True, 1.5, 600)


def test_nulls_and_nonsense_of_an_old_campaign_become_the_usual() -> None:
    settings = {"retry_backoff_multiplier": "fast", "retry_delay_minutes_busy": None, "retry_on_error": "yes"}
    campaign = Campaign(
        id="c", name="n", status=CampaignStatus.DRAFT, call_window_start="nine", settings=settings
    )

    assert retries_of(campaign) == Retries()
    assert hours_of(campaign) == Hours()


def test_a_copy_sends_the_same_settings_with_those_nobody_here_knows() -> None:
    request = create_request("team", SPRING, hours_of(SAVED), retries_of(SAVED), SAVED.settings)

    assert request.settings == SAVED.settings
    assert request.body()["callWindowStart"] == "20:00"
    assert "scheduledStartAt" not in request.body()
    assert "description" not in request.body()


def test_turning_growth_off_leaves_no_trace_of_it_in_a_copy() -> None:
    retries = replace(retries_of(SAVED), growing=False, delay_by_outcome={})

    settings = create_request("team", SPRING, hours_of(SAVED), retries, SAVED.settings).settings

    assert settings == {
        "use_contact_timezone_for_call_window": False,
        "retry_on_error": True,
        "retry_backoff_mode": "fixed",
        "voice_style": "calm",
    }


@pytest.mark.parametrize("name", ["no_auto_complete", "noAutoComplete"])
def test_whether_it_stays_open_is_read_and_copied_either_way_it_is_written(name: str) -> None:
    open_one = SAVED.model_copy(update={"settings": {name: True}})

    copied = create_request("team", SPRING, Hours(), retries_of(open_one), open_one.settings)
    closed = replace(retries_of(open_one), stays_open=False)
    taken_back = create_request("team", SPRING, Hours(), closed, open_one.settings)

    assert copied.no_auto_complete is True
    assert "noAutoComplete" not in taken_back.body()
    assert not {"no_auto_complete", "noAutoComplete"} & set(taken_back.settings or {})
    assert update_request(open_one, basics_of(open_one), hours_of(open_one), closed).body() == {
        "noAutoComplete": False
    }


def test_a_start_date_is_sent_only_when_chosen() -> None:
    tomorrow = NOW + timedelta(days=1)

    chosen = create_request("team", SPRING, Hours(on_a_date=True, starts_at=tomorrow), Retries())
    typed_then_dropped = create_request("team", SPRING, Hours(on_a_date=False, starts_at=tomorrow), Retries())

    assert chosen.body()["scheduledStartAt"] == "2026-11-24T12:00:00Z"
    assert "scheduledStartAt" not in typed_then_dropped.body()


def test_an_edit_sends_nothing_where_nothing_changed() -> None:
    assert update_request(SAVED, basics_of(SAVED), hours_of(SAVED), retries_of(SAVED)).body() == {}


def test_an_edit_sends_only_what_changed() -> None:
    basics = replace(basics_of(SAVED), description="New")
    hours = replace(hours_of(SAVED), use_contact_timezone=True)
    retries = replace(retries_of(SAVED), growing=False, delay=30)

    assert update_request(SAVED, basics, hours, retries).body() == {
        "description": "New",
        "useContactTimezoneForCallWindow": True,
        "retryBackoffMode": "fixed",
        "retryDelayMinutes": 30,
    }


def test_taking_back_an_outcomes_own_delay_sends_the_general_one() -> None:
    retries = replace(retries_of(SAVED), delay_by_outcome={})

    assert update_request(SAVED, basics_of(SAVED), hours_of(SAVED), retries).body() == {
        "retryDelayMinutesBusy": 90
    }


def test_a_dropped_start_date_and_description_are_cleared() -> None:
    dated = SAVED.model_copy(update={"scheduled_start_at": NOW, "description": "Old"})
    basics = replace(basics_of(dated), description=" ")

    assert update_request(
        dated, basics, replace(hours_of(dated), on_a_date=False), retries_of(dated)
    ).body() == {
        "description": None,
        "scheduledStartAt": None,
    }
