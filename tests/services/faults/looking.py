"""Somebody looks at something while it goes wrong: the list of campaigns, or one of them."""

from __future__ import annotations

from typing import Any

import pytest

from components.ui.messages import explain
from sandbox.deviations.faults import FaultKind
from services.api import ApiError, errors
from services.api.models import Campaign
from services.deployment import Way
from services.reads.reads import Read
from tests.services.faults.office import Office, variants

LIST, ONE = "listCampaigns", "getCampaign"


def _all(office: Office) -> Read[list[Campaign]]:
    read = office.campaigns.all()
    assert sorted(one.id for one in read.value) == sorted(office.campaign_ids())
    return read


def _last_known_state(office: Office, kind: FaultKind, **more: Any) -> ApiError:
    """What is seen an hour after the fault began is what was seen before, with its age, and why it is not newer."""
    office.mended()
    office.sit_down()
    assert _all(office).error is None
    office.fault(LIST, kind, None, **more)
    office.later(hours=1)
    read = _all(office)
    assert read.error is not None
    assert read.age.total_seconds() >= 3600
    office.mended()
    office.later(hours=1)
    assert _all(office).error is None
    return read.error


def _tries_again(office: Office, kind: FaultKind, **more: Any) -> None:
    office.mended()
    office.sit_down()
    office.fault(LIST, kind, 3, **more)
    assert office.sent(LIST, lambda: _all(office)) == 4


def tries_again(office: Office, kind: FaultKind) -> None:
    for more in variants(kind):
        _tries_again(office, kind, **more)
        _last_known_state(office, kind, **more)


def waits_when_it_is_short(office: Office, kind: FaultKind) -> None:
    office.fault(LIST, kind, retry_after=2)
    assert _all(office).error is None
    assert 2 in office.waited
    for told in (600, None):
        assert isinstance(_last_known_state(office, kind, retry_after=told), errors.TooManyRequests)


def takes_the_other_way(office: Office, kind: FaultKind) -> None:
    campaign = office.campaign()
    for status in (401, 403, 404, 405, 501):
        office.fault(ONE, kind, None, status=status)
        office.deployment.learn_again()
        assert not office.deployment.may(ONE)
        answer = office.deployment.campaign(campaign.id)
        assert (answer.value.id, answer.way) == (campaign.id, Way.LIST)


def shows_the_last_known_state(office: Office, kind: FaultKind) -> None:
    assert isinstance(_last_known_state(office, kind), errors.PayloadTooLarge)


def shows_that_the_answer_was_too_long(office: Office, kind: FaultKind) -> None:
    assert explain(_last_known_state(office, kind)).title == "Talkturo's answer was too long"


def says_that_the_key_was_not_accepted(office: Office, kind: FaultKind) -> None:
    assert explain(_last_known_state(office, kind)).title == "The key was not accepted"


def shows_what_there_is(office: Office, kind: FaultKind) -> None:
    campaign = office.campaign()
    office.fault("*", kind, None)
    assert _all(office).error is None
    assert office.deployment.campaign(campaign.id).value.name == campaign.name


def says_the_platforms_sentence(office: Office, kind: FaultKind) -> None:
    said = explain(_last_known_state(office, kind)).body
    assert "Talkturo says: “The request could not be processed”" in said


def reads_the_sentence_under_its_other_name(office: Office, kind: FaultKind) -> None:
    office.fault(ONE, kind)
    with pytest.raises(errors.NotFound) as refused:
        office.api.campaigns.get("none")
    assert "Talkturo says: “Campaign not found”" in explain(refused.value).body


def pages_on(office: Office, kind: FaultKind) -> None:
    third = len(office.campaign_ids()) // 3 + 1
    office.fault(LIST, kind, None, limit=third)
    _all(office)
    # miscounted and moving pages show only where there are several
    office.sandbox.faults(
        {"operation": LIST, "kind": kind, "times": None, "limit": third},
        {"operation": LIST, "kind": "page_cap", "times": None, "limit": third},
    )
    office.sit_down()
    assert office.sent(LIST, lambda: _all(office)) >= 3


CHECKS = {
    "tries again within the deadline (30 s for up to four attempts), then shows the last known state with its age": tries_again,
    "waits when it is short, else shows the last known state with its age": waits_when_it_is_short,
    "takes the other way of *Connection*'s table": takes_the_other_way,
    "shows the last known state with its age": shows_the_last_known_state,
    "shows the last known state with its age, and that the answer was too long": shows_that_the_answer_was_too_long,
    "says that the key was not accepted, beside the last known state": says_that_the_key_was_not_accepted,
    "shows what there is": shows_what_there_is,
    "says the platform's sentence, beside the last known state": says_the_platforms_sentence,
    "says the platform's sentence": reads_the_sentence_under_its_other_name,
    "pages on until nothing new comes, shows nothing twice": pages_on,
}
