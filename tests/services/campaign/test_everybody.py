"""Age of a campaign's people: when those read a while ago still tell of it as its counters stand now."""

from __future__ import annotations

import pytest

from services.api.models import CampaignContact, EnrollmentStatus
from services.campaign.everybody import gone_on
from tests.components.cast import campaign, enrolled


def people(called: int, of: int) -> list[CampaignContact]:
    """So many have answered, the others wait."""
    return [
        enrolled(EnrollmentStatus.COMPLETED, attempts=1) if number < called else enrolled()
        for number in range(of)
    ]


@pytest.mark.parametrize(
    ("called", "of", "then"), [(10, 100, False), (12, 100, False), (13, 100, True), (0, 100, True)]
)
def test_a_difference_that_can_be_seen_counts(called: int, of: int, *, then: bool) -> None:
    now = campaign(total_contacts=100, contacts_called=10, contacts_completed=10)
    assert gone_on(people(called, of), now) is then


def test_in_a_small_campaign_one_call_can_be_seen() -> None:
    now = campaign(total_contacts=3, contacts_called=2, contacts_completed=1)
    assert gone_on(people(1, 3), now)


def test_people_who_were_added_count() -> None:
    assert gone_on(people(0, 90), campaign(total_contacts=100))
