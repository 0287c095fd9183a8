"""People a new campaign begins with: everybody of its company, some picked by hand, or those another campaign did not
reach. A list from a file goes through an import instead (`services.imports`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from services.api import Api, errors
from services.api.generation import Generation
from services.api.models import Audience, CampaignContact, Contact, EnrollmentStatus, Outcome
from services.campaigns.one import CLOSED
from services.do_not_call import Listed

ENROL_AT_ONCE = 500
UNREACHED_OUTCOMES = {Outcome.NO_ANSWER, Outcome.BUSY, Outcome.VOICEMAIL}
_OVER = {EnrollmentStatus.COMPLETED, EnrollmentStatus.FAILED}


class PeopleSource(StrEnum):
    """Source of a new campaign's people."""

    UPLOAD = "upload"
    EVERYBODY = "everybody"
    PICKED = "picked"
    UNREACHED = "unreached"
    GROUP = "group"
    """Counted and confirmed on the campaign's own page, once it is there (`services.launch.group_enrolment`)."""
    LATER = "later"


@dataclass(frozen=True)
class FirstPeople:
    """`picked` are contact ids; `at_most` limits everybody, None for no limit; `unreached_of` is a campaign's id,
    `group_id` a contact group's."""

    source: PeopleSource = PeopleSource.UPLOAD
    picked: tuple[str, ...] = ()
    at_most: int | None = None
    unreached_of: str | None = None
    group_id: str | None = None


def takes_limit(source: PeopleSource) -> bool:
    """Whether people of this source go in at once, and only the first so many of them where that is wanted."""
    return source in (PeopleSource.EVERYBODY, PeopleSource.PICKED, PeopleSource.UNREACHED)


def enrol(api: Api, campaign_id: str, company_id: str, people: FirstPeople, listed: Listed) -> int | None:
    """Put the people into a campaign that was just created. Safe to repeat: it looks who is in and sends who is missing,
    for a second enrolment may move somebody's next call. Only where the platform skips whom it knows; elsewhere, and with
    a limit, an import does it (`services.campaigns.people_import`).

    Returns how many were added; None where the platform does not say.

    Raises:
        NotInThisVersion: somebody enrolled a second time is not skipped there. Nothing was sent.
        ValueError: somebody is on the team's do-not-call list: an import leaves her out. Nothing was sent.
    """
    if listed and takes_limit(people.source):
        raise ValueError("an import leaves out who must not be called")
    if api.campaigns.which_generation() is not Generation.SEED and takes_limit(people.source):
        raise errors.NotInThisVersion("addCampaignContacts", "contactIds")
    with api.budget.purpose("add people"):
        match people.source:
            case PeopleSource.EVERYBODY:
                return _enrol_everybody(api, campaign_id, company_id, people.at_most)
            case PeopleSource.PICKED:
                return _enrol_by_id(api, campaign_id, people.picked)
            case PeopleSource.UNREACHED if people.unreached_of:
                rows = unreached(api, people.unreached_of)
                return _enrol_by_id(
                    api, campaign_id, [row.contact.id for row in rows if row.contact and row.contact.id]
                )
            case _:
                return 0


def _enrol_everybody(api: Api, campaign_id: str, company_id: str, at_most: int | None) -> int | None:
    """By the platform's own choice of an audience, else by the ids of everybody it lists.

    Always by ids where they are limited: the platform might choose others the second time, and call more than that.
    """
    present = _ids_in(api, campaign_id)
    if at_most is None and not present:
        audience = Audience(company_id=company_id, has_phone_only=True, exclude_dnc=True)
        try:
            return api.campaigns.add_audience(campaign_id, audience).added
        except (errors.BadRequest, *CLOSED):
            pass
    callable_ones = (one.id for one in callable_contacts(api, company_id))
    return _send_missing(api, campaign_id, list(islice(callable_ones, at_most)), present)


def callable_contacts(api: Api, company_id: str) -> Iterator[Contact]:
    """Everybody of a company who may be called.

    Raises:
        ValueError: no company is named; the platform would list everybody it knows. Nothing was sent.
    """
    if not company_id:
        raise ValueError("nobody was chosen")
    everybody = api.contacts.list(company_id, do_not_call=False, has_phone=True)
    # the platform may not know the filters, or write a mark that is not understood: then it bars
    return (one for one in everybody if not one.do_not_call)


def _ids_in(api: Api, campaign_id: str) -> set[str]:
    """Ids of the people in the campaign; none where this deployment does not tell."""
    try:
        rows = api.campaigns.contacts(campaign_id).complete()
    except CLOSED:
        return set()
    return {row.contact.id for row in rows if row.contact and row.contact.id}


def unreached(api: Api, campaign_id: str) -> list[CampaignContact]:
    """The people whom a campaign called to the end without speaking to them."""
    return [row for row in api.campaigns.contacts(campaign_id) if row.contact and is_unreached(row)]


def is_unreached(row: CampaignContact) -> bool:
    return (
        row.status in _OVER
        and row.outcome in UNREACHED_OUTCOMES
        and not (row.contact and row.contact.do_not_call)
    )


def _enrol_by_id(api: Api, campaign_id: str, contact_ids: Sequence[str]) -> int | None:
    return _send_missing(api, campaign_id, contact_ids, _ids_in(api, campaign_id))


def _send_missing(api: Api, campaign_id: str, contact_ids: Sequence[str], present: set[str]) -> int | None:
    missing = [one for one in contact_ids if one not in present]
    counts = [
        api.campaigns.add_contacts(campaign_id, missing[start : start + ENROL_AT_ONCE]).added
        for start in range(0, len(missing), ENROL_AT_ONCE)
    ]
    said = [count for count in counts if count is not None]
    return sum(said) if len(said) == len(counts) else None
