"""Somebody creates a campaign and changes one while it goes wrong."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from components.ui.messages import Doing, explain
from sandbox.deviations.faults import FaultKind
from services.api import ApiError, errors
from services.api.models import Campaign, CampaignCreate, CampaignUpdate
from services.launch import CreateResult, CreationOutcome
from services.person import Person
from tests.services.faults.office import LATE_KINDS, Office, variants
from tests.services.imports.bench import until

CREATE, CHANGE = "createCampaign", "updateCampaign"
THERE = (CreationOutcome.CREATED, CreationOutcome.ALREADY)
NEW = CampaignUpdate(description="as it shall be")
_forms = count(1)


def _create(office: Office, wanted: CampaignCreate) -> CreateResult:
    return office.creations.create_once(f"form {next(_forms)}", wanted, who=Person("Anna"))


def _changed(office: Office, campaign: Campaign) -> bool:
    return office.there("select description from campaigns where id = ?", campaign.id) == [NEW.description]


def looks_and_says(office: Office, kind: FaultKind) -> None:
    for more in variants(kind):
        creates_once(office, kind, **more)
        _changes_once(office, kind, **more)


def creates_once(office: Office, kind: FaultKind, **more: Any) -> None:
    wanted = office.wanted()
    office.fault(CREATE, kind, **more)
    results: list[CreateResult] = []
    assert office.sent(CREATE, lambda: results.append(_create(office, wanted))) == 1
    (result,) = results
    if kind in LATE_KINDS:
        until(lambda: office.named(wanted.name), bool)  # what nobody waited for is done all the same
    if result.outcome is CreationOutcome.UNCERTAIN:
        office.later(minutes=2)
        result = office.creations.look(result.intent.id)
    assert (result.outcome in THERE) == bool(office.named(wanted.name))
    assert result.outcome in (*THERE, CreationOutcome.NOT_CREATED)


def _changes_once(office: Office, kind: FaultKind, **more: Any) -> None:
    campaign = office.campaign()
    office.fault(CHANGE, kind, **more)

    def change() -> None:
        try:
            assert office.campaigns.edit(campaign, NEW, who=Person("Anna")).description == NEW.description
        except ApiError as error:
            assert kind is FaultKind.DELAY_BEFORE or not _changed(office, campaign)
            assert "Please look before you try again" in explain(error, Doing.SAVING).body

    assert office.sent(CHANGE, change) == 1


def is_unclear_until_it_cannot_act_any_more(office: Office, kind: FaultKind) -> None:
    for more in variants(kind):
        wanted = office.wanted()
        office.fault(CREATE, kind, **more)
        result = _create(office, wanted)
        for _step in range(10):
            office.pass_by(10)
            if result.outcome is CreationOutcome.UNCERTAIN:  # she fills in another form
                assert office.sent(CREATE, lambda: _create(office, wanted)) == 0  # noqa: B023  within the loop
            assert result.outcome is not CreationOutcome.NOT_CREATED
            result = office.creations.look(result.intent.id)
        assert (result.outcome in THERE, len(office.named(wanted.name))) == (True, 1)
        _changes_late(office, kind, **more)


def _changes_late(office: Office, kind: FaultKind, **more: Any) -> None:
    campaign = office.campaign()
    office.fault(CHANGE, kind, **more)
    try:
        office.campaigns.edit(campaign, NEW, who=Person("Anna"))
    except ApiError as error:
        assert "Please look before you try again" in explain(error, Doing.SAVING).body
    office.pass_by(60)
    assert _changed(office, campaign)


def _refused(office: Office, *faults: dict[str, Any]) -> list[ApiError]:
    """Nothing was saved; what the person is told, of each of the two."""
    campaign, wanted = office.campaign(), office.wanted()
    office.sandbox.faults(*faults)
    return [*_not_created(office, wanted), *_not_changed(office, campaign)]


def _not_created(office: Office, wanted: CampaignCreate) -> list[ApiError]:
    result = _create(office, wanted)
    assert result.outcome is CreationOutcome.REFUSED
    assert result.error is not None
    assert not office.named(wanted.name)
    return [_nothing_saved(result.error)]


def _not_changed(office: Office, campaign: Campaign) -> list[ApiError]:
    with pytest.raises(ApiError) as refused:
        office.campaigns.edit(campaign, NEW, who=Person("Anna"))
    assert not _changed(office, campaign)
    return [_nothing_saved(refused.value)]


def _nothing_saved(error: ApiError) -> ApiError:
    assert "Nothing was saved" in explain(error, Doing.SAVING).body
    return error


def _both(kind: FaultKind, **more: Any) -> list[dict[str, Any]]:
    return [{"operation": operation, "kind": kind, **more} for operation in (CREATE, CHANGE)]


def says_when_to_try_again(office: Office, kind: FaultKind) -> None:
    campaign, wanted = office.campaign(), office.wanted()
    for told, said in ((600, "in 10 minutes"), (None, "in a few minutes")):
        office.sandbox.faults(*_both(kind, retry_after=told))
        (created,) = _not_created(office, wanted)
        office.later(hours=1)
        (changed,) = _not_changed(office, campaign)
        office.later(hours=1)
        for error in (created, changed):
            assert said in explain(error, Doing.SAVING).body


def disables_the_control(office: Office, kind: FaultKind) -> None:
    for status in (403, 405, 501):
        office.mended()
        office.deployment.learn_again()
        assert office.deployment.may(CHANGE)
        for error in _refused(office, *_both(kind, status=status)):
            assert "*Connection*" in explain(error, Doing.SAVING).body
        assert not office.deployment.may(CHANGE)


def says_that_it_was_too_much(office: Office, kind: FaultKind) -> None:
    assert all(isinstance(error, errors.PayloadTooLarge) for error in _refused(office, *_both(kind)))


def says_that_the_key_was_not_accepted(office: Office, kind: FaultKind) -> None:
    for error in _refused(office, *_both(kind)):
        assert explain(error, Doing.SAVING).title == "The key was not accepted"


def works(office: Office, kind: FaultKind) -> None:
    office.fault("*", kind, None)
    wanted = office.wanted()
    assert _create(office, wanted).outcome is CreationOutcome.CREATED
    assert len(office.named(wanted.name)) == 1
    campaign = office.campaign()
    office.campaigns.edit(campaign, NEW, who=Person("Anna"))
    assert _changed(office, campaign)


def says_the_platforms_sentence(office: Office, kind: FaultKind) -> None:
    for error in _refused(office, *_both(kind)):
        assert "Talkturo says: “The request could not be processed”" in explain(error, Doing.SAVING).body


def reads_the_sentence_under_its_other_name(office: Office, kind: FaultKind) -> None:
    office.sandbox.faults(*_both(kind, times=None))
    (created,) = _not_created(office, office.wanted(assistant_id="nobody"))
    campaign = office.campaign()
    office.api.campaigns.run(campaign.id)  # by somebody else, a moment ago: what runs cannot be edited
    (changed,) = _not_changed(office, campaign)
    for error in (created, changed):
        assert "Talkturo says: “" in explain(error, Doing.SAVING).body


CHECKS = {
    "one deadline, then looks and says what it found; never sent again": looks_and_says,
    "looks and says what it found; never sent again": looks_and_says,
    "is unclear for longer than the platform takes to act; never sent again meanwhile, says what it found": (
        is_unclear_until_it_cannot_act_any_more
    ),
    "nothing is saved; says when to try again": says_when_to_try_again,
    "nothing is saved; says where to do it, and the control is disabled from then on": disables_the_control,
    "nothing is saved; says that it was too much": says_that_it_was_too_much,
    "nothing is saved; says that the key was not accepted": says_that_the_key_was_not_accepted,
    "works": works,
    "nothing is saved; says the platform's sentence": says_the_platforms_sentence,
    "nothing is saved; says the platform's sentence, by whatever name": reads_the_sentence_under_its_other_name,
}
