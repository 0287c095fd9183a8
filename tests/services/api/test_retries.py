"""Retries: what is sent again after a failure, and what never is."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from services.api import Api, errors
from services.api.models import (
    Audience,
    CampaignCreate,
    CampaignStatus,
    CampaignUpdate,
    CompanyCreate,
    ContactCreate,
    NewPerson,
)
from tests.services.api.fake_platform import FakePlatform, campaign, html, ok, refuses

CAMPAIGN = CampaignCreate(team_id="t", assistant_id="a", company_id="c", from_number_ids=["n"], name="Spring")
PERSON = ContactCreate(company_id="c", first_name="A", last_name="B", phone="+491512345678")
Ask = Callable[[Api], object]

REPEATED: list[Ask] = [
    lambda api: api.campaigns.list(),
    lambda api: api.campaigns.get("x"),
    lambda api: api.contacts.import_csv(b"first_name\nA\n", {"first_name": "first_name"}),
    lambda api: api.campaigns.update("x", CampaignUpdate(status=CampaignStatus.PAUSED)),
    lambda api: api.campaigns.update("x", CampaignUpdate(status=CampaignStatus.CANCELLED)),
]
NEVER_REPEATED: list[Ask] = [
    lambda api: api.campaigns.run("x"),
    lambda api: api.campaigns.run("x", dry_run=True),
    lambda api: api.campaigns.create(CAMPAIGN),
    lambda api: api.contacts.create(PERSON),
    lambda api: api.companies.create(CompanyCreate(name="C")),
    lambda api: api.campaigns.add_contact("x", NewPerson(first_name="A", last_name="B", phone="+1")),
    lambda api: api.campaigns.add_contacts("x", ["p"]),
    lambda api: api.campaigns.add_audience("x", Audience(company_id="c")),
    lambda api: api.campaigns.add_audience("x", Audience(company_id="c", max_to_add=10)),
    lambda api: api.campaigns.remove_contacts("x", ["p"]),
    lambda api: api.campaigns.delete("x"),
    lambda api: api.campaigns.update("x", CampaignUpdate(name="N")),
    lambda api: api.campaigns.update("x", CampaignUpdate(status=CampaignStatus.RUNNING)),
]
UNCLEAR: list[httpx.Response | Exception] = [
    html(502),
    refuses(500),
    httpx.Response(200, content=b'{"success": tr'),
    html(200),
    httpx.ReadTimeout("slow"),
    httpx.ReadError("reset"),
    httpx.RemoteProtocolError("gone"),
    httpx.ConnectError("refused"),
]
GOOD = ok(campaign=campaign(), campaigns=[], added=1)


@pytest.mark.parametrize("ask", REPEATED)
@pytest.mark.parametrize("trouble", UNCLEAR)
def test_it_repeats_what_ends_the_same_when_done_twice(ask: Ask, trouble: httpx.Response | Exception) -> None:
    platform = FakePlatform(trouble, trouble, GOOD)
    ask(platform.api())
    assert len(platform.requests) == 3
    assert platform.requests[0].content == platform.requests[2].content


@pytest.mark.parametrize("ask", NEVER_REPEATED)
@pytest.mark.parametrize("trouble", [*UNCLEAR, httpx.Response(429, headers={"Retry-After": "0"})])
def test_it_never_repeats_what_would_be_done_twice(ask: Ask, trouble: httpx.Response | Exception) -> None:
    platform = FakePlatform(trouble, GOOD)
    with pytest.raises(errors.ApiError):
        ask(platform.api())
    assert len(platform.requests) == 1


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 409, 413, 422, 501])
def test_it_does_not_ask_again_what_was_refused(status: int) -> None:
    platform = FakePlatform(refuses(status))
    with pytest.raises(errors.StatusError):
        platform.api().campaigns.get("x")
    assert len(platform.requests) == 1


def test_it_gives_up_with_the_last_failure() -> None:
    platform = FakePlatform(httpx.ReadError("reset"), httpx.ReadError("reset"), html(503))
    with pytest.raises(errors.ServerError):
        platform.api().campaigns.get("x")
    assert len(platform.requests) == 4


def test_it_waits_longer_each_time_and_never_alike() -> None:
    pauses = []
    for _ in range(5):
        platform = FakePlatform(html(503))
        with pytest.raises(errors.ServerError):
            platform.api().campaigns.get("x")
        pauses.append(platform.watch.naps)
    assert all(0.25 <= a <= 0.5 <= b <= 1.0 <= c <= 2.0 for a, b, c in pauses)
    assert len({tuple(naps) for naps in pauses}) == 5


def test_it_stops_repeating_when_the_deadline_is_near() -> None:
    platform = FakePlatform(html(503))
    with pytest.raises(errors.ServerError):
        platform.api(deadline=0.2).campaigns.get("x")
    assert len(platform.requests) == 1


def test_it_waits_as_long_as_told_where_that_is_short() -> None:
    platform = FakePlatform(
        httpx.Response(429, headers={"Retry-After": "3"}, json={}), ok(campaign=campaign())
    )
    platform.api().campaigns.get("x")
    assert platform.watch.naps == [3.0]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "1800"}, 1800.0),
        ({}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "Mon, 02 Mar 2026 10:10:00 GMT", "Date": "Mon, 02 Mar 2026 10:00:00 GMT"}, 600.0),
    ],
)
def test_it_says_how_long_the_platform_wants_us_to_wait(
    headers: dict[str, str], seconds: float | None
) -> None:
    platform = FakePlatform(httpx.Response(429, headers=headers, json={"error": "Too many"}))
    with pytest.raises(errors.TooManyRequests) as caught:
        platform.api().campaigns.get("x")
    assert caught.value.retry_after == seconds
    assert len(platform.requests) == 1


def test_it_leaves_background_reads_to_their_next_turn() -> None:
    platform = FakePlatform(html(503))
    api = platform.api()
    with api.budget.purpose("live view", background=True), pytest.raises(errors.ServerError):
        api.campaigns.get("x")
    assert len(platform.requests) == 1


def test_it_counts_every_attempt_that_was_sent() -> None:
    platform = FakePlatform(html(503), httpx.ConnectError("refused"), ok(campaign=campaign()))
    api = platform.api()
    with api.budget.purpose("campaign"):
        api.campaigns.get("x")
    assert api.budget.state().by_purpose == {"campaign": 2}
