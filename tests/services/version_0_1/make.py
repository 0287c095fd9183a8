"""Makes the fixture, with the code of version 0.1.0, the last one without migrations: run it in a checkout of that.

    cd CHECKOUT && PYTHONPATH=. python /path/to/make.py FOLDER [postgresql]

Launches and imports are under way in processes of their own, which are killed. What is left goes to FOLDER: the console's
database as SQL, the sandbox's as rows, and what the test shall find, as JSON.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from services.api.models import CampaignCreate, ContactCreate
from services.campaign_links import Relation
from services.database import writing
from services.launch.forecasts import LaunchForecastRow
from services.runtime import Runtime, build
from services.settings import Settings
from services.upload_choices import RememberedColumns
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, TEAM_ID, RunningSandbox, start_sandbox
from tests.services.jobs.bench import submit, until
from tests.services.jobs.nursery import Nursery
from tests.services.jobs.people import batches, person
from tests.services.jobs.postgresql import postgresql

PEOPLE = 300
WHEN = datetime(2026, 3, 3, 10, tzinfo=UTC)


class Old:
    def __init__(self, sandbox: RunningSandbox, url: str) -> None:
        self.sandbox, self.url = sandbox, url
        self.console = self.open()
        self.console.jobs.start()
        anna = ContactCreate(
            company_id=COMPANY_ID, first_name="Anna", last_name="Becker", phone="+4930123456"
        )
        self.person = self.console.api.contacts.create(anna).contact.id

    def open(self) -> Runtime:
        return build(
            Settings(
                talkturo_base_url=self.sandbox.url,
                talkturo_token=self.sandbox.token,  # pyright: ignore[reportArgumentType]
                talkturo_team_id=TEAM_ID,
                console_database_url=self.url,
                console_workers_apart=True,
                console_requests_per_hour=10_000_000,
                console_deadline_seconds=2,
            )
        )

    def form(self, name: str) -> CampaignCreate:
        return CampaignCreate(
            team_id=TEAM_ID,
            assistant_id=ASSISTANT_ID,
            company_id=COMPANY_ID,
            from_number_ids=NUMBER_IDS,
            name=name,
        )

    def campaign(self, name: str) -> str:
        made = self.console.api.campaigns.create(self.form(name)).id
        self.console.api.campaigns.add_contacts(made, [self.person])
        return made

    def launch(self, console: Runtime, campaign_id: str) -> Any:
        [campaign] = [one for one in console.api.campaigns.list() if one.id == campaign_id]
        return console.launches.launch(
            campaign_id, console.launches.seen(campaign), who="Ada", max_calls=None
        )

    def killed_while(
        self, act: Callable[[Runtime], object], *faults: dict[str, Any], until_seen: Callable[[], bool]
    ) -> None:
        """`act` in a process of its own, killed as soon as `until_seen`."""
        self.sandbox.faults(*faults)
        child = os.fork()
        if child == 0:
            act(self.open())
            os._exit(0)
        until(until_seen, bool)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.sandbox.faults()


def launches(old: Old) -> dict[str, str]:
    console, sandbox = old.console, old.sandbox
    made = {name: old.campaign(name) for name in ("launched", "refused", "unclear", "sending", "claimed")}
    launched = old.launch(console, made["launched"])
    with writing(console.engine) as connection:
        forecast = {
            "people": 1,
            "people_left": 0,
            "earliest": WHEN,
            "finish": WHEN,
            "latest": WHEN,
            "curve": [[0, 1]],
        }
        connection.execute(insert(LaunchForecastRow).values(intent_id=launched.intent.id, **forecast))
    sandbox.faults({"kind": "rate_limited", "operation": "runCampaign", "times": None, "retry_after": 0})
    old.launch(console, made["refused"])
    sandbox.faults({"kind": "drop_before", "operation": "runCampaign", "times": None})
    old.launch(console, made["unclear"])
    before = len(sandbox.runs())
    old.killed_while(
        lambda new: old.launch(new, made["sending"]),
        {"kind": "delay_after", "operation": "runCampaign", "seconds": 30, "times": None},
        until_seen=lambda: len(sandbox.runs()) > before,
    )
    sandbox.forget_requests()
    old.killed_while(
        lambda new: old.launch(new, made["claimed"]),
        {"kind": "delay_before", "operation": "getCampaign", "seconds": 30, "times": None},
        until_seen=lambda: bool(console.launches.history(made["claimed"])),
    )
    console.creations.create_once("form-done", old.form("created"), who="Ada")
    old.killed_while(
        lambda new: new.creations.create_once("form-killed", old.form("created and killed"), who="Ada"),
        {"kind": "delay_after", "operation": "createCampaign", "seconds": 30, "times": None},
        until_seen=lambda: any(one.name == "created and killed" for one in console.api.campaigns.list()),
    )
    return made


def imports(old: Old) -> dict[str, dict[str, str]]:
    console, sandbox = old.console, old.sandbox
    told: dict[str, dict[str, str]] = {}

    def accept(name: str, first: int) -> str:
        campaign = console.api.campaigns.create(old.form(name)).id
        people = [person(first + row, row=row + 1, line=row + 2) for row in range(PEOPLE)]
        job = submit(console.jobs, batches(people), campaign, digest=name)
        told[name] = {"job": job.id, "campaign": campaign}
        return job.id

    with Nursery(sandbox, old.url) as nursery:
        nursery.start()
        done = accept("done", 0)
        until(lambda: console.jobs.get(done), lambda job: job.state == "done")
        sandbox.faults(
            {"kind": "delay_after", "operation": "addCampaignContacts", "seconds": 0.5, "times": None},
            {"kind": "delay_after", "operation": "importContacts", "seconds": 0.5, "times": None},
        )
        sandbox.forget_requests()
        killed = accept("killed", 1000)
        until(lambda: sandbox.requests().get("importContacts", 0), lambda asked: asked >= 5)
        nursery.kill()
    sandbox.faults()
    assert console.jobs.get(killed).active
    accept("waiting", 2000)
    console.jobs.pause(accept("paused", 3000))
    return told


def everything_else(old: Old, campaigns: dict[str, str]) -> None:
    console = old.console
    console.deployment.table()
    console.campaigns.all()
    old.sandbox.advance(hours=1)
    console.call_log.fetch()
    console.links.remember(campaigns["refused"], campaigns["launched"], Relation.COPY)
    with writing(console.engine) as connection:
        connection.execute(insert(RememberedColumns).values(signature="s", fields=["phone", None], at=WHEN))


def long_ago(old: Old) -> None:
    """Whoever was killed was so before the test begins, whatever its machine's clock says."""
    with writing(old.console.engine) as connection:
        for table, column in (
            ("launch_intent", "lease_until"),
            ("import_jobs", "held_until"),
            ("import_workers", "seen_at"),
        ):
            connection.execute(
                text(f"update {table} set {column} = :at where {column} is not null"),  # noqa: S608  our own names
                {"at": WHEN.replace(tzinfo=None)},
            )


