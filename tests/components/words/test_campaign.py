"""One campaign in words and figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from components.words.campaign import (
    answer_rate,
    answered_words,
    hours_words,
    progress,
    progress_words,
    what_it_does,
)
from services.api.models import CampaignStatus, OtherStatus
from tests.components.cast import NOW, campaign

OWN_ZONE: dict[str, Any] = {"settings": {"use_contact_timezone_for_call_window": False}}


def test_it_measures_progress_by_people_finished() -> None:
    assert progress(campaign(contacts_completed=25, contacts_called=60)) == 0.25
    assert progress(campaign(total_contacts=0)) is None
    assert progress(campaign(contacts_called=0)) is None  # an empty bar says nothing
    assert (
        progress(campaign(total_contacts=3, contacts_completed=4)) == 1.0
    )  # counters of one moment may differ


def test_it_knows_no_answer_rate_before_the_first_call() -> None:
    assert answer_rate(campaign(contacts_called=0)) is None
    assert answered_words(campaign(contacts_called=0)) == "Nobody called yet"
    assert answer_rate(campaign(contacts_called=40, contacts_answered=10)) == 0.25


def test_it_says_how_many_are_finished() -> None:
    assert progress_words(campaign(contacts_completed=25)) == "**25%** finished · 25 of 100"
    assert progress_words(campaign(total_contacts=0)) == "No people yet"


def test_what_is_not_told_is_said_and_not_drawn_as_zero() -> None:
    untold = campaign(total_contacts=None, contacts_called=None)
    assert progress_words(untold) == "How many people are in it is not told"
    assert answered_words(untold) == "How many were called is not told"
    assert progress_words(campaign(contacts_completed=None)) == (
        "100 people · how many are finished is not told"
    )
    assert answered_words(campaign(contacts_called=7)) == "7 called · how many answered is not told"
    assert what_it_does(untold, NOW) == "It waits for somebody to launch it. Nobody is called before that."


def test_a_status_it_does_not_know_may_mean_that_people_are_being_called() -> None:
    assert "may be calling people" in what_it_does(campaign(OtherStatus("archived")), NOW)


def test_it_names_the_place_whose_clock_counts() -> None:
    assert hours_words(campaign(**OWN_ZONE)) == "09:00–17:00 Berlin"


def test_it_names_no_place_where_everybodys_own_clock_counts() -> None:
    assert hours_words(campaign(settings={})) == "09:00–17:00 their time"


def test_it_says_nothing_of_a_clock_or_of_hours_that_are_not_told() -> None:
    assert hours_words(campaign(settings=None)) == "09:00–17:00"
    assert "usually in their own time zone" in what_it_does(campaign(CampaignStatus.RUNNING), NOW)
    untold = campaign(CampaignStatus.RUNNING, call_window_start=None)
    assert hours_words(untold) == "hours not told"
    assert "which Talkturo does not tell here" in what_it_does(untold, NOW)
    assert "when, Talkturo does not tell" in what_it_does(campaign(CampaignStatus.SCHEDULED), NOW)


def test_a_zone_is_text_too() -> None:
    assert "\\*" in hours_words(campaign(call_window_timezone="*x*", **OWN_ZONE))


@pytest.mark.parametrize("status", CampaignStatus)
def test_every_status_has_a_sentence(status: CampaignStatus) -> None:
    assert what_it_does(campaign(status, scheduled_start_at=NOW), NOW).endswith(".")


def test_a_running_campaign_says_until_when_it_calls() -> None:
    assert what_it_does(campaign(CampaignStatus.RUNNING, **OWN_ZONE), NOW) == (
        "It calls people now, until 17:00 in Berlin."
    )


def test_a_running_campaign_outside_its_hours_says_when_they_open() -> None:
    evening = NOW + timedelta(hours=6)

    assert "which open on Tue 08:00" in what_it_does(campaign(CampaignStatus.RUNNING, **OWN_ZONE), evening)


def test_a_deleted_campaign_says_so_whatever_its_status() -> None:
    assert "deleted 5 minutes ago" in what_it_does(campaign(deleted_at=NOW - timedelta(minutes=5)), NOW)


def test_a_draft_without_people_says_what_comes_next() -> None:
    assert "Add the people to call" in what_it_does(campaign(total_contacts=0), NOW)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"contacts_completed": 100}, "It is over: everybody in it was dealt with by "),
        ({"contacts_completed": 99}, "It is over; 1 person in it was not called to the end."),
        ({"contacts_completed": 60}, "It is over; 40 people in it were not called to the end."),
        ({"contacts_completed": None}, "It is over."),
        ({"total_contacts": None}, "It is over."),
    ],
)
def test_that_everybody_was_dealt_with_is_said_only_where_it_is_so(
    fields: dict[str, Any], sentence: str
) -> None:
    ended = campaign(**({"status": CampaignStatus.COMPLETED, "completed_at": NOW} | fields))
    assert what_it_does(ended, NOW).startswith(sentence)
    assert ("everybody" in what_it_does(ended, NOW)) is ("everybody" in sentence)
