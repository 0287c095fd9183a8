"""People a campaign in the making will begin with, as far as they can be known before it is created."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.api.models import Campaign, Company, Contact
from services.campaign.company_people import CompanyPeople
from services.campaign.everybody import Everybody, too_many
from services.campaign.own_list import OwnList
from services.campaigns.first_people import FirstPeople, PeopleSource, is_unreached
from services.readiness import People, PersonToCall

MOST_CHECKED = 5_000
"""So many people are read to be checked beforehand; more are checked on the campaign's own page."""


@dataclass(frozen=True)
class Expected:
    """`people` are None where they are not known yet; `total` is then what is known of their number."""

    people: People | None
    total: int = 0


class ExpectedPeople:
    """Reads of one connection, for whatever way the people of a new campaign are chosen in."""

    def __init__(self, everybody: Everybody, company_people: CompanyPeople, own_list: OwnList) -> None:
        self._everybody = everybody
        self._company_people = company_people
        self._own_list = own_list

    def of(
        self,
        first: FirstPeople,
        *,
        company: Company | None = None,
        picked: Sequence[Contact] = (),
        copied: Campaign | None = None,
    ) -> Expected:
        """`picked` are those chosen by hand, `copied` is the campaign whose unreached are called.

        Raises:
            ApiError: they could not be read.
        """
        match first.source:
            case PeopleSource.PICKED:
                return Expected(People.of_contacts(picked, self._own_list.asked()))
            case PeopleSource.EVERYBODY:
                return self._of_company(company, first.at_most)
            case PeopleSource.UNREACHED if copied and _few_enough(copied):
                return Expected(self._unreached_of(copied))
            case _:
                return Expected(None)

    def _unreached_of(self, campaign: Campaign) -> People | None:
        rows = self._everybody.rows(campaign)
        if rows is None:
            return None
        people = [row.contact for row in rows.items if row.contact and is_unreached(row)]
        chosen = (PersonToCall(one.phone, one.timezone, one.do_not_call, one.id) for one in people)
        return People.gather(chosen, self._own_list.asked())

    def _of_company(self, company: Company | None, at_most: int | None) -> Expected:
        count = (company.contact_count if company else None) or 0
        if company is None or count > MOST_CHECKED or at_most:
            return Expected(None, at_most or count)
        return Expected(
            People.of_contacts(self._company_people.everybody(company.id), self._own_list.asked())
        )


def _few_enough(campaign: Campaign) -> bool:
    return campaign.total_contacts is not None and not too_many(campaign)
