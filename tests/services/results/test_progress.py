"""Progress of a campaign over time, counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.api.models import Call, CampaignContact
from services.results.outcomes import frame_of_calls
from services.results.progress import progress

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def at(hours: float) -> str:
    return (EIGHT + timedelta(hours=hours)).isoformat()


def call(person: str, outcome: str, hours: float) -> Call:
    return Call.model_validate(
        {
            "id": f"{person}-{hours}",
            "campaign_contact_id": person,
            "outcome": outcome,
            "started_at": at(hours),
        }
    )


def person(name: str, status: str, hours: float | None = None) -> CampaignContact:
    last = None if hours is None else at(hours)
    return CampaignContact.model_validate(
        {"id": name, "status": status, "attempts": int(hours is not None), "last_attempt_at": last}
    )


CALLS = frame_of_calls(
    [
        call("anna", "no_answer", 0),
        call("anna", "answered", 1),
        call("ben", "answered", 1),
        call("carl", "busy", 2),
        call("carl", "voicemail", 30),
        call("dora", "no_answer", 30),
    ]
)
EVERYBODY = [
    person("anna", "completed", 1),
    person("ben", "completed", 1),
    person("carl", "failed", 30),
    person("dora", "pending", 30),
    person("emil", "skipped"),
]


def test_it_counts_called_and_answered_at_each_moment() -> None:
    found = progress(CALLS, people=10, points=4)
    assert [(moment - EIGHT) / timedelta(hours=1) for moment in found.moments] == [0, 10, 20, 30]
    assert found.called == [1, 3, 3, 4]
    assert found.answered == [0, 2, 2, 2]
    assert found.finished == []


def test_somebody_is_finished_since_her_last_call_and_without_one_from_the_start() -> None:
    assert progress(CALLS, 10, EVERYBODY, points=4).finished == [1, 3, 3, 4]


def test_a_campaign_that_stands_still_is_drawn_until_now() -> None:
    found = progress(CALLS, 10, EVERYBODY, until=EIGHT + timedelta(hours=60), points=4)
    assert found.moments[-1] == EIGHT + timedelta(hours=60)
    assert (found.called[-1], found.finished[-1]) == (4, 4)


def test_nothing_is_drawn_before_the_first_call() -> None:
    assert progress(frame_of_calls([]), 5, EVERYBODY).moments == []
