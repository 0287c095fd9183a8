"""Somebody launches a campaign while it goes wrong."""

from __future__ import annotations

from typing import Any

from components.ui.messages import Doing, explain
from sandbox.deviations.faults import FaultKind
from services.api.models import Campaign
from services.launch import LaunchOutcome, LaunchResult
from services.person import Person
from tests.services.faults.office import LATE_KINDS, Office, variants
from tests.services.imports.bench import until

RUN = "runCampaign"


def _launch(office: Office, campaign: Campaign) -> LaunchResult:
    return office.launches.launch(campaign.id, office.launches.seen(campaign), who=Person("Anna"))


def looks_and_says(office: Office, kind: FaultKind) -> None:
    for more in variants(kind):
        _launches_once(office, kind, **more)


def _launches_once(office: Office, kind: FaultKind, **more: Any) -> None:
    campaign = office.campaign(people=1)
    office.fault(RUN, kind, **more)
    results: list[LaunchResult] = []
    assert office.sent(RUN, lambda: results.append(_launch(office, campaign))) == 1
    (result,) = results
    if kind in LATE_KINDS:
        until(lambda: office.launched(campaign.id), bool)  # what nobody waited for is done all the same
    if result.outcome is LaunchOutcome.UNCERTAIN:
        office.later(minutes=2)
        result = office.launches.look(result.intent.id)
    assert (result.outcome in (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY)) == bool(
        office.launched(campaign.id)
    )
    assert result.outcome in (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY, LaunchOutcome.NOT_LAUNCHED)
    # she clicks on, with what she saw before: it is not sent again
    assert office.sent(RUN, lambda: _launch(office, campaign)) == 0


def is_unclear_until_it_cannot_act_any_more(office: Office, kind: FaultKind) -> None:
    for more in variants(kind):
        campaign = office.campaign(people=1)
        office.fault(RUN, kind, **more)
        results: list[LaunchResult] = []
        assert office.sent(RUN, lambda: results.append(_launch(office, campaign))) == 1  # noqa: B023  within the loop
        (result,) = results
        for _step in range(10):
            office.pass_by(10)
            assert office.sent(RUN, lambda: _launch(office, campaign)) == 0  # noqa: B023  within the loop
            assert result.outcome is not LaunchOutcome.NOT_LAUNCHED
            result = office.launches.look(result.intent.id)
        assert (
            result.outcome in (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY),
            office.launched(campaign.id),
        ) == (True, 1)


def _nobody_is_called(office: Office, campaign: Campaign, launched_before: int = 0) -> str:
    """What is said of it."""
    result = _launch(office, campaign)
    assert result.outcome in (LaunchOutcome.REFUSED, LaunchOutcome.NOT_SENT)
    assert office.launched(campaign.id) == launched_before
    assert result.error is not None
    problem = explain(result.error, Doing.CALLING)
    assert "Nobody was called." in problem.body
    return f"{problem.title}. {problem.body}"


def says_when_to_try_again(office: Office, kind: FaultKind) -> None:
    for told, said in ((600, "in 10 minutes"), (None, "in a few minutes")):
        campaign = office.campaign(people=1)
        office.fault(RUN, kind, retry_after=told)
        assert said in _nobody_is_called(office, campaign)
        office.later(hours=1)


def says_where_to_do_it(office: Office, kind: FaultKind) -> None:
    for status in (403, 405, 501):
        campaign = office.campaign(people=1)
        office.fault(RUN, kind, status=status)
        assert "*Connection*" in _nobody_is_called(office, campaign)


def says_that_it_was_too_much(office: Office, kind: FaultKind) -> None:
    campaign = office.campaign(people=1)
    office.fault(RUN, kind)
    assert "That was too much at once" in _nobody_is_called(office, campaign)


def says_that_the_key_was_not_accepted(office: Office, kind: FaultKind) -> None:
    campaign = office.campaign(people=1)
    office.fault(RUN, kind)
    assert "The key was not accepted" in _nobody_is_called(office, campaign)


def works(office: Office, kind: FaultKind) -> None:
    campaign = office.campaign(people=1)
    office.fault("*", kind, None)
    seen = office.api.campaigns.get(campaign.id)
    assert _launch(office, seen).outcome is LaunchOutcome.LAUNCHED
    assert office.launched(campaign.id) == 1


def says_the_platforms_sentence(office: Office, kind: FaultKind) -> None:
    campaign = office.campaign(people=1)
    office.fault(RUN, kind)
    assert "Talkturo says: “The request could not be processed”" in _nobody_is_called(office, campaign)


def reads_the_sentence_under_its_other_name(office: Office, kind: FaultKind) -> None:
    campaign = office.campaign()
    office.api.campaigns.run(campaign.id)  # by somebody else: without anybody in it, it is over at once
    office.pass_by(60)
    before = office.launched(campaign.id)
    office.fault(RUN, kind)
    assert "Talkturo says: “" in _nobody_is_called(office, office.api.campaigns.get(campaign.id), before)


CHECKS = {
    "one deadline, then looks and says what it found; never sent again": looks_and_says,
    "looks and says what it found; never sent again": looks_and_says,
    "is unclear for longer than the platform takes to act; never sent again meanwhile, says what it found": (
        is_unclear_until_it_cannot_act_any_more
    ),
    "nobody is called; says when to try again": says_when_to_try_again,
    "nobody is called; says where to do it": says_where_to_do_it,
    "nobody is called; says that it was too much": says_that_it_was_too_much,
    "nobody is called; says that the key was not accepted": says_that_the_key_was_not_accepted,
    "works": works,
    "nobody is called; says the platform's sentence": says_the_platforms_sentence,
    "nobody is called; says the platform's sentence, by whatever name": reads_the_sentence_under_its_other_name,
}
