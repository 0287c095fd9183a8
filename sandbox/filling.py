"""Initial content of a new sandbox."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, update

from sandbox.contract.operations import SEED
from sandbox.demo import bulk
from sandbox.demo import groups as demo_groups
from sandbox.demo import story as demo_story
from sandbox.tables import TEAM_ID, assistants, clock, companies, phone_numbers
from sandbox.world import World
from services.api.models import (
    DEFAULT_AT_ONCE,
    DEFAULT_ATTEMPTS,
    DEFAULT_DELAY_MINUTES,
    DEFAULT_WINDOW_END,
    DEFAULT_WINDOW_START,
)

FIRST_COMPANY, FIRST_ASSISTANT = "comp_first", "asst_first"
FIRST_NUMBERS = {"num_first": "+493023125001", "num_second": "+493023125002"}
OF_ASSISTANTS = {FIRST_ASSISTANT: FIRST_COMPANY}
FIRST_GROUP = demo_groups.group_of(FIRST_COMPANY)
TEMPLATE: dict[str, Any] = {
    "team_id": TEAM_ID,
    "assistant_id": FIRST_ASSISTANT,
    "company_id": FIRST_COMPANY,
    "from_number_ids": list(FIRST_NUMBERS),
    "call_window_start": f"{DEFAULT_WINDOW_START:%H:%M}",
    "call_window_end": f"{DEFAULT_WINDOW_END:%H:%M}",
    "call_window_timezone": "Europe/Berlin",
    "max_concurrent_calls": DEFAULT_AT_ONCE,
    "max_attempts_per_contact": DEFAULT_ATTEMPTS,
    "retry_delay_minutes": DEFAULT_DELAY_MINUTES,
    "settings": {},
    "origin": "demo",
}


def fill(world: World, *, empty: bool, campaigns: int | None, contacts: int | None) -> None:
    """The demo; or the least, with as many campaigns and people as are asked for. Groups where the generation has them."""
    now, seed = world.now(), world.options.seed
    demo = not empty and campaigns is None and contacts is None
    with world.write() as connection:
        if demo:
            demo_story.tell(connection, world.network, seed, now)
            connection.execute(update(clock).values(demo=True))
        else:
            fill_least(connection)
            bulk.many_people(connection, contacts or 0, FIRST_COMPANY, seed, now)
            bulk.many_campaigns(connection, world.network, campaigns or 0, TEMPLATE, seed, now)
        if world.options.generation != SEED:
            demo_groups.group(connection, demo_groups.OF_ASSISTANTS if demo else OF_ASSISTANTS, now)


def fill_least(connection: Connection) -> None:
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
