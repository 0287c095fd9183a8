"""A platform that fails, and then does what it was asked for, and a hasty person who clicks on: what is done is done once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from sandbox.deviations.faults import FaultKind
from services.api import ApiError
from services.api.models import Campaign
from services.campaigns.first_people import FirstPeople, PeopleSource, enrol
from services.do_not_call import NOBODY_LISTED
from services.launch import CreationOutcome, LaunchOutcome, LaunchResult
from services.person import Person
from tests.sandbox_process import COMPANY_ID
from tests.services.faults.office import LATE, Office

ANNA = Person("Anna")
ANSWERS: dict[str, dict[str, Any]] = {
    "500": {"kind": FaultKind.SERVER_ERROR, "status": 500},
    "half of a 200": {"kind": FaultKind.TRUNCATED_JSON},
    "an empty 200": {"kind": FaultKind.EMPTY_BODY},
    "a 200 with HTML": {"kind": FaultKind.HTML, "status": 200},
    "a dropped connection": {"kind": FaultKind.DROP_BEFORE},
    "a body that ends in the middle": {"kind": FaultKind.DROP_IN_BODY},
    "504": {"kind": FaultKind.SERVER_ERROR, "status": 504},
    "a timeout": {"kind": FaultKind.DELAY_BEFORE, "seconds": LATE},
}
CLICKS = [0, 1.4, 1.6, 2, 10, 15, 30, 5, 25, 30, 30]
"""Seconds between what a hasty person does, in all for longer than anything is unclear."""
AS_IT_IS = (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY)


def fails_and_acts_late(office: Office, operation: str, answer: str, late: int) -> None:
    kind = ANSWERS[answer]
    office.sandbox.faults(
        {"operation": operation, "kind": FaultKind.ACT_LATE, "seconds": late},
        {"operation": operation, **kind},
    )
    if kind["kind"] is FaultKind.DELAY_BEFORE:
        office.transport.operation, office.transport.times = operation, 1


def rung(office: Office, campaign_id: str) -> Counter[str]:
    """How often the phone of each person of the campaign has rung."""
    return Counter(office.there("select to_number from calls where campaign_id = ?", campaign_id))


Click = Callable[[Campaign, int | None], LaunchResult]


def clicks_on(office: Office, result: LaunchResult, click: Click) -> None:
    """Click, acknowledge, look again, open the dialog anew and so on, until it is said to be launched."""
    campaign_id = str(result.intent.campaign_id)
    for seconds in CLICKS:
        if result.outcome in AS_IT_IS:
            break
        office.pass_by(seconds)
        now = office.api.campaigns.get(campaign_id)
        for acknowledged in (None, result.intent.id):
            assert click(now, acknowledged).outcome is not LaunchOutcome.LAUNCHED, "sent again"
        result = office.launches.look(result.intent.id)
        assert result.outcome is not LaunchOutcome.NOT_LAUNCHED, "nobody may say so: it was, or it will be"
    assert result.outcome in AS_IT_IS
    office.pass_by(120)


def a_launch_rings_each_phone_once(office: Office, answer: str, late: int) -> None:
    campaign = office.campaign(people=2)

    def click(seen: Campaign, acknowledged: int | None) -> LaunchResult:
        view = office.launches.seen(seen)
        return office.launches.launch(campaign.id, view, who=ANNA, acknowledged=acknowledged)

    fails_and_acts_late(office, "runCampaign", answer, late)
    clicks_on(office, click(campaign, None), click)
    assert office.launched(campaign.id) == 1
    assert sorted(rung(office, campaign.id).values()) == [1, 1]


def a_campaign_is_created_once(office: Office, answer: str, late: int) -> None:
    wanted = office.wanted()
    fails_and_acts_late(office, "createCampaign", answer, late)
    first = office.creations.create_once(f"{wanted.name}, first form", wanted, who=ANNA)
    result = first
    for number, seconds in enumerate(CLICKS):
        if result.outcome in (CreationOutcome.CREATED, CreationOutcome.ALREADY):
            break
        office.pass_by(seconds)
        again = office.creations.create_once(f"{wanted.name}, form {number}", wanted, who=ANNA)
        assert again.outcome is CreationOutcome.UNCERTAIN, "sent again"
        result = office.creations.look(first.intent.id)
        assert result.outcome is not CreationOutcome.NOT_CREATED, "nobody may say so: it was, or it will be"
    assert result.campaign_id in office.named(wanted.name)
    office.pass_by(120)
    assert len(office.named(wanted.name)) == 1


def people_are_enrolled_once(office: Office, answer: str, late: int) -> None:
    campaign = office.campaign()
    picked = FirstPeople(PeopleSource.PICKED, tuple(office.contact() for _person in range(3)))
    fails_and_acts_late(office, "addCampaignContacts", answer, late)
    for seconds in (0, *CLICKS):
        office.pass_by(seconds)
        try:
            enrol(office.api, campaign.id, COMPANY_ID, picked, NOBODY_LISTED)
        except ApiError as error:
            assert error.may_have_acted
    office.pass_by(60)
    assert sorted(Counter(office.enrolled(campaign.id)).values()) == [1, 1, 1]


CHECKS = {
    "launch": a_launch_rings_each_phone_once,
    "create": a_campaign_is_created_once,
}
"""On every generation of the platform. People go in directly on the first alone; elsewhere an import puts them in."""
