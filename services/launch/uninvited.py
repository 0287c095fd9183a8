"""Check of a campaign for people nobody chose: some generations of the platform put a whole group in by creating it, and a
group that was added may bring more than a person confirmed.

What is found stays with the intent of the creation, or of the group; what an import finds, with the campaign. A campaign with such people is not launched from here: they cannot be
taken out everywhere, and would be called.
"""

from __future__ import annotations

from sqlalchemy import Engine

from services.api import Api, ApiError
from services.api.errors import PeopleNobodyChose, PeopleStillGoingIn, WhoIsInNotCertain
from services.api.generation import Generation
from services.api.models import Campaign
from services.imports.under_way import lists_under_way
from services.imports.uninvited import people_found_in
from services.launch.intents import OPEN, Intent
from services.launch.ledger import Ledger

NOT_KNOWN = -1
_UNINVITED = "uninvited"


def uninvited_in(api: Api, created: Campaign) -> int:
    """How many are in a campaign that was created a moment ago; `NOT_KNOWN` where they could not be counted.

    On the generation whose creating enrols nobody, what its answer says is enough; elsewhere it is read.
    """
    told = created.total_contacts or 0
    if told or api.campaigns.which_generation() is Generation.SEED:
        return told
    try:
        page = api.campaigns.contacts(created.id, limit=1)
        total = page.status_counts.total if page.status_counts else None
        if total is None and page.received:  # a page of one is no count of them
            return len(api.campaigns.contacts(created.id).complete())
    except ApiError:
        return NOT_KNOWN
    return max(total or 0, page.received)


def record_of(count: int) -> dict[str, int]:
    """The finding as it is kept with the intent."""
    return {_UNINVITED: count}


def people_nobody_chose(intent: Intent, operation: str) -> PeopleNobodyChose | None:
    """The error to be told of an intent that left such people in its campaign; None of one that did not."""
    count = int((intent.answer or {}).get(_UNINVITED, 0))
    if not intent.campaign_id or not count:
        return None
    return PeopleNobodyChose(operation, count=None if count == NOT_KNOWN else count)


def found_by_import(engine: Engine, campaign_id: str) -> PeopleNobodyChose | None:
    """The error to be told of a campaign in which an import has found such people; None of any other."""
    found = people_found_in(engine, campaign_id)
    return found and PeopleNobodyChose("runCampaign", count=found.count, names=found.names, imported=True)


def still_going_in(
    engine: Engine, campaign_id: str, operation: str = "runCampaign"
) -> PeopleStillGoingIn | None:
    """The error to be told of a campaign that an import still puts people into; None of any other.

    Raises:
        DatabaseAway: it cannot be told.
    """
    names = lists_under_way(engine, campaign_id)
    return PeopleStillGoingIn(operation, ", ".join(dict.fromkeys(names))) if names else None


def require_nobody_uninvited(ledger: Ledger, campaign_id: str) -> None:
    """Raises where the campaign was created here and held people nobody had chosen, got more by a group than a person
    confirmed, or held more after an import than were sent.

    Raises:
        PeopleNobodyChose: nothing was sent.
        WhoIsInNotCertain: what came of a group is not known yet. Nothing was sent.
    """
    if error := found_by_import(ledger.engine, campaign_id):
        raise error
    created, groups = ledger.creation(campaign_id), ledger.audiences(campaign_id)
    for intent in [created, *groups] if created else groups:
        if error := people_nobody_chose(intent, "runCampaign"):
            raise error
    if any(group.state in OPEN or group.watched for group in groups):
        raise WhoIsInNotCertain("runCampaign")
