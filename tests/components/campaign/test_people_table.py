"""Table of a campaign's people: where each stands, why, and when she is called next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from components.campaign.people_table import name_of, next_try, standing, why
from services.api.models import CampaignContact, EnrollmentStatus
from services.calling_rules.call_window import CallWindow
from tests.components.cast import NOW, enrolled

WINDOW = CallWindow(timezone="Europe/Berlin")


def test_somebody_inside_her_hours_waits_for_a_line() -> None:
    assert why(enrolled(), WINDOW, NOW) == "Waiting for a free line"
    assert next_try(enrolled(), WINDOW, NOW) == NOW


def test_somebody_outside_her_hours_is_called_when_they_open() -> None:
    early = enrolled(timezone="America/New_York")

    assert why(early, WINDOW, NOW) == "Outside the calling hours there"
    assert next_try(early, WINDOW, NOW) == NOW.replace(hour=14, minute=0)


def test_a_retry_comes_when_it_is_due() -> None:
    waiting = enrolled(attempts=1, next_attempt_at=NOW + timedelta(minutes=30))

    assert why(waiting, WINDOW, NOW) == "Waiting for the next try"
    assert next_try(waiting, WINDOW, NOW) == NOW + timedelta(minutes=30)


def test_a_retry_due_after_the_hours_comes_the_next_morning() -> None:
    waiting = enrolled(attempts=1, next_attempt_at=NOW + timedelta(hours=5))

    assert next_try(waiting, WINDOW, NOW) == (NOW + timedelta(days=1)).replace(hour=8, minute=0)


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (enrolled(EnrollmentStatus.SKIPPED, outcome="do_not_call"), "Marked do not call"),
        (enrolled(EnrollmentStatus.SKIPPED, do_not_call=True), "Marked do not call"),
        (enrolled(EnrollmentStatus.SKIPPED, phone=None), "No phone number"),
        (enrolled(EnrollmentStatus.FAILED, attempts=3), "All tries are used up"),
        (enrolled(EnrollmentStatus.COMPLETED, outcome="answered"), ""),
    ],
)
def test_whoever_is_not_called_any_more_has_a_reason(one: CampaignContact, reason: str) -> None:
    assert why(one, WINDOW, NOW) == reason
    assert next_try(one, WINDOW, NOW) is None


def test_a_name_is_shown_as_typed() -> None:
    assert name_of(enrolled(first_name="<b>Ann</b>", last_name="*")) == "<b>Ann</b> *"
    assert name_of(CampaignContact(id="e", status=EnrollmentStatus.PENDING)) == "–"


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (enrolled(EnrollmentStatus.SKIPPED, phone=None), "No phone number"),
        (enrolled(EnrollmentStatus.FAILED, attempts=3), "All tries are used up"),
        (enrolled(EnrollmentStatus.COMPLETED, outcome="answered"), "With a result"),
        (enrolled(), "Waiting for a free line"),
    ],
)
def test_the_reason_stands_for_the_status(one: CampaignContact, said: str) -> None:
    assert standing(one, WINDOW, NOW) == said


def test_before_the_launch_nobody_waits_for_a_line() -> None:
    assert standing(enrolled(), WINDOW, NOW, running=False) == "Waiting"
    left_out = enrolled(EnrollmentStatus.SKIPPED, phone=None)
    assert standing(left_out, WINDOW, NOW, running=False) == "No phone number"
