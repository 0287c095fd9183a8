"""Whole imports, with DBOS and SQLite in this process and a real sandbox at the other end."""

from __future__ import annotations

from typing import Any

import pytest

from services.api.models import CampaignStatus, CampaignUpdate
from services.deployment import OperationVerdict
from services.imports import Job, JobState, PausedBy
from services.imports.matching import phone_key
from tests.services.imports.bench import Bench, counted
from tests.services.imports.people import batches, many, person
from tests.waiting import until

PEOPLE = 60
_next_number = iter(range(0, 10_000_000, 1000))


def own_people(count: int = PEOPLE) -> list[dict[str, Any]]:
    """People that no other test has put into the sandbox."""
    start = next(_next_number)
    return [person(number, e164=f"+49301{start + number:07}") for number in range(count)]


def enrolled(bench: Bench, job: Job) -> dict[str, int]:
    return counted(bench.sandbox, job.campaign_id)


def imported(bench: Bench, people: list[dict[str, Any]], campaign: str = "") -> Job:
    return bench.ended(bench.submit(batches(people), campaign or bench.campaign()).id)


@pytest.fixture(autouse=True)
def _unharmed(bench: Bench) -> Any:
    yield
    bench.sandbox.faults()
    bench.sandbox.account(profile="full")


def test_everybody_is_in_the_campaign_once(bench: Bench) -> None:
    job = imported(bench, own_people(2500))

    assert (job.state, job.rows.enrolled, job.rows.todo) == (JobState.DONE, 2500, 0)
    found = enrolled(bench, job)
    assert found["enrolments"] == found["enrolled"] == 2500
    assert found["people"] == found["numbers"]


def test_the_second_list_finds_the_first_ones_people(bench: Bench) -> None:
    people = own_people()
    campaign = bench.campaign()
    bench.ended(bench.submit(batches(people[:40]), campaign).id)

    job = bench.ended(bench.submit(batches(people), campaign).id)

    assert (job.rows.already, job.rows.enrolled) == (40, 20)


@pytest.mark.parametrize("profile", ["full", "live"])
def test_it_copes_with_every_deployment(bench: Bench, profile: str) -> None:
    bench.sandbox.account(profile=profile)

    job = imported(bench, own_people(250))

    assert (job.rows.enrolled, enrolled(bench, job)["enrolled"]) == (250, 250)


def test_with_the_core_alone_it_enrols_those_whose_ids_the_list_holds(bench: Bench) -> None:
    people = own_people(30)
    imported(bench, people)
    ids = {phone_key(one.phone): one.id for one in bench.api().contacts.list()}
    people = [{**one, "contact_id": ids[phone_key(one["e164"])]} for one in people]
    bench.sandbox.account(profile="core")

    job = imported(bench, [*people, *own_people(5)])

    assert (job.rows.enrolled, job.rows.left_out) == (30, 5)
    assert job.reasons == {"not_possible_here": 5}


def test_without_files_they_go_in_one_by_one(bench: Bench) -> None:
    bench.sandbox.faults({"kind": "closed", "operation": "importContacts", "times": None, "status": 404})

    job = imported(bench, own_people(20))

    assert (job.way, job.rows.enrolled) == ("single", 20)
    assert enrolled(bench, job)["enrolled"] == 20
    assert bench.learned() == {
        "importContacts": OperationVerdict.NOT_HERE,
        "createContact": OperationVerdict.OPEN,
    }


@pytest.mark.parametrize("operation", ["importContacts", "addCampaignContacts"])
def test_a_lost_answer_loses_nobody_and_doubles_nobody(bench: Bench, operation: str) -> None:
    """The other faults: `tests/services/faults/`."""
    campaign = bench.campaign()
    bench.sandbox.faults({"kind": "drop_after", "operation": operation, "times": 4})

    job = imported(bench, own_people(10), campaign)

    assert (job.state, job.rows.enrolled) == (JobState.DONE, 10)
    found = enrolled(bench, job)
    assert found["enrolments"] == found["enrolled"] == 10
    assert found["people"] == found["numbers"]


def test_an_operation_that_was_there_is_not_given_up_for_a_moments_404(bench: Bench) -> None:
    campaign = bench.campaign()
    bench.sandbox.faults(
        {"kind": "closed", "operation": "importContacts", "skip": 1, "times": 1, "status": 404}
    )

    job = imported(bench, own_people(2100), campaign)

    assert (job.way, job.rows.enrolled) == ("import", 2100)


