"""A list is on its way into a campaign while it goes wrong; who is in is counted in the sandbox's own database."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from sandbox.deviations.faults import FaultKind
from services.api.generation import Generation
from services.api.models import CampaignStatus, CampaignUpdate
from services.imports import Job, JobState, PausedBy
from services.imports.sentences import explanation
from services.imports.upkeep import resume
from tests.sandbox_process import COMPANY_ID
from tests.services.faults.office import Office, variants

PUT_IN, FIND, LOOK, ENROL, CREATE = (
    "importContacts",
    "listContacts",
    "listCampaignContacts",
    "addCampaignContacts",
    "createContact",
)
STEPS = (LOOK, PUT_IN, FIND, ENROL)
CLIENTS_ATTEMPTS = 4  # of what may be repeated: the import hears of it when all of them have failed
PEOPLE = 6
BESIDES = [
    "email",
    "company",
    "company_id",
    "team_id",
    "timezone",
    "tags",
    "custom_fields",
    "limit",
    "statusCounts",
]


def _accepted(office: Office, people: Sequence[dict[str, Any]], campaign_id: str = "") -> str:
    return office.desk.submit(people, campaign_id=campaign_id or office.campaign().id, company_id=COMPANY_ID)


def _worked(office: Office, job_id: str) -> Job:
    office.desk.to_the_end()
    return office.desk.job(job_id)


def _all_in(office: Office, job_id: str, people: Sequence[dict[str, Any]]) -> Job:
    """Every row is accounted for, and each of these people is in the campaign, and once."""
    job = _worked(office, job_id)
    assert (job.state, job.rows.todo) == (JobState.DONE, 0), job
    assert sorted(office.enrolled(job.campaign_id)) == sorted(one["e164"] for one in people)
    return job


def _goes_on(office: Office, job_id: str) -> None:
    assert resume(office.desk.store, job_id, "resumed")


def does_the_chunk_again_smaller(office: Office, kind: FaultKind) -> None:
    for more in variants(kind):
        people = office.people(PEOPLE)
        job_id = _accepted(office, people)
        office.fault(PUT_IN, kind, CLIENTS_ATTEMPTS, **more)
        sent = office.sent(PUT_IN, lambda: _all_in(office, job_id, people))  # noqa: B023  called within the loop
        if office.skips_known:
            assert sent == CLIENTS_ATTEMPTS + 2  # half of them, and the other half
        else:
            assert sent <= CLIENTS_ATTEMPTS  # who is there is looked at between two of them
        _enrols_who_is_not_in(office, kind, **more)


def _enrols_who_is_not_in(office: Office, kind: FaultKind, **more: Any) -> None:
    people = office.people(PEOPLE)
    job_id = _accepted(office, people)
    office.fault(ENROL, kind, **more)
    sent = office.sent(ENROL, lambda: _all_in(office, job_id, people))
    # all were in by then, or nobody: half of them, and the other half
    alone_first = 0 if office.skips_known else 1
    assert sent - alone_first in (1, 3), sent


def tries_again(office: Office, kind: FaultKind) -> None:
    for more in variants(kind):
        people = office.people(PEOPLE)
        job_id = _accepted(office, people)
        faults = {"kind": kind, "times": CLIENTS_ATTEMPTS + 1, **more}
        office.sandbox.faults(*({"operation": operation, **faults} for operation in STEPS))
        _all_in(office, job_id, people)
        assert office.desk.pauses
    people = office.people(PEOPLE)
    job_id = _accepted(office, people)
    office.fault(PUT_IN, kind, None, **variants(kind)[-1])
    paused = _worked(office, job_id)
    if (
        paused.state is JobState.DONE
    ):  # it acts all the same, and instead of sending them again they were looked for
        assert not office.skips_known
        _all_in(office, job_id, people)
        return
    assert (paused.state, paused.paused_by, paused.code) == (JobState.PAUSED, PausedBy.PROBLEM, "unwell")
    assert explanation(paused)
    office.mended()
    _goes_on(office, job_id)
    _all_in(office, job_id, people)


def sleeps(office: Office, kind: FaultKind) -> None:
    for operation in STEPS:
        people = office.people(PEOPLE)
        job_id = _accepted(office, people)
        office.fault(operation, kind, retry_after=600)
        office.desk.next_turn()
        asleep = office.desk.job(job_id)
        assert asleep.state is JobState.SLEEPING
        assert asleep.estimate is not None
        assert asleep.estimate.goes_on_at is not None
        assert (asleep.estimate.goes_on_at - office.desk.now).total_seconds() >= 600
        office.desk.worker = office.desk.another_worker("here", f"after a restart, {operation}")
        _all_in(office, job_id, people)


def takes_the_other_way(office: Office, kind: FaultKind) -> None:
    for operation, status in product((PUT_IN, FIND, LOOK), (401, 404)):
        people = office.people(2)
        job_id = _accepted(office, people)
        office.fault(operation, kind, None, status=status)
        if operation == FIND and not office.skips_known:
            _nobody_is_put_in_unseen(office, job_id)
        else:
            _all_in(office, job_id, people)
    _enrols_by_the_ids_of_the_file(office, kind)


def _nobody_is_put_in_unseen(office: Office, job_id: str) -> None:
    """Whoever is there already would be merged with what the file says."""
    job = _worked(office, job_id)
    assert (job.state, job.reasons) == (JobState.DONE, {"crm_closed": job.rows.total})
    assert office.enrolled(job.campaign_id) == []


def _enrols_by_the_ids_of_the_file(office: Office, kind: FaultKind) -> None:
    office.mended()
    known, strangers = office.people(3), office.people(2)
    known = [{**one, "contact_id": office.contact()} for one in known]
    job_id = _accepted(office, [*known, *strangers])
    closed = {"kind": kind, "status": 404, "times": None}
    office.sandbox.faults(*({"operation": operation, **closed} for operation in (PUT_IN, FIND, LOOK, CREATE)))
    job = _worked(office, job_id)
    why = "not_possible_here" if office.skips_known else "crm_closed"
    assert (job.state, job.rows.enrolled, job.reasons) == (JobState.DONE, 3, {why: 2})
    assert len(office.enrolled(job.campaign_id)) == 3


def halves_the_chunk(office: Office, kind: FaultKind) -> None:
    for operation in (PUT_IN, ENROL):
        people = office.people(PEOPLE)
        job_id = _accepted(office, people)
        # one person goes into the campaign first there, and one alone cannot be halved
        alone_first = operation == ENROL and not office.skips_known
        office.fault(operation, kind, 2, skip=int(alone_first))
        job = _all_in(office, job_id, people)
        assert "smaller" in [entry.code for entry in job.log]


def pauses_and_keeps_its_place(office: Office, kind: FaultKind) -> None:
    for operation in STEPS:
        people = office.people(PEOPLE)
        job_id = _accepted(office, people)
        office.sandbox.faults(
            *({"operation": name, "kind": kind, "times": None} for name in (operation, "listCampaigns"))
        )
        paused = _worked(office, job_id)
        assert (paused.state, paused.paused_by) == (JobState.PAUSED, PausedBy.TOKEN)
        assert explanation(paused)
        office.mended()
        _goes_on(office, job_id)
        _all_in(office, job_id, people)


def works(office: Office, kind: FaultKind) -> None:
    people = office.people(PEOPLE)
    job_id = _accepted(office, people)
    office.fault("*", kind, None)
    _all_in(office, job_id, people)


def works_as_long_as_people_have_numbers(office: Office, kind: FaultKind) -> None:
    for operation, fields in ((FIND, BESIDES), (LOOK, BESIDES), (ENROL, ["added", "skipped"])):
        people = office.people(PEOPLE)
        job_id = _accepted(office, people)
        office.fault(operation, kind, None, fields=fields)
        _all_in(office, job_id, people)
    job_id = _accepted(office, office.people(PEOPLE))
    office.fault("*", kind, None)
    job = _worked(office, job_id)
    assert (job.state, job.reasons, job.retryable) == (JobState.DONE, {"not_found": PEOPLE}, PEOPLE)


def pauses_with_a_sentence(office: Office, kind: FaultKind) -> None:
    for operation in (FIND, LOOK):
        people = office.people(PEOPLE)
        job_id = _accepted(office, people)
        office.fault(operation, kind, None)
        paused = _worked(office, job_id)
        assert (paused.state, paused.paused_by) == (JobState.PAUSED, PausedBy.PROBLEM)
        assert explanation(paused)
        office.mended()
        _goes_on(office, job_id)
        _all_in(office, job_id, people)


def pauses_with_a_sentence_by_whatever_name(office: Office, kind: FaultKind) -> None:
    campaign = office.campaign(people=1)
    people = office.people(PEOPLE)
    job_id = _accepted(office, people, campaign.id)
    what_runs_takes_nobody = office.generation is not Generation.NEWEST
    if what_runs_takes_nobody:
        office.api.campaigns.run(campaign.id)
    else:
        office.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.CANCELLED))
    office.fault(ENROL, kind, None)
    paused = _worked(office, job_id)
    assert (paused.state, paused.code) == (JobState.PAUSED, "campaign_closed")
    assert explanation(paused)
    office.mended()
    if not what_runs_takes_nobody:
        return  # what is over stays so
    office.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.PAUSED))
    _goes_on(office, job_id)
    before = [phone for phone in office.enrolled(campaign.id) if phone not in {one["e164"] for one in people}]
    _all_in(office, job_id, [*people, *({"e164": phone} for phone in before)])


def pages_on(office: Office, kind: FaultKind) -> None:
    people = office.people(25)
    job_id = _accepted(office, people)
    office.sandbox.faults(
        *({"operation": step, "kind": kind, "times": None, "limit": 40} for step in (FIND, LOOK)),
        *(
            {"operation": step, "kind": "page_cap", "times": None, "limit": 40}
            for step in (FIND, LOOK)
            if kind is not FaultKind.PAGE_CAP
        ),
    )
    _all_in(office, job_id, people)


CHECKS = {
    "waits up to 120 s, then does the chunk again, smaller; enrols only who is not in by then": does_the_chunk_again_smaller,
    "tries again with growing pauses, then pauses with a sentence; nobody is in twice": tries_again,
    "sleeps until then, also over a restart": sleeps,
    "takes the other way: single people, ids from the file": takes_the_other_way,
    "halves the chunk": halves_the_chunk,
    "pauses, keeps its place, goes on when the key works again": pauses_and_keeps_its_place,
    "works as long as people have numbers to be found by; else they are left out with the reason": works_as_long_as_people_have_numbers,
    "works": works,
    "pauses with a sentence, goes on from there": pauses_with_a_sentence,
    "pauses with a sentence, by whatever name, goes on from there": pauses_with_a_sentence_by_whatever_name,
    "pages on until nothing new comes; nobody is in twice": pages_on,
}
