"""Holdings asked of a real platform of every generation: what it does not tell is not known, and never 0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from services.api.generation import Generation
from services.api.models import Campaign, CampaignCreate
from services.campaign.held_parts import Holding, Part
from services.live import ringing
from tests.sandbox_process import (
    ASSISTANT_ID,
    COMPANY_ID,
    GROUP_ID,
    NUMBER_IDS,
    RunningSandbox,
    start_sandbox,
)
from tests.services.keeper.office import ANNA, Office

PEOPLE = 12
OPEN, LATER = ("00:00", "23:59"), ("18:00", "20:00")


@pytest.fixture(scope="module", params=[Generation.SEED, Generation.ACTIONS, Generation.NEWEST])
def platform(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Generation, RunningSandbox]]:
    """Its clock stands at ten in the morning until a test moves it."""
    arguments = ("--empty", "--speed", "0", "--generation", str(request.param))
    with start_sandbox(tmp_path_factory.mktemp(str(request.param)), *arguments) as running:
        yield request.param, running


@pytest.fixture
def office(
    platform: tuple[Generation, RunningSandbox], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    generation, sandbox = platform
    sandbox.account(credits=1000)
    with Office(sandbox, tmp_path_factory.mktemp("console"), works=False) as made:
        made.api.campaigns.which_generation = lambda: generation
        yield made


def running(office: Office, hours: tuple[str, str], people: int = PEOPLE, **fields: Any) -> Campaign:
    """A campaign that was started, of people in Germany, on a clock of its own."""
    seed = office.api.campaigns.which_generation() is Generation.SEED
    usual: dict[str, Any] = {
        "team_id": office.sandbox.team_id,
        "assistant_id": ASSISTANT_ID,
        "company_id": COMPANY_ID if seed else None,
        "from_number_ids": NUMBER_IDS,
        "name": "Held",
        "call_window_start": hours[0],
        "call_window_end": hours[1],
        "call_window_timezone": "UTC",
        "settings": {"use_contact_timezone_for_call_window": False},
        "max_concurrent_calls": 20,
    }
    made = office.api.campaigns.create(CampaignCreate(**(usual | fields)))
    group = None if seed else GROUP_ID
    ids = [office.contact(made.id, number, group_id=group) for number in range(people)]
    office.api.campaigns.add_contacts(made.id, ids)
    office.launch(made.id, None)
    return made


def held(office: Office, campaign: Campaign) -> Holding:
    """As the page has it, read anew."""
    facts = office.console.facts
    for key in ("", "choices:", "credits"):
        office.console.reads.forget(key or f"campaign:{campaign.id}:")
    state = facts.watch(campaign.id)
    found = facts.of(state.campaign).holding(state)
    assert found is not None, f"{ringing(state)} are being called"
    return found


def parts(found: Holding) -> dict[Part, int | None]:
    """The parts, which add up."""
    assert sum(one.people or 0 for one in found.shares) == found.people
    return {one.part: one.people for one in found.shares}


def cancelled(office: Office, campaign: Campaign) -> None:
    """The next one may start: some generations let an assistant call for one alone."""
    office.console.campaigns.cancel(office.api.campaigns.get(campaign.id), who=ANNA)


def test_outside_the_hours_all_wait_for_them(office: Office) -> None:
    campaign = running(office, LATER)
    found = held(office, campaign)
    told = found.of(Part.HOURS) == PEOPLE
    # a platform that does not tell on whose clock the hours are read leaves open whom they hold
    assert told or parts(found) == {Part.UNKNOWN: PEOPLE}
    assert found.waiting == PEOPLE
    if told:
        assert found.binding
        assert found.binding.until
        assert (found.binding.until.hour, found.binding.until.minute) == (18, 0)
    cancelled(office, campaign)


def test_a_pause_holds_all_who_wait_and_the_credits_hold_after_it(office: Office) -> None:
    campaign = running(office, LATER)
    office.pause(campaign.id)
    office.sandbox.account(credits=0)
    found = held(office, campaign)
    assert found.binding
    assert found.binding.part is Part.PAUSED
    assert parts(found) in ({Part.PAUSED: PEOPLE}, {Part.UNKNOWN: PEOPLE})
    assert found.then == (Part.CREDITS,)
    cancelled(office, campaign)


def test_whoever_waits_for_the_next_try_is_counted_as_the_platform_has_it(office: Office) -> None:
    office.sandbox.odds(no_answer=0.5)
    campaign = running(office, OPEN, retry_delay_minutes=600)
    office.sandbox.advance(minutes=30)
    office.sandbox.odds()
    there = office.there(
        "select status, count(*) from enrolments where campaign_id = ? group by status", campaign.id
    )
    by_status: dict[str, int] = {row[0]: row[1] for row in there}
    assert by_status.get("pending"), "nobody was left for a second try: more people are needed"
    found = held(office, campaign)
    waiting = by_status["pending"]
    if office.api.campaigns.which_generation() is Generation.ACTIONS:
        # it says how the last call ended, and not whether another follows
        assert (parts(found)[Part.UNKNOWN] or 0) >= waiting
        assert found.of(Part.DONE) <= PEOPLE - waiting
    else:
        assert parts(found)[Part.RETRY] == waiting
        assert found.of(Part.DONE) + found.of(Part.NOT_CALLABLE) == PEOPLE - waiting
        assert found.binding
        assert found.binding.part is Part.RETRY
    cancelled(office, campaign)


def test_while_some_are_called_the_others_wait_for_a_free_line(office: Office) -> None:
    # whoever is not reached within the half minute waits for a second try, and not for a line
    office.sandbox.odds(answered=1.0)
    campaign = running(office, OPEN, max_concurrent_calls=2)
    office.sandbox.advance(minutes=0.5)
    office.sandbox.odds()
    office.console.reads.forget(f"campaign:{campaign.id}:")
    state = office.console.facts.watch(campaign.id)
    facts = office.console.facts.of(state.campaign)
    found = facts.behind_calls(state)
    if office.api.campaigns.which_generation() is Generation.ACTIONS:
        assert found is None, "it does not tell who is being called"
    else:
        assert facts.holding(state) is None, "it calls"
        assert found
        told = parts(found)
        assert found.calling == 2
        assert told[Part.AT_ONCE] == found.waiting > 0
        assert found.binding
        assert found.binding.part is Part.AT_ONCE
    cancelled(office, campaign)


def test_numbers_that_cannot_call_any_more_are_named(office: Office) -> None:
    campaign = running(office, LATER, from_number_ids=NUMBER_IDS[:1])
    office.sandbox.account(suspend_numbers=NUMBER_IDS[:1])
    office.sandbox.advance(hours=8.5 - _hours_gone(office))
    found = held(office, campaign)
    assert found.binding
    assert found.binding.part is Part.NUMBERS or Part.NUMBERS in found.then
    assert parts(found) in ({Part.NUMBERS: PEOPLE}, {Part.UNKNOWN: PEOPLE})
    cancelled(office, campaign)


def _hours_gone(office: Office) -> float:
    """Hours of this day since ten o'clock, on the platform's clock."""
    office.api.campaigns.list(limit=1)
    now = office.api.clock.now()
    return now.hour - 10 + now.minute / 60
