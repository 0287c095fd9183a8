"""Rows that cannot be read are never taken for rows that are not there, where something is decided by that."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from services.api import errors
from services.api.models import CampaignStatus, OtherStatus
from services.campaigns.first_people import FirstPeople, PeopleSource, enrol
from services.campaigns.one import read_now
from services.do_not_call import NOBODY_LISTED
from services.launch.findings import CampaignSnapshot, LaunchVerdict, judge
from services.live import Live
from services.reads.reads import Reads
from services.upload.lookup import look_up
from tests.services.api.fake_platform import FakePlatform, campaign, ok

AT = datetime(2026, 3, 3, 10, tzinfo=UTC)


def platform(**lists: list[Any]) -> FakePlatform:
    """Answers each list by the last word of its address; enrols whoever it is told to."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return ok(added=1, skipped=0, invalid=0)
        last = request.url.path.rsplit("/", 1)[-1]
        if last not in lists:
            return httpx.Response(403, json={"error": "no"})
        name = "campaigns" if last == "campaigns" else "contacts"
        inside = "members" if request.url.path.endswith("/c1/contacts") else last
        return ok(**{name: lists.get(inside, [])})

    return FakePlatform(answer)


def test_a_campaign_that_is_not_among_those_that_could_be_read_may_be_the_one_that_could_not() -> None:
    with pytest.raises(errors.UnreadableAnswer):
        read_now(platform(campaigns=[campaign("c2"), {"name": "?"}]).api(), "c1")
    with pytest.raises(errors.NotFound):
        read_now(platform(campaigns=[campaign("c2")]).api(), "c1")
    found = read_now(platform(campaigns=[{"name": "?"}, campaign("c1")]).api(), "c1")
    assert found.id == "c1"


def test_nobody_is_enrolled_while_it_cannot_be_read_who_is_in_already() -> None:
    asked = platform(contacts=[], members=[{"status": "pending"}])
    with pytest.raises(errors.UnreadableAnswer):
        enrol(asked.api(), "c1", "co1", FirstPeople(PeopleSource.PICKED, picked=("p1",)), NOBODY_LISTED)
    assert "POST" not in [request.method for request in asked.requests]


@pytest.mark.parametrize("mark", [True, "perhaps", 3])
def test_nobody_whose_do_not_call_mark_is_not_understood_is_enrolled(mark: Any) -> None:
    people = [{"id": "p1", "phone": "+4930123456", "do_not_call": mark}, {"id": "p2", "phone": "+4930123457"}]
    asked = platform(contacts=people, members=[])
    enrol(asked.api(), "c1", "co1", FirstPeople(PeopleSource.EVERYBODY, at_most=5), NOBODY_LISTED)
    assert asked.sent() == {"contactIds": ["p2"]}


def test_a_list_is_not_compared_with_people_that_cannot_be_read() -> None:
    read = {"id": "e1", "status": "pending", "contact": {"id": "p1", "phone": "+4930123456"}}
    assert look_up(platform(contacts=[], members=[read]).api(), "c1").compared
    assert not look_up(platform(contacts=[], members=[read, "?"]).api(), "c1").compared


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            CampaignSnapshot(OtherStatus("x"), AT, None, 2, 0),
            CampaignSnapshot(OtherStatus("x"), AT, None, 2, 0),
        ),
        (
            CampaignSnapshot(CampaignStatus.DRAFT, AT, None, 2, None),
            CampaignSnapshot(CampaignStatus.DRAFT, AT, None, 2, 1),
        ),
        (
            CampaignSnapshot(CampaignStatus.DRAFT, AT, None, 2, 0),
            CampaignSnapshot(OtherStatus("active"), AT, None, 2, 0),
        ),
    ],
)
def test_what_is_not_told_never_proves_that_nobody_was_called(
    before: CampaignSnapshot, after: CampaignSnapshot
) -> None:
    assert judge(before, after)[0] is not LaunchVerdict.NOT_LAUNCHED


def test_a_campaign_whose_status_is_not_known_is_watched_as_one_that_calls() -> None:
    asked = FakePlatform(ok(campaign=campaign("c1", status="active"), counts=None, queue=None))
    live = Live(asked.api(), Reads())
    odd = live.watch("c1")
    asked.steps[:] = [ok(campaign=campaign("c1", status="draft"), counts=None, queue=None)]
    live.forget("c1")
    resting = live.watch("c1")
    assert odd.pace.refresh_every is not None
    assert resting.pace.refresh_every is not None
    assert odd.pace.refresh_every < resting.pace.refresh_every
