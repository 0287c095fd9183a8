"""Live view of each generation by what its page prints: sums of calls are no people, and what is not told is not nobody."""

from __future__ import annotations

from typing import Any

import pytest

from services.api.generation import Generation
from services.live import Live, LiveSource, LiveState
from services.reads.reads import Reads
from tests.services.generation.printed_platform import PrintedPlatform

READ = "GET /api/crm/campaigns/{id}"
PEOPLE = "GET /api/crm/campaigns/{id}/contacts"


def watched(generation: Generation, printed: str, **answers: tuple[int, Any]) -> LiveState:
    platform = PrintedPlatform(printed)
    platform.answers.setdefault(READ, (200, {"id": "cmp_1", "name": "Renewals", "status": "running"}))
    platform.answers |= {PEOPLE if name == "people" else name: answer for name, answer in answers.items()}
    api = platform.api()
    api.campaigns.which_generation = lambda: generation
    return Live(api, Reads()).watch("cmp_1")


def test_the_newest_is_watched_by_its_live_counts() -> None:
    state = watched(Generation.NEWEST, "newest")
    assert state.source is LiveSource.DASHBOARD
    assert state.by_status is not None
    assert state.by_status.calling == 6


@pytest.mark.parametrize("generation", [Generation.ACTIONS, Generation.UNKNOWN])
def test_sums_of_calls_are_no_live_view_so_it_is_made_of_the_people(generation: Generation) -> None:
    state = watched(generation, "actions")
    assert state.error is None
    assert state.source is LiveSource.PEOPLE
    assert (state.by_status, state.campaign.contacts_called) == (None, None)


def test_that_nobody_waits_is_not_said_where_it_is_not_told() -> None:
    def next_up(*said: str | None) -> Any:
        rows = [
            {"id": f"ctc_{number}", "firstName": "Ana", "phone": "+14155550127", "callStatus": word}
            for number, word in enumerate(said)
        ]
        return watched(
            Generation.ACTIONS, "actions", people=(200, {"success": True, "contacts": rows})
        ).next_up

    assert next_up("answered", "voicemail") == []
    assert next_up("answered", "no_answer") is None
    assert next_up("answered", None) is None
    assert len(next_up("answered", "pending")) == 1


def test_an_empty_list_of_calls_beside_people_who_were_called_is_not_told_as_no_call() -> None:
    state = watched(Generation.NEWEST, "newest")
    assert state.source is LiveSource.DASHBOARD and state.recent_calls == []
    assert state.by_status is not None and state.by_status.completed == 96
    assert not state.calls_told
