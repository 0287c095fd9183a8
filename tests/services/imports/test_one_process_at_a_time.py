"""A job is worked on by one process; another takes it when that one is gone, and the old one has no say any more."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import update

from services.database.database import writing
from services.imports import JobState, PausedBy
from services.imports.claim import Claim, Superseded, take
from services.imports.store import WATCHDOG_SECONDS
from services.imports.tables import JobRow
from services.imports.upkeep import resume
from services.imports.work import Worker
from tests.services.imports.desk import Desk
from tests.services.imports.people import person


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def job_id(desk: Desk) -> str:
    return desk.submit([person(number) for number in range(25)])


def claimed(desk: Desk, job_id: str, run: int = 1, worker: Worker | None = None) -> Claim:
    claim = take(desk.store, (worker or desk.worker).holder, job_id, run)
    assert claim is not None
    return claim


def test_whoever_took_the_job_last_has_the_say(desk: Desk, job_id: str) -> None:
    before = claimed(desk, job_id)
    after = claimed(desk, job_id, worker=desk.another_worker("there"))

    with pytest.raises(Superseded):
        before.commit()
    assert not before.release()
    after.commit()


def test_a_killed_process_takes_its_job_back_at_once(desk: Desk, job_id: str) -> None:
    before = claimed(desk, job_id)

    claimed(desk, job_id, worker=desk.another_worker("here", "second life"))

    with pytest.raises(Superseded):
        before.commit()


def test_each_commit_keeps_the_others_from_starting_it_again(desk: Desk, job_id: str) -> None:
    claim = claimed(desk, job_id)
    desk.now += timedelta(seconds=WATCHDOG_SECONDS - 1)
    claim.commit()
    desk.now += timedelta(seconds=WATCHDOG_SECONDS - 1)

    row = desk.store.row(job_id)
    assert row is not None and row.held_until > desk.now


def test_a_run_that_is_not_the_present_one_is_over(desk: Desk, job_id: str) -> None:
    claim = claimed(desk, job_id)
    with writing(desk.store.engine) as connection:
        desk.store.run_again(connection, job_id)

    assert take(desk.store, desk.worker.holder, job_id, 1) is None
    with pytest.raises(Superseded):
        claim.commit()


def test_what_a_superseded_run_did_is_done_again_without_doubling(desk: Desk, job_id: str) -> None:
    def overtake(method: str) -> None:
        if method == "enrol" and desk.platform.asked["enrol"] == 1:
            with writing(desk.store.engine) as connection:
                desk.store.run_again(connection, job_id)

    desk.platform.meanwhile = overtake

    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == 25
    assert len(desk.platform.in_campaign) == 25


def pause(desk: Desk, job_id: str) -> None:
    paused = (
        update(JobRow).where(JobRow.id == job_id).values(state=JobState.PAUSED, paused_by=PausedBy.PERSON)
    )
    with writing(desk.store.engine) as connection:
        connection.execute(paused)


def test_paused_and_resumed_within_one_request_it_goes_on_after_it_and_in_no_second_run(
    desk: Desk, job_id: str
) -> None:
    def pause_and_resume(method: str) -> None:
        if method == "import_people" and desk.platform.asked[method] == 1:
            pause(desk, job_id)
            assert resume(desk.store, job_id, "resumed")
            assert desk.runs == [], "beside the request under way it might send the same once more"

    desk.platform.meanwhile = pause_and_resume

    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == 25
    assert desk.platform.asked["import_people"] == 3, "no request was sent twice"


def test_resumed_when_the_run_has_noticed_the_pause_but_not_ended_yet_it_goes_on(
    desk: Desk, job_id: str
) -> None:
    claim = claimed(desk, job_id)
    pause(desk, job_id)
    claim.commit()
    assert claim.state == JobState.PAUSED

    assert resume(desk.store, job_id, "resumed")

    assert claim.release(), "the run goes on"
    desk.next_turn()
    assert desk.job(job_id).rows.enrolled == 25


def test_a_job_that_was_paused_when_its_process_was_killed_starts_when_it_is_resumed(
    desk: Desk, job_id: str
) -> None:
    claimed(desk, job_id)
    pause(desk, job_id)
    desk.runs.clear()
    assert take(desk.store, desk.another_worker("here", "second life").holder, job_id, 1) is None

    assert resume(desk.store, job_id, "resumed")

    desk.next_turn()
    assert desk.job(job_id).rows.enrolled == 25


def test_a_process_that_ends_hands_its_job_on_after_the_present_request(desk: Desk, job_id: str) -> None:
    def end(method: str) -> None:
        desk.stopping = method == "import_people"

    desk.platform.meanwhile = end
    desk.next_turn()
    desk.stopping = False
    desk.platform.meanwhile = lambda _method: None

    assert desk.job(job_id).state == JobState.WAITING
    desk.next_turn(desk.another_worker("there"))
    assert desk.job(job_id).rows.enrolled == 25


def test_a_job_that_ends_the_process_each_time_is_paused_in_the_end(desk: Desk, job_id: str) -> None:
    class PowerCut(BaseException):
        """Nothing after it is executed."""

    desk.platform.before["members"] = [PowerCut() for _ in range(200)]  # type: ignore[misc]
    lives = 0
    while desk.job(job_id).active:
        lives += 1
        assert lives < 100
        with suppress(PowerCut):
            desk.another_worker("here", str(lives)).turn(job_id, 1)

    assert desk.job(job_id).code == "keeps_stopping"
