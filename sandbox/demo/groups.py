"""Groups of a new sandbox, where the generation has them: one of each company's people, and one for whoever is put nowhere.

An assistant's group is what an audience of hers takes in.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, insert, literal, select, update

from sandbox.demo.people import (
    BERGMANN,
    CLARA,
    EMILY,
    HARBOR,
    JONAS,
    MARCUS,
    NORDLICHT,
    SOPHIE,
    SUNRIDGE,
    THAMES,
)
from sandbox.tables import TEAM_ID, assistants, companies, contacts, custom_fields, groups, memberships

DEFAULT_GROUP = "grp_default"
OF_ASSISTANTS = {
    CLARA: NORDLICHT.id,
    JONAS: BERGMANN.id,
    EMILY: HARBOR.id,
    MARCUS: SUNRIDGE.id,
    SOPHIE: THAMES.id,
}
"""Whose people the demo's assistants call, by company."""


def group_of(company_id: str) -> str:
    """Id of the group of a company's people."""
    return f"grp_{company_id.removeprefix('comp_')}"


def group(connection: Connection, of_assistants: Mapping[str, str], now: float) -> None:
    """Everybody into the group of the company, and each assistant a group."""
    usual = {"team_id": TEAM_ID, "created_at": now, "updated_at": now}
    everybody = {"id": DEFAULT_GROUP, "name": "All contacts", "is_default": True, **usual}
    connection.execute(insert(groups).values(everybody))
    for company in connection.execute(select(companies)).all():
        group_id = group_of(company.id)
        connection.execute(insert(groups).values({"id": group_id, "name": company.name, **usual}))
        people = select(literal(group_id), contacts.c.id, literal(now)).where(
            contacts.c.company_id == company.id
        )
        members = people.order_by(contacts.c.seq)
        connection.execute(insert(memberships).from_select(["group_id", "contact_id", "joined_at"], members))
    whose = func.replace(contacts.c.company_id, "comp_", "grp_")
    connection.execute(update(contacts).values(group_id=func.coalesce(whose, DEFAULT_GROUP)))
    for assistant_id, company_id in of_assistants.items():
        mine = assistants.c.id == assistant_id
        connection.execute(update(assistants).where(mine).values(group_id=group_of(company_id)))
    _own_fields(connection)


def _own_fields(connection: Connection) -> None:
    rows = [
        {"key": "customer_since", "label": "Customer since", "field_type": "text", "options": None},
        {"key": "plan", "label": "Plan", "field_type": "select", "options": ["basic", "plus"]},
    ]
    connection.execute(
        insert(custom_fields),
        [
            row | {"id": f"field_{row['key']}", "team_id": TEAM_ID, "sort_order": place}
            for place, row in enumerate(rows)
        ],
    )
