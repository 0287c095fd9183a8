"""Detector of the platform's generation: found by reading alone, certain only where signs agree, kept with its evidence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from services.api import errors
from services.api.models import CampaignCreate
from services.generation import Generation
from services.generation.generations import Generations
from services.generation.signs import Asked, sign_of
from services.person import Person
from tests.services.generation.printed_platform import PrintedPlatform
from tests.services.reads.test_reads import Clock

GENERATIONS = ["seed", "actions", "newest"]
ADMIN = Person("Ada")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def detector(engine: Engine, platform: PrintedPlatform, clock: Clock) -> Generations:
    return Generations(engine, platform.api(), clock)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_it_is_told_by_what_the_page_of_each_prints(engine: Engine, clock: Clock, generation: str) -> None:
    platform = PrintedPlatform(generation)
    finding = detector(engine, platform, clock).finding()
    assert finding.generation == generation
    assert len(finding.signs) >= 2
    assert any(sign.of_campaign for sign in finding.signs)
    assert {one.split()[0] for one in platform.asked} == {"GET"}
    assert len(platform.asked) <= 9


@pytest.mark.parametrize("generation", GENERATIONS)
def test_two_signs_that_contradict_each_other_make_it_unknown(
    engine: Engine, clock: Clock, generation: str
) -> None:
    platform = PrintedPlatform(generation)
    other = PrintedPlatform("seed" if generation != "seed" else "newest")
    platform.answers["GET /api/crm/groups"] = other.answers["GET /api/crm/groups"]
    finding = detector(engine, platform, clock).finding()
    assert finding.generation is Generation.UNKNOWN
    assert finding.contradicting


@pytest.mark.parametrize("generation", GENERATIONS)
def test_without_a_campaign_it_is_unknown_until_one_is_seen(
    engine: Engine, clock: Clock, generation: str
) -> None:
    platform = PrintedPlatform(generation)
    listed = platform.answers["GET /api/crm/campaigns"]
    platform.answers["GET /api/crm/campaigns"] = (200, {"success": True, "campaigns": []})
    found = detector(engine, platform, clock)
    assert found.finding().generation is Generation.UNKNOWN

    platform.answers["GET /api/crm/campaigns"] = listed
    found._api.campaigns.list()  # the page of campaigns reads it
    asked = len(platform.asked)
    assert found.finding().generation == generation
    assert len(platform.asked) == asked


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_answer_to_the_first_creation_tells_too(engine: Engine, clock: Clock, generation: str) -> None:
    platform = PrintedPlatform(generation)
    platform.answers["GET /api/crm/campaigns"] = (200, {"success": True, "campaigns": []})
    found = detector(engine, platform, clock)
    assert found.finding().generation is Generation.UNKNOWN
    form = CampaignCreate(team_id="t", assistant_id="a", company_id="c", from_number_ids=["n"], name="First")
    found._api.campaigns.create(form)
    assert found.finding().generation == generation


def test_one_sign_is_not_enough(engine: Engine, clock: Clock) -> None:
    platform = PrintedPlatform("seed")
    for name in list(platform.answers):
        if name != "GET /api/crm/campaigns":
            platform.answers[name] = (500, {"success": False, "error": "Trouble"})
    assert detector(engine, platform, clock).finding().generation is Generation.UNKNOWN


def test_it_is_asked_once_a_day_and_known_to_other_processes(engine: Engine, clock: Clock) -> None:
    platform = PrintedPlatform("newest")
    found = detector(engine, platform, clock)
    found.finding()
    once = len(platform.asked)
    clock.now += timedelta(hours=23)
    assert detector(engine, platform, clock).finding().generation is Generation.NEWEST
    assert len(platform.asked) == once
    clock.now += timedelta(hours=2)
    assert found.finding().generation is Generation.NEWEST
    assert once < len(platform.asked) <= 2 * once


def test_an_answer_that_fits_another_has_it_asked_again(engine: Engine, clock: Clock) -> None:
    platform = PrintedPlatform("seed")
    found = detector(engine, platform, clock)
    assert found.finding().generation is Generation.SEED
    platform.answers = PrintedPlatform("newest").answers
    clock.now += timedelta(minutes=15)
    assert found.finding().generation is Generation.SEED
    found._api.campaigns.list()
    assert found.finding().generation is Generation.NEWEST


def test_a_doubt_outlives_a_platform_that_is_away(engine: Engine, clock: Clock) -> None:
    platform = PrintedPlatform("seed")
    found = detector(engine, platform, clock)
    found.finding()
    platform.answers = PrintedPlatform("newest").answers
    clock.now += timedelta(minutes=15)
    found._api.campaigns.list()
    platform.away = True
    assert found.finding().generation is Generation.SEED
    platform.away = False
    assert found.finding().generation is Generation.NEWEST


def test_a_platform_that_contradicts_itself_is_not_asked_again_and_again(
    engine: Engine, clock: Clock
) -> None:
    platform = PrintedPlatform("seed")
    found = detector(engine, platform, clock)
    found.finding()
    asked = len(platform.asked)
    platform.answers["GET /api/crm/campaigns"] = PrintedPlatform("newest").answers["GET /api/crm/campaigns"]
    for _look in range(20):
        found._api.campaigns.list()
        found.finding()
    assert len(platform.asked) == asked + 20


def test_an_admin_decides_an_unknown_and_takes_it_back(engine: Engine, clock: Clock) -> None:
    platform = PrintedPlatform("newest")
    platform.answers["GET /api/crm/groups"] = (404, {"success": False, "error": "Not found"})
    found = detector(engine, platform, clock)
    assert found.finding().generation is Generation.UNKNOWN
    decided = found.decide(Generation.NEWEST, ADMIN)
    assert (decided.generation, decided.by_signs, decided.decided_by) == (
        Generation.NEWEST,
        Generation.UNKNOWN,
        "Ada",
    )
    assert detector(engine, platform, clock).finding().generation is Generation.NEWEST
    assert found.decide(None, ADMIN).generation is Generation.UNKNOWN


def test_what_was_decided_yields_to_signs_that_have_become_certain(engine: Engine, clock: Clock) -> None:
    platform = PrintedPlatform("actions")
    groups = platform.answers["GET /api/crm/groups"]
    platform.answers["GET /api/crm/groups"] = (404, {"success": False, "error": "Not found"})
    found = detector(engine, platform, clock)
    found.finding()
    found.decide(Generation.SEED, ADMIN)
    platform.answers["GET /api/crm/groups"] = groups
    assert found.ask_again().generation is Generation.ACTIONS


def test_where_the_platform_is_away_what_was_known_counts(engine: Engine, clock: Clock) -> None:
    platform = PrintedPlatform("seed")
    found = detector(engine, platform, clock)
    found.finding()
    platform.away = True
    clock.now += timedelta(days=2)
    assert found.finding().generation is Generation.SEED
    with pytest.raises(errors.ApiError):
        found.ask_again()


@pytest.mark.parametrize("status", [429, 500, 502, 503])
@pytest.mark.parametrize("asked", list(Asked))
def test_a_platform_in_trouble_tells_nothing(asked: Asked, status: int) -> None:
    assert sign_of(asked, status, {"success": False, "error": "Trouble"}) is None
