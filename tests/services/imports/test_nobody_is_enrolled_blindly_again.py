"""Unclear enrolment, or a process that died on one: who is in the campaign is read, and only who is missing sent."""

from __future__ import annotations

import pytest

from services.api.errors import ServerError, UnreadableAnswer
from services.imports.job import JobState
from tests.services.imports.desk import Desk
from tests.services.imports.people import person


class Died(BaseException):
    """The process ends here."""


UNCLEAR = [
    ServerError("addCampaignContacts", status=500, may_have_acted=True),
    UnreadableAnswer("addCampaignContacts", status=200, may_have_acted=True),
]


@pytest.mark.parametrize("error", UNCLEAR, ids=lambda error: type(error).__name__)
def test_whoever_is_in_after_an_unclear_answer_is_not_sent_again(error: Exception) -> None:
    desk = Desk()
    desk.platform.after["enrol"] = [error]
    job_id = desk.submit([person(number) for number in range(25)])
    desk.to_the_end()

    assert (desk.job(job_id).state, desk.job(job_id).rows.enrolled) == (JobState.DONE, 25)
    assert set(desk.platform.sent_to_enrol.values()) == {1}


def test_whoever_is_not_in_after_an_unclear_answer_is_sent_again() -> None:
    desk = Desk()
    desk.platform.before["enrol"] = [UNCLEAR[0]]
    job_id = desk.submit([person(number) for number in range(25)])
    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == 25
    assert len(desk.platform.in_campaign) == 25


def test_a_process_that_dies_after_enrolling_leaves_who_is_looked_for_first() -> None:
    desk = Desk()
    desk.platform.after["enrol"] = [Died()]  # pyright: ignore[reportArgumentType]  nothing of the process is left to catch it
    job_id = desk.submit([person(number) for number in range(25)])
    with pytest.raises(Died):
        desk.to_the_end()
    desk.worker = desk.another_worker("here", "second life")
    desk.runs = [(job_id, 1, 0.0)]
    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == 25
    assert set(desk.platform.sent_to_enrol.values()) == {1}


def test_where_nobody_can_tell_who_is_in_they_are_sent_again_and_skipped() -> None:
    desk = Desk()
    desk.platform.closed = {"members"}
    desk.platform.after["enrol"] = [UNCLEAR[0]]
    job_id = desk.submit([person(number) for number in range(25)])
    desk.to_the_end()

    assert desk.job(job_id).rows.enrolled == len(desk.platform.in_campaign) == 25


def test_a_platform_that_never_enrols_clearly_pauses_the_import() -> None:
    desk = Desk()
    desk.platform.before["enrol"] = [UNCLEAR[0]] * 40
    job_id = desk.submit([person(number) for number in range(25)])
    desk.to_the_end()

    assert (desk.job(job_id).state, desk.job(job_id).code) == (JobState.PAUSED, "unwell")
