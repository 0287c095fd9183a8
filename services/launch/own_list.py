"""Gate of a start: nobody on the team's own do-not-call list is in the campaign, or the platform knows that she is not called.

It reads who is in the campaign just before anything is sent. Whoever is on the list is taken out where that is possible,
else marked in the CRM and read back. Where neither works nothing is started. Nothing is read while the list is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from services.api import Api, ApiError, Page, errors
from services.api.models import Campaign, CampaignContact
from services.campaigns.one import CLOSED
from services.do_not_call import Listed, listed_of
from services.do_not_call.marks import PlatformMarks

MOST_PAGES = 110  # a hundred thousand people in full pages, as the imports read them
MOST_MARKED = 50
MOST_NAMES = 5
REMOVE, LIST, MARK = "removeCampaignContacts", "listCampaignContacts", "updateContact"


@dataclass(frozen=True)
class ListedPerson:
    """Somebody of a campaign who is on the list."""

    contact_id: str | None
    name: str


class OwnListGate:
    """Of one connection. `may` tells which operations are known to be closed, `on_failure` hears what fails."""

    def __init__(
        self,
        engine: Engine,
        api: Api,
        marks: PlatformMarks,
        *,
        may: Callable[[str], bool] = lambda _operation: True,
        on_failure: Callable[[ApiError, str], object] = lambda _error, _campaign_id: None,
    ) -> None:
        self._engine = engine
        self._api = api
        self._marks = marks
        self._may = may
        self._on_failure = on_failure

    def require_clear(self, campaign: Campaign, operation: str) -> None:
        """Raises where somebody would be called who is on the list.

        Raises:
            PeopleOnOwnList: who could neither be taken out nor be marked.
            OwnListNotChecked: nobody could look who is in it.
            ApiError: the platform failed.
            DatabaseAway: the list cannot be told.
        """
        listed = listed_of(self._engine, self._api.team_id)
        if not listed or campaign.total_contacts == 0:
            return
        found = self.listed_in(campaign, listed, operation)
        if found and self._taken_out(campaign, found):
            found = self.listed_in(campaign, listed, operation)
        if left := self._not_marked(campaign, found):
            raise people_on_own_list(operation, left)

    def listed_in(self, campaign: Campaign, listed: Listed, operation: str) -> list[ListedPerson]:
        """Who of a campaign may still be called, is on the list, and is not marked as far as its people tell.

        Raises:
            OwnListNotChecked: nobody could look.
            ApiError: the platform failed.
        """
        try:
            first = self._api.campaigns.contacts(campaign.id)
            if first.total is not None and not first.within(MOST_PAGES):
                raise errors.OwnListNotChecked(operation, "too_many")
            return [
                person
                for number, page in enumerate(first.pages())
                for one in self._whole(page, number, operation)
                if (person := listed_person(one, listed))
            ]
        except CLOSED as error:
            self._on_failure(error, campaign.id)
            raise errors.OwnListNotChecked(operation, "closed") from None

    def _whole(self, page: Page[CampaignContact], number: int, operation: str) -> list[CampaignContact]:
        if number >= MOST_PAGES:
            raise errors.OwnListNotChecked(operation, "too_many")
        if page.unreadable or any(one.contact is None and not one.status.is_over for one in page.fresh):
            raise errors.OwnListNotChecked(operation, "unreadable")
        return page.fresh

    def _taken_out(self, campaign: Campaign, found: list[ListedPerson]) -> bool:
        """Whether taking them out was tried: who is still in is read."""
        ids = [one.contact_id for one in found if one.contact_id]
        if not ids or not self._may(REMOVE):
            return False
        try:
            self._api.campaigns.remove_contacts(campaign.id, ids)
        except CLOSED as error:
            self._on_failure(error, campaign.id)
            return False
        except ApiError as error:
            return error.may_have_acted
        return True

    def _not_marked(self, campaign: Campaign, found: list[ListedPerson]) -> list[ListedPerson]:
        """Those whom the platform would call all the same."""
        if not self._marks.possible or len(found) > MOST_MARKED:
            return found
        return [one for one in found if not (one.contact_id and self._marked(campaign, one.contact_id))]

    def _marked(self, campaign: Campaign, contact_id: str) -> bool:
        try:
            return self._marks.mark(contact_id)
        except CLOSED as error:
            self._on_failure(error, campaign.id)
            return False
        except ApiError:
            return False


def people_on_own_list(operation: str, people: Sequence[ListedPerson]) -> errors.PeopleOnOwnList:
    """Refusal that names some of them."""
    names = tuple(one.name for one in people if one.name)[:MOST_NAMES]
    return errors.PeopleOnOwnList(operation, names=names, count=len(people))


def listed_person(one: CampaignContact, listed: Listed) -> ListedPerson | None:
    """None where she is not on the list, is not called by this campaign any more, or is marked."""
    person = one.contact
    if person is None or one.status.is_over or person.do_not_call is True:
        return None
    if not listed.bars((person.phone,), person.id):
        return None
    return ListedPerson(person.id, f"{person.first_name} {person.last_name}".strip())
