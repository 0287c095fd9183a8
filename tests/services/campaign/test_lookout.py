"""Lookout: what happens with no page open is told, once, by whatever process sees it, and nothing that is as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from services.api.models import Campaign, CampaignStatus, CampaignUpdate
from services.campaign.answered_today import AnsweredTallies
from services.campaign.lookout import Lookout
from services.campaign.sightings import SightingRow, Sightings
from services.notifications.tables import EventRow
from services.person import Person
from services.runtime import Runtime
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.whole_console import whole_console


@pytest.fixture(scope="module")
def quiet_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Its clock stands, and nobody else's campaigns are in it."""
    with start_sandbox(tmp_path_factory.mktemp("quiet"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def console(quiet_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from whole_console(quiet_sandbox, tmp_path)
    quiet_sandbox.account(credits=1000)


def look(console: Runtime, *campaigns: Campaign) -> None:
    console.campaigns.refresh()
    for campaign in campaigns:
        console.live.forget(campaign.id)
    console.reads.forget("credits")
    console.look_out()


def told(console: Runtime, campaign: Campaign | None = None) -> list[tuple[str, str, dict[str, Any]]]:
    columns = (EventRow.kind, EventRow.reason, EventRow.figures)
    which = EventRow.campaign_id == (campaign.id if campaign else None)
    with console.engine.connect() as connection:
        rows = connection.execute(select(*columns).where(which).order_by(EventRow.id))
        return [(row.kind, row.reason, dict(row.figures)) for row in rows]


def launched(console: Runtime, name: str, people: int, *, most: int | None = None) -> Campaign:
    campaign = make_campaign(console.api, name, people=people, max_attempts_per_contact=1)
    console.api.campaigns.run(campaign.id, max_calls=most)
    return console.api.campaigns.get(campaign.id)


def to_the_end(sandbox: RunningSandbox, console: Runtime, campaign: Campaign) -> None:
    for _hour in range(12):
        sandbox.advance(hours=1)
        if console.api.campaigns.get(campaign.id).status is CampaignStatus.COMPLETED:
            return
    raise AssertionError("it goes on and on")


def test_a_campaign_that_ends_is_told_once_with_what_came_of_it(
    quiet_sandbox: RunningSandbox, console: Runtime
) -> None:
    look(console)
    campaign = launched(console, "Spring", 3)
    look(console)
    to_the_end(quiet_sandbox, console, campaign)
    for _look in range(3):
        look(console)
    [(kind, _reason, figures)] = told(console, campaign)
    assert kind == "completed" and (figures["people"], figures["called"]) == (3, 3)


def test_one_that_begins_and_ends_between_two_looks_is_told(
    quiet_sandbox: RunningSandbox, console: Runtime
) -> None:
    look(console)
    campaign = launched(console, "Quick", 1)
    to_the_end(quiet_sandbox, console, campaign)
    look(console)
    assert [kind for kind, _reason, _figures in told(console, campaign)] == ["completed"]


def test_what_was_over_before_anybody_looked_is_no_news(
    quiet_sandbox: RunningSandbox, console: Runtime
) -> None:
    campaign = launched(console, "Long ago", 1)
    to_the_end(quiet_sandbox, console, campaign)
    look(console)
    look(console)
    assert told(console, campaign) == []


def test_one_that_ends_while_no_console_runs_is_told_by_the_next(
    quiet_sandbox: RunningSandbox, console: Runtime, tmp_path: Path
) -> None:
    campaign = launched(console, "Over night", 2)
    look(console)
    to_the_end(quiet_sandbox, console, campaign)
    for other in whole_console(quiet_sandbox, tmp_path):
        look(other)
        look(other)
    look(console)
    assert [kind for kind, _reason, _figures in told(console, campaign)] == ["completed"]


def test_a_campaign_that_should_call_and_does_not_is_told_once_a_silence(
    quiet_sandbox: RunningSandbox, console: Runtime
) -> None:
    campaign = launched(
        console, "Silent", 5, most=1
    )  # the platform's dialler stops there, and says that it runs
    look(console)
    for _quarter in range(6):
        quiet_sandbox.advance(minutes=15)
        look(console, campaign)
    [(kind, reason, figures)] = told(console, campaign)
    assert (kind, reason) == ("not_calling", "silence") and figures["minutes"] >= 10
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.CANCELLED))


def test_one_outside_its_hours_is_as_it_should_be(quiet_sandbox: RunningSandbox, console: Runtime) -> None:
    now = console.api.clock.now()
    hour = (now.hour + 3) % 23
    campaign = make_campaign(
        console.api, "Later", people=3, call_window_start=f"{hour:02d}:00", call_window_end=f"{hour:02d}:30"
    )
    console.api.campaigns.run(campaign.id)
    look(console)
    for _quarter in range(4):
        quiet_sandbox.advance(minutes=15)
        look(console, campaign)
    assert told(console, campaign) == []
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.CANCELLED))


def test_one_that_a_person_paused_is_as_it_should_be(quiet_sandbox: RunningSandbox, console: Runtime) -> None:
    campaign = launched(console, "Paused", 3, most=1)
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.PAUSED))
    look(console)
    for _quarter in range(4):
        quiet_sandbox.advance(minutes=15)
        look(console, campaign)
    assert told(console, campaign) == []


def test_credits_that_will_not_last_an_hour_are_told_once_a_day(
    quiet_sandbox: RunningSandbox, console: Runtime
) -> None:
    launched(console, "Costly", 3, most=1)
    look(console)
    for credits in (100, 60, 20, 10):
        quiet_sandbox.account(credits=credits)
        look(console)
        quiet_sandbox.advance(minutes=15)
    [(kind, _reason, figures)] = told(console)
    assert kind == "credits" and figures["credits"] == 60 and figures["minutes"] < 60


def test_a_silent_hour_costs_few_requests(quiet_sandbox: RunningSandbox, console: Runtime) -> None:
    campaign = launched(console, "Watched", 5, most=1)
    look(console)
    before = sum(quiet_sandbox.requests().values())
    for _minute in range(60):
        quiet_sandbox.advance(minutes=1)
        look(console, campaign)
    spent = sum(quiet_sandbox.requests().values()) - before
    assert spent <= 60 + 60 + 6 * 10, "the list once a minute, the credits, and a look each ten minutes"


def test_that_the_version_is_not_certain_is_told_once_a_day_and_written_once(console: Runtime) -> None:
    for one in console.campaigns.all().value:
        if one.status is CampaignStatus.RUNNING:  # its credits would be written down, too
            console.campaigns.cancel(one, who=Person("test"))
    console.campaigns.refresh()
    facts: Any = SimpleNamespace(
        api=console.api,
        campaigns=console.campaigns,
        deployment=console.deployment,
        finding=lambda: SimpleNamespace(contradicting=True, decided=False),
    )
    sightings = Sightings(console.engine, lambda: "us")
    lookout = Lookout(facts, sightings, AnsweredTallies(sightings))
    lookout.look()  # the first one ever tells nothing
    written: list[datetime] = []
    for _look in range(3):
        lookout.look()
        with console.engine.connect() as connection:
            row = select(SightingRow.seen_at).where(
                SightingRow.account == "us", SightingRow.campaign_id == ""
            )
            written.append(connection.scalars(row).one())

    assert len(set(written)) == 1
