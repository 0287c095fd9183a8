"""The demo's sandbox beside the console: started again when it dies, with its people and at its address."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from services.api import Api, RequestBudget
from services.api.errors import ConnectionFailed
from services.health import health
from services.migrations.start import open_database
from services.runtime import Runtime, build
from services.sandbox_process import TEAM_ID, SandboxDidNotStart, SandboxProcess
from services.settings import Settings
from tests.services.imports.bench import until

QUIET = ("--empty", "--speed", "0", "--requests-per-hour", "100000")


def settings_in(folder: Path) -> Settings:
    url = f"sqlite:///{folder / 'console.db'}"
    return Settings(_env_file=None, console_database_url=url)  # pyright: ignore[reportCallIssue]  pydantic-settings' own argument


def demo_in(folder: Path) -> Runtime:
    return build(settings_in(folder), sandbox_arguments=QUIET)


@pytest.fixture
def demo(tmp_path: Path, no_settings: None) -> Iterator[Runtime]:
    made = demo_in(tmp_path)
    yield made
    made.stop()


def kill(sandbox: SandboxProcess | None) -> int:
    assert sandbox is not None
    pid = sandbox.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def companies(demo: Runtime) -> list[str] | None:
    try:
        return [one.id for one in demo.api.companies.list().items]
    except ConnectionFailed:
        return None


def test_a_demo_whose_sandbox_is_killed_works_again_with_what_it_held(demo: Runtime) -> None:
    sandbox, before, address = demo.sandbox, companies(demo), demo.api.base_url
    assert sandbox is not None
    for _time in range(2):
        pid = kill(sandbox)
        until(lambda: sandbox.pid, lambda now, pid=pid: now != pid)
        assert until(lambda: companies(demo), lambda found: found is not None) == before
        assert not Path(f"/proc/{pid}").exists(), "it stays in the list of processes"
    assert demo.api.base_url == sandbox.base_url == address


def test_health_says_so_as_long_as_it_is_not_back(tmp_path: Path, no_settings: None) -> None:
    sandbox = SandboxProcess(tmp_path / "sandbox.db", arguments=QUIET, first_pause=3600)
    sandbox.start()
    settings = settings_in(tmp_path)
    api = Api(sandbox.base_url, sandbox.token, TEAM_ID, demo=True)
    demo = Runtime(settings, open_database(settings.console_database_url), RequestBudget(100), api, sandbox)
    kill(sandbox)
    until(sandbox.running, lambda running: not running)
    assert health(demo)["platform"] == "restarting"
    demo.stop()


def test_a_console_that_stops_meanwhile_starts_no_sandbox_any_more(tmp_path: Path, no_settings: None) -> None:
    demo = demo_in(tmp_path)
    kill(demo.sandbox)
    demo.stop()
    assert demo.sandbox is not None
    assert not demo.sandbox.running()


def test_a_sandbox_that_cannot_start_is_said_in_one_sentence(tmp_path: Path) -> None:
    sandbox = SandboxProcess(tmp_path / "sandbox.db", arguments=["--profile", "none such"])
    with pytest.raises(SandboxDidNotStart, match=r"Not started: .*exit status 2.*sandbox\.db: move it away"):
        sandbox.start()
    sandbox.stop()


@pytest.mark.parametrize("kind", ["damaged", "of another version"])
def test_a_demo_that_this_version_cannot_read_is_set_aside(
    kind: str, tmp_path: Path, no_settings: None
) -> None:
    file = tmp_path / "sandbox.db"
    if kind == "damaged":
        file.write_bytes(os.urandom(9000))
    else:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("create table clock (id integer primary key, now float not null)")
    before = file.read_bytes()
    demo = demo_in(tmp_path)
    assert companies(demo)
    demo.stop()
    [aside] = [one for one in tmp_path.glob("sandbox.db.set-aside-*") if one.stat().st_size]
    assert aside.read_bytes() == before


def test_the_files_of_a_demo_are_for_their_owner_alone(demo: Runtime, tmp_path: Path) -> None:
    files = [one for one in tmp_path.iterdir() if one.name.startswith(("console.db", "sandbox.db"))]
    assert {"console.db", "sandbox.db", "sandbox.db-wal"} <= {one.name for one in files}
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
