"""People the platform already knows of a company: to pick from, and to see where they live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from components.console import console
from services.api import ApiError
from services.api.models import Contact
from services.calling_rules.places import zone_for

AT_ONCE = 100
MAX_AGE = timedelta(minutes=10)
_OFFERED = "people-offered"


def company_people(company_id: str, search: str = "") -> list[Contact]:
    """The first `AT_ONCE` who can be called.

    Raises:
        ApiError: they could not be read.
    """
    made, wanted = console(), search.strip()

    def fetch() -> list[Contact]:
        page = made.api.contacts.list(
            company_id, search=wanted or None, do_not_call=False, has_phone=True, limit=AT_ONCE
        )
        return [one for one in page.items if not one.do_not_call]  # where the filter is not known

    return made.reads.get(f"people:{company_id}:{wanted}", fetch, MAX_AGE, purpose="pick people").value


def company_zones(company_id: str | None) -> list[str]:
    """Time zones of a company's people, where most live first; empty where it is not known."""
    if not company_id:
        return []
    try:
        return zones_of(company_people(company_id))
    except ApiError:
        return []  # the strip then shows the campaign's own zone, and nobody misses more than that


def remember_offered(people: Sequence[Contact]) -> dict[str, Contact]:
    """Everybody offered to this person so far, by id: who was picked stays known when the search changes."""
    offered: dict[str, Contact] = st.session_state.setdefault(_OFFERED, {})
    offered.update({one.id: one for one in people})
    return offered


def picked_contacts(contact_ids: Sequence[str]) -> list[Contact]:
    offered: dict[str, Contact] = st.session_state.get(_OFFERED, {})
    return [offered[one] for one in contact_ids if one in offered]


def zones_of(people: Sequence[Contact]) -> list[str]:
    return [zone for zone, _count in _zone_counts(people).most_common()]


def zone_shares(company_id: str | None) -> dict[str | None, float]:
    """How a company's people spread over time zones; empty where it is not known."""
    try:
        counts = _zone_counts(company_people(company_id)) if company_id else Counter[str]()
    except ApiError:
        return {}
    return {zone: count / counts.total() for zone, count in counts.items()}


def _zone_counts(people: Sequence[Contact]) -> Counter[str]:
    return Counter(str(zone) for one in people if (zone := zone_for(one.timezone, one.phone)))
