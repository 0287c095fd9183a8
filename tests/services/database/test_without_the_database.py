"""Console without its database: what goes on and what waits while it does not answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError

from services.api import Api, RequestBudget
from services.api.models import Campaign, CampaignCreate
from services.audit.audit import Audit, AuditAction, AuditRow, Result, write_record
from services.audit.outbox import Outbox, Record, outbox_of
from services.campaigns.campaigns import Campaigns
from services.database.circuit_breaker import AwayReason, CircuitBreaker, DatabaseAway
from services.database.database import Heartbeat, breaker_of, close_engine, make_engine, reading, writing
from services.deployment import Deployment
from services.imports import Jobs
from services.launch import CreationOutcome, Creations, IntentState, Launches, LaunchOutcome
from services.person import Person
from services.reads.budget_store import SharedBudgetStore
from services.reads.reads import Reads
from services.reads.store import SharedReads
from tests.new_database import make_tables
from tests.sandbox_process import RunningSandbox
from tests.services.campaigns.campaign_platform import CampaignPlatform
from tests.services.database.database_troubles import Uses, held_by_another_program, no_room, stopped
from tests.services.imports.bench import submit
from tests.services.imports.people import many
from tests.services.imports.postgresql import Server, postgresql_server
from tests.services.launch.platform import FakePlatform, Fault
from tests.waiting import until

ANNA = Person("Anna")
WORDS = TypeAdapter(list[str])
SPRING = CampaignCreate(
    team_id="team_1", name="Spring", assistant_id="a1", company_id="c1", from_number_ids=["n1"]
)

Trouble = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgresql_server() as running:
        yield running


@dataclass
class Database:
    """A console database, and what goes wrong with it while `trouble` lasts."""

    engine: Engine
    trouble: Trouble
    reason: AwayReason
    uses: Uses = field(init=False)

    def __post_init__(self) -> None:
        self.uses = Uses(self.engine)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Noticed, and told to people, during the block; noticed to be back after it."""
        with self.trouble():
            SharedBudgetStore(self.engine, "somebody else").add(datetime.now(UTC), "clicks", 1)
            assert not self.breaker.ask_now()
            assert self.breaker.away
            yield
        self.back()

    def back(self) -> None:
        assert until(self.breaker.ask_now, bool)

    @property
    def breaker(self) -> CircuitBreaker:
        return breaker_of(self.engine)


