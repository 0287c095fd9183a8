"""The table of what works on this deployment, for *Connection*: codes, for which the page has the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.deployment.verdicts import Verdict


class State(StrEnum):
    WORKS = "works"
    ANOTHER_WAY = "another_way"
    NOT_POSSIBLE = "not_possible"
    NOT_TRIED = "not_tried"  # offered: it changes something, so only its first real use tells
    NOT_KNOWN = "not_known"  # not asked yet: no campaign to ask about, or the platform did not answer


class Wanted(StrEnum):
    """What the console wants of a platform."""

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
    """What the console does in place of it."""

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

    name: Wanted
    state: State
    instead: Instead | None = None
    reason: Verdict | None = None


# For each thing: the operation made for it, then the ways around it: an operation they need ("" for none), and what
# they are.
_WAYS: dict[Wanted, tuple[str, list[tuple[str, Instead]]]] = {
    Wanted.ONE_CAMPAIGN: ("getCampaign", [("", Instead.CAMPAIGN_LIST)]),
    Wanted.ASSISTANTS: (
        "listOutboundAssistants",
        [("listPhoneNumbers", Instead.ASSISTANTS_OF_NUMBERS), ("", Instead.SEEN_ON_CAMPAIGNS)],
    ),
    Wanted.NUMBERS: ("listPhoneNumbers", [("", Instead.BY_HAND)]),
    Wanted.COMPANIES: ("listCompanies", [("", Instead.SEEN_ON_CAMPAIGNS)]),
    Wanted.LIVE_COUNTS: (
        "getDashboard",
        [("listCampaignContacts", Instead.COUNTS_OF_PEOPLE), ("", Instead.COUNTERS)],
    ),
    Wanted.PEOPLE_OF_CAMPAIGN: ("listCampaignContacts", []),
    Wanted.CHANGE_CAMPAIGN: ("updateCampaign", []),
    Wanted.DELETE_CAMPAIGN: ("deleteCampaign", []),
    Wanted.NEW_PEOPLE: ("importContacts", [("createContact", Instead.ONE_BY_ONE)]),
    Wanted.FIND_PEOPLE: ("listContacts", []),
    Wanted.CALL_LOG: ("listCalls", [("getDashboard", Instead.RECENT_CALLS)]),
    Wanted.CREDITS: ("getCredits", []),
}

# What else the operation needs to be of use: an import answers without ids, so people have to be found again.
_BESIDES: dict[Wanted, tuple[str, ...]] = {Wanted.NEW_PEOPLE: ("listContacts",)}

# They change something, so they are never asked about.
_CHANGES = frozenset({"updateCampaign", "deleteCampaign", "importContacts", "createContact"})


def capabilities(verdicts: Mapping[str, Verdict]) -> list[Capability]:
    """The whole table, in the order of `Wanted`."""
    return [_capability(wanted, operation, ways, verdicts) for wanted, (operation, ways) in _WAYS.items()]


def _capability(
    wanted: Wanted, operation: str, ways: list[tuple[str, Instead]], verdicts: Mapping[str, Verdict]
) -> Capability:
    told = [(name, verdicts.get(name)) for name in (operation, *_BESIDES.get(wanted, ()))]
    refusal = next((verdict for _, verdict in told if verdict not in (None, Verdict.OPEN)), None)
    if refusal is None:
        unknown = [name for name, verdict in told if verdict is None]
        if not unknown:
            return Capability(wanted, State.WORKS)
        return Capability(wanted, State.NOT_TRIED if _CHANGES.issuperset(unknown) else State.NOT_KNOWN)
    for needed, instead in ways:
        if not needed or verdicts.get(needed, _unasked(needed)) is Verdict.OPEN:
            return Capability(wanted, State.ANOTHER_WAY, instead, refusal)
    return Capability(wanted, State.NOT_POSSIBLE, reason=refusal)


def _unasked(operation: str) -> Verdict | None:
    """What changes something counts as usable until it is refused."""
    return Verdict.OPEN if operation in _CHANGES else None
