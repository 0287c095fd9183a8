"""Acceptance of a list: when "accepted" is said, it is stored; the same file for the same campaign is one job."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from services.imports import Jobs, JobState, NotPossible, Submitted
from services.person import Person
from tests.services.imports.people import batches, many, person


def submit(jobs: Jobs, digest: str = "d", campaign: str = "camp", people: int = 30) -> Submitted:
    return jobs.submit(
        many(people),
        file_name="list.csv",
        file_digest=digest,
        campaign_id=campaign,
        campaign_name="Spring",
        company_id="comp",
        who=Person("anna"),
    )


def test_an_accepted_list_is_there_for_every_process(enqueuer: Callable[[], Jobs]) -> None:
    submitted = submit(enqueuer())

    (job,) = enqueuer().list()

    assert submitted.created
    assert (job.id, job.state, job.rows.total, job.rows.todo) == (submitted.job.id, JobState.WAITING, 30, 30)
    assert (job.file_name, job.campaign_name, job.who.name) == ("list.csv", "Spring", "anna")
    assert [entry.code for entry in enqueuer().get(job.id).log] == ["accepted"]


def test_the_same_file_for_the_same_campaign_offers_the_job_that_exists(enqueuer: Callable[[], Jobs]) -> None:
    first = submit(enqueuer())

    again = submit(enqueuer())
    other_campaign = submit(enqueuer(), campaign="other")
    other_file = submit(enqueuer(), digest="other")

    assert (again.job.id, again.created) == (first.job.id, False)
    assert other_campaign.created
    assert other_file.created


def test_two_people_at_once_make_one_job(enqueuer: Callable[[], Jobs]) -> None:
    desks = [enqueuer() for _ in range(4)]
    ready, answers = threading.Barrier(4), list[Submitted]()

    def hurry(jobs: Jobs) -> None:
        ready.wait()
        answers.append(submit(jobs, people=5000))

    threads = [threading.Thread(target=hurry, args=(jobs,)) for jobs in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({answer.job.id for answer in answers}) == 1
    assert [answer.created for answer in answers].count(True) == 1
    assert {answer.job.rows.total for answer in answers} == {5000}


def test_a_list_whose_storing_broke_off_was_never_accepted(enqueuer: Callable[[], Jobs]) -> None:
    jobs = enqueuer()

    def broken_off() -> object:
        yield from many(3000, size=1000)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.submit(
            broken_off(),  # type: ignore[arg-type]
            file_name="list.csv",
            file_digest="d",
            campaign_id="camp",
            campaign_name="Spring",
            company_id="comp",
            who=Person("anna"),
        )
    again = submit(jobs)

    assert again.created
    assert [job.rows.total for job in jobs.list()] == [30]


def test_an_empty_list_is_a_job_too(enqueuer: Callable[[], Jobs]) -> None:
    assert submit(enqueuer(), people=0).job.rows.total == 0


def test_a_cancelled_job_stays_and_the_file_may_come_again(enqueuer: Callable[[], Jobs]) -> None:
    jobs = enqueuer()
    first = submit(jobs).job

    jobs.cancel(first.id)
    again = submit(jobs)

    assert again.created
    cancelled = jobs.get(first.id)
    assert (cancelled.state, cancelled.rows.todo) == (JobState.CANCELLED, 30)
    with pytest.raises(NotPossible):
        jobs.resume(first.id)


def test_a_paused_job_goes_on_only_when_told(enqueuer: Callable[[], Jobs]) -> None:
    jobs = enqueuer()
    job = submit(jobs).job

    jobs.pause(job.id)
    assert jobs.get(job.id).state == JobState.PAUSED
    assert jobs.attention() == (0, 0)
    with pytest.raises(NotPossible):
        jobs.pause(job.id)
    jobs.resume(job.id)

    assert jobs.get(job.id).state == JobState.WAITING
    assert jobs.attention() == (1, 0)


def test_each_row_can_be_looked_up_in_the_files_order(enqueuer: Callable[[], Jobs]) -> None:
    jobs = enqueuer()
    people = [person(0), person(1, verdict="invalid", reason="too_short", e164=""), person(2)]
    job = jobs.submit(
        batches(people),
        file_name="list.csv",
        file_digest="d",
        campaign_id="camp",
        campaign_name="Spring",
        company_id="comp",
        who=Person("anna"),
    ).job

    ends = list(jobs.ends(job.id))

    assert [(end.row, end.line, end.end) for end in ends] == [
        (1, 2, "todo"),
        (2, 3, "left_out"),
        (3, 4, "todo"),
    ]
    assert (ends[1].verdict, ends[1].file_reason) == ("invalid", "too_short")


def test_an_unknown_job_is_an_error(enqueuer: Callable[[], Jobs]) -> None:
    with pytest.raises(KeyError):
        enqueuer().get("none")
