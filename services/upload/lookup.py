"""Lookup on the platform of the people in a list, before the list goes in: who is in the campaign already, and who
must not be called. The import looks again; this is so that the person sees it first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from services.api import Api, ApiError
from services.api.models import CampaignContact
from services.contact_file import Cancelled
from services.imports.matching import phone_key, phone_keys

AFFORDABLE_PAGES = 25  # requests of the hour's budget a look may take for each of the two lists


@dataclass(frozen=True)
class Lookup:
    """Numbers in E.164. `known` names who has each in the campaign. `compared` is False where the campaign's people
    could not all be read: the import then finds out who is there already."""

    known: dict[str, str] = field(default_factory=dict)
    blocked: frozenset[str] = frozenset()
    compared: bool = False


def look_up(api: Api, campaign_id: str, cancelled: Callable[[], bool] = lambda: False) -> Lookup:
    """Read the campaign's people and the platform's do-not-call marks, where that takes few requests.

    Raises:
        Cancelled: soon after `cancelled()` says so.
    """
    with api.budget.purpose("import"):
        known = _read(lambda: _members(api, campaign_id, cancelled))
        blocked = _read(lambda: _forbidden(api, cancelled))
    return Lookup(known or {}, frozenset(blocked or ()), known is not None)


def _read(read: Callable[[], dict[str, str] | None]) -> dict[str, str] | None:
    try:
        return read()
    except ApiError:
        return None  # not possible here, or not now: said on the page, and the import looks for itself


def _members(api: Api, campaign_id: str, cancelled: Callable[[], bool]) -> dict[str, str] | None:
    first = api.campaigns.contacts(campaign_id)
    if not first.within(AFFORDABLE_PAGES):
        return None
    found: dict[str, str] = {}
    for number, page in enumerate(first.pages()):
        if number == AFFORDABLE_PAGES:
            return None  # it told no total, or a wrong one
        page.whole()
        _stop_if(cancelled)
        found.update(_by_number(page.fresh))
    return found


def _forbidden(api: Api, cancelled: Callable[[], bool]) -> dict[str, str] | None:
    first = api.contacts.list(do_not_call=True)
    if not first.within(AFFORDABLE_PAGES):
        return None
    found: dict[str, str] = {}
    for number, page in enumerate(first.pages()):
        if number == AFFORDABLE_PAGES:
            return None
        page.whole()
        _stop_if(cancelled)
        for person in page.fresh:
            if not person.do_not_call:
                continue  # a deployment that ignores the filter lists everybody
            for phone in (person.phone, person.phone_secondary):
                found.update((f"+{digits}", "") for digits in phone_keys(phone))
    return found


def _by_number(people: Iterable[CampaignContact]) -> dict[str, str]:
    return {
        f"+{number}": f"{one.contact.first_name} {one.contact.last_name}".strip()
        for one in people
        if one.contact and (number := phone_key(one.contact.phone))
    }


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled
