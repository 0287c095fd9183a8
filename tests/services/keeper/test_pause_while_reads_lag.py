"""Pause of a campaign that was just started, while the platform's lists and reads still tell what was before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.api import errors
from services.api.models import CampaignStatus
from services.audit.audit import AuditAction, Filter, Result
from tests.services.keeper.office import ANNA, Office
from tests.waiting import until

BEFORE = {"kind": "odd_values", "fields": ["status"], "value": "draft", "act": True}


@pytest.fixture
def waiting(office: Office) -> Iterator[Office]:
    yield office
    office.sandbox.faults()


def test_a_start_of_ours_is_paused_although_the_list_still_says_draft(waiting: Office) -> None:
    before = waiting.campaign(200, at_once=1)
    waiting.launch(before.id, most=None)

    assert before.status is CampaignStatus.DRAFT
    paused = waiting.console.campaigns.pause(before, who=ANNA)

    assert (paused.status, waiting.status(before.id)) == (CampaignStatus.PAUSED, CampaignStatus.PAUSED)


def test_what_lagging_reads_say_of_the_pause_is_not_believed(waiting: Office) -> None:
    before = waiting.campaign(200, at_once=1)
    waiting.launch(before.id, most=None)
    waiting.sandbox.faults({"operation": "getCampaign", **BEFORE, "times": 2})

    waiting.console.campaigns.pause(before, who=ANNA)

    asked = Filter(campaign_id=before.id, actions=(AuditAction.PAUSE,))
    assert [one.result for one in waiting.console.audit.entries(asked).rows] == [Result.UNCLEAR]
    assert waiting.console.launching.just_started(before.id), "no read has said that it is paused"
    until(
        lambda: waiting.console.stops.look(before.id),
        lambda seen: seen is not None and seen.status is CampaignStatus.PAUSED,
    )


def test_once_it_is_paused_or_long_after_the_status_counts_again(waiting: Office) -> None:
    before = waiting.campaign(200, at_once=1)
    waiting.launch(before.id, most=None)
    waiting.pause(before.id)

    with pytest.raises(errors.Conflict):
        waiting.console.campaigns.pause(before, who=ANNA)

    other = waiting.campaign(1)
    with pytest.raises(errors.Conflict):
        waiting.console.campaigns.pause(other, who=ANNA)