def sql_of(old: Old, server: str | None) -> str:
    if server:
        out = subprocess.run(
            ["pg_dump", "--no-owner", "--no-privileges", server], check=True, capture_output=True, text=True
        ).stdout
        return "".join(
            line for line in out.splitlines(True) if not line.startswith(("\\restrict", "\\unrestrict"))
        )
    with closing(sqlite3.connect(old.url.removeprefix("sqlite:///"))) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def rows_of(sandbox: RunningSandbox) -> dict[str, list[dict[str, Any]]]:
    with closing(sqlite3.connect(sandbox.db_path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = [
            name
            for (name,) in connection.execute(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
            )
        ]
        everything = "select * from {}"
        return {
            table: [dict(row) for row in connection.execute(everything.format(table))] for table in tables
        }


def pack(file: Path, content: str) -> None:
    file.write_bytes(gzip.compress(content.encode(), mtime=0))


def main() -> None:
    folder, kind = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "sqlite"
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql()) if kind == "postgresql" else None
        sandbox = stack.enter_context(
            start_sandbox(work, "--empty", "--speed", "0", "--max-import-rows", "100")
        )
        old = Old(sandbox, server or f"sqlite:///{work / 'console.db'}")
        campaigns = launches(old)
        jobs = imports(old)
        everything_else(old, campaigns)
        long_ago(old)
        old.console.jobs.stop()
        old.console.engine.dispose()
        expected = {
            "launches": campaigns,
            "imports": jobs,
            "runs": [one["campaign_id"] for one in sandbox.runs() if not one["dry_run"]],
        }
        pack(folder / f"{kind}.sql.gz", sql_of(old, server))
        sandbox.stop()
        pack(folder / f"{kind}.sandbox.json.gz", json.dumps(rows_of(sandbox)))
        (folder / f"{kind}.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
