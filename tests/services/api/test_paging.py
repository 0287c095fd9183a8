"""Lists in pages, from servers that differ in what they say about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from services.api import Api
from tests.services.api.fake_platform import FakePlatform, campaign, ok

Answer = Callable[[list[dict[str, Any]], int, int, int], dict[str, Any]]


def honest(rows: list[dict[str, Any]], total: int, limit: int, offset: int) -> dict[str, Any]:
    return {"campaigns": rows, "count": total, "limit": limit, "offset": offset}


def counts_its_page(rows: list[dict[str, Any]], total: int, limit: int, offset: int) -> dict[str, Any]:
    return {"campaigns": rows, "count": len(rows), "limit": limit, "offset": offset}


def says_nothing(rows: list[dict[str, Any]], total: int, limit: int, offset: int) -> dict[str, Any]:
    return {"campaigns": rows}


def says_null(rows: list[dict[str, Any]], total: int, limit: int, offset: int) -> dict[str, Any]:
    return {"campaigns": rows, "count": None, "limit": None, "offset": None}


def hides_its_cap(rows: list[dict[str, Any]], total: int, limit: int, offset: int) -> dict[str, Any]:
    return {"campaigns": rows, "count": total, "limit": 1000, "offset": offset}


def platform_with(total: int, answer: Answer = honest, cap: int = 1000) -> FakePlatform:
    everything = [campaign(f"c{number}") for number in range(total)]

    def page(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        limit = min(int(request.url.params["limit"]), cap)
        return ok(**answer(everything[offset : offset + limit], total, limit, offset))

    return FakePlatform(page)


def ids(api: Api, limit: int = 1000) -> list[str]:
    return [found.id for found in api.campaigns.list(limit=limit)]


@pytest.mark.parametrize("answer", [honest, counts_its_page, says_nothing, says_null])
@pytest.mark.parametrize("total", [0, 1, 9, 10, 11, 20, 25])
def test_it_finds_every_item_once(answer: Answer, total: int) -> None:
    platform = platform_with(total, answer)
    assert ids(platform.api(), limit=10) == [f"c{number}" for number in range(total)]


@pytest.mark.parametrize("answer", [honest, counts_its_page, hides_its_cap])
@pytest.mark.parametrize("total", [0, 7, 14, 15, 30])
def test_it_copes_with_a_server_that_gives_less_than_asked(answer: Answer, total: int) -> None:
    platform = platform_with(total, answer, cap=7)
    assert ids(platform.api()) == [f"c{number}" for number in range(total)]


@pytest.mark.parametrize(("total", "requests"), [(0, 1), (9, 1), (25, 3), (20, 2), (10, 2)])
def test_it_asks_no_more_often_than_it_must(total: int, requests: int) -> None:
    # a first page that is exactly full cannot be told from a count of the page alone
    platform = platform_with(total)
    ids(platform.api(), limit=10)
    assert len(platform.requests) == requests


def test_it_gives_an_item_that_moved_between_pages_once() -> None:
    first = ok(campaigns=[campaign("a"), campaign("b")], count=3, limit=2, offset=0)
    moved = ok(campaigns=[campaign("b")], count=3, limit=2, offset=2)
    assert ids(FakePlatform(first, moved).api(), limit=2) == ["a", "b"]


def test_it_ends_with_a_server_that_sends_the_same_page_for_ever() -> None:
    page = ok(campaigns=[campaign("a"), campaign("b")], count=2, limit=2, offset=0)
    listing = FakePlatform(page).api().campaigns.list(limit=2)
    assert [found.id for found in listing] == ["a", "b"]


def test_it_fetches_further_pages_only_when_they_are_wanted() -> None:
    platform = platform_with(100)
    listing = platform.api().campaigns.list(limit=10)
    assert (len(listing.items), listing.total, listing.limit, listing.offset) == (10, 100, 10, 0)
    pages = listing.pages()
    next(pages)
    next(pages)
    assert len(platform.requests) == 2


def test_it_gives_the_counts_by_status_of_a_campaigns_people() -> None:
    row = {"id": "e1", "status": "pending"}
    platform = FakePlatform(
        ok(contacts=[row], statusCounts={"pending": 1}, count=2, limit=1, offset=0),
        ok(contacts=[{**row, "id": "e2"}], statusCounts={"pending": 2}, count=2, limit=1, offset=1),
    )
    page = platform.api().campaigns.contacts("x", status="pending", limit=1)
    assert page.status_counts is not None
    assert page.status_counts.pending == 1
    assert [person.id for person in page] == ["e1", "e2"]


def test_it_says_so_where_a_deployment_does_not_count() -> None:
    page = FakePlatform(ok(contacts=[])).api().campaigns.contacts("x")
    assert page.status_counts is None


def test_people_who_are_counted_are_read_whatever_size_the_pages_have() -> None:
    """A platform that gives fewer than were asked for, and counts only its page, says by status how many there are."""
    counts = {"pending": 3}
    first = ok(contacts=[{"id": "e1"}, {"id": "e2"}], statusCounts=counts, count=2, limit=1000, offset=0)
    last = ok(contacts=[{"id": "e3"}], statusCounts=counts, count=1, limit=1000, offset=2)
    page = FakePlatform(first, last).api().campaigns.contacts("x")
    assert page.total == 3
    assert [person.id for person in page] == ["e1", "e2", "e3"]


@pytest.mark.parametrize(
    ("told", "total", "within"),
    [
        ({"count": 2}, None, False),  # its own size, or all there are
        ({"count": 3}, 3, True),
        ({"count": 2000}, 2000, False),
        ({"total": 2}, 2, True),
        ({}, None, False),
        ({"count": 2, "limit": 3}, 2, True),  # a page with room left is the last
    ],
)
def test_how_many_there_are_is_told_or_not(told: dict[str, Any], total: int | None, within: bool) -> None:
    answer = {"limit": 2, "offset": 0} | told
    page = FakePlatform(ok(campaigns=[campaign("a"), campaign("b")], **answer)).api().campaigns.list()
    assert page.total == total
    assert page.within(2) == within
