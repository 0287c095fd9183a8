"""Enrolment on the newest generation: by the creation of a campaign, by asking for it, and by the way."""

from __future__ import annotations

from services.api.models import Outcome
from tests.sandbox.newest.platform import NewestPlatform


def test_a_create_that_does_not_speak_of_it_takes_in_the_assistants_whole_group(
    platform: NewestPlatform,
) -> None:
    group = {platform.member() for _ in range(3)}
    outsider = platform.person()
    made = platform.created(enrollment=None)
    assert made["enrollment"]["inserted"] == 3
    inside = {row["contact"]["id"] for row in platform.people(made["campaign"]["id"])}
    assert inside == group
    assert outsider not in inside


def test_a_create_that_says_none_takes_in_nobody(platform: NewestPlatform) -> None:
    platform.member()
    made = platform.created()
    assert made["enrollment"]["inserted"] == made["campaign"]["total_contacts"] == 0
    assert platform.people(made["campaign"]["id"]) == []


def test_a_planned_campaign_calls_the_group_that_it_took_in_unattended(platform: NewestPlatform) -> None:
    somebody = platform.member(Outcome.ANSWERED)
    made = platform.created(enrollment=None, scheduledStartAt="2026-03-03T11:00:00Z")
    assert made["campaign"]["status"] == "scheduled"
    platform.at("2026-03-03T11:01:00Z")
    assert platform.called(made["campaign"]["id"]) == {somebody}


def test_whoever_is_in_already_is_called_again(platform: NewestPlatform) -> None:
    campaign = platform.campaign(noAutoComplete=True)
    somebody = platform.person(Outcome.ANSWERED)
    platform.enrol(campaign, somebody)
    platform.run(campaign)
    platform.after(minutes=3)
    again = platform.enrol(campaign, somebody)
    assert (again["added"], again["invalid"], again["enrollment"]["updated"]) == (0, [], 1)
    platform.after(minutes=3)
    assert len(platform.calls(campaign)) == 2
