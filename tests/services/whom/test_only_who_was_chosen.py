"""Whatever happens in whatever order, the people whose phones ring were chosen by a person, ring once, and are no more
than N where N was said: in the sandbox's own log, on every generation of the platform.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services.api import ApiError
from services.api.generation import Generation
from services.database.database import make_engine
from services.keeper.limits import most_beyond
from services.launch.intents import IntentKind
from services.launch.results import LaunchResult
from tests.new_database import make_tables
from tests.sandbox_process import COMPANY_ID, GROUP_ID, RunningSandbox, start_sandbox
from tests.services.imports.people import person
from tests.services.whom.stepped_console import LaunchOutcome, SteppedConsole

pytestmark = pytest.mark.lengthy

STRANGERS = 12
STEP = 5
AT_ONCE = 3
_numbers = itertools.count(1)

LOST = ("drop_before", "drop_after", "server_error", "html", "act_late")
WRITES = (
    "createCampaign",
    "addCampaignContacts",
    "runCampaign",
    "updateCampaign",
    "createContact",
    "importContacts",
)


def fresh_number() -> str:
    return f"+4930{23_300_000 + next(_numbers)}"


class Office(RuleBasedStateMachine):
    """One campaign of one person, and strangers in the assistant's group and in the CRM."""

    sandbox: RunningSandbox
    group: str | None
    rang: ClassVar[int] = 0
    stopped: ClassVar[int] = 0
    """Over all stories, so that it cannot pass because nothing ever happened."""

    @initialize(people=st.integers(0, 8))
    def open(self, people: int) -> None:
        self.sandbox.faults()
        self.engine = make_engine("sqlite://")
        make_tables(self.engine)
        self.console = SteppedConsole(self.sandbox, self.engine)
        self.console.generations.finding()
        self.campaign: str | None = None
        self.chosen: set[str] = set()
        self.counts = 0  # the launch by which it is called
        self.most: int | None = None
        self.called_before = 0
        self.rang_before = len(self.sandbox.calls())
        self.create()
        self.choose_people_of_the_crm(people)

    # what a person does

    @precondition(lambda self: self.campaign is None)
    @rule()
    def create(self) -> None:
        """Again and again, where it is not certain what became of it."""
        self.campaign = self.console.create(f"Campaign {next(_numbers)}", max_concurrent_calls=AT_ONCE)

    @precondition(lambda self: self.campaign)
    @rule(people=st.integers(1, 6))
    def choose_people_of_the_crm(self, people: int) -> None:
        added = dict(self._contact() for _ in range(people))
        self._ask(lambda: self.console.pick(self._id, added))

    @precondition(lambda self: self.campaign)
    @rule(people=st.integers(1, 6), again=st.booleans())
    def upload_a_list(self, people: int, again: bool) -> None:
        numbers = [fresh_number() for _ in range(people)] + (sorted(self.chosen)[:2] if again else [])
        self.chosen |= set(numbers)
        rows = [person(row, e164=number, phone=number) for row, number in enumerate(numbers)]
        self._ask(lambda: self.console.upload(self._id, rows))

    @precondition(lambda self: self.campaign)
    @rule(most=st.one_of(st.none(), st.integers(1, 4)))
    def launch(self, most: int | None) -> None:
        def ask() -> None:
            called = self._called()
            self._said(self.console.launch(self._id, most), called)

        self._ask(ask)

    def _said(self, result: LaunchResult, called: int) -> None:
        """What holds from now on. A launch that may have been is one, and nothing else is sent until that is clear."""
        gone = result.outcome in (LaunchOutcome.LAUNCHED, LaunchOutcome.UNCERTAIN)
        if gone and result.intent.kind is not IntentKind.RESUME and result.intent.id != self.counts:
            self.counts, self.most, self.called_before = result.intent.id, result.intent.max_calls, called

    @precondition(lambda self: self.campaign)
    @rule(people=st.integers(1, 6), most=st.integers(1, 4), steps=st.integers(6, 24))
    def go_the_usual_way(self, people: int, most: int, steps: int) -> None:
        """What chance alone seldom puts together: people, a launch for at most so many, and the time to call them."""
        self.choose_people_of_the_crm(people)
        self.time_passes(3 * STEP)  # where an import puts them in
        self.launch(most)
        self.time_passes(steps * STEP)

    @precondition(lambda self: self.campaign)
    @rule()
    def pause(self) -> None:
        self._ask(lambda: self.console.pause(self._id))

    @precondition(lambda self: self.campaign)
    @rule()
    def resume(self) -> None:
        def ask() -> None:
            limit = self.console.limit(self._id)
            reached = limit is not None and limit.reached
            result = self.console.resume(self._id)
            if reached and result.outcome in (LaunchOutcome.LAUNCHED, LaunchOutcome.UNCERTAIN):
                self.most = None  # "go on with the others"

        self._ask(ask)

    @precondition(lambda self: self.campaign)
    @rule(at_once=st.integers(1, 5))
    def edit(self, at_once: int) -> None:
        self._ask(lambda: self.console.set_at_once(self._id, at_once))

    # what happens to it

    @rule(seconds=st.integers(1, 12).map(lambda steps: steps * STEP))
    def time_passes(self, seconds: int) -> None:
        for _step in range(seconds // STEP):
            self.sandbox.control("POST", "clock", {"advance_seconds": STEP})
            self._ask(lambda: self.console.api.campaigns.list(limit=1))
            self.console.work()

    @rule()
    def it_is_killed_and_started_again(self) -> None:
        self.console = self.console.reborn()

    @rule()
    def it_looks_at_what_is_unclear(self) -> None:
        self.console.settle()

    @rule(kind=st.sampled_from(LOST), operation=st.sampled_from(WRITES))
    def an_answer_gets_lost(self, kind: str, operation: str) -> None:
        self.sandbox.faults({"kind": kind, "operation": operation, "act": True})

    # what must be so

    @invariant()
    def only_who_was_chosen_is_called_and_each_once(self) -> None:
        rang = [call["number"] for call in self.sandbox.calls()[self.rang_before :]]
        assert set(rang) <= self.chosen, "somebody was called whom nobody chose"
        assert len(rang) == len(set(rang)), "somebody was called twice"

    @invariant()
    def no_more_are_called_than_were_said(self) -> None:
        if self.most is not None:
            told = self.most + most_beyond(self.most, self.most)
            assert self._called() - self.called_before <= told

    # the rest

    @property
    def _id(self) -> str:
        assert self.campaign
        return self.campaign

    def _called(self) -> int:
        return len(self.sandbox.called(self._id))

    def _ask(self, ask: Any) -> None:
        """A failure is told to the person, and she goes on."""
        try:
            ask()
        except ApiError as error:
            assert error.operation

    def _contact(self) -> tuple[str, str]:
        """Id and number of one that nothing befalls on the way there: it is not the console that asks."""
        number = fresh_number()
        self.chosen.add(number)
        with spared(self.sandbox):
            return contact(self.sandbox, number, self.group), number

    def teardown(self) -> None:
        if hasattr(self, "console"):
            self.sandbox.faults()
            if self.campaign:
                type(self).rang += self._called()
                limit = self.console.limit(self.campaign)
                type(self).stopped += bool(limit and limit.reached)
                self._over()
            self.console.close()
            self.engine.dispose()

    def _over(self) -> None:
        """The next one wants the assistant for itself."""
        if self.console.read(self._id).status.is_over:
            return
        stop = {"action": "stop"} if self.console.generation is Generation.ACTIONS else None
        with self.sandbox.client() as client:
            if stop:
                client.post(f"/api/crm/campaigns/{self._id}/run", json=stop).raise_for_status()
            else:
                client.put(f"/api/crm/campaigns/{self._id}", json={"status": "cancelled"})


def contact(sandbox: RunningSandbox, number: str, group: str | None) -> str:
    """Somebody in the CRM, in that group; the oldest generation has companies in place of groups."""
    place = {"groupId": group} if group else {"companyId": COMPANY_ID}
    body = {"teamId": sandbox.team_id, "firstName": "Anna", "lastName": number, "phone": number, **place}
    with sandbox.client() as client:
        answer = client.post("/api/crm/contacts", json=body)
        answer.raise_for_status()
        return str(answer.json()["contact"]["id"])


@contextmanager
def spared(sandbox: RunningSandbox) -> Iterator[None]:
    """No fault that is still to come is used up meanwhile."""
    to_come = sandbox.control("GET", "faults")
    sandbox.faults()
    yield
    sandbox.faults(*to_come)


def crowd(sandbox: RunningSandbox, *, groups: bool) -> str | None:
    """Strangers where an assistant would call them; the group for people who are chosen, where there are groups."""
    for _stranger in range(STRANGERS):
        contact(sandbox, fresh_number(), GROUP_ID if groups else None)
    if not groups:
        return None
    with sandbox.client() as client:
        body = {"teamId": sandbox.team_id, "name": "People of ours"}
        answer = client.post("/api/crm/groups", json=body)
        answer.raise_for_status()
        return str(answer.json()["group"]["id"])


VARIANTS = {
    "seed": (),
    "seed whose dialler goes on beyond N": ("--max-calls-binds", "request"),
    "actions": ("--generation", "actions"),
    "newest": ("--generation", "newest"),
}


@pytest.fixture(params=VARIANTS, scope="module")
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[type[Office]]:
    variant = str(request.param)
    arguments = ("--empty", "--speed", "0", "--no-skip", *VARIANTS[variant])
    with start_sandbox(tmp_path_factory.mktemp("platform"), *arguments) as running:
        ours = crowd(running, groups="--generation" in arguments)
        yield type("OfficeHere", (Office,), {"sandbox": running, "group": ours})


def somebody_rings(office: type[Office]) -> None:
    """So that no story can pass because nothing ever happens."""
    usual = office()
    usual.open(people=0)
    usual.go_the_usual_way(people=4, most=2, steps=24)
    assert usual._called() >= 2
    usual.teardown()


def stories(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        # a long failing story now beats a short one in an hour
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )


def test_whatever_happens_only_who_was_chosen_is_called_and_no_more_than_were_said(
    office: type[Office],
) -> None:
    somebody_rings(office)
    run_state_machine_as_test(office, settings=stories(3, 25))


@pytest.mark.soak
def test_whatever_happens_for_long_only_who_was_chosen_is_called(office: type[Office]) -> None:
    run_state_machine_as_test(office, settings=stories(150, 60))

    assert office.rang
    assert office.stopped
