"""Start of a campaign with somebody in it who is on the team's list, on each generation of the platform: she is taken out or
marked and read back, or nothing is started; and what runs already is paused.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from services.api import errors
from services.api.generation import Generation
from services.api.models import Campaign, CampaignCreate, CampaignStatus, EnrollmentStatus
from services.audit.audit import AuditAction
from services.campaigns.stops import has_stopped
from services.do_not_call import Mark, NewEntry, Reason
from services.do_not_call.marks import PlatformMarks
from services.launch import LaunchOutcome
from services.launch.own_list_watch import OwnListWatch
from services.person import Person
from services.runtime import Runtime
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox
from tests.services.imports.bench import submit
from tests.services.imports.people import batches, person
from tests.services.whole_console import ANY_HOUR, whole_console
from tests.waiting import until

ANNA = Person("Anna", "anna@example.com")
_next = iter(range(100))
GENERATIONS = (Generation.SEED, Generation.ACTIONS, Generation.NEWEST)


@pytest.fixture(scope="module", params=GENERATIONS, ids=str)
def generation(request: pytest.FixtureRequest) -> Generation:
    return request.param


@pytest.fixture(scope="module")
def sandbox(generation: Generation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    arguments = ("--empty", "--generation", str(generation), "--speed", "0")
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), *arguments) as running:
        yield running


@pytest.fixture
def console(sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    for made in whole_console(sandbox, tmp_path, calling_hours=ANY_HOUR):
        made.jobs.start()
        yield made
    sandbox.faults()


def campaign_of(console: Runtime, generation: Generation, people: int = 3) -> tuple[Campaign, list[str]]:
    """A campaign with people put in by an import, and their numbers."""
    first = 49_151_20_000_000 + next(_next) * 100
    wanted = CampaignCreate(
        team_id=console.api.team_id,
        assistant_id=ASSISTANT_ID,
        company_id=COMPANY_ID if generation is Generation.SEED else None,
        from_number_ids=NUMBER_IDS,
        name=f"Campaign {first}",
        call_window_start="00:00",
        call_window_end="23:59",
        call_window_timezone="UTC",
    )
    made = console.api.campaigns.create(wanted)
    rows = [person(number, e164=f"+{first + number}") for number in range(people)]
    job = submit(console.jobs, batches(rows), made.id)
    ended = until(lambda: console.jobs.get(job.id), lambda one: not one.active)
    assert ended.rows.enrolled == people
    return console.facts.campaign(made.id), [row["e164"] for row in rows]


def listed(console: Runtime, number: str) -> None:
    console.do_not_call.add(NewEntry(f"00{number[1:]}", Reason.ASKED), region="", who=ANNA)


def waiting(console: Runtime, campaign: Campaign) -> set[str]:
    """Numbers that the platform may still call."""
    rows = console.api.campaigns.contacts(campaign.id).complete()
    marked = {one.phone for one in console.api.contacts.list(do_not_call=True).complete() if one.do_not_call}
    told = {one.contact.phone or "" for one in rows if one.contact and one.status is EnrollmentStatus.PENDING}
    return told - {phone or "" for phone in marked}


def test_who_is_on_the_list_is_not_called_by_a_start(console: Runtime, generation: Generation) -> None:
    campaign, numbers = campaign_of(console, generation)
    listed(console, numbers[1])

    console.own_list.require_clear(campaign, "runCampaign")

    assert waiting(console, campaign) == {numbers[0], numbers[2]}


def test_nothing_is_started_where_she_can_neither_be_taken_out_nor_marked(
    console: Runtime, generation: Generation, sandbox: RunningSandbox
) -> None:
    campaign, numbers = campaign_of(console, generation)
    listed(console, numbers[0])
    closed = [
        {"operation": operation, "kind": "closed", "status": 403, "times": None}
        for operation in ("removeCampaignContacts", "updateContact")
    ]
    sandbox.faults(*closed)

    with pytest.raises(errors.PeopleOnOwnList) as refused:
        console.own_list.require_clear(campaign, "runCampaign")

    assert (refused.value.count, refused.value.names) == (1, ("First0 Last0",))
    start = console.launching.prepare(campaign.id, who=ANNA)
    console.launching.launch(start, who=ANNA)
    assert start.result is not None
    assert start.result.outcome is LaunchOutcome.NOT_SENT
    assert isinstance(start.result.error, errors.PeopleOnOwnList)
    assert console.api.campaigns.get(campaign.id).status is CampaignStatus.DRAFT


def test_nothing_is_started_where_nobody_can_look(
    console: Runtime, generation: Generation, sandbox: RunningSandbox
) -> None:
    campaign, numbers = campaign_of(console, generation)
    sandbox.faults({"operation": "listCampaignContacts", "kind": "closed", "status": 403, "times": None})
    console.own_list.require_clear(campaign, "runCampaign")  # the list is empty: nobody has to look
    listed(console, numbers[0])

    with pytest.raises(errors.OwnListNotChecked):
        console.own_list.require_clear(campaign, "runCampaign")


def test_the_platform_is_told_and_believed_only_when_it_shows_the_mark(
    console: Runtime, generation: Generation, sandbox: RunningSandbox
) -> None:
    _campaign, numbers = campaign_of(console, generation, 1)
    listed(console, numbers[0])
    listed(console, "+4915129999999")

    console.own_list_watch.look()

    marks = [one.mark for one in console.do_not_call.page().rows]
    seed = generation is Generation.SEED
    assert marks == ([Mark.NOT_POSSIBLE] * 2 if seed else [Mark.NOT_THERE, Mark.MARKED])


def test_an_entry_stays_with_the_person_it_was_made_for_where_others_share_her_number(
    console: Runtime, generation: Generation
) -> None:
    _campaign, numbers = campaign_of(console, generation, 1)
    [known] = console.api.contacts.list(search=numbers[0][1:]).items
    added = console.do_not_call.add(
        NewEntry(numbers[0], Reason.ASKED, contact_id="con_moved_away"), region="", who=ANNA
    )

    console.own_list_watch.look()

    assert {"con_moved_away"} == console.do_not_call.listed().contact_ids
    seed = generation is Generation.SEED
    assert console.do_not_call.page().rows[0].id == added.entry.id
    assert console.do_not_call.page().rows[0].mark is (Mark.NOT_POSSIBLE if seed else Mark.MARKED)
    if not seed:
        assert console.api.contacts.get(known.id).do_not_call is True


def test_what_runs_is_paused_where_somebody_in_it_is_put_on_the_list_and_cannot_be_taken_out(
    console: Runtime, generation: Generation, sandbox: RunningSandbox
) -> None:
    campaign, numbers = campaign_of(console, generation)
    start = console.launching.prepare(campaign.id, who=ANNA)
    console.launching.launch(start, who=ANNA)
    assert console.api.campaigns.get(campaign.id).status is CampaignStatus.RUNNING
    sandbox.faults(
        *(
            {"operation": operation, "kind": "closed", "status": 403, "times": None}
            for operation in ("removeCampaignContacts", "updateContact")
        )
    )
    listed(console, numbers[2])

    console.own_list_watch.look()

    paused = console.api.campaigns.get(campaign.id)
    assert has_stopped(paused)
    log = console.audit.entries().rows
    assert any(one.action is AuditAction.PAUSE and one.who.keeper for one in log)
    stuck = console.facts.of(paused).stuck_on_own_list()
    assert stuck is not None
    assert (stuck.count, stuck.names) == (1, ("First2 Last2",))
    again = console.launching.prepare(campaign.id, who=ANNA)
    if generation is Generation.ACTIONS:  # a stopped one begins anew there
        console.launching.launch(again, who=ANNA)
    else:
        console.launching.resume(again, who=ANNA)
    assert again.result is not None
    assert again.result.outcome is LaunchOutcome.NOT_SENT
    assert isinstance(again.result.error, errors.PeopleOnOwnList)


class TwoThatCall:
    """Campaigns of which the first cannot be paused, and whom nobody lets take anybody out."""

    def __init__(self) -> None:
        self.paused: list[str] = []

    def all(self) -> Any:
        rows = [Campaign(id=name, name=name, status=CampaignStatus.RUNNING) for name in ("first", "second")]
        return SimpleNamespace(value=rows)

    def require_clear(self, _campaign: Campaign, operation: str) -> None:
        raise errors.PeopleOnOwnList(operation, names=(), count=1)

    def pause(self, campaign: Campaign, **_who: Person) -> Campaign:
        if campaign.id == "first":
            raise errors.Forbidden("updateCampaign", status=403)
        self.paused.append(campaign.id)
        return campaign.model_copy(update={"status": CampaignStatus.PAUSED})


def test_one_campaign_that_cannot_be_paused_holds_up_no_other(console: Runtime) -> None:
    two: Any = TwoThatCall()
    listed(console, "+4915129999998")
    marks = PlatformMarks(console.api, console.do_not_call)

    OwnListWatch(console.engine, console.api, two, two, marks, console.audit, "us").look()

    assert two.paused == ["second"]


class OneThatCalls:
    """A campaign with as many people as ever, who cannot be looked at for a while, or are others than before."""

    def __init__(self) -> None:
        self.now = 0.0
        self.answer: Exception | None = None
        self.looks = 0
        self.paused = False

    def all(self) -> Any:
        return SimpleNamespace(
            value=[Campaign(id="one", name="One", status=CampaignStatus.RUNNING, total_contacts=3)]
        )

    def require_clear(self, _campaign: Campaign, _operation: str) -> None:
        self.looks += 1
        if self.answer is not None:
            raise self.answer

    def pause(self, campaign: Campaign, **_who: Person) -> Campaign:
        self.paused = True
        return campaign.model_copy(update={"status": CampaignStatus.PAUSED})


@pytest.fixture
def calling(console: Runtime) -> Iterator[tuple[OneThatCalls, OwnListWatch]]:
    one: Any = OneThatCalls()
    listed(console, "+4915129999997")
    marks = PlatformMarks(console.api, console.do_not_call)
    yield (
        one,
        OwnListWatch(
            console.engine, console.api, one, one, marks, console.audit, "us", monotonic=lambda: one.now
        ),
    )


def test_a_campaign_that_could_not_be_looked_at_is_not_clear(
    calling: tuple[OneThatCalls, OwnListWatch],
) -> None:
    one, watch = calling
    one.answer = errors.OwnListNotChecked("updateCampaign", "unreadable")
    watch.look()
    one.answer = errors.PeopleOnOwnList("updateCampaign", names=(), count=1)
    watch.look()
    assert (one.looks, one.paused) == (1, False), "not with every round"

    one.now += 301
    watch.look()

    assert one.paused


def test_somebody_who_was_put_in_for_another_one_is_found(calling: tuple[OneThatCalls, OwnListWatch]) -> None:
    one, watch = calling
    watch.look()
    one.now += 301
    watch.look()
    assert one.looks == 1, "a campaign that is clear is read seldom"
    one.answer = errors.PeopleOnOwnList("updateCampaign", names=(), count=1)

    one.now += 601
    watch.look()

    assert one.paused
