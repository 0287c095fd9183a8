"""Story of the demo: campaigns in all six statuses, with the past each of them would have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, insert

from sandbox.demo import history
from sandbox.demo.closed_days import OpenDays
from sandbox.demo.people import (
    ALPENBLICK,
    ASSISTANTS,
    BERGMANN,
    CALLERS,
    CLARA,
    COMPANIES,
    EMILY,
    HARBOR,
    JONAS,
    MARCUS,
    NORDLICHT,
    SOPHIE,
    SUNRIDGE,
    THAMES,
    DemoCompany,
    caller_numbers,
    people,
)
from sandbox.dialling.dialling import CallingRules
from sandbox.dialling.telephony import PhoneNetwork
from sandbox.tables import (
    TEAM_ID,
    assistants,
    calls,
    campaigns,
    companies,
    contacts,
    enrolments,
    phone_numbers,
)
from services.api.models import DEFAULT_DELAY_MINUTES, CampaignStatus

HOUR, DAY = 3600.0, 86400.0
HOME_ZONE = {"DE": "Europe/Berlin", "GB": "Europe/London", "US": "America/New_York"}


@dataclass(frozen=True)
class Story:
    """One campaign. `began`: days from now; it dialled for `hours` from the next opening on, or until now, or to
    its end, as its status says. What has no `began` never ran."""

    name: str
    company: DemoCompany
    assistant: str
    people: int
    status: CampaignStatus
    began: float | None = None
    hours: float = 0.0
    description: str | None = None
    window: tuple[str, str] = ("09:00", "17:00")
    at_once: int = 3
    settings: dict[str, Any] = field(default_factory=dict)
    deleted: bool = False


DRAFT, SCHEDULED, RUNNING = CampaignStatus.DRAFT, CampaignStatus.SCHEDULED, CampaignStatus.RUNNING
PAUSED, COMPLETED, CANCELLED = CampaignStatus.PAUSED, CampaignStatus.COMPLETED, CampaignStatus.CANCELLED
GROWING = {
    "retry_backoff_mode": "exponential",
    "retry_backoff_multiplier": 2.0,
    "retry_backoff_max_minutes": 480,
}

STORIES = (
    Story("Heat pump check-up, spring", NORDLICHT, CLARA, 240, COMPLETED, -24, 0, "Yearly check before summer"),
    Story("Policy renewals, first quarter", BERGMANN, JONAS, 180, COMPLETED, -16, 0, None, ("08:30", "18:00")),
    Story("Early bookers: summer trips", ALPENBLICK, JONAS, 120, COMPLETED, -12, 0, "Offer ends with the month"),
    Story("Rate change notice", HARBOR, EMILY, 160, COMPLETED, -9, 0, None, ("10:00", "19:00"), 2),
    Story("Test run, please ignore", NORDLICHT, CLARA, 10, CANCELLED, -15, 0.05, deleted=True),
    Story("Winter maintenance contracts", NORDLICHT, CLARA, 130, CANCELLED, -7, 0.8, "Stopped: price list changed"),
    Story("Membership comeback offer", THAMES, SOPHIE, 150, PAUSED, -2.2, 0.6, "Three months for the price of two"),
    Story("Green tariff upgrade", NORDLICHT, CLARA, 260, RUNNING, 0, 1.1, "Customers still on the old tariff",
          ("09:00", "18:00"), 2, GROWING),
    Story("Quote follow-up, East Coast", HARBOR, EMILY, 200, RUNNING, 0, 0.6, "Quotes older than ten days"),
    Story("Solar consultation appointments", SUNRIDGE, MARCUS, 180, SCHEDULED, 3, 0, "Free roof check",
          ("10:00", "18:30")),
    Story("Household insurance for policy holders", BERGMANN, JONAS, 90, DRAFT, None, 0, None, ("09:00", "17:30")),
    Story("Trade fair leads, Munich", SUNRIDGE, MARCUS, 0, DRAFT),
)  # fmt: skip


def tell(connection: Connection, network: PhoneNetwork, seed: int, now: float) -> None:
    """Fill a new database with the demo."""
    cast = people(seed, now)
    _insert_cast(connection, cast)
    for place, story in enumerate(STORIES):
        chosen = _choose(seed, story, cast)
        tell_one(connection, network, story, f"camp_demo_{place + 1:02}", chosen, now)


def _insert_cast(connection: Connection, cast: list[dict[str, Any]]) -> None:
    rows = [
        {
            "id": company.id,
            "team_id": TEAM_ID,
            "name": company.name,
            "industry": company.industry,
            "country": company.country,
            "website": f"https://{company.website}",
        }
        for company in COMPANIES
    ]
    connection.execute(insert(companies), rows)
    named = [{"id": key, "team_id": TEAM_ID, "name": name} for key, name in ASSISTANTS.items()]
    connection.execute(insert(assistants), named)
    connection.execute(insert(phone_numbers), caller_numbers())
    connection.execute(insert(contacts), cast)


def _choose(seed: int, story: Story, cast: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Choose the people of a campaign: some of its company, not the same for each."""
    mine = [person for person in cast if person["company_id"] == story.company.id]
    chosen = random.Random(f"{seed} {story.name}").sample(mine, story.people)
    return sorted(chosen, key=lambda person: person["id"])


