"""A form sent twice makes one campaign."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.api.models import CampaignCreate
from services.api.unclear import UNCLEAR_FOR
from services.audit.audit import Audit
from services.database.database import make_engine
from services.launch import CreateResult, CreationOutcome, Creations, Ledger, asked_for
from services.person import Person
from tests.new_database import make_tables
from tests.services.launch.platform import Crash, FakePlatform, Fault

FORM = CampaignCreate(
    team_id="team_1", assistant_id="a1", company_id="co1", from_number_ids=["n1"], name="Spring"
)


class Office:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.platform = FakePlatform()
        self.platform.add(name="Spring")  # somebody's older campaign of the same name
        self.time = datetime.now(UTC)

    def creations(self, patience: float = 5) -> Creations:
        api = self.platform.api()
        ledger = Ledger(self.engine, api.clock.now, wall=lambda: self.time)
        audit = Audit(self.engine, api.clock.now)
        return Creations(self.engine, api, audit=audit, ledger=ledger, patience_seconds=patience)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    yield Office(engine)
    engine.dispose()


def test_it_creates_once_for_three_clicks(office: Office) -> None:
    results = [office.creations().create_once("form-1", FORM, who=Person("Anna")) for _ in range(3)]
    assert [result.outcome for result in results] == [
        CreationOutcome.CREATED,
        CreationOutcome.ALREADY,
        CreationOutcome.ALREADY,
    ]
    assert {result.campaign_id for result in results} == set(office.platform.created)


def test_it_creates_once_for_clicks_at_the_same_moment(office: Office) -> None:
    clicked = threading.Barrier(6)
    results: list[CreateResult] = []

    def click() -> None:
        creations = office.creations()
        clicked.wait()
        results.append(creations.create_once("form-1", FORM, who=Person("Anna")))

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.outcome for result in results) == [CreationOutcome.ALREADY] * 5 + [
        CreationOutcome.CREATED
    ]
    assert len(office.platform.created) == 1


def test_it_creates_two_for_two_forms(office: Office) -> None:
    for token in ("form-1", "form-2"):
        office.creations().create_once(token, FORM, who=Person("Anna"))
    assert len(office.platform.created) == 2


@pytest.mark.parametrize(
    "fault", [fault for fault in Fault if fault.endswith("_after") and "crash" not in fault]
)
def test_it_finds_the_campaign_after_an_unclear_answer(office: Office, fault: Fault) -> None:
    office.platform.faults = [fault]
    result = office.creations().create_once("form-1", FORM, who=Person("Anna"))
    assert (result.outcome, result.campaign_id) == (CreationOutcome.CREATED, "camp_2")


def test_it_is_not_certain_while_the_platform_may_still_act(office: Office) -> None:
    for number, fault in enumerate((Fault.TIMEOUT_BEFORE, Fault.BROKEN_BEFORE, Fault.HALF_BEFORE)):
        form = FORM.model_copy(update={"name": f"Summer {number}"})
        office.platform.faults = [fault]
        result = office.creations().create_once(f"form-{number}", form, who=Person("Anna"))
        assert (result.outcome, result.watched_for) == (CreationOutcome.UNCERTAIN, UNCLEAR_FOR)
        office.time += UNCLEAR_FOR
        assert office.creations().look(result.intent.id).outcome is CreationOutcome.NOT_CREATED
        office.platform.add(f"late_{number}", name=form.name)
        late = office.creations().look(result.intent.id)
        assert (late.outcome, late.campaign_id) == (CreationOutcome.CREATED, f"late_{number}")


def test_another_form_makes_no_second_one_while_the_first_may_still_come(office: Office) -> None:
    office.platform.faults = [Fault.BROKEN_BEFORE]
    first = office.creations().create_once("form-1", FORM, who=Person("Anna"))
    hasty = office.creations().create_once("form-2", FORM, who=Person("Anna"))
    assert (hasty.outcome, hasty.intent.id, hasty.other) == (CreationOutcome.UNCERTAIN, first.intent.id, True)
    assert office.platform.created == []
    office.time += UNCLEAR_FOR
    assert office.creations().look(first.intent.id).outcome is CreationOutcome.NOT_CREATED
    assert (
        office.creations().create_once("form-3", FORM, who=Person("Anna")).outcome is CreationOutcome.CREATED
    )


def test_it_is_settled_with_every_screen_closed(office: Office) -> None:
    office.platform.faults = [Fault.BROKEN_BEFORE]
    first = office.creations().create_once("form-1", FORM, who=Person("Anna"))
    for _turn in range(10):
        office.time += timedelta(seconds=10)
        office.creations().settle_abandoned()
    assert (
        office.creations().create_once("form-1", FORM, who=Person("Anna")).outcome
        is CreationOutcome.NOT_CREATED
    )
    assert first.outcome is CreationOutcome.UNCERTAIN


def test_it_does_not_choose_between_two_that_may_be_it(office: Office) -> None:
    office.platform.faults = [Fault.DROPPED_AFTER]
    office.platform.before_run = lambda: office.platform.add("camp_8", name="Spring")
    result = office.creations().create_once("form-1", FORM, who=Person("Anna"))
    assert (result.outcome, len(result.candidates)) == (CreationOutcome.UNCERTAIN, 2)


def test_it_says_that_the_platform_refused(office: Office) -> None:
    office.platform.faults = [Fault.CONFLICT]
    first = office.creations().create_once("form-1", FORM, who=Person("Anna"))
    double_click = office.creations().create_once("form-1", FORM, who=Person("Anna"))
    assert (first.outcome, double_click.outcome) == (CreationOutcome.REFUSED, CreationOutcome.REFUSED)
    assert double_click.error is not None
    assert office.platform.created == []


def test_it_looks_after_a_restart_in_between(office: Office) -> None:
    office.platform.faults = [Fault.CRASH_AFTER]
    with pytest.raises(Crash):
        office.creations().create_once("form-1", FORM, who=Person("Anna"))
    assert (
        office.creations(patience=0).create_once("form-1", FORM, who=Person("Anna")).outcome
        is CreationOutcome.IN_PROGRESS
    )
    office.time += timedelta(minutes=10)
    result = office.creations().create_once("form-1", FORM, who=Person("Anna"))
    assert result.campaign_id == "camp_2"
    assert len(office.platform.created) == 1


def test_it_tells_the_audit_log(office: Office) -> None:
    office.creations().create_once("form-1", FORM, who=Person("Anna"))
    [entry] = Audit(office.engine, lambda: office.time).entries().rows
    assert (entry.who.name, entry.action, entry.result, entry.campaign_id) == (
        "Anna",
        "create",
        "done",
        "camp_2",
    )


@pytest.mark.parametrize("fault", [Fault.BROKEN_AFTER, Fault.BROKEN_BEFORE, Fault.CRASH_AFTER])
def test_an_unclear_one_stands_in_the_audit_log_with_what_became_of_it(office: Office, fault: Fault) -> None:
    """Also where nobody looks any more: the process itself settles it, as it does a launch."""
    office.platform.faults = [fault]
    with suppress(Crash):
        office.creations().create_once("form-1", FORM, who=Person("Anna"))
    for _turn in range(60):
        office.time += timedelta(seconds=10)
        office.creations().settle_abandoned()

    newest, first = Audit(office.engine, lambda: office.time).entries().rows
    made = fault is not Fault.BROKEN_BEFORE
    assert (first.who.name, first.result) == ("Anna", "unclear")
    assert (newest.who.name, newest.result) == ("Anna", "done" if made else "failed")
    assert newest.campaign_id == ("camp_2" if made else None)


@pytest.mark.parametrize(
    ("otherwise", "besides"), [({"name": "Autumn"}, ""), ({"assistant_id": "a2"}, ""), ({}, "another list")]
)
@pytest.mark.parametrize("fault", [Fault.NONE, Fault.DROPPED_AFTER])
def test_a_form_that_was_sent_answers_for_nothing_else(
    office: Office, otherwise: dict[str, str], besides: str, fault: Fault
) -> None:
    office.platform.faults = [fault]
    first = office.creations().create_once("form-1", FORM, who=Person("Anna"))
    [campaign_id] = office.platform.created
    changed = FORM.model_copy(update=otherwise)

    result = office.creations().create_once("form-1", changed, who=Person("Anna"), besides=besides)

    assert (result.outcome, result.campaign_id) == (CreationOutcome.ANOTHER, campaign_id)
    known = office.creations().of_form("form-1")
    assert known
    assert known.answering(asked_for(changed, besides=besides)).outcome is CreationOutcome.ANOTHER
    assert known.answering(asked_for(FORM)).outcome is CreationOutcome.ALREADY
    assert office.creations().create_once("form-1", FORM, who=Person("Anna")).campaign_id == campaign_id
    assert first.intent.id == known.intent.id
    assert office.platform.created == [campaign_id]
    assert office.creations().of_form("form-2") is None


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.NONE, {"form-1": "camp_2"}),
        (Fault.DROPPED_AFTER, {"form-1": "camp_2"}),
        (Fault.BROKEN_BEFORE, {"form-1": None}),
        (Fault.NO_CONNECTION, {}),
    ],
)
def test_it_is_told_of_many_forms_at_once_which_were_sent(
    office: Office, fault: Fault, expected: dict[str, str | None]
) -> None:
    office.platform.faults = [fault]
    office.creations().create_once("form-1", FORM, who=Person("Anna"))
    asked = list(office.platform.asked)

    assert office.creations().sent(["form-1", "form-2"]) == expected
    assert office.platform.asked == asked
