"""`python -m services.imports`, as an admin or a nightly list uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from socket import gethostname
from typing import Any

import pytest

from services.api import Api
from services.audit.audit import Audit, AuditAction
from services.database.database import close_engine, make_engine
from services.imports.__main__ import main
from tests.forked_process import HOME
from tests.sandbox_process import COMPANY_ID, RunningSandbox, start_sandbox
from tests.services.imports.bench import counted, make_campaign
from tests.services.imports.nursery import environment
from tests.waiting import until

pytestmark = pytest.mark.lengthy

HEADER = "First name;Last name;Phone;E-mail\n"


@pytest.fixture(scope="module")
def own_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--empty", "--speed", "0") as sandbox:
        yield sandbox


class Shell:
    """Commands with the settings of one console: in this process, or with `begin` in one of their own."""

    def __init__(
        self,
        sandbox: RunningSandbox,
        folder: Path,
        set_variable: Callable[[str, str], None],
        capture: pytest.CaptureFixture[str],
    ) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self.settings = environment(sandbox, f"sqlite:///{folder / 'console.db'}")
        self.set_variable = set_variable
        self._capture = capture
        for name, value in self.settings.items():
            set_variable(name, value)

    def begin(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "services.imports", *words]
        return subprocess.Popen(command, cwd=HOME, env=self.settings, stdout=subprocess.PIPE, text=True)

    def run(self, *words: str) -> tuple[int, str, str]:
        self._capture.readouterr()
        status = main(list(words))
        said = self._capture.readouterr()
        return status, said.out, said.err

    def asked(self, *words: str) -> dict[str, Any]:
        status, said, complained = self.run(*words, "--json")
        assert status == 0, complained
        return json.loads(said)

    def list_of(self, people: int, start: int) -> Path:
        file = self.folder / f"list-{start}.csv"
        rows = [f"Anna{n};Müller{n};030 {20_100_001 + start + n};a{n}@example.com\n" for n in range(people)]
        file.write_text(HEADER + "".join(rows), encoding="cp1252")
        return file

    def campaign(self) -> str:
        with Api(self.sandbox.url, self.sandbox.token, self.sandbox.team_id, demo=True) as api:
            return make_campaign(api)

    def bring(self, file: Path, campaign: str, *more: str) -> list[str]:
        return [
            "import",
            str(file),
            "--region",
            "DE",
            "--company-id",
            COMPANY_ID,
            "--campaign-id",
            campaign,
            *more,
        ]


@pytest.fixture
def shell(
    own_sandbox: RunningSandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    return Shell(own_sandbox, tmp_path, monkeypatch.setenv, capsys)


def test_it_brings_a_list_in_without_a_worker_and_says_so_in_json(shell: Shell) -> None:
    campaign = shell.campaign()
    file = shell.list_of(30, start=0)
    with file.open("a") as more:
        more.write("Nobody;Atall;12;\n")

    answer = shell.asked(*shell.bring(file, campaign, "--wait"))
    again = shell.asked(*shell.bring(file, campaign, "--wait"))

    rows = {"total": 31, "enrolled": 30, "already": 0, "left_out": 1, "todo": 0}
    assert answer == {
        "job_id": answer["job_id"],
        "state": "done",
        "rows": rows,
        "requests": answer["requests"],
    }
    assert again == answer
    assert counted(shell.sandbox, campaign)["enrolled"] == 30
    assert "No number that can be called" in shell.run("show", answer["job_id"])[1]


def test_only_the_columns_that_are_named_go_to_the_platform(shell: Shell) -> None:
    campaign, file = shell.campaign(), shell.folder / "tariffs.csv"
    file.write_text("First name;Phone;E-mail;Tarif;Born\nAda;030 20190001;a@example.com;Plus;1980\n")

    status, _said, complained = shell.run(*shell.bring(file, campaign, "--send", "Shoe size"))
    assert status == 1
    assert "Shoe size" in complained
    shell.asked(*shell.bring(file, campaign, "--send", "tarif=plan", "--wait"))

    with Api(shell.sandbox.url, shell.sandbox.token, shell.sandbox.team_id, demo=True) as api:
        [ada] = api.contacts.list(limit=10, search="4930201900").items
    assert (ada.custom_fields, ada.email) == ({"plan": "Plus"}, None)


def test_an_import_by_command_is_recorded(shell: Shell) -> None:
    campaign, file = shell.campaign(), shell.list_of(3, start=500)

    _status, _said, logged = shell.run(*shell.bring(file, campaign, "--wait"))
    shell.run(*shell.bring(file, campaign, "--wait"))

    lines = [json.loads(line) for line in logged.splitlines() if line.startswith("{")]
    assert [(line["event"], line["subject"]) for line in lines] == [("import_by_command", getuser())]
    engine = make_engine(shell.settings["CONSOLE_DATABASE_URL"])
    [entry] = Audit(engine, lambda: datetime.now(UTC)).entries().rows
    close_engine(engine)
    assert (entry.action, entry.who.machine, entry.who.name) == (AuditAction.IMPORT, gethostname(), getuser())
    assert (entry.campaign_id, entry.figures) == (campaign, {"people": 3, "left_out": 0})


def test_run_again_after_a_kill_it_goes_on_with_the_same_job(shell: Shell) -> None:
    campaign = shell.campaign()
    file = shell.list_of(40, start=1000)
    shell.sandbox.faults({"kind": "delay_before", "operation": "addCampaignContacts", "seconds": 60})
    process = shell.begin(*shell.bring(file, campaign, "--wait"))
    until(
        lambda: shell.sandbox.control("GET", "faults"), lambda left: left == []
    )  # its request is on its way
    process.kill()
    process.communicate()

    job = json.loads(shell.run("list", "--json")[1])
    answer = shell.asked(*shell.bring(file, campaign, "--wait"))

    assert job["rows"]["todo"] == 40
    assert answer["job_id"] == job["job_id"]
    assert answer["rows"]["enrolled"] == 40
    assert counted(shell.sandbox, campaign)["enrolments"] == 40


def test_without_wait_a_worker_does_it(shell: Shell) -> None:
    campaign = shell.campaign()
    job_id = shell.asked(*shell.bring(shell.list_of(10, start=2000), campaign))["job_id"]
    assert shell.asked("pause", job_id)["state"] == "paused"
    assert shell.asked("resume", job_id)["state"] == "waiting"

    worker = shell.begin("worker")
    done = until(lambda: shell.asked("show", job_id), lambda job: job["state"] == "done")
    worker.terminate()
    worker.communicate(timeout=60)

    assert worker.returncode == 0
    assert done["rows"]["enrolled"] == 10


def test_a_cancelled_import_is_over(shell: Shell) -> None:
    job_id = shell.asked(*shell.bring(shell.list_of(10, start=3000), shell.campaign()))["job_id"]

    assert shell.asked("cancel", job_id)["state"] == "cancelled"
    assert shell.run("resume", job_id)[0] == 1
    assert shell.asked("forget", job_id)["rows"]["todo"] == 10


def test_what_is_no_list_is_refused_with_a_reason(shell: Shell) -> None:
    nothing = shell.folder / "empty.csv"
    nothing.write_bytes(b"")

    assert shell.run(*shell.bring(nothing, "camp"))[0] == 1
    assert shell.run(*shell.bring(shell.folder / "missing.csv", "camp"))[0] == 1
    assert shell.run("show", "none")[0] == 1
    with pytest.raises(SystemExit) as wrong_usage:
        shell.run("import")
    assert wrong_usage.value.code == 2


def test_without_an_account_it_says_what_is_missing(shell: Shell) -> None:
    shell.set_variable("TALKTURO_TOKEN", "")

    status, _said, complained = shell.run("list")

    assert status == 2
    assert "TALKTURO_TOKEN" in complained
