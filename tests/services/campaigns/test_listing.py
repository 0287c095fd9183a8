"""Listing: which campaigns a page shows, in which order, and how many of each status there are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.api.models import Campaign, CampaignStatus
from services.campaigns.listing import OTHER, CampaignFilter, SortBy, answer_rate, list_campaigns, progress

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def campaign(name: str, status: str = "draft", **fields: Any) -> Campaign:
    return Campaign.model_validate({"id": name, "name": name, "status": status, **fields})


SPRING = campaign(
    "Spring offer", "running", assistant_id="anna", total_contacts=10, contacts_called=8, contacts_completed=0
)
SUMMER = campaign("Summer Straße", "draft", description="After the *fair*")
AUTUMN = campaign("autumn", "running", total_contacts=4, contacts_completed=4, contacts_called=4)
WINTER = campaign("Winter", "cancelled", assistant_id="anna")
YEAR = [SPRING, SUMMER, AUTUMN, WINTER]


def names(wanted: CampaignFilter, campaigns: list[Campaign] = YEAR) -> list[str]:
    return [row.name for row in list_campaigns(campaigns, wanted).rows]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", 4),
        ("  ", 4),
        ("WINTER", 1),
        ("strasse", 1),
        ("fair", 1),
        ("offer spring", 1),
        ("spring winter", 0),
        ("*fair*", 1),
        (".*", 0),
    ],
)
def test_it_searches_names_and_descriptions_by_word(search: str, found: int) -> None:
    assert list_campaigns(YEAR, CampaignFilter(search=search)).total == found


def test_it_counts_each_status_with_the_other_filters_as_they_are() -> None:
    listing = list_campaigns(
        YEAR, CampaignFilter(statuses=frozenset({CampaignStatus.RUNNING}), assistant_id="anna")
    )
    assert [row.name for row in listing.rows] == ["Spring offer"]
    assert listing.counts[CampaignStatus.CANCELLED] == 1
    assert listing.counts[CampaignStatus.RUNNING] == 1
    assert listing.counts[CampaignStatus.DRAFT] == 0
    assert set(listing.counts) == set(CampaignStatus)


def test_statuses_it_does_not_know_are_counted_and_found_as_other() -> None:
    odd = [
        campaign("a", "archived"),
        campaign("b", "Running"),
        Campaign.model_validate({"id": "c", "status": None}),
    ]
    listing = list_campaigns(
        [*YEAR, *odd], CampaignFilter(statuses=frozenset({OTHER}), sort_by=SortBy.STATUS)
    )
    assert {row.name for row in listing.rows} == {"a", "b", "c"}
    assert (listing.counts[OTHER], listing.counts[CampaignStatus.RUNNING]) == (3, 2)


def test_counters_that_are_not_told_are_no_figure() -> None:
    untold = campaign("x", "running", total_contacts=None, contacts_completed=3)
    assert (progress(untold), answer_rate(untold)) == (None, None)
    assert progress(campaign("y", total_contacts=5, contacts_completed=None)) is None
    most_people = names(CampaignFilter(sort_by=SortBy.PEOPLE), [untold, SPRING, AUTUMN])
    assert most_people == ["Spring offer", "autumn", "x"]


def test_it_sorts_by_name_as_people_do() -> None:
    assert names(CampaignFilter(sort_by=SortBy.NAME, descending=False)) == [
        "autumn",
        "Spring offer",
        "Summer Straße",
        "Winter",
    ]


@pytest.mark.parametrize("descending", [True, False])
def test_it_puts_those_without_a_figure_last(descending: bool) -> None:
    sorted_names = names(CampaignFilter(sort_by=SortBy.PROGRESS, descending=descending))
    assert sorted_names[2:] == ["Summer Straße", "Winter"]
    assert sorted_names[:2] == (["autumn", "Spring offer"] if descending else ["Spring offer", "autumn"])


def test_it_shows_the_last_change_first() -> None:
    days = [campaign(f"day {number}", updated_at=MONDAY + timedelta(days=number)) for number in range(3)]
    never = campaign("never")
    assert names(CampaignFilter(), [never, *days]) == ["day 2", "day 1", "day 0", "never"]


@pytest.mark.parametrize(
    ("page", "shown", "first"), [(1, 1, "0"), (3, 3, "20"), (99, 3, "20"), (0, 1, "0"), (-5, 1, "0")]
)
def test_it_shows_a_page_that_exists_whatever_the_address_says(page: int, shown: int, first: str) -> None:
    many = [campaign(str(number)) for number in range(25)]
    listing = list_campaigns(many, CampaignFilter(page=page, page_size=10))
    assert (listing.page, listing.pages, listing.total, listing.rows[0].name) == (shown, 3, 25, first)


def test_it_shows_an_empty_page_where_nothing_matches() -> None:
    listing = list_campaigns([], CampaignFilter())
    assert (listing.rows, listing.page, listing.pages, listing.total) == ([], 1, 1, 0)


def test_it_gives_no_share_of_nobody_and_never_more_than_all() -> None:
    assert (progress(SUMMER), answer_rate(SUMMER)) == (None, None)
    odd = campaign("odd", total_contacts=2, contacts_completed=3, contacts_called=1, contacts_answered=2)
    assert (progress(odd), answer_rate(odd)) == (1.0, 1.0)
