"""At most N also where a campaign stays just below N for very long, and calls quickly after that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from services.database.database import make_engine
from tests.new_database import make_tables
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.whom.stepped_console import LaunchOutcome, SteppedConsole
from tests.services.whom.test_only_who_was_chosen import contact, crowd, fresh_number

MINUTE, STEP = 60, 3
LONG_CALL, SHORT_CALL = 20 * MINUTE, 5


@pytest.fixture(params=[("--max-calls-binds", "request"), ("--generation", "newest")], ids=" ".join)
def sandbox(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningSandbox]:
    """One whose dialler knows no N."""
    arguments = ("--empty", "--speed", "0", "--no-skip", *request.param)
    with start_sandbox(tmp_path_factory.mktemp("platform"), *arguments) as running:
        yield running


def test_a_long_call_just_before_n_does_not_tire_the_keeper(sandbox: RunningSandbox) -> None:
    engine = make_engine("sqlite://")
    make_tables(engine)
    console = SteppedConsole(sandbox, engine)
    ours = crowd(sandbox, groups=_has_groups(sandbox))
    campaign = console.create("Slow, then quick", max_concurrent_calls=1)
    assert campaign
    numbers = [fresh_number() for _person in range(8)]
    lasting = dict.fromkeys(numbers, SHORT_CALL) | {numbers[0]: LONG_CALL}
    sandbox.control(
        "PUT", "endings", {n: [{"outcome": "answered", "seconds": s}] for n, s in lasting.items()}
    )
    console.pick(campaign, {contact(sandbox, number, ours): number for number in numbers})
    console.work()

    assert console.launch(campaign, 2).outcome is LaunchOutcome.LAUNCHED
    end = console.now() + timedelta(seconds=LONG_CALL + 10 * MINUTE)
    while console.now() < end:
        sandbox.control("POST", "clock", {"advance_seconds": _until_the_next_look(console)})
        console.api.campaigns.list(limit=1)
        console.work()

    limit = console.limit(campaign)
    assert limit is not None
    assert limit.reached
    assert 2 <= len(sandbox.called(campaign)) <= 2 + 1
    console.close()
    engine.dispose()


def _until_the_next_look(console: SteppedConsole) -> float:
    due = console.next_look()
    seconds = (due - console.now()).total_seconds() if due else MINUTE
    return min(max(seconds, STEP), MINUTE)


def _has_groups(sandbox: RunningSandbox) -> bool:
    with sandbox.client() as client:
        return client.get("/api/crm/groups", params={"teamId": sandbox.team_id}).status_code == 200
