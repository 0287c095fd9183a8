"""A database that version 0.1.0 left when it was killed, with imports and launches under way, is upgraded and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Engine, text

from services.database.database import Base
from services.launch import IntentState, LaunchOutcome
from services.migrations.__main__ import load_every_table
from services.person import Person
from services.runtime import Runtime, build
from services.settings import Settings
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.imports.bench import counted, in_the_crm
from tests.services.imports.postgresql import postgresql
from tests.services.version_0_1.restore import expected, restore_console, restore_sandbox
from tests.waiting import until

pytestmark = pytest.mark.lengthy
load_every_table()
PEOPLE = 300  # of each import


@dataclass
class Upgraded:
    console: Runtime
    sandbox: RunningSandbox
    launches: dict[str, str]
    imports: dict[str, dict[str, str]]
    runs: list[str]

    def runs_now(self) -> list[str]:
        return [run["campaign_id"] for run in self.sandbox.runs() if not run["dry_run"]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    kind, folder = request.param, tmp_path_factory.mktemp("from-0-1")
    if kind == "sqlite":
        yield from _upgraded(kind, f"sqlite:///{folder / 'console.db'}", folder)
        return
    with postgresql() as url:
        yield from _upgraded(kind, url, folder)


def _upgraded(kind: str, url: str, folder: Path) -> Iterator[Upgraded]:
    restore_console(kind, url)
    restore_sandbox(kind, folder / "sandbox.db")
    with start_sandbox(folder, "--speed", "0", "--max-import-rows", "100") as sandbox:
        settings = Settings(
            talkturo_base_url=sandbox.url,
            talkturo_token=SecretStr(sandbox.token),
            talkturo_team_id=sandbox.team_id,
            console_database_url=url,
            console_requests_per_hour=10_000_000,
            console_executor_id="another machine",
        )
        console = build(settings, role="web")
        try:
            console.start()
            yield Upgraded(console, sandbox, **expected(kind))
        finally:
            console.stop()


def rows(engine: Engine, query: str) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(query)))


def test_it_has_the_schema_of_this_version(upgraded: Upgraded) -> None:
    ours = set(Base.metadata.tables)
    with upgraded.console.engine.connect() as connection:
        options = {"include_name": lambda name, kind, _parents: kind != "table" or name in ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []


def test_imports_go_on_where_they_were_and_nobody_is_in_twice(upgraded: Upgraded) -> None:
    jobs = upgraded.console.jobs
    for name in ("killed", "waiting"):
        job = until(lambda name=name: jobs.get(upgraded.imports[name]["job"]), lambda job: not job.active)
        assert (job.state, job.rows.enrolled) == ("done", PEOPLE)
    paused = upgraded.imports["paused"]["job"]
    assert jobs.get(paused).state == "paused", "who paused it has not said go on"
    jobs.resume(paused)
    assert until(lambda: jobs.get(paused), lambda job: not job.active).rows.enrolled == PEOPLE
    all_of_them = 4 * PEOPLE + 1
    assert in_the_crm(upgraded.sandbox) == (all_of_them, all_of_them)
    for ids in upgraded.imports.values():
        assert counted(upgraded.sandbox, ids["campaign"]) == {
            "people": PEOPLE,
            "numbers": PEOPLE,
            "enrolments": PEOPLE,
            "enrolled": PEOPLE,
        }


def test_launches_are_as_they_were_and_the_killed_one_is_not_sent_again(upgraded: Upgraded) -> None:
    launches, ids = upgraded.console.launches, upgraded.launches
    until(lambda: launches.history(ids["sending"])[0].state, lambda state: state is not IntentState.SENDING)
    until(lambda: launches.history(ids["claimed"])[0].state, lambda state: state is not IntentState.CLAIMED)
    states = {name: launches.history(ids[name])[0].state for name in ids}
    assert states["launched"] is IntentState.LAUNCHED
    assert states["refused"] is IntentState.REFUSED
    assert states["unclear"] is IntentState.UNCERTAIN
    assert states["claimed"] is IntentState.WITHDRAWN, "nothing had been sent yet"
    assert states["sending"] in (IntentState.LAUNCHED, IntentState.UNCERTAIN), "it had been sent"
    assert upgraded.runs_now() == upgraded.runs


def test_who_clicks_again_reads_what_became_of_the_launch_before(upgraded: Upgraded) -> None:
    console, campaign_id = upgraded.console, upgraded.launches["unclear"]
    [campaign] = [one for one in console.api.campaigns.list() if one.id == campaign_id]
    result = console.launches.launch(
        campaign_id, console.launches.seen(campaign), who=Person("Ben"), max_calls=None
    )
    assert result.outcome is not LaunchOutcome.LAUNCHED
    assert upgraded.runs_now() == upgraded.runs


def test_what_was_remembered_is_still_there(upgraded: Upgraded) -> None:
    engine = upgraded.console.engine
    assert {row.who for row in rows(engine, "select who from audit")} >= {"Ada"}
    assert rows(engine, "select count(*) from launch_forecast") == [(1,)]
    assert rows(engine, "select signature from remembered_columns") == [("s",)]
    assert rows(engine, "select relation from campaign_link") == [("copy",)]
