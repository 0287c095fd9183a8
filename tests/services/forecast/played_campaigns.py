"""Campaigns played to their end by the sandbox's dialler, without a server and without waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from sandbox.dialling.dialler import NEVER
from sandbox.filling import FIRST_ASSISTANT, FIRST_COMPANY, FIRST_NUMBERS, fill_least
from sandbox.tables import TEAM_ID, calls, campaigns, clock, contacts, enrolments
from sandbox.world import Options, World, open_world
from services.api.models import Call, Campaign, CampaignContact, CampaignStatus, EnrollmentStatus
from services.calling_days.calendar import Calendar
from services.calling_days.days import EVERY_DAY, CallingDays
from services.calling_days.whose import whose
from services.calling_rules.call_window import CallWindow

PREFIXES = {"Europe/Berlin": "4930", "Europe/London": "4420", "America/New_York": "1212"}
"""Numbers of people who live where their zone says."""


@dataclass(frozen=True)
class Setting:
    """One campaign: `people` by time zone; minutes for delays."""

    seed: int
    people: Mapping[str | None, int]
    begins: datetime
    concurrency: int = 3
    attempts: int = 3
    delay: int = 60
    window: tuple[str, str] = ("09:00", "17:00")
    settings: Mapping[str, Any] = field(default_factory=dict)
    days: CallingDays = EVERY_DAY

    @property
    def fields(self) -> dict[str, Any]:
        """As the campaign's row has them, and the platform's answer too."""
        return {
            "id": f"camp_{self.seed}",
            "name": f"Campaign {self.seed}",
            "team_id": TEAM_ID,
            "assistant_id": FIRST_ASSISTANT,
            "company_id": FIRST_COMPANY,
            "from_number_ids": list(FIRST_NUMBERS),
            "status": CampaignStatus.RUNNING,
            "call_window_start": self.window[0],
            "call_window_end": self.window[1],
            "call_window_timezone": "Europe/Berlin",
            "max_concurrent_calls": self.concurrency,
            "max_attempts_per_contact": self.attempts,
            "retry_delay_minutes": self.delay,
            "settings": dict(self.settings),
        }

    @property
    def campaign(self) -> Campaign:
        return Campaign.model_validate(self.fields)

    @cached_property
    def calendar(self) -> Calendar:
        kinds = dict.fromkeys(whose(zone, PREFIXES.get(zone or "", "")) for zone in self.people)
        return Calendar(CallWindow.from_campaign(self.campaign), self.days, tuple(kinds))


class Exchange:
    """A sandbox's world in one file, played campaign by campaign."""

    def __init__(self, folder: Path, seed: int) -> None:
        options = Options(token="unused", seed=seed, speed=0, skip=False, credits=1e9, clock_start=1.0)
        self.world: World = open_world(folder / "exchange.db", options)[0]
        with self.world.write() as connection:
            fill_least(connection)

    def play(self, setting: Setting, until: datetime | None = None) -> datetime | None:
        """When the campaign was completed; None where it was not `until` then."""
        with self.world.write() as connection:
            if connection.scalar(select(campaigns.c.id).where(campaigns.c.id == setting.campaign.id)) is None:
                _enrol(connection, setting)
            return self._dial(connection, setting, until)

    def _dial(self, connection: Connection, setting: Setting, until: datetime | None) -> datetime | None:
        self.world.dialler.wake_all()
        mine = campaigns.c.id == setting.campaign.id
        while (beat := self._next_beat(connection, setting)) < NEVER:
            if until and beat > until.timestamp():
                return None
            self.world.dialler.tick(connection, beat)
            row = connection.execute(select(campaigns.c.status, campaigns.c.completed_at).where(mine)).one()
            if row.status == CampaignStatus.COMPLETED:
                return datetime.fromtimestamp(row.completed_at, UTC)
        raise AssertionError("nobody is left to call, and the campaign is not completed")

    def _next_beat(self, connection: Connection, setting: Setting) -> float:
        """When the dialler looks next. While the campaign has to rest it is paused, and calls under way end by themselves."""
        self._turn(connection, setting, CampaignStatus.RUNNING)
        beat = self.world.dialler.next_tick(connection)
        rest = self._rest(setting, beat) if beat < NEVER else None
        if rest is None:
            return beat
        self._turn(connection, setting, CampaignStatus.PAUSED)
        if (beat := self.world.dialler.next_tick(connection)) < rest:
            return beat
        connection.execute(update(clock).values(last_tick=rest))
        return self._next_beat(connection, setting)

    def _rest(self, setting: Setting, moment: float) -> float | None:
        """The end of the rest in which a moment lies."""
        at = datetime.fromtimestamp(moment, UTC)
        held = setting.calendar.holds(at, at + timedelta(days=1))
        return held[0][1].timestamp() if held and held[0][0] <= at else None

    def _turn(self, connection: Connection, setting: Setting, status: CampaignStatus) -> None:
        mine = campaigns.c.id == setting.campaign.id
        was = connection.scalar(select(campaigns.c.status).where(mine))
        if was != status and was in (CampaignStatus.RUNNING, CampaignStatus.PAUSED):
            connection.execute(update(campaigns).where(mine).values(status=status))
            self.world.dialler.wake_all()

    def calls(self) -> Sequence[Call]:
        """Every call placed so far, as the platform lists them."""
        with self.world.read() as connection:
            rows = connection.execute(select(calls).where(calls.c.outcome.is_not(None))).all()
        return [
            Call.model_validate({**row._mapping, **_moments(row, "started_at", "ended_at")}) for row in rows
        ]

    def people(self, setting: Setting) -> Sequence[CampaignContact]:
        """The people of a campaign as they stand, as the platform lists them."""
        joined = select(enrolments, contacts.c.phone, contacts.c.timezone).join(
            contacts, contacts.c.id == enrolments.c.contact_id
        )
        with self.world.read() as connection:
            rows = connection.execute(joined.where(enrolments.c.campaign_id == setting.campaign.id)).all()
        return [
            CampaignContact.model_validate(
                {
                    **row._mapping,
                    **_moments(row, "created_at", "last_attempt_at", "next_attempt_at"),
                    "contact": {"id": row.contact_id, "phone": row.phone, "timezone": row.timezone},
                }
            )
            for row in rows
        ]


