from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import psutil

from sandbox.__main__ import arguments
from tests.sandbox_process import HOME, RunningSandbox, start_sandbox


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


def test_a_killed_sandbox_comes_back_with_all_it_had(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, "--empty", "--speed", "0") as sandbox:
        with sandbox.client() as client:
            made = client.post("/api/crm/companies", json={"name": "Kept"}).json()["company"]
        sandbox.advance(hours=3)
        sandbox.kill()
        sandbox.start()
        with sandbox.client() as client:
            answer = client.get("/api/crm/companies", params={"teamId": "team_demo", "search": "kept"})
        assert answer.json()["companies"] == [made]
        assert answer.headers["Date"] == "Tue, 03 Mar 2026 13:00:00 GMT"


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
