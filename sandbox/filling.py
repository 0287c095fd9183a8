"""What a new sandbox holds."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from sandbox.tables import assistants, companies, phone_numbers
from sandbox.world import TEAM_ID, World

FIRST_COMPANY, FIRST_ASSISTANT = "comp_first", "asst_first"
FIRST_NUMBERS = {"num_first": "+493023125001", "num_second": "+493023125002"}


def fill(world: World, *, empty: bool, campaigns: int | None, contacts: int | None) -> None:
    with world.write() as connection:
        fill_empty(connection)


def fill_empty(connection: Connection) -> None:
    """One company without people, one assistant, two numbers of hers: the least a campaign needs."""
    connection.execute(insert(companies).values(id=FIRST_COMPANY, team_id=TEAM_ID, name="First company"))
    connection.execute(
        insert(assistants).values(id=FIRST_ASSISTANT, team_id=TEAM_ID, name="Clara, first contact")
    )
    rows = [
        {
            "id": number_id,
            "team_id": TEAM_ID,
            "phone_number": number,
            "status": "active",
            "country_code": "DE",
            "features": ["voice"],
            "assistant_id": FIRST_ASSISTANT,
        }
        for number_id, number in FIRST_NUMBERS.items()
    ]
    connection.execute(insert(phone_numbers), rows)
