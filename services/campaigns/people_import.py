"""Import of a new campaign's people whom the CRM knows already: enrolled once and durably, and only the first so many of
them where that is wanted (`services.imports`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from services.api import Api
from services.api.generation import Generation
from services.api.models import Contact, EnrolledContact
from services.campaigns.first_people import (
    FirstPeople,
    PeopleSource,
    callable_contacts,
    takes_limit,
    unreached,
)
from services.contact_file.people import HEADER, PEOPLE_SCHEMA
from services.do_not_call import Listed
from services.imports import Jobs, Submitted
from services.imports.matching import phone_key
from services.person import Person

ROWS_AT_ONCE = 2000
OF_NO_FILE = PEOPLE_SCHEMA.with_metadata({HEADER: "[]"})


def goes_by_import(
    people: FirstPeople, generation: Generation, listed: Listed, *, called_lately: bool = False
) -> bool:
    """Whether these people go in by an import: where only so many are wanted, wherever somebody who is enrolled a second
    time is not skipped, and where an import leaves somebody out with the reason: anybody is on the team's do-not-call list, or
    was called by another campaign a short while ago, unless they are chosen because of that."""
    lately = called_lately and people.source is not PeopleSource.UNREACHED
    limited = people.at_most is not None or bool(listed) or lately
    return takes_limit(people.source) and (limited or generation is not Generation.SEED)


def import_first_people(
    jobs: Jobs,
    api: Api,
    people: FirstPeople,
    *,
    campaign_id: str,
    campaign_name: str,
    company_id: str,
    name: str,
    who: Person,
    picked: Sequence[Contact] = (),
) -> Submitted:
    """Hand the people of a new campaign over. The same campaign has one such import, however often it is said.

    Args:
        name: what the import is called, for people to read.
        picked: those picked by hand, as far as they are known, for their names.

    Raises:
        ApiError: they could not be read; nothing was handed over.
        DatabaseAway: it could not be kept; nothing was handed over.
    """
    with api.budget.purpose("add people"):
        chosen = list(_chosen(api, company_id, people, picked))
    return jobs.submit(
        _batches(chosen),
        file_name=name,
        file_digest=f"people:{people.source}",
        campaign_id=campaign_id,
        campaign_name=campaign_name,
        company_id=company_id,
        who=who,
        at_most=people.at_most,
    )


def _chosen(
    api: Api, company_id: str, people: FirstPeople, picked: Sequence[Contact]
) -> Iterable[Contact | EnrolledContact]:
    match people.source:
        case PeopleSource.PICKED:
            known = {one.id: one for one in picked}
            return [known.get(one) or Contact(id=one) for one in people.picked]
        case PeopleSource.EVERYBODY:
            return callable_contacts(api, company_id)
        case PeopleSource.UNREACHED if people.unreached_of:
            return [row.contact for row in unreached(api, people.unreached_of) if row.contact]
        case _:
            return ()


def _batches(chosen: list[Contact | EnrolledContact]) -> Iterator[pa.RecordBatch]:
    """Rows as a checked file has them: the id names the person, whatever number she has by now."""
    known = [one for one in chosen if one.id]
    for start in range(0, len(known), ROWS_AT_ONCE):
        rows = [_row(start + place, one) for place, one in enumerate(known[start : start + ROWS_AT_ONCE], 1)]
        yield pa.RecordBatch.from_pylist(rows, OF_NO_FILE)


def _row(number: int, one: Contact | EnrolledContact) -> dict[str, object]:
    phone = phone_key(one.phone)
    return {
        "row": number,
        "line": number,
        "verdict": "ok",
        "e164": f"+{phone}" if phone else "",
        "first_name": one.first_name,
        "last_name": one.last_name,
        "contact_id": one.id,
        "do_not_call": one.do_not_call is True,
        "phone": one.phone or "",
        "phone_secondary": (one.phone_secondary if isinstance(one, Contact) else None) or "",
    }
