"""Stops on every generation: what was read counts and not what was answered, and until it says stopped everybody is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from services.api import errors
from services.api.generation import Generation
from services.api.models import Campaign, CampaignStatus, OtherStatus
from services.audit.audit import Audit, Result
from services.campaigns.campaigns import CampaignAction, Campaigns, allowed_actions
from services.campaigns.stops import Stops, is_stopped
from services.database.circuit_breaker import AwayReason, DatabaseAway
from services.person import Person
from services.reads.reads import Reads
from tests.services.generation.printed_platform import PrintedPlatform
from tests.services.reads.test_reads import Clock

EVERY = [Generation.SEED, Generation.ACTIONS, Generation.NEWEST]
MIA = Person("Mia")
UPDATE = "PUT /api/crm/campaigns/{id}"
RUN = "POST /api/crm/campaigns/{id}/run"
READ = "GET /api/crm/campaigns/{id}"
LIST = "GET /api/crm/campaigns"


class House:
    """A console at the platform of a generation, where everything answers that it has stopped, and reads say `status`."""

    def __init__(self, engine: Engine, generation: Generation, status: str) -> None:
        self.platform = PrintedPlatform(generation.value)
        self.clock = Clock()
        self.api = self.platform.api()
        self.api.campaigns.which_generation = lambda: generation
        self.stops = Stops(self.api, engine, now=self.clock)
        self.audit = Audit(engine, self.api.clock.now)
        self.campaigns = Campaigns(self.api, Reads(clock=self.clock), self.audit, stops=self.stops)
        self.platform.answers[UPDATE] = (200, {"success": True, "campaign": self._row("paused")})
        self.platform.answers[RUN] = (200, {"success": True, "status": "stopped"})
        self.reads(status)

    def _row(self, status: str) -> dict[str, Any]:
        return {"id": "cmp_1", "name": "Renewals", "status": status}

    def reads(self, status: str) -> None:
        """From now on a read says so, by id and in the list."""
        if self.platform.answers.get(READ, (200,))[0] == 200:
            self.platform.answers[READ] = (200, {"success": True, "campaign": self._row(status)})
        self.platform.answers[LIST] = (200, {"success": True, "campaigns": [self._row(status)], "count": 1})

    def fail_reads(self) -> None:
        self.platform.answers[READ] = self.platform.answers[LIST] = (500, {"success": False})


RUNNING = Campaign(id="cmp_1", name="Renewals", status=CampaignStatus.RUNNING)


@pytest.mark.parametrize("generation", EVERY)
@pytest.mark.parametrize("status", ["paused", "stopped", "cancelled", "completed"])
def test_a_stop_that_a_read_confirms_is_done(engine: Engine, generation: Generation, status: str) -> None:
    house = House(engine, generation, status)
    seen = house.campaigns.pause(RUNNING, who=MIA)
    assert seen.status == status
    assert house.stops.unconfirmed() == {}
    assert [entry.result for entry in house.audit.entries().rows] == [Result.DONE]


@pytest.mark.parametrize("generation", EVERY)
@pytest.mark.parametrize("status", ["running", "active", "draft", "scheduled", ""])
def test_a_stop_that_no_read_confirms_is_told_as_it_was_read(
    engine: Engine, generation: Generation, status: str
) -> None:
    house = House(engine, generation, status)
    seen = house.campaigns.pause(RUNNING, who=MIA)
    assert seen.status == status
    [stop] = house.stops.unconfirmed().values()
    assert (stop.campaign_name, stop.wanted, stop.who, stop.status) == (
        "Renewals",
        CampaignStatus.PAUSED,
        MIA,
        status,
    )
    assert [entry.result for entry in house.audit.entries().rows] == [Result.UNCLEAR]


@pytest.mark.parametrize("generation", EVERY)
def test_it_is_read_again_and_goes_once_a_read_says_stopped(engine: Engine, generation: Generation) -> None:
    house = House(engine, generation, "running")
    house.campaigns.pause(RUNNING, who=MIA)
    asked = len(house.platform.asked)
    assert house.stops.watch("cmp_1") is not None
    assert len(house.platform.asked) == asked  # a moment ago it was read
    house.clock.now += timedelta(seconds=11)
    house.reads("paused")
    house.stops.watch_all()
    assert house.stops.unconfirmed() == {}


def test_an_hour_of_watching_costs_few_requests(engine: Engine) -> None:
    house = House(engine, Generation.NEWEST, "running")
    house.campaigns.pause(RUNNING, who=MIA)
    asked = len(house.platform.asked)
    for _look in range(720):
        house.clock.now += timedelta(seconds=5)
        house.stops.watch_all()
    assert 10 < len(house.platform.asked) - asked < 60


@pytest.mark.parametrize("generation", EVERY)
def test_where_it_cannot_be_read_it_is_not_told_as_stopped(engine: Engine, generation: Generation) -> None:
    house = House(engine, generation, "running")
    house.fail_reads()
    seen = house.campaigns.pause(RUNNING, who=MIA)
    assert seen.status is CampaignStatus.RUNNING
    [stop] = house.stops.unconfirmed().values()
    assert stop.status is None


@pytest.mark.parametrize("generation", EVERY)
def test_a_stop_that_was_refused_is_told_so_and_watched_all_the_same(
    engine: Engine, generation: Generation
) -> None:
    house = House(engine, generation, "running")
    house.platform.answers[UPDATE] = house.platform.answers[RUN] = (403, {"success": False, "error": "No."})
    with pytest.raises(errors.Forbidden):
        house.campaigns.pause(RUNNING, who=MIA)
    assert "cmp_1" in house.stops.unconfirmed()


def test_a_lost_answer_to_a_stop_is_no_failure_where_a_read_confirms_it(engine: Engine) -> None:
    house = House(engine, Generation.NEWEST, "paused")
    house.platform.answers[UPDATE] = (502, {"success": False})
    assert house.campaigns.pause(RUNNING, who=MIA).status is CampaignStatus.PAUSED
    assert house.stops.unconfirmed() == {}


@pytest.mark.parametrize(("read", "result"), [("paused", Result.UNCLEAR), ("cancelled", Result.DONE)])
def test_a_cancelled_campaign_is_one_only_where_a_read_says_so(
    engine: Engine, read: str, result: Result
) -> None:
    house = House(engine, Generation.ACTIONS, read)
    assert house.campaigns.cancel(RUNNING, who=MIA).status == read
    assert house.stops.unconfirmed() == {}
    assert [entry.result for entry in house.audit.entries().rows] == [result]


def test_other_processes_know_of_it(engine: Engine) -> None:
    house = House(engine, Generation.ACTIONS, "running")
    house.campaigns.pause(RUNNING, who=MIA)
    assert "cmp_1" in Stops(house.api, engine, now=house.clock).unconfirmed()


def test_what_a_dead_process_was_sending_is_read_a_minute_later(engine: Engine) -> None:
    house = House(engine, Generation.NEWEST, "running")
    house.stops.asked(RUNNING, CampaignStatus.PAUSED, MIA)
    assert house.stops.unconfirmed() == {}
    house.clock.now += timedelta(minutes=1)
    assert house.stops.watch("cmp_1") is not None
    house.reads("paused")
    house.clock.now += timedelta(minutes=1)
    assert house.stops.watch("cmp_1") is None


def test_whoever_lets_it_go_on_ends_the_watch(engine: Engine) -> None:
    house = House(engine, Generation.NEWEST, "running")
    house.campaigns.pause(RUNNING, who=MIA)
    house.campaigns.started("cmp_1")
    assert house.stops.unconfirmed() == {}


@pytest.mark.parametrize("generation", EVERY)
def test_what_may_have_been_started_can_be_stopped_whatever_its_status_says(
    engine: Engine, generation: Generation
) -> None:
    house = House(engine, generation, "paused")
    draft = RUNNING.model_copy(update={"status": CampaignStatus.DRAFT})
    with pytest.raises(errors.Conflict):
        house.campaigns.pause(draft, who=MIA)
    assert house.campaigns.pause_unsure(draft, who=MIA).status is CampaignStatus.PAUSED


def test_a_word_for_stopped_can_be_launched_again_and_an_unknown_one_only_stopped() -> None:
    def allowed(word: str) -> frozenset[CampaignAction]:
        return allowed_actions(RUNNING.model_copy(update={"status": OtherStatus(word)}))

    stop = {CampaignAction.PAUSE, CampaignAction.CANCEL}
    assert allowed("active") == stop
    assert allowed("") == stop
    assert allowed("stopped") == stop | {CampaignAction.LAUNCH, CampaignAction.DRY_RUN}
    assert is_stopped(OtherStatus("Stopped"))
    assert not is_stopped(OtherStatus("stopping"))


def cannot_keep(_campaign_id: str) -> None:
    raise DatabaseAway(AwayReason.LOCKED)


def test_that_a_campaign_is_to_stay_paused_is_not_said_to_be_kept_where_it_is_not(engine: Engine) -> None:
    house = House(engine, Generation.SEED, "paused")
    house.campaigns.before_a_pause = cannot_keep
    paused = Campaign(id="cmp_1", name="Renewals", status=CampaignStatus.PAUSED)

    with pytest.raises(DatabaseAway):
        house.campaigns.stay_paused(paused, who=MIA)

    assert house.audit.entries().rows == []


def test_that_it_stays_paused_is_not_certain_where_nobody_could_look(engine: Engine) -> None:
    house = House(engine, Generation.SEED, "paused")
    house.fail_reads()

    house.campaigns.stay_paused(Campaign(id="cmp_1", name="Renewals", status=CampaignStatus.PAUSED), who=MIA)

    assert [entry.result for entry in house.audit.entries().rows] == [Result.UNCLEAR]


def test_a_campaign_that_calls_is_paused_also_where_nothing_can_be_kept(engine: Engine) -> None:
    house = House(engine, Generation.SEED, "paused")
    house.campaigns.before_a_pause = cannot_keep

    assert house.campaigns.pause(RUNNING, who=MIA).status is CampaignStatus.PAUSED
