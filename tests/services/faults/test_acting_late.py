"""A platform that fails, and then does what it was asked for: whatever a hasty person clicks, each phone rings once.

The table of unclear answers (`services/api/unclear.py`) is walked: each kind of answer behind which a platform may act,
and an act 0, 5, 29 and 60 seconds after it. What was done is counted in the sandbox's own database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.deviations.faults import FaultKind
from services.api import ApiError
from services.api.models import Campaign, CampaignStatus, CampaignUpdate
from services.campaigns.first_people import FirstPeople, PeopleSource, enrol
from services.imports import JobState
from services.imports.upkeep import resume
from services.launch import CreationOutcome, LaunchOutcome, LaunchResult
from services.person import Person
from tests.sandbox_process import COMPANY_ID
from tests.services.faults.office import LATE, Office

pytestmark = pytest.mark.lengthy

ANNA = Person("Anna")
ANSWERS: dict[str, dict[str, Any]] = {
    "500": {"kind": FaultKind.SERVER_ERROR, "status": 500},
    "half of a 200": {"kind": FaultKind.TRUNCATED_JSON},
    "an empty 200": {"kind": FaultKind.EMPTY_BODY},
    "a 200 with HTML": {"kind": FaultKind.HTML, "status": 200},
    "a dropped connection": {"kind": FaultKind.DROP_BEFORE},
    "a body that ends in the middle": {"kind": FaultKind.DROP_IN_BODY},
    "504": {"kind": FaultKind.SERVER_ERROR, "status": 504},
    "a timeout": {"kind": FaultKind.DELAY_BEFORE, "seconds": LATE},
}
LATENESS = [0, 5, 29, 60]
CLICKS = [0, 1.4, 1.6, 2, 10, 15, 30, 5, 25, 30, 30]
"""Seconds between what a hasty person does, in all for longer than anything is unclear."""
AS_IT_IS = (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY)
walked = pytest.mark.parametrize(
    ("answer", "late"), [(answer, late) for answer in ANSWERS for late in LATENESS], ids=str
)


def fails_and_acts_late(office: Office, operation: str, answer: str, late: int) -> None:
    kind = ANSWERS[answer]
    office.sandbox.faults(
        {"operation": operation, "kind": FaultKind.ACT_LATE, "seconds": late},
        {"operation": operation, **kind},
    )
    if kind["kind"] is FaultKind.DELAY_BEFORE:
        office.transport.operation, office.transport.times = operation, 1


def rung(office: Office, campaign_id: str) -> Counter[str]:
    """How often the phone of each person of the campaign has rung."""
    return Counter(office.there("select to_number from calls where campaign_id = ?", campaign_id))


Click = Callable[[Campaign, int | None], LaunchResult]


def clicks_on(office: Office, result: LaunchResult, click: Click) -> None:
    """Click, acknowledge, look again, open the dialog anew and so on, until it is said to be launched."""
    campaign_id = str(result.intent.campaign_id)
    for seconds in CLICKS:
        if result.outcome in AS_IT_IS:
            break
        office.pass_by(seconds)
        now = office.api.campaigns.get(campaign_id)
        for acknowledged in (None, result.intent.id):
            assert click(now, acknowledged).outcome is not LaunchOutcome.LAUNCHED, "sent again"
        result = office.launches.look(result.intent.id)
        assert result.outcome is not LaunchOutcome.NOT_LAUNCHED, "nobody may say so: it was, or it will be"
    assert result.outcome in AS_IT_IS
    office.pass_by(120)


@walked
def test_a_launch_rings_each_phone_once(office: Office, answer: str, late: int) -> None:
    campaign = office.campaign(people=2)

    def click(seen: Campaign, acknowledged: int | None) -> LaunchResult:
        view = office.launches.seen(seen)
        return office.launches.launch(campaign.id, view, who=ANNA, acknowledged=acknowledged)

    fails_and_acts_late(office, "runCampaign", answer, late)
    clicks_on(office, click(campaign, None), click)
    assert office.launched(campaign.id) == 1
    assert sorted(rung(office, campaign.id).values()) == [1, 1]


@walked
def test_a_resume_is_sent_once_and_no_launch_beside_it(office: Office, answer: str, late: int) -> None:
    campaign = office.campaign(people=2)
    office.api.campaigns.run(campaign.id, max_calls=1)
    paused = office.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.PAUSED))

    def click(seen: Campaign, acknowledged: int | None) -> LaunchResult:
        view = office.launches.seen(seen)
        launched = office.launches.launch(campaign.id, view, who=ANNA, acknowledged=acknowledged)
        assert launched.outcome is not LaunchOutcome.LAUNCHED
        return office.launches.resume(campaign.id, view, who=ANNA, acknowledged=acknowledged)

    fails_and_acts_late(office, "updateCampaign", answer, late)
    first = office.launches.resume(campaign.id, office.launches.seen(paused), who=ANNA)
    assert office.sent("updateCampaign", lambda: clicks_on(office, first, click)) == 0
    assert office.launched(campaign.id) == 1  # the one before it was paused
    assert sorted(rung(office, campaign.id).values()) == [1, 1]


@walked
def test_a_campaign_is_created_once(office: Office, answer: str, late: int) -> None:
    wanted = office.wanted()
    fails_and_acts_late(office, "createCampaign", answer, late)
    first = office.creations.create_once(f"{wanted.name}, first form", wanted, who=ANNA)
    result = first
    for number, seconds in enumerate(CLICKS):
        if result.outcome in (CreationOutcome.CREATED, CreationOutcome.ALREADY):
            break
        office.pass_by(seconds)
        again = office.creations.create_once(f"{wanted.name}, form {number}", wanted, who=ANNA)
        assert again.outcome is CreationOutcome.UNCERTAIN, "sent again"
        result = office.creations.look(first.intent.id)
        assert result.outcome is not CreationOutcome.NOT_CREATED, "nobody may say so: it was, or it will be"
    assert result.campaign_id in office.named(wanted.name)
    office.pass_by(120)
    assert len(office.named(wanted.name)) == 1


@walked
def test_people_are_enrolled_once(office: Office, answer: str, late: int) -> None:
    campaign = office.campaign()
    picked = FirstPeople(PeopleSource.PICKED, tuple(office.contact() for _person in range(3)))
    fails_and_acts_late(office, "addCampaignContacts", answer, late)
    for seconds in (0, *CLICKS):
        office.pass_by(seconds)
        try:
            enrol(office.api, campaign.id, COMPANY_ID, picked)
        except ApiError as error:
            assert error.may_have_acted
    office.pass_by(60)
    assert sorted(Counter(office.enrolled(campaign.id)).values()) == [1, 1, 1]


@walked
@pytest.mark.parametrize("operation", ["importContacts", "addCampaignContacts"])
def test_an_import_puts_each_person_in_once(office: Office, operation: str, answer: str, late: int) -> None:
    people = office.people(4)
    job_id = office.desk.submit(people, campaign_id=office.campaign().id, company_id=COMPANY_ID)
    fails_and_acts_late(office, operation, answer, late)
    office.desk.to_the_end()
    looks = iter(range(20))
    while office.desk.job(job_id).state is JobState.PAUSED:
        assert next(looks, None) is not None, "ten minutes, and it is not certain yet"
        office.pass_by(30)
        assert resume(office.desk.store, job_id, "resumed")
        office.desk.to_the_end()
    office.pass_by(60)
    job = office.desk.job(job_id)
    assert (job.state, job.rows.todo) == (JobState.DONE, 0)
    phones = [one["e164"] for one in people]
    assert sorted(office.enrolled(job.campaign_id)) == sorted(phones)
    marks = ", ".join("?" * len(phones))
    assert office.there(f"select count(*) from contacts where phone in ({marks})", *phones) == [4]  # noqa: S608  marks only
