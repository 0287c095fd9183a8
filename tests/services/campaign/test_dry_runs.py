"""Dry runs by generation: asked only where the signs say that they are known, worked out here elsewhere, and one that is not
confirmed is a launch that may have happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from services.api import errors
from services.api.generation import Generation
from services.api.models import Campaign, CampaignContact
from services.api.unclear import UNCLEAR_FOR
from services.campaign.dry_runs import DryRuns
from services.campaign.everybody import Everybody
from services.generation import GenerationFinding
from services.launch import Gap, Launches, LaunchOutcome, Ledger, LeftOutReason
from services.launch.intents import IntentKind, IntentRequest, IntentState
from services.launch.uninvited import record_of
from services.launch.worked_out import worked_out_now
from services.person import Person
from services.reads.reads import Reads
from tests.services.generation.printed_platform import PrintedPlatform
from tests.services.reads.test_reads import Clock

ANNA = Person("Anna")
RUN = "POST /api/crm/campaigns/{id}/run"
READ = "GET /api/crm/campaigns/{id}"
PEOPLE = "GET /api/crm/campaigns/{id}/contacts"
CONTACTS = "GET /api/crm/contacts"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SPRING: dict[str, Any] = {
    "id": "cmp_1",
    "name": "Renewals",
    "status": "draft",
    "updated_at": "2026-03-01T10:00:00Z",
    "contacts_called": 0,
    "max_concurrent_calls": 5,
    "call_window_start": "00:00",
    "call_window_end": "23:59",
    "call_window_timezone": "UTC",
    "settings": {"use_contact_timezone_for_call_window": False},
}


class House:
    """A console at the platform of a generation. `by_signs` is what the signs say, the generation alone where not given."""

    def __init__(
        self,
        engine: Engine,
        generation: Generation,
        *,
        by_signs: Generation | None = None,
        slug: str = "acme",
    ) -> None:
        pages = Generation.NEWEST if generation is Generation.UNKNOWN else generation
        self.platform = PrintedPlatform(pages.value)
        self.clock = Clock()
        self.api = self.platform.api(account_slug=slug)
        self.api.campaigns.which_generation = lambda: generation
        ledger = Ledger(engine, self.api.clock.now, wall=self.clock)
        self.launches = Launches(engine, self.api, ledger=ledger, patience_seconds=0)
        finding = GenerationFinding(generation, by_signs or generation)
        everybody = Everybody(self.api, Reads(clock=self.clock), lambda _operation: True)
        self.dry_runs = DryRuns(self.api, everybody, lambda: finding, self.launches)
        self.platform.answers.setdefault(PEOPLE, (200, {"success": True, "contacts": [], "count": 0}))
        self.reads(SPRING)

    def reads(self, campaign: dict[str, Any]) -> None:
        self.campaign = Campaign.model_validate(campaign)
        self.platform.answers[READ] = (200, {"success": True, "campaign": campaign})

    @property
    def runs(self) -> list[dict[str, Any]]:
        return [body for name, body in self.platform.sent if name == RUN]


@pytest.mark.parametrize("generation", [Generation.SEED, Generation.NEWEST])
def test_the_platform_is_asked_where_the_signs_say_that_it_knows_dry_runs(
    engine: Engine, generation: Generation
) -> None:
    house = House(engine, generation)
    house.platform.answers[RUN] = (200, {"success": True, "started": 0, "picks": [{}], "dryRun": True})
    run = house.dry_runs.now(house.campaign, ANNA)
    assert (run.count, run.worked_out) == (1, False)
    assert [body["dryRun"] for body in house.runs] == [True]
    assert house.launches.watched() == {}


@pytest.mark.parametrize(
    ("generation", "by_signs", "slug"),
    [
        (Generation.ACTIONS, Generation.ACTIONS, "acme"),
        (Generation.UNKNOWN, Generation.UNKNOWN, "acme"),
        (Generation.NEWEST, Generation.NEWEST, ""),
        (Generation.NEWEST, Generation.UNKNOWN, "acme"),
        (Generation.SEED, Generation.UNKNOWN, "acme"),
        (Generation.SEED, Generation.NEWEST, "acme"),
    ],
    ids=[
        "actions",
        "unknown",
        "newest without slug",
        "newest by hand",
        "seed by hand",
        "seed against the signs",
    ],
)
def test_elsewhere_it_is_worked_out_here_and_nothing_is_sent(
    engine: Engine, generation: Generation, by_signs: Generation, slug: str
) -> None:
    house = House(engine, generation, by_signs=by_signs, slug=slug)
    run = house.dry_runs.now(house.campaign, ANNA)
    assert run.worked_out
    assert house.platform.sent == []


def test_a_campaign_with_people_nobody_chose_is_not_asked_about(engine: Engine) -> None:
    house = House(engine, Generation.NEWEST)
    ledger = Ledger(engine, house.api.clock.now)
    created = ledger.begin_creation(
        "form", IntentRequest(IntentKind.CREATE, ANNA, None, "Renewals", {})
    ).intent
    told = {"campaign_id": "cmp_1", "answer": record_of(3)}
    ledger.settle(created, [created.state], IntentState.LAUNCHED, **told)
    run = house.dry_runs.now(house.campaign, ANNA)
    assert run.worked_out
    assert house.platform.sent == []


def test_on_actions_everybody_of_whom_nothing_speaks_against_it_would_be_called(engine: Engine) -> None:
    house = House(engine, Generation.ACTIONS)
    rows = [
        {"id": "ctc_1", "firstName": "Ana", "lastName": "Reyes", "phone": "+14155550127"},
        {
            "id": "ctc_2",
            "firstName": "Bo",
            "lastName": "Lind",
            "phone": "+14155550128",
            "callStatus": "answered",
        },
        {"id": "ctc_3", "firstName": "Cy", "lastName": "Oz", "phone": "+14155550129", "doNotCall": True},
    ]
    house.platform.answers[PEOPLE] = (200, {"success": True, "contacts": rows})
    run = house.dry_runs.now(house.campaign, ANNA)
    assert [one.name for one in run.would_call] == ["Ana Reyes"]
    assert run.marks_not_known == 1
    assert run.gaps == {Gap.STATE: 2}
    assert [(group.reason, group.people) for group in run.left_out] == [
        (LeftOutReason.DO_NOT_CALL, ("Cy Oz",))
    ]


NOT_CONFIRMED: dict[str, Any] = {
    "as printed": {"success": True, "started": 25, "calls": [], "picks": [], "dryRun": False},
    "a status": {"success": True, "status": "running"},
    "nothing of it": {"success": True},
    "a word": {"success": True, "started": 1, "dryRun": "no"},
    "a list": [],
    "nothing": b"",
    "a page": b"<html>Welcome</html>",
    "half": b'{"success": tr',
}


@pytest.mark.parametrize("answer", NOT_CONFIRMED.values(), ids=NOT_CONFIRMED)
@pytest.mark.parametrize("generation", [Generation.SEED, Generation.NEWEST])
def test_an_answer_that_does_not_confirm_it_is_a_launch_that_may_have_been(
    engine: Engine, generation: Generation, answer: Any
) -> None:
    house = House(engine, generation)
    house.platform.answers[RUN] = (200, answer)
    run = house.dry_runs.now(house.campaign, ANNA)

    assert run.worked_out
    unclear = house.launches.watched()["cmp_1"]
    assert (unclear.outcome, unclear.intent.who) == (LaunchOutcome.UNCERTAIN, ANNA)
    assert len(house.runs) == 1
    again = house.launches.launch("cmp_1", house.launches.seen(house.campaign), who=Person("Ben"))
    assert again.outcome is LaunchOutcome.UNCERTAIN
    assert len(house.runs) == 1


def test_no_dry_run_is_sent_again_where_one_was_not_confirmed(engine: Engine) -> None:
    house = House(engine, Generation.NEWEST)
    house.platform.answers[RUN] = (200, {"success": True, "status": "running"})
    other = house.campaign.model_copy(update={"id": "cmp_2"})
    for campaign in (house.campaign, house.campaign, other):
        assert house.dry_runs.now(campaign, ANNA).worked_out
    assert len(house.runs) == 1
    assert House(engine, Generation.NEWEST).dry_runs.now(other, ANNA).worked_out  # and in other processes


@pytest.mark.parametrize("status", [403, 500])
def test_it_is_entered_also_where_the_people_cannot_be_read(engine: Engine, status: int) -> None:
    house = House(engine, Generation.NEWEST)
    house.platform.answers[RUN] = (200, {"success": True, "status": "running"})
    house.platform.answers[PEOPLE] = (status, {"success": False})
    run = house.dry_runs.now(house.campaign, ANNA)
    assert (run.count, run.gaps) == (None, {Gap.PEOPLE: 1})
    assert "cmp_1" in house.launches.watched()


@pytest.mark.parametrize("status", [400, 409, 429, 500, 502])
def test_a_refusal_and_a_lost_answer_are_no_launch(engine: Engine, status: int) -> None:
    house = House(engine, Generation.NEWEST)
    house.platform.answers[RUN] = (status, {"success": False, "error": "No."})
    with pytest.raises(errors.ApiError) as refused:
        house.dry_runs.now(house.campaign, ANNA)
    assert not refused.value.may_have_acted
    assert house.launches.watched() == {}


def unconfirmed(engine: Engine) -> House:
    house = House(engine, Generation.NEWEST)
    house.platform.answers[RUN] = (200, {"success": True, "status": "running"})
    house.platform.answers[PEOPLE] = (200, {"success": True, "contacts": [], "statusCounts": {"pending": 3}})
    house.dry_runs.now(house.campaign, ANNA)
    return house


def test_it_is_looked_into_and_found_to_have_started_the_campaign(engine: Engine) -> None:
    house = unconfirmed(engine)
    house.reads(SPRING | {"status": "running"})
    house.clock.now += timedelta(seconds=31)
    [found] = house.launches.settle_abandoned()
    assert found.outcome is LaunchOutcome.ALREADY
    assert found.intent.kind == "dry_run"


def test_it_is_looked_into_over_two_ticks_before_it_counts_as_nothing(engine: Engine) -> None:
    house = unconfirmed(engine)
    house.clock.now += timedelta(seconds=31)
    [found] = house.launches.settle_abandoned()
    assert found.outcome is LaunchOutcome.UNCERTAIN
    house.clock.now += UNCLEAR_FOR
    [found] = house.launches.settle_abandoned()
    assert (found.outcome, found.watched_for) == (LaunchOutcome.NOT_LAUNCHED, None)
    assert house.launches.watched() == {}


ROW: dict[str, Any] = {"status": "pending", "attempts": 0}
OWN_ZONES = SPRING | {"call_window_start": "09:00", "call_window_end": "17:00", "settings": {}}


def person(name: str, **fields: Any) -> dict[str, Any]:
    contact = {"id": f"c-{name}", "first_name": name, "phone": "+14155550184"} | fields.pop("contact", {})
    return {"id": name, "contact": contact, **ROW, **fields}


def test_zones_are_read_from_the_address_book_where_a_campaign_shows_none(engine: Engine) -> None:
    house = House(engine, Generation.ACTIONS)
    house.reads(OWN_ZONES)
    house.platform.answers[PEOPLE] = (200, {"success": True, "contacts": [person("ana"), person("bo")]})
    listed = [{"id": "c-ana", "timezone": "Pacific/Kiritimati"}, {"id": "c-bo", "timezone": None}]
    house.platform.answers[CONTACTS] = (200, {"success": True, "contacts": listed})
    run = house.dry_runs.now(house.campaign, ANNA)
    assert run.gaps[Gap.ZONES] == 1
    for _look in range(5):
        house.dry_runs.now(house.campaign, ANNA)
    assert house.platform.asked.count(CONTACTS) == 1


def worked_out(*rows: dict[str, Any], at: datetime = NOON, **fields: Any) -> Any:
    campaign = Campaign.model_validate(OWN_ZONES | fields)
    return worked_out_now(campaign, [CampaignContact.model_validate(row) for row in rows], at, {})


def test_now_it_names_those_inside_their_hours_and_why_the_others_are_left_out() -> None:
    run = worked_out(
        person("berlin", contact={"timezone": "Europe/Berlin", "do_not_call": False}),
        person("los angeles", contact={"timezone": "America/Los_Angeles"}),
        person("retry", contact={"timezone": "Europe/Berlin"}, next_attempt_at="2026-03-02T20:00:00Z"),
        person("done", status="completed"),
    )
    assert [one.name for one in run.would_call] == ["berlin"]
    assert (run.count, run.marks_not_known, run.at, run.gaps) == (1, 0, NOON, {})
    assert {group.reason: group.people for group in run.left_out} == {
        LeftOutReason.OUTSIDE_WINDOW: ("los angeles",),
        LeftOutReason.WAITING_FOR_RETRY: ("retry",),
    }


def test_no_more_are_named_than_lines_are_free() -> None:
    calling = [person(f"busy {number}", status="calling") for number in range(2)]
    waiting = [person(f"waits {number}", contact={"timezone": "Europe/Berlin"}) for number in range(9)]
    run = worked_out(*calling, *waiting, max_concurrent_calls=5)
    assert run.count == 3


def test_what_is_not_told_leaves_nobody_out_and_is_said() -> None:
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    waiting = [person(f"waits {number}") for number in range(9)]
    run = worked_out(
        *waiting, at=midnight, max_concurrent_calls=None, call_window_start=None, call_window_end=None
    )
    assert run.count == 9
    assert run.gaps == {Gap.HOURS: 9, Gap.AT_ONCE: 9}