def _moments(row: Any, *names: str) -> dict[str, datetime | None]:
    values = {name: row._mapping[name] for name in names}
    return {n: None if v is None else datetime.fromtimestamp(v, UTC) for n, v in values.items()}


def _enrol(connection: Connection, setting: Setting) -> None:
    """The campaign is running from `begins` on, with its people taking turns by zone."""
    at = setting.begins.timestamp()
    left = dict(setting.people)
    zones: list[str | None] = []
    while any(left.values()):
        for zone in [zone for zone, count in left.items() if count]:
            zones.append(zone)
            left[zone] -= 1
    connection.execute(
        insert(campaigns).values(
            **setting.fields, started_at=at, created_at=at, updated_at=at, total_contacts=len(zones)
        )
    )
    people = [
        {
            "id": f"cont_{setting.seed}_{place}",
            "team_id": TEAM_ID,
            "company_id": FIRST_COMPANY,
            "first_name": "Kim",
            "last_name": f"No. {place}",
            "phone": f"+49301{setting.seed:04}{place:05}",
            "timezone": zone,
            "do_not_call": False,
            "created_at": at,
        }
        for place, zone in enumerate(zones)
    ]
    connection.execute(insert(contacts), people)
    connection.execute(
        insert(enrolments),
        [
            {
                "id": f"enr_{person['id']}",
                "campaign_id": setting.campaign.id,
                "contact_id": person["id"],
                "status": EnrollmentStatus.PENDING,
                "zone": person["timezone"] or "",
                "created_at": at,
            }
            for person in people
        ],
    )
    # The clock of an exchange stands at the beginning of the campaign it plays.
    connection.execute(update(clock).values(last_tick=at - 30))
