"""Each fault over a real socket, on every generation of the platform: what the caller sees, and whether the request had
its effect. One process a generation.
"""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic.alias_generators import to_snake

from sandbox.contract.operations import BY_GENERATION
from sandbox.deviations.faults import FaultKind
from tests.sandbox_process import (
    ASSISTANT_ID,
    COMPANY_ID,
    NUMBER_IDS,
    TEAM_ID,
    ControlError,
    RunningSandbox,
    start_sandbox,
)

NAMES = itertools.count()


@pytest.fixture(scope="module", params=[*BY_GENERATION])
def generation(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def server(generation: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    folder = tmp_path_factory.mktemp("faults")
    with start_sandbox(folder, "--empty", "--speed", "0", "--generation", generation) as running:
        yield running


@pytest.fixture
def faulty(server: RunningSandbox) -> Iterator[RunningSandbox]:
    yield server
    server.faults()


def create(sandbox: RunningSandbox, timeout: float = 20) -> tuple[str, httpx.Response]:
    """Create a campaign: its name, and what came back."""
    name = f"Campaign {next(NAMES)}"
    body = {
        "teamId": TEAM_ID,
        "assistantId": ASSISTANT_ID,
        "companyId": COMPANY_ID,
        "fromNumberIds": NUMBER_IDS,
        "name": name,
        "enrollment": {"mode": "none"},
    }
    with sandbox.client(timeout) as client:
        return name, client.post("/api/crm/campaigns", json=body)


def listed(sandbox: RunningSandbox, **query: Any) -> dict[str, Any]:
    with sandbox.client() as client:
        return client.get("/api/crm/campaigns", params={"teamId": TEAM_ID, "limit": 1000, **query}).json()


def rows(sandbox: RunningSandbox, **query: Any) -> list[dict[str, Any]]:
    """The campaigns, in one spelling."""
    listed_rows = listed(sandbox, **query)["campaigns"]
    return [{to_snake(name): value for name, value in row.items()} for row in listed_rows]


def names(sandbox: RunningSandbox) -> list[str]:
    return [row["name"] for row in rows(sandbox)]


def fault(kind: FaultKind, operation: str = "createCampaign", **more: Any) -> dict[str, Any]:
    return {"operation": operation, "kind": kind, **more}


@pytest.mark.parametrize(
    ("kind", "acted"),
    [(FaultKind.DROP_BEFORE, False), (FaultKind.DROP_AFTER, True), (FaultKind.DROP_IN_BODY, True)],
)
def test_the_connection_is_really_closed(faulty: RunningSandbox, kind: FaultKind, acted: bool) -> None:
    faulty.faults(fault(kind))
    before = len(names(faulty))
    with pytest.raises(
        httpx.RemoteProtocolError
        if kind == FaultKind.DROP_IN_BODY
        else (httpx.RemoteProtocolError, httpx.ReadError)
    ):
        create(faulty)
    assert len(names(faulty)) - before == acted
    assert create(faulty)[1].status_code == 201


def test_a_delay_before_acting_acts_late_and_all_the_same(faulty: RunningSandbox) -> None:
    faulty.faults(fault(FaultKind.DELAY_BEFORE, seconds=3))
    before = len(names(faulty))
    with pytest.raises(httpx.ReadTimeout):
        create(faulty, timeout=0.4)
    assert len(names(faulty)) == before
    assert grows(faulty, before, within=30)


def test_a_delay_after_acting_has_acted_while_the_answer_is_out(faulty: RunningSandbox) -> None:
    faulty.faults(fault(FaultKind.DELAY_AFTER, seconds=10))
    before = len(names(faulty))
    with pytest.raises(httpx.ReadTimeout):
        create(faulty, timeout=0.4)
    assert grows(faulty, before, within=9)


@pytest.mark.parametrize(
    ("others", "status", "content"),
    [
        ([], 500, b'{"success":'),
        ([fault(FaultKind.SERVER_ERROR, status=504)], 504, b'{"success":'),
        ([fault(FaultKind.HTML, status=200)], 200, b"<!DOCTYPE html>"),
        ([fault(FaultKind.TRUNCATED_JSON)], 200, b'{"success": true'),
        ([fault(FaultKind.EMPTY_BODY)], 200, b""),
    ],
)
def test_it_acts_so_much_later_on_its_clock_than_it_answers(
    faulty: RunningSandbox, others: list[dict[str, Any]], status: int, content: bytes
) -> None:
    before = len(names(faulty))
    faulty.faults(fault(FaultKind.ACT_LATE, seconds=29), *others)
    name, answer = create(faulty)
    assert (answer.status_code, answer.content[: len(content)]) == (status, content)
    faulty.advance(minutes=28 / 60)
    assert len(names(faulty)) == before
    faulty.advance(minutes=2 / 60)
    assert names(faulty).count(name) == 1


def test_it_acts_late_after_a_dropped_connection_too(faulty: RunningSandbox) -> None:
    before = len(names(faulty))
    faulty.faults(fault(FaultKind.ACT_LATE, seconds=5), fault(FaultKind.DROP_BEFORE))
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        create(faulty)
    assert len(names(faulty)) == before
    faulty.advance(minutes=1)
    assert len(names(faulty)) == before + 1


def grows(sandbox: RunningSandbox, before: int, within: float) -> bool:
    """Is there one campaign more than `before` in so many seconds?"""
    ends_at = time.monotonic() + within
    while time.monotonic() < ends_at:
        if len(names(sandbox)) == before + 1:
            return True
    return False


def test_a_slow_drip_outlasts_any_single_read(faulty: RunningSandbox) -> None:
    faulty.faults(fault(FaultKind.SLOW_DRIP, seconds=1.0))
    began = time.monotonic()
    assert create(faulty, timeout=0.8)[1].status_code == 201
    assert time.monotonic() - began > 0.9


@pytest.mark.parametrize("wait", [None, 7])
def test_429_with_and_without_a_wait(faulty: RunningSandbox, wait: int | None) -> None:
    faulty.faults(fault(FaultKind.RATE_LIMITED, retry_after=wait))
    name, answer = create(faulty)
    assert answer.status_code == 429
    assert answer.headers.get("Retry-After") == (str(wait) if wait else None)
    assert name not in names(faulty)


@pytest.mark.parametrize(
    ("kind", "more", "status"),
    [
        (FaultKind.SERVER_ERROR, {}, 500),
        (FaultKind.SERVER_ERROR, {"status": 503}, 503),
        (FaultKind.CLOSED, {}, 403),
        (FaultKind.CLOSED, {"status": 501}, 501),
        (FaultKind.TOO_LARGE, {}, 413),
        (FaultKind.TOKEN_REVOKED, {}, 401),
        (FaultKind.SUCCESS_FALSE, {}, 200),
    ],
)
@pytest.mark.parametrize("act", [False, True])
def test_another_answer_with_or_without_the_effect(
    faulty: RunningSandbox, kind: FaultKind, more: dict[str, Any], status: int, act: bool
) -> None:
    faulty.faults(fault(kind, act=act, **more))
    name, answer = create(faulty)
    assert (answer.status_code, answer.json()["success"]) == (status, False)
    assert (name in names(faulty)) is act


@pytest.mark.parametrize("status", [502, 200])
def test_a_proxys_page_in_place_of_json(faulty: RunningSandbox, status: int) -> None:
    faulty.faults(fault(FaultKind.HTML, status=status))
    answer = create(faulty)[1]
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html")
    assert answer.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("kind", [FaultKind.TRUNCATED_JSON, FaultKind.EMPTY_BODY])
def test_half_a_body_after_the_effect(faulty: RunningSandbox, kind: FaultKind) -> None:
    faulty.faults(fault(kind))
    name, answer = create(faulty)
    assert answer.status_code == 201
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    assert name in names(faulty)


def test_null_and_unknown_fields(faulty: RunningSandbox) -> None:
    create(faulty)
    faulty.faults(
        fault(FaultKind.NULL_FIELDS, "listCampaigns"), fault(FaultKind.UNKNOWN_FIELDS, "listCampaigns")
    )
    row = rows(faulty)[0]
    assert (row["description"], row["created_at"], row["total_contacts"]) == (None, None, None)
    assert row["id"] and row["name"] and row["status"] == "draft"
    assert row["x_new_field"]["nested"][2] == "neu"
    faulty.faults(fault(FaultKind.NULL_FIELDS, "listCampaigns", fields=["total_contacts"]))
    row = rows(faulty)[0]
    assert row["total_contacts"] is None
    assert row["created_at"] is not None


def test_a_refusal_may_say_message_for_error(faulty: RunningSandbox) -> None:
    faulty.faults(fault(FaultKind.ERROR_AS_MESSAGE, "getCampaign"))
    with faulty.client() as client:
        assert client.get("/api/crm/campaigns/none").json() == {
            "success": False,
            "message": "Campaign not found",
        }


def test_pages_that_are_capped_miscounted_or_shifted(faulty: RunningSandbox, generation: str) -> None:
    for _ in range(4):
        create(faulty)
    total = len(names(faulty))
    faulty.faults(fault(FaultKind.PAGE_CAP, "listCampaigns", limit=3))
    page = listed(faulty, limit=500)
    assert (len(page["campaigns"]), page["limit"]) == (3, 3)
    assert page.get("count") == {"seed": total, "newest": 3}.get(generation)
    faulty.faults(fault(FaultKind.PAGE_CAP, "listCampaigns", limit=3))
    with faulty.client() as client:
        page = client.get("/api/crm/campaigns", params={"teamId": TEAM_ID}).json()
    assert (len(page["campaigns"]), page["limit"]) == (3, 3)
    faulty.faults(fault(FaultKind.COUNT_OF_PAGE, "listCampaigns"))
    assert listed(faulty, limit=2).get("count") == (None if generation == "actions" else 2)
    first = listed(faulty, limit=2)["campaigns"]
    faulty.faults(fault(FaultKind.SHIFTED_PAGES, "listCampaigns"))
    assert listed(faulty, limit=2, offset=2)["campaigns"][0] == first[1]


def test_it_happens_as_often_and_as_late_as_planned(faulty: RunningSandbox) -> None:
    faulty.faults(
        fault(FaultKind.SERVER_ERROR, times=2, skip=1), fault(FaultKind.SERVER_ERROR, "runCampaign")
    )
    assert [create(faulty)[1].status_code for _ in range(4)] == [201, 500, 500, 201]
    left = faulty.control("GET", "faults")
    assert [entry["operation"] for entry in left] == ["runCampaign"]
    faulty.faults(fault(FaultKind.SERVER_ERROR, "*", times=None))
    assert [create(faulty)[1].status_code for _ in range(2)] == [500, 500]


def test_by_chance_some_go_wrong_and_some_do_not(faulty: RunningSandbox) -> None:
    faulty.faults(fault(FaultKind.SERVER_ERROR, "getCredits", times=None, chance=0.5))
    with faulty.client() as client:
        statuses = {client.get("/api/credits").status_code for _ in range(40)}
    assert statuses == {200, 500}


def test_a_plan_that_makes_no_sense_is_refused(faulty: RunningSandbox) -> None:
    for plan in ({"kind": "flood"}, fault(FaultKind.HTML, "eatLunch"), fault(FaultKind.HTML, colour="red")):
        with pytest.raises(ControlError):
            faulty.faults(plan)


def test_every_kind_is_described(faulty: RunningSandbox) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")
    assert [kind for kind in FaultKind if f"`{kind}`" not in page] == []


def test_the_token_is_revoked_and_replaced(server: RunningSandbox) -> None:
    with server.client() as client:
        server.replace_token(None)
        assert client.get("/api/credits").status_code == 401
        server.replace_token("tk_live_new")
        assert client.get("/api/credits").status_code == 401
        server.replace_token(server.token)
        assert client.get("/api/credits").status_code == 200


def test_requests_and_runs_are_counted(server: RunningSandbox, generation: str) -> None:
    """A limit and a dry run are nothing to a generation that knows actions alone: there both have started it."""
    campaign = create(server)[1].json()["campaign"]["id"]
    server.forget_requests()
    with server.client() as client:
        for body in ({"maxCalls": 2}, {"dryRun": True}):
            client.post(f"/api/crm/campaigns/{campaign}/run", json={"accountSlug": "acme", **body})
    assert server.requests() == {"runCampaign": 2}
    mine = [run for run in server.runs() if run["campaign_id"] == campaign]
    knows = generation != "actions"
    assert [(run["dry_run"], run["max_calls"], run["status_before"]) for run in mine] == [
        (False, 2 if knows else None, "draft"),
        (knows, None, "running"),
    ]


def test_without_the_secret_there_is_no_control(server: RunningSandbox) -> None:
    for headers in ({}, {"X-Sandbox-Control": "guess"}, server.headers):
        assert httpx.get(f"{server.url}/sandbox/clock", headers=headers).status_code == 404


def test_odd_values_are_in_one_row_of_a_list_and_in_what_is_answered_alone(faulty: RunningSandbox) -> None:
    first, second = create(faulty), create(faulty)
    faulty.faults(fault(FaultKind.ODD_VALUES, "listCampaigns"))
    assert [row["created_at"] == 12.5 for row in rows(faulty)[:2]] == [True, False]
    faulty.faults(fault(FaultKind.ODD_VALUES, "listCampaigns", fields=["status"], value="archived"))
    assert [row["status"] for row in listed(faulty)["campaigns"][:2]] == ["archived", "draft"]
    assert first != second


def test_an_answer_may_be_too_long(faulty: RunningSandbox) -> None:
    faulty.faults(fault(FaultKind.TOO_LONG, "listCampaigns"))
    with faulty.client() as client:
        assert len(client.get("/api/crm/campaigns", params={"teamId": "team_demo"}).content) > 32 * 2**20