def tell_one(
    connection: Connection,
    network: PhoneNetwork,
    story: Story,
    campaign_id: str,
    chosen: list[dict[str, Any]],
    now: float,
) -> None:
    """Write one campaign with its people and its past."""
    row = campaign_row(story, campaign_id, now)
    rules = _on_open_days(CallingRules.read(row))
    script = history.Script(row, rules, chosen, list(numbers_of(story.assistant)))
    if story.began is None or story.status == SCHEDULED:
        past = history.Past(history.enrolled(script, row["created_at"]))
    else:
        began, until = _dialled(story, rules, now)
        past = history.play(script, network, began, until, hang_up=story.status != RUNNING)
        row |= {"created_at": began - 6 * HOUR, "started_at": began, "updated_at": until}
    row |= past.counters()
    if story.status == COMPLETED:
        row["completed_at"] = row["updated_at"] = past.finished_at or now
    if story.deleted:
        row["deleted_at"] = row["updated_at"]
    connection.execute(insert(campaigns).values(row))
    if past.enrolments:
        connection.execute(insert(enrolments), past.enrolments)
    if past.calls:
        connection.execute(insert(calls), past.calls)


def _on_open_days(rules: CallingRules) -> CallingRules:
    week = rules.window
    return replace(rules, window=OpenDays(week.daily, week.days, week.own, week.ends))


def numbers_of(assistant: str) -> Iterator[tuple[str, str]]:
    """Id and number of those caller numbers of the assistant that can call."""
    for row in caller_numbers():
        if row["assistant_id"] == assistant and row["status"] == "active":
            yield row["id"], row["phone_number"]


def _dialled(story: Story, rules: CallingRules, now: float) -> tuple[float, float]:
    """From when to when the campaign dialled."""
    if story.status == RUNNING:
        lately = now
        while not rules.open_for(None, lately):
            lately -= HOUR / 4
        return lately - story.hours * HOUR, now
    began = rules.window.next_opening(now + (story.began or 0) * DAY, rules.home) or now
    return began, now if story.status == COMPLETED else began + story.hours * HOUR


def campaign_row(story: Story, campaign_id: str, now: float) -> dict[str, Any]:
    """The campaign before anybody is enrolled or called."""
    return {
        "id": campaign_id,
        "team_id": TEAM_ID,
        "assistant_id": story.assistant,
        "company_id": story.company.id,
        "name": story.name,
        "description": story.description,
        "from_number_ids": [number_id for number_id, _, _, whose in CALLERS if whose == story.assistant],
        "status": story.status,
        "scheduled_start_at": now + (story.began or 0) * DAY if story.status == SCHEDULED else None,
        "started_at": None,
        "completed_at": None,
        "deleted_at": None,
        "call_window_start": story.window[0],
        "call_window_end": story.window[1],
        "call_window_timezone": HOME_ZONE[story.company.country],
        "max_concurrent_calls": story.at_once,
        "max_attempts_per_contact": 3,
        "retry_delay_minutes": DEFAULT_DELAY_MINUTES,
        "settings": story.settings,
        "created_at": now - 5 * HOUR,
        "updated_at": now - 4 * HOUR,
        "origin": "demo",
    }
