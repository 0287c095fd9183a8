"""Legal hours are kept: a launch outside of them is not sent until they are narrowed, or a named person answers for them."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from services.api import errors
from services.api.models import Campaign, CampaignStatus
from services.audit.audit import AuditAction, Filter
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.campaigns.hours_taken_on import ReasonMissing
from services.launch import LaunchOutcome, LaunchResult
from services.person import Person
from services.readiness import TO_DECIDE, Code
from services.runtime import Runtime
from tests.pages.world import make_campaign

ADA = Person("Ada")
NIGHT_AND_DAY = {
    "call_window_start": "06:00",
    "call_window_end": "23:00",
    "call_window_timezone": "Europe/Berlin",
}

NO_WEDNESDAYS = CallingDays((DAILY, DAILY, CLOSED, *(DAILY,) * 4))


def launched(console: Runtime, campaign: Campaign) -> LaunchResult:
    prepared = console.launching.prepare(campaign.id, who=ADA)
    console.launching.launch(prepared, who=ADA)
    assert prepared.result
    return prepared.result


def status(console: Runtime, campaign: Campaign) -> CampaignStatus:
    found = console.api.campaigns.get(campaign.id).status
    assert isinstance(found, CampaignStatus)
    return found


@pytest.fixture
def nightly(console: Runtime) -> Campaign:
    """It would call Germans from 06:00 to 23:00."""
    return make_campaign(console.api, "Day and night", people=2, **NIGHT_AND_DAY)


def test_a_launch_outside_allowed_hours_is_not_sent_whatever_the_screen_showed(
    console: Runtime, nightly: Campaign
) -> None:
    result = launched(console, nightly)
    assert result.outcome is LaunchOutcome.NOT_SENT
    assert isinstance(result.error, errors.HoursNotAllowed)
    assert result.error.message == "2"
    assert status(console, nightly) is CampaignStatus.DRAFT


def test_narrowed_with_one_click_it_may_be_launched(console: Runtime, nightly: Campaign) -> None:
    facts = console.facts.of(nightly)
    assert facts.narrow_hours(ADA)
    now = console.api.campaigns.get(nightly.id)
    assert (str(now.call_window_start)[:5], str(now.call_window_end)[:5]) == ("08:00", "20:00")
    kept = console.calling_days.of(nightly.id)
    assert kept and kept.days.week == (*(DAILY,) * 5, ((540, 1080),), CLOSED)
    assert kept.days.holidays_closed and kept.who == ADA
    assert not TO_DECIDE & {one.code for one in console.facts.of(now).readiness()}
    assert launched(console, now).outcome is LaunchOutcome.LAUNCHED


class BenIsQuicker:
    """Ben closes Wednesdays in the moment in which somebody else changes the days."""

    def __init__(self, console: Runtime, campaign: Campaign) -> None:
        self._console = console
        self._campaign = campaign
        self._keeper = console.calling_days.keeper

    def stand_ready(self) -> None:
        days, self._console.calling_days.keeper = self._console.calling_days, self._keeper
        days.set(self._campaign.id, self._campaign.name, NO_WEDNESDAYS, who=Person("Ben"))

    def keep(self, connection: Connection, campaign_id: str, name: str, who: Person) -> None:
        self._keeper.keep(connection, campaign_id, name, who)


def test_what_somebody_changes_while_hours_are_narrowed_is_not_lost(
    console: Runtime, nightly: Campaign
) -> None:
    console.calling_days.keeper = BenIsQuicker(console, nightly)
    assert console.facts.of(nightly).narrow_hours(ADA)
    kept = console.calling_days.of(nightly.id)
    assert kept and kept.version == 2
    assert kept.days.week == (DAILY, DAILY, CLOSED, DAILY, DAILY, ((540, 1080),), CLOSED)


def test_somebody_who_answers_with_a_reason_launches_and_stands_in_the_record(
    console: Runtime, nightly: Campaign
) -> None:
    facts = console.facts.of(nightly)
    [held] = [one for one in facts.readiness() if one.code in TO_DECIDE]
    with pytest.raises(ReasonMissing):
        facts.answer_for_hours(held.params["breaches"], 2, ADA, "  ")
    facts.answer_for_hours(held.params["breaches"], 2, ADA, "they asked to be called early")

    assert Code.HOURS_TAKEN_ON in {one.code for one in facts.readiness()}
    assert launched(console, nightly).outcome is LaunchOutcome.LAUNCHED
    wanted = Filter(actions=(AuditAction.HOURS_TAKEN_ON,), campaign_id=nightly.id)
    [entry] = console.audit.entries(wanted).rows
    assert (entry.who, entry.reason, entry.figures) == (
        ADA,
        "they asked to be called early",
        {"people": 2},
    )


def test_what_is_kept_of_a_campaign_goes_with_it(console: Runtime, nightly: Campaign) -> None:
    console.calling_days.set(nightly.id, nightly.name, CallingDays(holidays_closed=True), who=ADA)
    console.hours_taken_on.take_on(nightly.id, nightly.name, {"DE:hours"}, people=2, who=ADA, reason="asked")
    console.campaigns.delete(nightly, who=ADA)
    assert console.calling_days.of(nightly.id) is None
    assert console.hours_taken_on.of(nightly.id) is None
