"""A platform that fails, and then does what it was asked for: whatever a hasty person clicks, each phone rings once.

The table of unclear answers (`services/api/unclear.py`) is walked: each kind of answer behind which a platform may act,
and an act 0, 5, 29 and 60 seconds after it. What was done is counted in the sandbox's own database.
"""

from __future__ import annotations

import pytest

from services.api.models import Campaign, CampaignStatus, CampaignUpdate
from services.imports import JobState
from services.imports.upkeep import resume
from services.launch import LaunchOutcome, LaunchResult
from tests.sandbox_process import COMPANY_ID
from tests.services.faults import acting_late
from tests.services.faults.acting_late import ANNA, ANSWERS, clicks_on, fails_and_acts_late, rung
from tests.services.faults.office import Office

pytestmark = pytest.mark.lengthy

LATENESS = [0, 5, 29, 60]
USUAL = 29
"""Seconds: most of what is late comes within them. By day each answer is walked with it, and one answer with every other."""
walked = pytest.mark.parametrize(
    ("answer", "late"),
    [
        pytest.param(answer, late, marks=[] if late == USUAL or answer == "500" else [pytest.mark.soak])
        for answer in ANSWERS
        for late in LATENESS
    ],
    ids=str,
)


@walked
def test_a_launch_rings_each_phone_once(office: Office, answer: str, late: int) -> None:
    acting_late.a_launch_rings_each_phone_once(office, answer, late)


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
    acting_late.a_campaign_is_created_once(office, answer, late)


@walked
def test_people_are_enrolled_once(office: Office, answer: str, late: int) -> None:
    acting_late.people_are_enrolled_once(office, answer, late)


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