@pytest.fixture(params=["locked", "stopped"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A SQLite file that another program holds, and a PostgreSQL that is stopped and started again."""
    if request.param == "locked":
        file = tmp_path / "console.db"
        engine = make_engine(f"sqlite:///{file}")
        make_tables(engine)
        made = Database(engine, lambda: held_by_another_program(file), AwayReason.LOCKED)
    else:
        server: Server = request.getfixturevalue("server")
        engine = make_engine(server.new_console_database())
        made = Database(engine, lambda: stopped(server), AwayReason.UNREACHABLE)
    yield made
    close_engine(engine)


@pytest.fixture
def platform() -> CampaignPlatform:
    platform = CampaignPlatform()
    platform.add("one", status="running")
    platform.add("two", status="paused")
    return platform


@dataclass
class Console:
    """One process of a console."""

    database: Database
    api: Api
    reads: Reads
    audit: Audit
    campaigns: Campaigns

    def campaign(self, name: str) -> Campaign:
        found = self.campaigns.find(name).value
        assert found
        return found


def new_console(database: Database, platform: CampaignPlatform) -> Console:
    engine = database.engine
    budget = RequestBudget(10_000)
    api = platform.api(budget)
    budget.keep_in(SharedBudgetStore(engine, api.fingerprint))
    reads = Reads(budget, shared=SharedReads(engine), connection=api.fingerprint)
    audit = Audit(engine, api.clock.now)
    campaigns = Campaigns(api, reads, audit)
    return Console(database, api, reads, audit, campaigns)


@pytest.fixture
def console(database: Database, platform: CampaignPlatform) -> Console:
    return new_console(database, platform)


def deeds(audit: Audit) -> list[tuple[AuditAction, str | None]]:
    return [(entry.action, entry.campaign_id) for entry in reversed(audit.entries().rows)]


def test_campaigns_are_read_paused_and_cancelled_and_it_is_recorded_once_when_the_database_is_back(
    console: Console, platform: CampaignPlatform
) -> None:
    with console.database.away():
        console.campaigns.refresh()
        console.campaigns.pause(console.campaign("one"), who=ANNA)
        assert console.campaign("one").status == "paused", "what was done shows at once"
        console.campaigns.cancel(console.campaign("one"), who=ANNA)
        assert platform.campaigns["one"]["status"] == "cancelled"
        assert [entry.action for entry in console.audit.waiting()] == [AuditAction.CANCEL, AuditAction.PAUSE]
        assert {entry.who.name for entry in console.audit.waiting()} == {"Anna"}

    assert console.audit.waiting() == []
    assert deeds(console.audit) == [(AuditAction.PAUSE, "one"), (AuditAction.CANCEL, "one")]


def test_what_waits_stands_in_the_process_log_until_it_is_written(
    console: Console, caplog: pytest.LogCaptureFixture
) -> None:
    with console.database.away():
        console.audit.record(AuditAction.PAUSE, Result.DONE, who=ANNA, campaign_id="one")

    said = [message.split(" audit ") for message in caplog.messages if " audit {" in message]
    assert [state for state, _record in said] == ["console.outbox waiting", "console.outbox written"]
    for _state, record in said:
        assert (json.loads(record)["action"], json.loads(record)["campaign_id"]) == ("pause", "one")


def test_an_act_that_was_recorded_without_the_database_saying_so_stands_there_once(console: Console) -> None:
    engine = console.database.engine

    def write(engine: Engine, record: Record, may_be_there: bool) -> None:
        write_record(engine, record, may_be_there)
        if not may_be_there:
            raise DatabaseAway(AwayReason.UNREACHABLE)

    outbox = Outbox(engine, "told late", write)
    with console.database.away():
        console.audit.record(AuditAction.PAUSE, Result.DONE, who=ANNA, campaign_id="one")
        [record] = outbox_of(engine, "audit", write_record).waiting()
    outbox.put({**record, "campaign_id": "two"})
    outbox.flush()
    assert outbox.waiting() == []
    assert deeds(console.audit) == [(AuditAction.PAUSE, "one"), (AuditAction.PAUSE, "two")]


def test_an_outbox_keeps_so_many_and_the_newest(database: Database) -> None:
    outbox = Outbox(database.engine, "notes", lambda _engine, _record, _again: None, most=2)
    with database.away():
        for number in range(3):
            outbox.put({"number": number})
        assert [record["number"] for record in outbox.waiting()] == [1, 2]


def test_resuming_is_refused_and_nothing_is_sent(console: Console, platform: CampaignPlatform) -> None:
    launches = Launches(console.database.engine, console.api)
    seen = launches.seen(console.campaign("two"))
    with console.database.away():
        with pytest.raises(DatabaseAway) as refused:
            launches.resume("two", seen, who=ANNA)
        assert refused.value.reason is console.database.reason
    assert platform.asked["updateCampaign"] == 0
    assert launches.resume("two", seen, who=ANNA).outcome is LaunchOutcome.LAUNCHED
    assert platform.campaigns["two"]["status"] == "running"


def test_launching_is_refused_and_nothing_is_sent(database: Database) -> None:
    platform = FakePlatform()
    platform.add()
    launches = Launches(database.engine, platform.api())
    seen = launches.seen(platform.api().campaigns.get("camp_1"))
    with database.away(), pytest.raises(DatabaseAway) as refused:
        launches.launch("camp_1", seen, who=ANNA)
    assert refused.value.reason is database.reason
    assert platform.asked == []
    assert launches.launch("camp_1", seen, who=ANNA).outcome is LaunchOutcome.LAUNCHED


def test_a_resume_is_once_for_what_was_seen_and_only_of_a_paused_campaign(
    console: Console, platform: CampaignPlatform
) -> None:
    launches = Launches(console.database.engine, console.api)
    seen = launches.seen(console.campaign("two"))
    said = [launches.resume("two", seen, who=ANNA).outcome for _click in range(2)]
    assert said == [LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY]
    running = launches.seen(console.api.campaigns.get("two"))
    assert launches.resume("two", running, who=ANNA).outcome is LaunchOutcome.STALE_VIEW
    assert platform.asked["updateCampaign"] == 1


@pytest.mark.parametrize(
    ("fault", "said", "state"),
    [
        (Fault.NONE, LaunchOutcome.LAUNCHED, IntentState.LAUNCHED),
        (Fault.NO_CREDITS, LaunchOutcome.REFUSED, IntentState.REFUSED),
        (Fault.HALF_AFTER, LaunchOutcome.UNCERTAIN, IntentState.UNCERTAIN),
    ],
)
def test_what_became_of_a_launch_is_told_and_kept_when_the_database_goes_away_under_it(
    database: Database, fault: Fault, said: LaunchOutcome, state: IntentState
) -> None:
    platform = FakePlatform()
    platform.add()
    platform.faults = [fault]
    launches = Launches(database.engine, platform.api())
    seen = launches.seen(platform.api().campaigns.get("camp_1"))
    with ExitStack() as meanwhile:
        platform.before_run = lambda: meanwhile.enter_context(database.trouble())
        result = launches.launch("camp_1", seen, who=ANNA)
        assert (result.outcome, result.intent.state) == (said, state)
    database.back()
    assert launches.result_of(result.intent.id).intent.state is state
    assert platform.asked == ["camp_1"]


def test_a_launch_is_withdrawn_where_the_database_goes_away_before_anything_is_sent(
    database: Database,
) -> None:
    platform = FakePlatform()
    platform.add()
    api = platform.api()

    with ExitStack() as meanwhile:

        def read(campaign_id: str) -> Campaign:
            meanwhile.enter_context(database.trouble())
            assert not database.breaker.ask_now()
            return api.campaigns.get(campaign_id)

        launches = Launches(database.engine, api, read=read)
        seen = launches.seen(api.campaigns.get("camp_1"))
        with pytest.raises(DatabaseAway):
            launches.launch("camp_1", seen, who=ANNA)
    database.back()
    assert platform.asked == []
    assert Launches(database.engine, api).launch("camp_1", seen, who=ANNA).outcome is LaunchOutcome.LAUNCHED


def test_what_became_of_a_creation_is_told_and_kept_when_the_database_goes_away_under_it(
    database: Database,
) -> None:
    platform = FakePlatform()
    creations = Creations(database.engine, platform.api())
    with ExitStack() as meanwhile:
        platform.before_run = lambda: meanwhile.enter_context(database.trouble())
        made = creations.create_once("form", SPRING, who=ANNA)
        assert made.outcome is CreationOutcome.CREATED
    database.back()
    again = creations.create_once("form", SPRING, who=ANNA)
    assert (again.outcome, again.campaign_id) == (CreationOutcome.ALREADY, made.campaign_id)
    assert len(platform.created) == 1


def test_creating_is_refused_and_nothing_is_sent(database: Database) -> None:
    platform = FakePlatform()
    creations = Creations(database.engine, platform.api())
    with database.away(), pytest.raises(DatabaseAway):
        creations.create_once("form", SPRING, who=ANNA)
    assert platform.created == []
    assert creations.create_once("form", SPRING, who=ANNA).outcome is CreationOutcome.CREATED


def test_a_list_is_not_taken_in_and_can_be_handed_over_again(database: Database) -> None:
    jobs = Jobs(database.engine, CampaignPlatform().api, executor_id="test", run_here=False)
    jobs.start()
    with database.away(), pytest.raises(DatabaseAway):
        submit(jobs, many(3), "camp_1")
    assert jobs.list() == []
    assert submit(jobs, many(3), "camp_1").rows.total == 3
    jobs.stop()


def test_requests_are_counted_in_memory_meanwhile_and_for_everybody_afterwards(
    console: Console, platform: CampaignPlatform
) -> None:
    console.campaigns.all()
    with console.database.away():
        for _look in range(30):
            console.api.campaigns.list(limit=1)
        assert console.api.budget.state().used == 31
    console.api.campaigns.list(limit=1)
    assert new_console(console.database, platform).api.budget.state().used == 32


def test_a_hundred_requests_do_not_ask_a_database_that_does_not_answer(console: Console) -> None:
    with console.database.away():
        console.database.uses.count = 0
        for _look in range(100):
            console.campaigns.refresh()
            console.campaigns.all()
        asked = console.database.uses.count
    assert asked < 10, "one thread asks for all, every few seconds"


def test_what_was_changed_meanwhile_is_read_anew_by_everybody(
    console: Console, platform: CampaignPlatform
) -> None:
    other = new_console(console.database, platform)
    assert [one.campaign("one").status for one in (console, other)] == ["running", "running"]
    with console.database.away():
        console.campaigns.pause(console.campaign("one"), who=ANNA)
        assert console.campaign("one").status == "paused"

    def seen_by_both() -> set[str]:
        return {one.campaign("one").status for one in (console, other)}

    until(seen_by_both, lambda seen: seen == {"paused"}, seconds=10)


def test_a_change_is_not_forgotten_by_who_made_it_when_the_database_is_back(database: Database) -> None:
    words = ["before"]
    reads = Reads(shared=SharedReads(database.engine), connection="here")

    def read() -> list[str]:
        return reads.get("words", lambda: list(words), timedelta(hours=1), shape=WORDS).value

    assert read() == ["before"]
    with database.away():
        for word in ("once", "twice", "three times"):
            words[:] = [word]
            reads.forget("words")
            assert read() == [word]
    assert read() == ["three times"]
    words[:] = ["after"]
    reads.forget("words")
    assert read() == ["after"]


def test_what_a_deployment_can_do_is_known_as_before_and_learned_all_the_same(
    database: Database, sandbox: RunningSandbox
) -> None:
    with Api(sandbox.url, sandbox.token, sandbox.team_id) as api, database.away():
        reads = Reads(shared=SharedReads(database.engine), connection=api.fingerprint)
        deployment = Deployment(api, reads, Campaigns(api, reads), database.engine)
        assert deployment.verdict("listCalls") is not None


def test_it_says_why_it_does_not_answer(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    with no_room(engine), pytest.raises(DatabaseAway) as full, writing(engine) as connection:
        connection.execute(insert(AuditRow).values(_too_long()))
    close_engine(engine)
    (tmp_path / "console.db").write_bytes(b"no database " * 1000)
    with pytest.raises(DatabaseAway) as damaged, reading(engine):
        pass
    close_engine(engine)
    assert (full.value.reason, damaged.value.reason) == (AwayReason.FULL, AwayReason.DAMAGED)


def _too_long() -> dict[str, Any]:
    return {
        "at": datetime.now(UTC),
        "who": "Anna",
        "action": "pause",
        "result": "done",
        "campaign_name": "a" * 1_000_000,
        "figures": {},
    }


def test_a_lock_for_a_moment_is_waited_for_and_not_told(tmp_path: Path) -> None:
    """As while the console itself puts a long list in store."""
    file = tmp_path / "console.db"
    engine = make_engine(f"sqlite:///{file}")
    make_tables(engine)
    store = SharedBudgetStore(engine, "here")
    jobs = Jobs(engine, CampaignPlatform().api, executor_id="test", run_here=False)
    jobs.start()
    listed = threading.Thread(target=lambda: submit(jobs, many(3), "camp_1"))
    with held_by_another_program(file):
        listed.start()
        store.add(datetime.now(UTC), "clicks", 1)
        assert breaker_of(engine).skips_writes
        assert breaker_of(engine).away is None
    listed.join()
    assert [job.rows.total for job in jobs.list()] == [3]
    jobs.stop()
    until(lambda: breaker_of(engine).skips_writes, lambda away: away is None)
    assert breaker_of(engine).away is None
    close_engine(engine)


def test_what_the_database_refuses_is_not_taken_for_its_being_away(database: Database) -> None:
    with pytest.raises(IntegrityError), writing(database.engine) as connection:
        for _twice in range(2):
            connection.execute(insert(Heartbeat).values(name="twice", at=datetime.now(UTC)))
    assert database.breaker.skips_writes is None
