from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import psutil
import pytest

from sandbox.__main__ import arguments, make_world
from sandbox.dialling.telephony import PhoneNetwork
from tests.forked_process import HOME
from tests.sandbox_process import (
    ASSISTANT_ID,
    COMPANY_ID,
    NUMBER_IDS,
    TEAM_ID,
    RunningSandbox,
    start_sandbox,
)


def test_it_answers_on_this_machine_only(sandbox: RunningSandbox) -> None:
    listening = [
        each for each in psutil.Process(sandbox.pid).net_connections() if each.status == psutil.CONN_LISTEN
    ]
    assert [each.laddr.ip for each in listening] == ["127.0.0.1"]


def test_the_key_is_not_on_the_process_list(sandbox: RunningSandbox) -> None:
    assert sandbox.token not in " ".join(psutil.Process(sandbox.pid).cmdline())


def test_it_says_one_line_and_ends_with_who_started_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--db", str(tmp_path / "s.db"), "--empty"]
    with subprocess.Popen(
        [*command, "--exit-with-parent"],
        cwd=HOME,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        port = int(line.rsplit(":", 1)[1])
        assert line == f"sandbox: http://127.0.0.1:{port}\n"
        said, complained = process.communicate(timeout=60)
    assert said == ""
    assert complained.startswith("token: tk_test_")
    assert process.returncode == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_killed_sandbox_comes_back_with_all_it_had_and_goes_on(tmp_path: Path) -> None:
    """Killed while one of two people is being called: that call ends, the other is called, nobody twice."""
    with start_sandbox(tmp_path, "--empty", "--speed", "0") as sandbox:
        with sandbox.client() as client:
            path = f"/api/crm/campaigns/{campaign_of_two(client)}"
            assert client.post(f"{path}/run").json()["started"] == 1
            before = client.get(path)
        sandbox.kill()
        sandbox.start()
        with sandbox.client() as client:
            after = client.get(path)
            assert (after.json(), after.headers["Date"]) == (before.json(), before.headers["Date"])
            counts = client.get(f"{path}/contacts").json()["statusCounts"]
            assert (counts["calling"], counts["pending"]) == (1, 1)
            sandbox.advance(hours=9)
            assert client.get(path).json()["campaign"]["status"] == "completed"
            calls = client.get("/api/crm/calls", params={"teamId": TEAM_ID}).json()["calls"]
        attempts = Counter(call["contact_id"] for call in calls)
        assert len(attempts) == 2
        assert len({(call["contact_id"], call["started_at"]) for call in calls}) == len(calls)
        assert {call["status"] for call in calls} <= {"completed", "failed"}


def campaign_of_two(client: httpx.Client) -> str:
    """A draft that calls all day, one at a time."""
    body = {"teamId": TEAM_ID, "assistantId": ASSISTANT_ID, "companyId": COMPANY_ID, "name": "Two"}
    hours = {"callWindowStart": "00:00", "callWindowEnd": "23:59", "maxConcurrentCalls": 1}
    made = client.post("/api/crm/campaigns", json={**body, **hours, "fromNumberIds": NUMBER_IDS})
    campaign_id: str = made.json()["campaign"]["id"]
    for phone in ("+4930231250", "+4930231251"):
        person = {"companyId": COMPANY_ID, "firstName": "Ada", "lastName": "Lang", "phone": phone}
        client.post("/api/crm/contacts", json={**person, "campaignId": campaign_id}).raise_for_status()
    return campaign_id


def test_its_options_decide_what_it_holds_and_allows(tmp_path: Path) -> None:
    """Twelve requests an hour, on a clock that shows a minute more each second."""
    filled = ("--campaigns", "9", "--contacts", "40", "--seed", "7", "--credits", "3.5")
    limits = ("--requests-per-hour", "12", "--max-import-rows", "2", "--max-import-bytes", "200")
    pace = ("--clock-start", "2030-01-31T09:00:00Z", "--speed", "60", "--profile", "live")
    with start_sandbox(tmp_path, *filled, *limits, *pace, "--token", "given") as sandbox:
        team = {"teamId": TEAM_ID}
        with httpx.Client(base_url=sandbox.url, headers={"Authorization": "Bearer given"}) as client:
            first = client.get("/api/crm/campaigns", params=team)
            assert first.headers["X-Clock-Speed"] == "60"
            began = parsedate_to_datetime(first.headers["Date"])
            assert began >= datetime(2030, 1, 31, 9, tzinfo=UTC)
            campaigns = first.json()
            assert (campaigns["count"], len(campaigns["campaigns"])) == (9, 9)
            people = client.get("/api/crm/contacts", params=team).json()
            assert people["count"] == 40
            assert client.get("/api/credits").json()["credits"]["credits"] <= 3.5
            assert client.get(f"/api/crm/campaigns/{campaigns['campaigns'][0]['id']}").status_code == 403
            for content in ("a\n1\n2\n3\n", "a\n" + "x" * 200):
                form = {"teamId": TEAM_ID, "columnMapping": '{"first_name": "a"}'}
                answer = client.post("/api/crm/contacts/import", data=form, files={"file": content.encode()})
                assert answer.status_code == 413
            answers = [client.get("/api/credits") for _ in range(12)]
            assert 429 in [answer.status_code for answer in answers]
            assert parsedate_to_datetime(answers[-1].headers["Date"]) > began


@pytest.mark.parametrize(("given", "skips"), [((), True), (("--no-skip",), False), (("--speed", "0"), False)])
def test_closed_hours_are_skipped_unless_told_otherwise_or_the_clock_stands(
    tmp_path: Path, given: tuple[str, ...], skips: bool
) -> None:
    world = make_world(arguments(["--db", str(tmp_path / "s.db"), "--empty", *given]))
    world.engine.dispose()
    assert world.options.skip is skips


@pytest.mark.parametrize(("given", "binds"), [((), "dialler"), (("--max-calls-binds", "request"), "request")])
def test_what_max_calls_binds_is_an_option(tmp_path: Path, given: tuple[str, ...], binds: str) -> None:
    world = make_world(arguments(["--db", str(tmp_path / "s.db"), "--empty", *given]))
    world.engine.dispose()
    assert world.dialler.max_calls_binds == binds


@pytest.mark.parametrize(("given", "takes"), [((), "people"), (("--contact-ids", "group"), "group")])
def test_whom_ids_take_in_is_an_option(tmp_path: Path, given: tuple[str, ...], takes: str) -> None:
    world = make_world(arguments(["--db", str(tmp_path / "s.db"), "--empty", *given]))
    world.engine.dispose()
    assert world.contact_ids == takes


def test_a_seed_decides_what_there_is() -> None:
    def outcomes(seed: int) -> list[str]:
        network = PhoneNetwork(seed)
        return [network.call(f"+4915112340{n:03}", 1, 11).outcome for n in range(60)]

    assert outcomes(7) == outcomes(7) != outcomes(8)


def test_faults_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "faults.json"
    file.write_text(json.dumps([{"operation": "getCredits", "kind": "server_error", "status": 503}]))
    with start_sandbox(tmp_path, "--empty", "--speed", "0", "--faults", str(file)) as sandbox:
        statuses = [
            httpx.get(f"{sandbox.url}/api/credits", headers=sandbox.headers).status_code for _ in range(2)
        ]
    assert statuses == [503, 200]


def test_every_option_is_described() -> None:
    page = (HOME / "docs" / "sandbox.md").read_text(encoding="utf-8")
    options = [name.replace("_", "-") for name in vars(arguments([]))]
    assert [name for name in options if f"`--{name}" not in page] == []
