"""Capability table of this deployment, for *Connection*: codes, for which the page has the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.operation_verdicts import OperationVerdict


class CapabilityState(StrEnum):
    WORKS = "works"
    ANOTHER_WAY = "another_way"
    NOT_POSSIBLE = "not_possible"
    NOT_TRIED = "not_tried"  # offered: it changes something, so only its first real use tells
    NOT_KNOWN = "not_known"  # not asked yet: no campaign to ask about, or the platform did not answer


class Feature(StrEnum):
    """Feature the console wants of a platform."""

    ONE_CAMPAIGN = "one_campaign"
    ASSISTANTS = "assistants"
    NUMBERS = "numbers"
    COMPANIES = "companies"
    LIVE_COUNTS = "live_counts"
    PEOPLE_OF_CAMPAIGN = "people_of_campaign"
    CHANGE_CAMPAIGN = "change_campaign"  # pause, resume, cancel, edit
    DELETE_CAMPAIGN = "delete_campaign"
    NEW_PEOPLE = "new_people"
    FIND_PEOPLE = "find_people"
    CALL_LOG = "call_log"
    CREDITS = "credits"


class Instead(StrEnum):
    """Substitute for a feature that is missing."""

    CAMPAIGN_LIST = "campaign_list"
    ASSISTANTS_OF_NUMBERS = "assistants_of_numbers"
    SEEN_ON_CAMPAIGNS = "seen_on_campaigns"
    BY_HAND = "by_hand"
    COUNTS_OF_PEOPLE = "counts_of_people"
    COUNTERS = "counters"
    ONE_BY_ONE = "one_by_one"
    RECENT_CALLS = "recent_calls"


@dataclass(frozen=True)
class Capability:
    """One row. `instead` is set where it is done another way, `reason` where it does not work as it should."""

    name: Feature
    state: CapabilityState
    instead: Instead | None = None
    reason: OperationVerdict | None = None


# For each thing: the operation made for it, then the ways around it: an operation they need ("" for none), and what
# they are.
_WAYS: dict[Feature, tuple[str, list[tuple[str, Instead]]]] = {
    Feature.ONE_CAMPAIGN: ("getCampaign", [("", Instead.CAMPAIGN_LIST)]),
    Feature.ASSISTANTS: (
        "listOutboundAssistants",
        [("listPhoneNumbers", Instead.ASSISTANTS_OF_NUMBERS), ("", Instead.SEEN_ON_CAMPAIGNS)],
    ),
    Feature.NUMBERS: ("listPhoneNumbers", [("", Instead.BY_HAND)]),
    Feature.COMPANIES: ("listCompanies", [("", Instead.SEEN_ON_CAMPAIGNS)]),
    Feature.LIVE_COUNTS: (
        "getDashboard",
        [("listCampaignContacts", Instead.COUNTS_OF_PEOPLE), ("", Instead.COUNTERS)],
    ),
    Feature.PEOPLE_OF_CAMPAIGN: ("listCampaignContacts", []),
    Feature.CHANGE_CAMPAIGN: ("updateCampaign", []),
    Feature.DELETE_CAMPAIGN: ("deleteCampaign", []),
    Feature.NEW_PEOPLE: ("importContacts", [("createContact", Instead.ONE_BY_ONE)]),
    Feature.FIND_PEOPLE: ("listContacts", []),
    Feature.CALL_LOG: ("listCalls", [("getDashboard", Instead.RECENT_CALLS)]),
    Feature.CREDITS: ("getCredits", []),
}

# What else the operation needs to be of use: an import answers without ids, so people have to be found again.
_BESIDES: dict[Feature, tuple[str, ...]] = {Feature.NEW_PEOPLE: ("listContacts",)}

# They change something, so they are never asked about.
_CHANGES = frozenset({"updateCampaign", "deleteCampaign", "importContacts", "createContact"})


def capabilities(verdicts: Mapping[str, OperationVerdict]) -> list[Capability]:
    """The whole table, in the order of `Feature`."""
    return [_capability(wanted, operation, ways, verdicts) for wanted, (operation, ways) in _WAYS.items()]


def _capability(
    wanted: Feature, operation: str, ways: list[tuple[str, Instead]], verdicts: Mapping[str, OperationVerdict]
) -> Capability:
    told = [(name, verdicts.get(name)) for name in (operation, *_BESIDES.get(wanted, ()))]
    refusal = next((verdict for _, verdict in told if verdict not in (None, OperationVerdict.OPEN)), None)
    if refusal is None:
        unknown = [name for name, verdict in told if verdict is None]
        if not unknown:
            return Capability(wanted, CapabilityState.WORKS)
        return Capability(
            wanted, CapabilityState.NOT_TRIED if _CHANGES.issuperset(unknown) else CapabilityState.NOT_KNOWN
        )
    for needed, instead in ways:
        if not needed or verdicts.get(needed, _unasked(needed)) is OperationVerdict.OPEN:
            return Capability(wanted, CapabilityState.ANOTHER_WAY, instead, refusal)
    return Capability(wanted, CapabilityState.NOT_POSSIBLE, reason=refusal)


def _unasked(operation: str) -> OperationVerdict | None:
    """Verdict on an operation nobody has asked about: what changes something counts as usable until it is refused."""
    return OperationVerdict.OPEN if operation in _CHANGES else None
