"""Imports: requests for a hundred thousand people, how soon a killed worker goes on, what storing and memory cost.

Each figure is held against a baseline of the same run. The whole takes about ten minutes; the requests, on which the
machine has no influence, are counted by the sandbox.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from services.api import Api
from services.contact_file import check, guess_columns, people, read_table
from services.database.database import make_engine
from services.imports import Jobs
from services.imports.rows import CHUNK_ROWS
from tests.forked_process import HOME
from tests.sandbox_process import COMPANY_ID, start_sandbox
from tests.services.imports.bench import make_campaign, submit
from tests.services.imports.nursery import environment
from tests.services.imports.people import many
from tests.services.imports.test_a_million_people import measured
from tests.services.imports.test_the_request_budget import limited, work_through
from tests.waiting import until

PEOPLE = 100_000
HOUR_IN_SECONDS = 60
ROUNDS = 3


def requests(profile: str, at_most: int) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        limited(Path(folder), 1000, "--profile", profile, hour=HOUR_IN_SECONDS) as (sandbox, jobs, api),
    ):
        campaign = make_campaign(api)
        sandbox.forget_requests()
        job, _states = work_through(jobs, submit(jobs, many(PEOPLE), campaign))
        asked = sum(sandbox.requests().values())
        hours = max(1, -(-asked // 1000))
    print(
        f"{PEOPLE} people, {profile}: {job.rows.enrolled} enrolled, {asked} requests (at most {at_most}), "
        f"{hours} window(s); one request a person would be {PEOPLE / asked:.0f} times as many"
    )


def sandbox_alone() -> None:
    """The platform's part of it: people into the sandbox's CRM, against the same rows put into SQLite as they are."""
    rows = [("Jörg", f"Müller{n}", f"+49151{n:08}", f"p{n}@example.com") for n in range(PEOPLE)]
    mapping = {name: name for name in ("first_name", "last_name", "phone", "email")}
    with (
        tempfile.TemporaryDirectory() as folder,
        start_sandbox(Path(folder), "--empty", "--speed", "0") as sandbox,
        Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True, deadline=60) as api,
    ):
        began = time.perf_counter()
        for first in range(0, PEOPLE, CHUNK_ROWS):
            lines = [",".join(mapping), *map(",".join, rows[first : first + CHUNK_ROWS])]
            api.contacts.import_csv("\n".join(lines).encode(), mapping, default_company_id=COMPANY_ID)
        took = time.perf_counter() - began
        assert api.contacts.list(COMPANY_ID, limit=1).total == PEOPLE
        began = time.perf_counter()
        with closing(sqlite3.connect(f"{folder}/plain.db")) as plain, plain:
            plain.execute("create table people (first_name, last_name, phone, email)")
            plain.executemany("insert into people values (?, ?, ?, ?)", rows)
        baseline = time.perf_counter() - began
    print(
        f"sandbox: {PEOPLE} people imported in {took:.1f} s (at most 30), "
        f"{took / baseline:.0f} × a plain insert"
    )


def storing() -> None:
    """From the checked file to "accepted", against the same rows put into SQLite as they are."""
    lines = [f"First{n},Last{n},+49 30 {2_000_000 + n},p{n}@example.com,{n}" for n in range(PEOPLE)]
    table = read_table("\n".join(["First name,Last name,Phone,E-mail,Customer", *lines]).encode())
    checked = check(table, guess_columns(table), "DE")
    rows = [line.split(",") for line in lines]
    for _round in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            engine = make_engine(f"sqlite:///{folder}/console.db")
            jobs = Jobs(engine, lambda: Api("http://127.0.0.1:9", "tk", "t"), executor_id="w", run_here=False)
            jobs.start()
            began = time.perf_counter()
            submit(jobs, people.batches(checked), "camp")
            took = time.perf_counter() - began
            jobs.stop()
            engine.dispose()
            began = time.perf_counter()
            with closing(sqlite3.connect(f"{folder}/plain.db")) as plain, plain:
                plain.execute("create table people (first_name, last_name, phone, email, customer)")
                plain.executemany("insert into people values (?, ?, ?, ?, ?)", rows)
            baseline = time.perf_counter() - began
        print(f"storing {PEOPLE} rows: {took:.2f} s (at most 3), {took / baseline:.1f} × a plain insert")


def resuming() -> None:
    """From the start of a worker after a kill to its first request, against a Python that only loads the same."""
    for _round in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder, start_sandbox(Path(folder), "--empty") as sandbox:
            sandbox.faults(
                {"kind": "delay_after", "operation": "listContacts", "seconds": 0.2, "times": None}
            )
            sandbox.account(profile="live")
            url = f"sqlite:///{folder}/console.db"
            engine = make_engine(url)
            with Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True) as api:
                jobs = Jobs(engine, lambda: api, executor_id="w", run_here=False)
                jobs.start()
                job = submit(jobs, many(10_000), make_campaign(api))
                worker = _worker(environment(sandbox, url))
                until(lambda: jobs.get(job.id).stage, lambda stage: stage == "find")  # noqa: B023
                worker.kill()
                worker.wait()
                asked = sum(sandbox.requests().values())
                began = time.perf_counter()
                worker = _worker(environment(sandbox, url))
                until(lambda: sum(sandbox.requests().values()), lambda now: now > asked)  # noqa: B023
                took = time.perf_counter() - began
                worker.kill()
                worker.wait()
                jobs.stop()
            engine.dispose()
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import services.imports.__main__"], cwd=HOME, check=True)
        baseline = time.perf_counter() - began
        print(f"resuming: {took:.2f} s (at most 5), {took / baseline:.1f} × loading the program")


def _worker(settings: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "services.imports", "worker"],
        cwd=HOME,
        env=settings,
        stdout=subprocess.DEVNULL,
    )


def memory() -> None:
    few, much = (int(str(measured(people)["peak_megabytes"])) for people in (10_000, 1_000_000))
    print(
        f"memory of a worker: {much} MB for a million people (at most 600), {much / few:.1f} × ten thousand"
    )


def main() -> None:
    sandbox_alone()
    storing()
    resuming()
    memory()
    requests("full", 400)
    requests("live", 1600)


if __name__ == "__main__":
    main()
