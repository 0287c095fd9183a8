"""A key is revoked and another one written into the settings: pages and imports go on with it, without a restart."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from services.api import Api, RequestBudget, errors
from services.audit.audit import AuditAction
from services.audit.security_log import SecurityLog
from services.database.database import make_engine
from services.imports import JobState
from services.imports.connection import FollowingConnection, NotConfigured
from services.runtime import Runtime
from services.settings import Settings
from services.settings_follower import FollowedSettings
from tests.new_database import make_tables
from tests.sandbox_process import RunningSandbox
from tests.services.imports.bench import make_campaign, submit
from tests.services.imports.people import many
from tests.waiting import until

NEXT = "tk_test_the_next_one"


class Files:
    """The settings as an admin has written them down."""

    _written = 0

    def __init__(self, sandbox: RunningSandbox, folder: Path) -> None:
        self._path = folder / ".env"
        self._put(
            Settings(
                talkturo_base_url=sandbox.url,
                talkturo_token=SecretStr(sandbox.token),
                talkturo_team_id=sandbox.team_id,
                console_account_is_sandbox=True,
                console_database_url=f"sqlite:///{folder / 'console.db'}",
            )
        )

    def read(self) -> Settings:
        if isinstance(self._now, Exception):
            raise self._now
        return self._now

    def write(self, **changes: object) -> None:
        self._put(self.read().model_copy(update=changes))

    def break_off(self, error: Exception) -> None:
        """They are being edited and cannot be read at the moment."""
        self._put(error)

    def _put(self, now: Settings | Exception) -> None:
        self._now = now
        self._path.write_text(uuid4().hex * (1 + self._written), encoding="utf-8")
        self._written += 1

    def followed(self) -> FollowedSettings:
        return FollowedSettings(self.read(), self.read, [self._path])


@pytest.fixture
def files(sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Files]:
    yield Files(sandbox, tmp_path)
    sandbox.replace_token(sandbox.token)


@pytest.fixture
def console(files: Files) -> Iterator[Runtime]:
    settings = files.read()
    engine = make_engine(settings.console_database_url)
    make_tables(engine)
    budget = RequestBudget(10_000)
    made = Runtime(settings, engine, budget, Api(*settings.account, budget=budget), role=uuid4().hex)
    yield made
    made.stop()


def test_the_next_key_counts_for_who_looks(console: Runtime, files: Files, sandbox: RunningSandbox) -> None:
    follower = console.follow_settings(files.followed())
    assert not follower.look()
    sandbox.replace_token(NEXT)
    with pytest.raises(errors.Unauthorized):
        console.deployment.learn_again()

    files.write(talkturo_token=SecretStr(NEXT), console_requests_per_hour=500, console_retention_days=1)
    assert follower.look()

    assert console.deployment.may("importContacts")
    assert console.campaigns.all().error is None
    assert console.budget.limit == 500
    assert console.settings.console_retention_days == 30  # waits for a restart
    assert not follower.look()


def test_a_change_of_the_key_is_recorded_once_for_people_and_by_each_process_for_the_machine(
    console: Runtime, files: Files
) -> None:
    lines: list[str] = []
    log = SecurityLog(lines.append)
    worker = FollowingConnection(console.engine, files.followed(), security_log=log)
    worker()
    console.security_log = log
    other = Runtime(console.settings, console.engine, console.budget, console.api, security_log=log)
    followers = [console.follow_settings(files.followed()), other.follow_settings(files.followed())]

    files.write(talkturo_token=SecretStr(NEXT))
    for follower in followers:
        follower.look()
    worker()

    assert [json.loads(line)["event"] for line in lines] == ["key_changed"] * 3
    [entry] = console.audit.entries().rows
    assert (entry.action, entry.who.machine) == (AuditAction.CONNECT, socket.gethostname())
    assert NEXT not in "".join(lines)
    worker.close()


def test_an_import_that_was_paused_goes_on_with_it(
    console: Runtime, files: Files, sandbox: RunningSandbox
) -> None:
    follower = console.follow_settings(files.followed())
    campaign = make_campaign(console.api)
    sandbox.replace_token(NEXT)
    console.jobs.start()
    job = submit(console.jobs, many(20, e164=f"+4930{uuid4().int % 10**7:07}"), campaign)
    paused = until(lambda: console.jobs.get(job.id), lambda job: job.state is JobState.PAUSED)
    assert paused.code == "token"

    files.write(talkturo_token=SecretStr(NEXT))
    follower.look()

    done = until(lambda: console.jobs.get(job.id), lambda job: job.ended)
    assert (done.state, done.rows.todo) == (JobState.DONE, 0)


def half(files: Files) -> None:
    files.write(talkturo_team_id="")


def broken(files: Files) -> None:
    files.break_off(ValueError("TALKTURO_TOKEN tk_live_secret is no setting"))


@pytest.mark.parametrize("edited", [half, broken])
def test_what_is_being_edited_changes_nothing(
    console: Runtime,
    files: Files,
    edited: Callable[[Files], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    follower = console.follow_settings(files.followed())
    before = console.api
    worker = FollowingConnection(console.engine, files.followed())
    connected = worker()

    edited(files)

    assert not follower.look()
    assert console.api is before
    assert worker() is connected
    assert "secret" not in caplog.text
    worker.close()


def test_without_an_account_there_is_nothing_to_work_with(console: Runtime, files: Files) -> None:
    half(files)

    with pytest.raises(NotConfigured) as missing:
        FollowingConnection(console.engine, files.followed())()

    assert missing.value.missing == ["TALKTURO_TEAM_ID"]


def test_an_unencrypted_address_is_not_followed(console: Runtime, files: Files) -> None:
    before = console.api
    follower = console.follow_settings(files.followed())
    files.write(talkturo_base_url="http://talkturo.test")
    assert not follower.look()
    assert console.api is before


def test_a_worker_goes_on_with_the_encrypted_address_it_has(console: Runtime, files: Files) -> None:
    connect = FollowingConnection(console.engine, files.followed())
    before = connect()
    files.write(talkturo_base_url="http://talkturo.test")
    assert connect() is before
    connect.close()
