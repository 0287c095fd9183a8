"""Import into a platform of the generation actions, where naming people by id may take in the assistant's whole group."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from services.api import errors
from services.api.generation import Generation
from services.api.models import ContactCreate
from services.database.database import make_engine
from services.imports import JobState
from services.launch import Launches, LaunchOutcome
from services.person import Person
from tests.sandbox_process import start_sandbox
from tests.services.imports.bench import Bench, counted
from tests.services.imports.people import batches, person

GROUP = ("Ada", "Bert", "Cleo")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "console.db"


@pytest.fixture(params=["en", "de"])
def bench(request: pytest.FixtureRequest, tmp_path: Path, database: Path) -> Iterator[Bench]:
    """The assistant's group holds three people who are in no list."""
    arguments = ("--empty", "--generation", "actions", "--speed", "60", "--page", request.param)
    with (
        start_sandbox(tmp_path, *arguments) as sandbox,
        Bench(sandbox, database, Generation.ACTIONS) as running,
    ):
        address = f"file:{sandbox.db_path}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=30)) as connection:
            [group_id] = connection.execute("select distinct group_id from assistants").fetchone()
        for number, name in enumerate(GROUP):
            running.api().contacts.create(
                ContactCreate(
                    first_name=name, last_name="Group", phone=f"+49309000000{number}", group_id=group_id
                )
            )
        yield running


def test_a_whole_group_that_gets_in_stops_the_import_and_every_launch(bench: Bench, database: Path) -> None:
    bench.sandbox.account(contact_ids="group")
    campaign = bench.campaign()
    people = [person(number) for number in range(20)]
    job = bench.ended(bench.submit(batches(people), campaign).id)

    assert (job.state, job.code) == (JobState.PAUSED, "uninvited")
    assert job.nobody_chose is not None
    assert job.nobody_chose.count == 3
    assert sorted(job.nobody_chose.names) == [f"{name} Group" for name in GROUP]
    assert counted(bench.sandbox, campaign)["enrolled"] == 4

    bench.jobs.resume(job.id)
    assert bench.ended(job.id).code == "uninvited"
    assert counted(bench.sandbox, campaign)["enrolled"] == 4

    engine = make_engine(f"sqlite:///{database}")
    launches = Launches(engine, bench.api(), pause=lambda _seconds: None)  # as in any other process
    now = next(one for one in bench.api().campaigns.list() if one.id == campaign)
    for start in (launches.launch, launches.resume):
        started = start(campaign, launches.seen(now), who=Person("anna"))
        assert started.outcome is LaunchOutcome.NOT_SENT
        assert isinstance(started.error, errors.PeopleNobodyChose)
    with pytest.raises(errors.PeopleNobodyChose, match="runCampaign"):
        launches.require_nobody_uninvited(campaign)  # before a date is set, too
    engine.dispose()
    assert bench.sandbox.calls() == []


def test_where_nobody_else_gets_in_nothing_is_stopped_and_it_costs_two_requests(bench: Bench) -> None:
    campaign = bench.campaign()
    people = [person(number) for number in range(20)]
    bench.sandbox.forget_requests()
    job = bench.ended(bench.submit(batches(people), campaign).id)

    assert (job.state, job.rows.enrolled, job.nobody_chose) == (JobState.DONE, 20, None)
    asked = bench.sandbox.requests()
    # the first person and the others; looks at the beginning, before anybody is sent, after the first, and after the last
    assert (asked["addCampaignContacts"], asked["listCampaignContacts"]) == (2, 4)
    assert "listCampaigns" not in asked
