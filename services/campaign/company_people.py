"""People the platform already knows of a company: to pick from, and to see where they live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from services.api import Api, ApiError, errors
from services.api.models import Contact
from services.calling_rules.places import zone_for
from services.reads.reads import Reads

AT_ONCE = 100
MAX_AGE = timedelta(minutes=10)


class CompanyPeople:
    """The address book of one connection, company by company; one request for all who look."""

    def __init__(self, api: Api, reads: Reads) -> None:
        self._api = api
        self._reads = reads

    def first(self, company_id: str | None, search: str = "") -> list[Contact]:
        """The first `AT_ONCE` who can be called; of the whole team where no company is named.

        Raises:
            ApiError: they could not be read.
        """
        wanted = search.strip()

        def fetch() -> list[Contact]:
            page = self._api.contacts.list(
                company_id, search=wanted or None, do_not_call=False, has_phone=True, limit=AT_ONCE
            )
            return [one for one in page.items if not one.do_not_call]  # where the filter is not known

        return self._reads.get(
            f"people:{company_id or ''}:{wanted}", fetch, MAX_AGE, purpose="pick people"
        ).value

    def known(self, contact_ids: Sequence[str]) -> list[Contact]:
        """Those of them whom Talkturo knows, one request each: for a few, picked by hand.

        Raises:
            ApiError: it cannot be told.
        """

        def fetch(contact_id: str) -> list[Contact]:
            try:
                return [self._api.contacts.get(contact_id)]
            except errors.NotFound:
                return []

        return [
            one
            for contact_id in contact_ids
            for one in self._reads.get(
                f"person:{contact_id}", partial(fetch, contact_id), MAX_AGE, purpose="pick people"
            ).value
        ]

    def first_or_none(self, company_id: str | None) -> list[Contact]:
        """The same of a company, and nobody where that is not known."""
        try:
            return self.first(company_id) if company_id else []
        except ApiError:
            return []

    def everybody(self, company_id: str) -> list[Contact]:
        """All of them, whether they can be called or not.

        Raises:
            ApiError: they could not be read.
        """

        def fetch() -> list[Contact]:
            return list(self._api.contacts.list(company_id))

        return self._reads.get(f"everybody:{company_id}", fetch, MAX_AGE, purpose="readiness").value

    def zones(self, company_id: str | None) -> list[str]:
        """Time zones of a company's people, where most live first; empty where it is not known."""
        return [zone for zone, _count in self._zone_counts(company_id).most_common()]

    def zone_shares(self, company_id: str | None) -> dict[str | None, float]:
        """Shares of a company's people by time zone; empty where it is not known."""
        counts = self._zone_counts(company_id)
        return {zone: count / counts.total() for zone, count in counts.items()}

    def _zone_counts(self, company_id: str | None) -> Counter[str]:
        """None of them where they cannot be read: the campaign's own zone is then shown, and nobody misses more."""
        return zone_counts(self.first_or_none(company_id))


def zone_counts(people: Sequence[Contact]) -> Counter[str]:
    return Counter(str(zone) for one in people if (zone := zone_for(one.timezone, one.phone)))
