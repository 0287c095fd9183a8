"""Forecasts at launch: what was expected is kept, and a campaign is measured against the right one of them."""

from __future__ import annotations

import dataclasses
import logging
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.forecast import Forecast, Situation, forecast
from services.launch import LaunchForecast, LaunchForecasts, Missing
from services.launch.intents import IntentKind, IntentRequest, IntentState
from services.launch.ledger import Ledger
from services.person import Person
from tests.services.launch.platform import START

CAMPAIGN = "camp_1"


@pytest.fixture
def kept(engine: Engine) -> LaunchForecasts:
    return LaunchForecasts(engine)


@pytest.fixture(scope="module")
def expected() -> Forecast:
    made = forecast(Situation(START, {"Europe/Berlin": 40}), CallWindow(), 3, RetryRules())
    assert made is not None
    return made


def launched(engine: Engine, *, most: int | None = None, state: IntentState = IntentState.LAUNCHED) -> int:
    """The next launch of the campaign, as the ledger tells of it."""
    ledger = Ledger(engine, lambda: START)
    last = ledger.latest(CAMPAIGN)
    request = IntentRequest(
        IntentKind.RUN, Person("Anna"), CAMPAIGN, "Spring", {}, most, last.id if last else None
    )
    intent = ledger.begin_run(request, last.id if last else None).intent
    ledger.advance(intent.id, [IntentState.CLAIMED], state)
    return intent.id


def test_it_comes_back_as_it_was(engine: Engine, kept: LaunchForecasts, expected: Forecast) -> None:
    assert kept.keep(launched(engine), expected)
    found = kept.of(CAMPAIGN)
    assert isinstance(found, LaunchForecast)
    assert (found.launched_at, found.people) == (START, 40)
    assert (found.earliest, found.finish, found.latest) == (
        expected.earliest,
        expected.finish,
        expected.latest,
    )
    assert len(found.curve) == len(expected.curve)
    assert found.finished_by(START - timedelta(days=1)) == 0
    assert found.finished_by(START + timedelta(days=900)) == pytest.approx(expected.curve[-1][1], abs=0.1)


def test_between_two_points_it_is_as_far_as_the_line() -> None:
    curve = ((START, 10.0), (START + timedelta(hours=2), 30.0))
    line = LaunchForecast(START, 40, None, None, None, curve)
    assert line.finished_by(START + timedelta(minutes=30)) == 15


def test_an_end_out_of_sight_is_kept_too(engine: Engine, kept: LaunchForecasts, expected: Forecast) -> None:
    kept.keep(launched(engine), dataclasses.replace(expected, finish=None, latest=None))
    found = kept.of(CAMPAIGN)
    assert isinstance(found, LaunchForecast)
    assert found.finish is None


def test_it_says_why_there_is_none(engine: Engine, kept: LaunchForecasts) -> None:
    assert kept.of(CAMPAIGN) is Missing.ELSEWHERE
    launched(engine)
    assert kept.of(CAMPAIGN) is Missing.NOT_KEPT


def test_a_first_stage_is_nothing_to_be_measured_against(
    engine: Engine, kept: LaunchForecasts, expected: Forecast
) -> None:
    kept.keep(launched(engine, most=5), expected)
    assert kept.of(CAMPAIGN) is Missing.STAGED

    kept.keep(launched(engine), dataclasses.replace(expected, people=39))
    found = kept.of(CAMPAIGN)
    assert isinstance(found, LaunchForecast)
    assert found.people == 39


def test_at_most_as_many_as_are_left_is_everybody(
    engine: Engine, kept: LaunchForecasts, expected: Forecast
) -> None:
    kept.keep(launched(engine, most=40), expected)
    assert isinstance(kept.of(CAMPAIGN), LaunchForecast)


def test_the_last_launch_counts_even_where_its_forecast_is_missing(
    engine: Engine, kept: LaunchForecasts, expected: Forecast
) -> None:
    """The one before was made for other people or settings."""
    kept.keep(launched(engine), expected)
    launched(engine)
    assert kept.of(CAMPAIGN) is Missing.NOT_KEPT


@pytest.mark.parametrize(
    "state", [IntentState.UNCERTAIN, IntentState.NOT_LAUNCHED, IntentState.REFUSED, IntentState.WITHDRAWN]
)
def test_a_launch_that_was_none_does_not_count(
    engine: Engine, kept: LaunchForecasts, expected: Forecast, state: IntentState
) -> None:
    kept.keep(launched(engine, state=state), expected)
    assert kept.of(CAMPAIGN) is Missing.ELSEWHERE


def test_an_uncertain_launch_counts_once_it_was_found_to_be_one(
    engine: Engine, kept: LaunchForecasts, expected: Forecast
) -> None:
    intent = launched(engine, state=IntentState.UNCERTAIN)
    kept.keep(intent, expected)
    Ledger(engine, lambda: START).advance(intent, [IntentState.UNCERTAIN], IntentState.LAUNCHED)
    assert isinstance(kept.of(CAMPAIGN), LaunchForecast)


def test_the_first_one_kept_stays(engine: Engine, kept: LaunchForecasts, expected: Forecast) -> None:
    intent = launched(engine)
    kept.keep(intent, expected)
    assert kept.keep(intent, dataclasses.replace(expected, people=7))
    found = kept.of(CAMPAIGN)
    assert isinstance(found, LaunchForecast)
    assert found.people == 40


def test_a_database_that_cannot_store_it_is_logged_and_stops_nothing(
    engine: Engine, kept: LaunchForecasts, expected: Forecast, caplog: pytest.LogCaptureFixture
) -> None:
    intent = launched(engine)
    with engine.begin() as connection:
        connection.execute(text("drop table launch_forecast"))
    with caplog.at_level(logging.ERROR):
        assert not kept.keep(intent, expected)
    assert f"launch {intent} could not be stored" in caplog.text
