"""Whatever the platform does, the job keeps its place: it sleeps, tries again, or pauses, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.api.errors import (
    ApiError,
    BadRequest,
    BudgetSpent,
    Conflict,
    ConnectionFailed,
    DeadlineExceeded,
    NotFound,
    ServerError,
    TooManyRequests,
    Unauthorized,
    UnreadableAnswer,
)
from services.imports import JobState, PausedBy
from services.imports.upkeep import resume
from services.imports.work import MOST_TRIES
from tests.services.imports.desk import Desk
from tests.services.imports.people import person

METHODS = ["members", "forbidden", "contacts", "import_people", "enrol"]
UNCLEAR: list[type[ApiError]] = [ServerError, ConnectionFailed, DeadlineExceeded, UnreadableAnswer]


def desk_with(count: int = 25) -> tuple[Desk, str]:
    desk = Desk()
    return desk, desk.submit([person(number) for number in range(count)])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", UNCLEAR)
def test_it_tries_again_after_an_unclear_answer(method: str, kind: type[ApiError]) -> None:
    desk, job_id = desk_with()
    desk.platform.before[method] = [kind("x")]
    desk.platform.after[method] = [kind("x", may_have_acted=True)]

    desk.to_the_end()

    assert desk.pauses
    assert desk.job(job_id).rows.enrolled == 25
    assert len(set(desk.platform.in_campaign)) == len(desk.platform.in_campaign) == 25
    assert len(desk.platform.imported) == 25


def test_it_waits_longer_each_time_and_then_pauses_for_a_person() -> None:
    desk, job_id = desk_with()
    desk.platform.before["import_people"] = [ServerError("x", status=502) for _ in range(MOST_TRIES + 1)]

    delays = desk.to_the_end()

    job = desk.job(job_id)
    assert desk.pauses == sorted(desk.pauses)
    assert desk.pauses[-1] < delays[1] < delays[-1]
    assert (job.state, job.paused_by, job.code) == (JobState.PAUSED, PausedBy.PROBLEM, "unwell")
    assert job.rows.todo == 25
    assert resume(desk.store, job_id, "resumed")
    desk.to_the_end()
    assert desk.job(job_id).rows.enrolled == 25


def test_a_success_between_failures_starts_the_count_anew() -> None:
    desk, job_id = desk_with(60)
    failures: list[Exception] = []
    desk.platform.before["import_people"] = failures

    def fail_twice_of_three(method: str) -> None:
        if method == "import_people" and desk.platform.asked[method] % 3:
            failures.append(ServerError("x", status=502))

    desk.platform.meanwhile = fail_twice_of_three

    desk.to_the_end()

    assert desk.job(job_id).state == JobState.DONE


@pytest.mark.parametrize("method", METHODS)
def test_a_revoked_token_pauses_and_a_working_one_goes_on(method: str) -> None:
    desk, job_id = desk_with()
    desk.platform.before[method] = [Unauthorized("x", status=401)]

    desk.to_the_end()
    paused = desk.job(job_id)
    resume(desk.store, job_id, "token_works")
    desk.to_the_end()

    assert (paused.state, paused.paused_by) == (JobState.PAUSED, PausedBy.TOKEN)
    assert desk.job(job_id).rows.enrolled == 25
    assert "token_works" in [entry.code for entry in desk.job(job_id).log]


@pytest.mark.parametrize("method", METHODS)
def test_over_the_limit_it_sleeps_as_long_as_told(method: str) -> None:
    desk, job_id = desk_with()
    desk.platform.before[method] = [TooManyRequests("x", status=429, retry_after=600)]

    desk.next_turn()
    asleep = desk.job(job_id)
    (waiting,) = desk.runs

    assert asleep.state == JobState.SLEEPING
    assert asleep.estimate is not None and asleep.estimate.goes_on_at is not None
    assert 600 <= (asleep.estimate.goes_on_at - desk.now).total_seconds() <= 640
    assert 600 <= waiting[2] <= 640
    desk.to_the_end()
    assert desk.job(job_id).rows.enrolled == 25


def test_with_its_own_budget_spent_it_sleeps_until_requests_come_back() -> None:
    desk, job_id = desk_with()
    resets_at = desk.platform.budget().resets_at + timedelta(minutes=20)
    desk.platform.before["import_people"] = [BudgetSpent("x", resets_at=resets_at)]

    desk.next_turn()

    assert desk.job(job_id).state == JobState.SLEEPING
    assert 1100 < desk.runs[0][2] < 1300


def test_sleeping_again_and_again_does_not_fill_the_log() -> None:
    desk, job_id = desk_with()
    desk.platform.before["import_people"] = [TooManyRequests("x", retry_after=1) for _ in range(20)]

    desk.to_the_end()

    assert [entry.code for entry in desk.job(job_id).log].count("budget") == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Conflict("x", "Campaign is running", status=409), "campaign_closed"),
        (ValueError("Anna Schmidt +4915123456789"), "unexpected"),
    ],
)
def test_what_only_a_person_can_mend_pauses_with_a_reason(
    error: Exception, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk, job_id = desk_with()
    desk.platform.before["enrol"] = [error]

    desk.to_the_end()

    job = desk.job(job_id)
    assert (job.state, job.paused_by, job.code) == (JobState.PAUSED, PausedBy.PROBLEM, code)
    assert job.needs_attention
    assert "Anna" not in caplog.text
    resume(desk.store, job_id, "resumed")
    desk.to_the_end()
    assert desk.job(job_id).rows.enrolled == 25


def test_a_campaign_that_is_gone_pauses_the_job() -> None:
    desk, job_id = desk_with()
    desk.platform.exists = False
    desk.platform.before["enrol"] = [NotFound("x", status=404)]

    desk.to_the_end()

    assert desk.job(job_id).code == "campaign_gone"


def test_a_server_that_takes_less_gets_less_at_once() -> None:
    desk, job_id = desk_with(40)
    desk.platform.most_rows = 3

    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == 40


def test_one_person_who_breaks_the_file_does_not_keep_the_others_out() -> None:
    desk = Desk()
    people = [person(number) for number in range(20)]
    people[7]["first_name"] = "breaks the file"
    job_id = desk.submit(people)

    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == 20


def test_a_platform_that_refuses_everybody_is_not_asked_ten_thousand_times() -> None:
    desk, job_id = desk_with(200)
    desk.platform.before["import_people"] = [BadRequest("x", "no such team", status=400) for _ in range(900)]

    desk.to_the_end()

    assert desk.job(job_id).code == "refuses_everything"
    assert desk.platform.asked["import_people"] < 100


def test_late_answers_make_the_chunks_smaller() -> None:
    desk, job_id = desk_with(10)
    desk.platform.before["import_people"] = [DeadlineExceeded("x", may_have_acted=True)]
    sizes: list[int] = []
    desk.platform.meanwhile = lambda method: sizes.append(len(desk.platform.imported))

    desk.to_the_end()

    assert 5 in sizes
    assert desk.job(job_id).rows.enrolled == 10


def test_a_page_that_comes_again_and_again_ends_the_reading() -> None:
    desk, job_id = desk_with(3)
    honest = desk.platform.contacts
    desk.platform.contacts = lambda offset, rows: honest(0, rows)._replace(following=offset + 1)

    desk.to_the_end()

    assert desk.job(job_id).state == JobState.DONE
