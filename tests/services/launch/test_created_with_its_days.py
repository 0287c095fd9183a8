"""A campaign's calling days are kept from its creation on, whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.api.models import CampaignCreate
from services.api.unclear import UNCLEAR_FOR
from services.audit.audit import Audit
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.campaigns.kept_days import KeptDays
from services.database.circuit_breaker import AwayReason, DatabaseAway
from services.database.database import make_engine
from services.launch import CreationOutcome, Creations, Ledger
from services.launch.intents import IntentState
from services.launch.looks import SENDING_LEASE
from services.person import Person
from tests.new_database import make_tables
from tests.services.launch.platform import Crash, FakePlatform, Fault

ANNA = Person("Anna")
NO_SUNDAYS = CallingDays((*(DAILY,) * 6, CLOSED), holidays_closed=True)
FORM = CampaignCreate(
    team_id="team_1", assistant_id="a1", company_id="co1", from_number_ids=["n1"], name="Spring"
)


class DaysThatCannotBeKept(KeptDays):
    """For as long as `away`."""

    away = True

    def begin(self, campaign_id: str, campaign_name: str, days: CallingDays, who: Person) -> None:
        if self.away:
            raise DatabaseAway(AwayReason.LOCKED)
        super().begin(campaign_id, campaign_name, days, who)


class Office:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.platform = FakePlatform()
        self.time = datetime.now(UTC)
        self.audit = Audit(engine, lambda: self.time)
        self.days = KeptDays(engine, lambda: "here", self.audit)

    def creations(self, days: KeptDays | None = None) -> Creations:
        api = self.platform.api()
        ledger = Ledger(self.engine, api.clock.now, wall=lambda: self.time)
        return Creations(self.engine, api, ledger=ledger, patience_seconds=1, days=days or self.days)

    def kept(self, campaign_id: str | None) -> CallingDays | None:
        found = self.days.of(campaign_id or "")
        return found.days if found else None


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    yield Office(engine)
    engine.dispose()


def test_they_are_kept_with_the_click(office: Office) -> None:
    made = office.creations().create_once("form", FORM, who=ANNA, days=NO_SUNDAYS)
    assert made.outcome is CreationOutcome.CREATED
    assert office.kept(made.campaign_id) == NO_SUNDAYS
    again = office.creations().create_once("form", FORM, who=ANNA, days=CallingDays())
    assert again.outcome is CreationOutcome.ANOTHER
    assert office.kept(again.campaign_id) == NO_SUNDAYS


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault.endswith("_after")])
def test_they_are_kept_after_an_unclear_answer_and_after_a_process_that_died(
    office: Office, fault: Fault
) -> None:
    office.platform.faults = [fault]
    with suppress(Crash):
        office.creations().create_once("form", FORM, who=ANNA, days=NO_SUNDAYS)
    for _turn in range(20):
        office.time += max(SENDING_LEASE, UNCLEAR_FOR) / 4
        office.creations().settle_abandoned()
    [campaign_id] = office.platform.created
    assert office.kept(campaign_id) == NO_SUNDAYS


def test_they_are_kept_later_where_they_could_not_be_then(office: Office) -> None:
    away = DaysThatCannotBeKept(office.engine, lambda: "here", office.audit)
    made = office.creations(away).create_once("form", FORM, who=ANNA, days=NO_SUNDAYS)
    assert (made.outcome, made.intent.state) == (CreationOutcome.CREATED, IntentState.LAUNCHED)
    assert office.kept(made.campaign_id) is None
    office.time += timedelta(hours=1)
    office.creations().settle_abandoned()
    assert office.kept(made.campaign_id) == NO_SUNDAYS
    # once they were kept they are the person's: nothing is put back after the campaign is gone
    office.days.forget(made.campaign_id or "")
    office.creations().settle_abandoned()
    assert office.kept(made.campaign_id) is None


def test_a_campaign_that_was_refused_keeps_none(office: Office) -> None:
    office.platform.faults = [Fault.CONFLICT]
    office.creations().create_once("form", FORM, who=ANNA, days=NO_SUNDAYS)
    office.creations().settle_abandoned()
    assert office.days.all() == {}