def test_a_revoked_token_pauses_it_and_the_next_one_lets_it_go_on(bench: Bench) -> None:
    bench.sandbox.faults({"kind": "delay_before", "operation": "listContacts", "seconds": 0.3, "times": None})
    job = bench.submit(many(300, e164="+4930777777"), bench.campaign())
    bench.sandbox.replace_token(None)

    paused = until(lambda: bench.jobs.get(job.id), lambda job: job.state == JobState.PAUSED)
    bench.sandbox.replace_token("tk_test_the_next_one")
    bench.token = "tk_test_the_next_one"
    done = until(lambda: bench.jobs.get(job.id), lambda job: job.state == JobState.DONE)

    bench.sandbox.replace_token(bench.sandbox.token)
    bench.token = bench.sandbox.token
    assert paused.paused_by == PausedBy.TOKEN
    assert paused.needs_attention
    assert [entry.code for entry in done.log][-3:] == ["token", "token_works", "done"]


def test_a_running_campaign_takes_nobody_until_it_is_paused(bench: Bench) -> None:
    campaign = bench.campaign()
    people = own_people(20)
    bench.ended(bench.submit(batches(people[:10]), campaign).id)
    bench.api().campaigns.run(campaign)
    job = bench.ended(bench.submit(batches(people), campaign).id)
    assert (job.state, job.code) == (JobState.PAUSED, "campaign_closed")

    bench.api().campaigns.update(campaign, CampaignUpdate(status=CampaignStatus.PAUSED))
    bench.jobs.resume(job.id)

    assert bench.ended(job.id).rows.enrolled == 10


def test_pausing_stops_after_the_request_under_way_and_resuming_goes_on(bench: Bench) -> None:
    bench.sandbox.faults({"kind": "delay_after", "operation": "importContacts", "seconds": 1, "times": 1})
    job = bench.submit(batches(own_people(100)), bench.campaign())
    until(lambda: bench.jobs.get(job.id), lambda job: job.stage == "import")

    bench.jobs.pause(job.id)
    bench.jobs.resume(job.id)

    done = bench.ended(job.id)
    assert (done.state, done.rows.enrolled) == (JobState.DONE, 100)
    assert enrolled(bench, done)["enrolments"] == 100


def test_paused_and_resumed_within_a_request_again_and_again_nobody_is_asked_for_twice(bench: Bench) -> None:
    created = bench.sandbox.requests().get("createContact", 0)
    bench.sandbox.faults(
        {"kind": "closed", "operation": "importContacts", "times": None, "status": 404},
        {"kind": "delay_before", "operation": "createContact", "times": None, "seconds": 0.2},
    )
    job = bench.submit(batches(own_people(30)), bench.campaign())

    for _ in range(15):
        before = bench.jobs.get(job.id).requests
        until(lambda: bench.jobs.get(job.id), lambda job: job.requests > before)  # noqa: B023  called within the loop
        bench.jobs.pause(job.id)
        bench.jobs.resume(job.id)

    done = bench.ended(job.id)
    assert (done.state, done.rows.enrolled) == (JobState.DONE, 30)
    found = enrolled(bench, done)
    assert found["people"] == found["numbers"]
    assert found["enrolments"] == found["enrolled"] == 30
    assert bench.sandbox.requests()["createContact"] - created == 30


def test_cancelling_leaves_what_is_done_and_says_what_is_not(bench: Bench) -> None:
    bench.sandbox.faults(
        {"kind": "delay_before", "operation": "addCampaignContacts", "seconds": 2, "times": 1}
    )
    job = bench.submit(batches(own_people(50)), bench.campaign())
    until(lambda: bench.jobs.get(job.id), lambda job: job.stage == "enrol")

    bench.jobs.cancel(job.id)
    cancelled = until(
        lambda: bench.jobs.get(job.id), lambda job: job.state == JobState.CANCELLED and job.requests > 4
    )

    assert cancelled.rows.enrolled + cancelled.rows.todo == 50
    bench.jobs.forget(job.id)
    assert list(bench.jobs.ends(job.id)) == []
    assert bench.jobs.get(job.id).rows == cancelled.rows


def test_what_failed_is_tried_again_alone(bench: Bench) -> None:
    people = own_people(10)
    bench.sandbox.account(profile="core")
    job = imported(bench, people)
    assert job.retryable == 10
    bench.sandbox.account(profile="full")

    assert bench.jobs.retry_failed(job.id) == 10

    done = bench.ended(job.id)
    assert (done.rows.enrolled, done.rows.left_out, done.retryable) == (10, 0, 0)
