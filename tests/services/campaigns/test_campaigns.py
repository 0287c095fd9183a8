"""One list of campaigns for all who look, and what a person changes in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from services.api import errors
from services.api.models import Campaign, CampaignUpdate
from services.audit.audit import Audit, Result
from services.audit.audit import AuditAction as Deed
from services.campaigns.campaigns import CampaignAction, Campaigns, allowed_actions
from services.person import Person
from services.reads.reads import Reads
from tests.services.campaigns.campaign_platform import CampaignPlatform
from tests.services.reads.test_reads import Clock

MIA = Person("Mia", "mia@example.com")


def campaign(status: str, **fields: object) -> Campaign:
    return Campaign.model_validate({"id": "x", "name": "X", "status": status, **fields})


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        ("draft", "dry_run launch cancel edit add_people delete"),
        ("scheduled", "dry_run launch cancel edit add_people"),
        ("running", "dry_run launch pause cancel"),
        ("paused", "dry_run launch resume cancel edit add_people"),
        ("completed", ""),
        ("cancelled", "delete"),
    ],
)
def test_it_allows_what_the_lifecycle_allows(status: str, allowed: str) -> None:
    assert allowed_actions(campaign(status)) == {CampaignAction(name) for name in allowed.split()}


@pytest.mark.parametrize("name", ["no_auto_complete", "noAutoComplete"])
def test_it_adds_people_to_a_running_campaign_only_where_that_stays_open(name: str) -> None:
    """Platforms write it either way."""
    assert CampaignAction.ADD_PEOPLE in allowed_actions(campaign("running", settings={name: True}))
    assert CampaignAction.ADD_PEOPLE not in allowed_actions(campaign("running", settings={name: "no"}))


def test_it_allows_nothing_on_a_deleted_campaign() -> None:
    assert not allowed_actions(campaign("draft", deleted_at="2026-03-02T10:00:00Z"))


class House:
    """A console over a platform: what is in `tests/services/campaigns/campaign_platform.py`."""

    def __init__(self, platform: CampaignPlatform, engine: Engine) -> None:
        self.platform = platform
        self.clock = Clock()
        self.api = platform.api()
        self.audit = Audit(engine, self.api.clock.now)
        self.campaigns = Campaigns(self.api, Reads(clock=self.clock), self.audit)

    def names(self) -> list[str]:
        return [found.name for found in self.campaigns.all().value]

    def one(self, identifier: str) -> Campaign:
        found = self.campaigns.find(identifier).value
        assert found is not None
        return found

    def log(self) -> list[tuple[Deed, Result, str | None]]:
        return [(row.action, row.result, row.campaign_name) for row in self.audit.entries().rows]


@pytest.fixture
def house(engine: Engine) -> House:
    return House(CampaignPlatform("spring", "summer"), engine)


@pytest.mark.parametrize(("many", "page_cap"), [(3, 1000), (2500, 1000), (300, 10)])
def test_it_costs_at_most_120_requests_an_hour_however_many_look(
    engine: Engine, many: int, page_cap: int
) -> None:
    platform = CampaignPlatform(*(f"campaign {number}" for number in range(many)), page_cap=page_cap)
    house = House(platform, engine)
    for _ in range(720):
        for _viewer in range(3):
            assert len(house.campaigns.all().value) == many
        house.campaigns.deleted()
        house.clock.pass_by(seconds=5)
    assert platform.asked["listCampaigns"] <= 120


def test_it_still_costs_no_more_while_the_platform_fails(house: House) -> None:
    house.names()
    house.platform.refuse["listCampaigns"] = 502
    house.platform.asked.clear()
    with house.api.budget.purpose("campaign list", background=True):
        for _ in range(720):
            assert house.names() == ["spring", "summer"]
            house.clock.pass_by(seconds=5)
    assert house.platform.asked["listCampaigns"] <= 120


def test_it_shows_the_list_with_its_age_while_the_platform_fails(house: House) -> None:
    house.names()
    house.platform.refuse["listCampaigns"] = 503
    house.clock.pass_by(minutes=5)
    read = house.campaigns.all()
    assert (len(read.value), read.age) == (2, timedelta(minutes=5))
    assert isinstance(read.error, errors.ServerError)


def test_it_shows_a_change_at_once_and_without_reading_the_list_again(house: House) -> None:
    house.names()
    house.campaigns.edit(house.one("spring"), CampaignUpdate(name="Spring offer"), who=MIA)
    assert house.names() == ["Spring offer", "summer"]
    assert house.platform.asked == {"listCampaigns": 1, "updateCampaign": 1}


def test_it_shows_a_new_campaign_first(house: House) -> None:
    house.names()
    house.campaigns.changed(campaign("draft"))
    assert house.names() == ["X", "spring", "summer"]


def test_it_moves_a_deleted_campaign_to_the_deleted_ones(house: House) -> None:
    house.campaigns.deleted()
    house.campaigns.delete(house.one("spring"), who=MIA)
    assert house.names() == ["summer"]
    assert [found.name for found in house.campaigns.deleted().value] == ["spring"]
    assert house.log() == [(Deed.DELETE, Result.DONE, "spring")]


def test_it_pauses_and_cancels(house: House) -> None:
    house.platform.campaigns["spring"]["status"] = "running"
    seen = house.campaigns.pause(house.one("spring"), who=MIA)
    assert seen.status == "paused"
    seen = house.campaigns.cancel(seen, who=MIA)
    assert house.one("spring").status == "cancelled"
    assert [deed for deed, _, _ in house.log()] == [Deed.CANCEL, Deed.PAUSE]


def test_it_does_not_ask_for_what_the_status_does_not_allow(house: House) -> None:
    running = campaign("running")
    for forbidden in (
        lambda: house.campaigns.edit(running, CampaignUpdate(name="N"), who=MIA),
        lambda: house.campaigns.delete(running, who=MIA),
    ):
        with pytest.raises(errors.Conflict):
            forbidden()
    assert not house.platform.asked


def test_it_sends_nothing_where_nothing_was_changed(house: House) -> None:
    seen = house.one("spring")
    assert house.campaigns.edit(seen, CampaignUpdate(), who=MIA) is seen
    assert house.platform.asked["updateCampaign"] == 0


def test_it_looks_after_an_unclear_answer_and_finds_that_it_was_done(house: House) -> None:
    house.platform.lose = {"updateCampaign"}
    changed = house.campaigns.edit(house.one("spring"), CampaignUpdate(name="Spring offer"), who=MIA)
    assert changed.name == "Spring offer"
    assert house.platform.asked["updateCampaign"] == 1
    assert house.log()[0][1] is Result.DONE


def test_it_says_so_where_it_cannot_be_sure(house: House) -> None:
    seen = house.one("spring")
    house.platform.lose = {"updateCampaign", "getCampaign"}
    with pytest.raises(errors.DeadlineExceeded) as caught:
        house.campaigns.edit(seen, CampaignUpdate(name="Spring offer"), who=MIA)
    assert caught.value.may_have_acted
    assert house.log()[0][1] is Result.UNCLEAR
    assert house.names() == ["Spring offer", "summer"]  # read anew


@pytest.mark.parametrize(
    ("status", "result"), [(409, Result.REFUSED), (403, Result.REFUSED), (400, Result.REFUSED)]
)
def test_it_records_what_was_refused(house: House, status: int, result: Result) -> None:
    seen = house.one("spring")
    house.platform.refuse["updateCampaign"] = status
    with pytest.raises(errors.StatusError):
        house.campaigns.edit(seen, CampaignUpdate(name="N"), who=MIA)
    assert house.log() == [(Deed.EDIT, result, "spring")]
    assert house.names() == ["spring", "summer"]
