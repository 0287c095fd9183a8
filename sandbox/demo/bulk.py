"""Bulk data, many campaigns and many people, to see what a full account feels like: `--campaigns N --contacts N`."""

from __future__ import annotations

import random
from typing import Any

from sqlalchemy import Connection, insert, select

from sandbox.demo import history
from sandbox.demo.people import FIRST_NAMES, LAST_NAMES
from sandbox.dialling.dialling import CallingRules
from sandbox.dialling.telephony import PhoneNetwork
from sandbox.tables import TEAM_ID, calls, campaigns, contacts, enrolments
from services.api.models import CampaignStatus

DAY = 86400.0
CHUNK = 10_000
PEOPLE_EACH = 6
SHARES = (
    (CampaignStatus.COMPLETED, 0.60),
    (CampaignStatus.DRAFT, 0.15),
    (CampaignStatus.PAUSED, 0.12),
    (CampaignStatus.CANCELLED, 0.12),
    (CampaignStatus.SCHEDULED, 0.008),
    (CampaignStatus.RUNNING, 0.002),
)


def many_people(connection: Connection, amount: int, company_id: str, seed: int, now: float) -> None:
    """`amount` people of the company, with valid German mobile numbers that are nobody's in particular."""
    chance = random.Random(f"{seed} many people")
    first, last = FIRST_NAMES["DE"].split(), LAST_NAMES["DE"].split()
    for begin in range(0, amount, CHUNK):
        rows = [
            {
                "id": f"con_{place:07}",
                "team_id": TEAM_ID,
                "company_id": company_id,
                "first_name": chance.choice(first),
                "last_name": chance.choice(last),
                "phone": f"+49151{10_000_000 + place}",
                "lead_status": "new",
                "source": "import",
                "timezone": "Europe/Berlin",
                "do_not_call": place % 50 == 49,
                "created_at": now - 30 * DAY + place / 100,
            }
            for place in range(begin, min(begin + CHUNK, amount))
        ]
        connection.execute(insert(contacts), rows)


def many_campaigns(
    connection: Connection,
    network: PhoneNetwork,
    amount: int,
    template: dict[str, Any],
    seed: int,
    now: float,
) -> None:
    """`amount` campaigns like `template`, in all six statuses, each with a past with a few people."""
    chance = random.Random(f"{seed} many campaigns")
    first = select(contacts).where(contacts.c.company_id == template["company_id"]).limit(5000)
    crowd = [dict(row._mapping) for row in connection.execute(first)]
    statuses = [status for status, share in SHARES for _ in range(max(1, round(share * amount)))]
    chance.shuffle(statuses)
    people: list[dict[str, Any]] = []
    made: list[dict[str, Any]] = []
    placed: list[dict[str, Any]] = []
    for place in range(amount):
        created = now - (amount - place) * 180.0 - 2 * DAY
        row = _campaign(template, place, statuses[place % len(statuses)], created, now)
        chosen = chance.sample(crowd, min(PEOPLE_EACH, len(crowd)))
        past = _past(row, chosen, network, now)
        made.append(row | past.counters())
        people += past.enrolments
        placed += past.calls
    for table, rows in ((campaigns, made), (enrolments, people), (calls, placed)):
        for begin in range(0, len(rows), CHUNK):
            connection.execute(insert(table), rows[begin : begin + CHUNK])


def _campaign(
    template: dict[str, Any], place: int, status: CampaignStatus, created: float, now: float
) -> dict[str, Any]:
    ran = status not in (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED)
    return {
        **template,
        "id": f"camp_{place + 1:06}",
        "name": f"Campaign {place + 1:05}",
        "status": status,
        "scheduled_start_at": now + 30 * DAY if status == CampaignStatus.SCHEDULED else None,
        "started_at": created + 60 if ran else None,
        "completed_at": None,
        "created_at": created,
        "updated_at": created + 60,
    }


def _past(
    row: dict[str, Any], chosen: list[dict[str, Any]], network: PhoneNetwork, now: float
) -> history.Past:
    numbers = [(number_id, "+493023125001") for number_id in row["from_number_ids"]]
    script = history.Script(row, CallingRules.read(row), chosen, numbers)
    if row["started_at"] is None or not chosen:
        return history.Past(history.enrolled(script, row["created_at"]))
    if row["status"] == CampaignStatus.COMPLETED:
        past = history.play(script, network, row["started_at"], now, hang_up=True)
        row["completed_at"] = row["updated_at"] = past.finished_at or now
        return past
    return history.play(script, network, row["started_at"], row["started_at"] + 600, hang_up=True)
