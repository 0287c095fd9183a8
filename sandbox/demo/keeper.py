"""Keeper of the demo: some campaign is always dialling or about to, and the credits do not run out.

What it makes it also takes away: only the last few of its campaigns are kept.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from sandbox.demo.people import (
    ALPENBLICK,
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
    DemoCompany,
)
from sandbox.demo.story import HOME_ZONE, RUNNING, Story, tell_one
from sandbox.dialling.call_window import DiallerWindow, zone
from sandbox.dialling.live import UNFINISHED
from sandbox.dialling.telephony import PhoneNetwork
from sandbox.tables import account, calls, campaigns, contacts, enrolments
from services.api.models import CampaignStatus

FEW_LEFT = 12
KEPT = 2  # more would push what a person has made off the first screen
PEOPLE = 140
ENOUGH_CREDITS, TOP_UP = 500, 5000

Theme: TypeAlias = tuple[str, DemoCompany, str]
THEMES: tuple[Theme, ...] = (
    ("Customer check-in", NORDLICHT, CLARA),
    ("Renewal call", HARBOR, EMILY),
    ("Claims feedback", BERGMANN, JONAS),
    ("Roof check appointment", SUNRIDGE, MARCUS),
    ("Trial follow-up", THAMES, SOPHIE),
    ("Travel wishes", ALPENBLICK, JONAS),
)


def keep(
    connection: Connection, network: PhoneNetwork, now: float, *, top_up: bool, one_an_assistant: bool = False
) -> None:
    """See to it that the demo has somebody left to call, where need be by an assistant who is free."""
    if top_up:
        _top_up(connection)
    ours = campaigns.c.origin != "person", campaigns.c.status == CampaignStatus.RUNNING
    left = (
        select(enrolments.c.seq)
        .join(campaigns, campaigns.c.id == enrolments.c.campaign_id)
        .where(*ours, enrolments.c.status.in_(UNFINISHED))
        .limit(FEW_LEFT)
    )
    if len(connection.execute(left).all()) < FEW_LEFT:
        themes = _of_the_free(connection) if one_an_assistant else THEMES
        if themes:
            _begin(connection, network, themes, now)
        _forget_old(connection)


def _top_up(connection: Connection) -> None:
    connection.execute(
        update(account)
        .where(account.c.credits < ENOUGH_CREDITS)
        .values(credits=account.c.credits + TOP_UP, total_purchased=account.c.total_purchased + TOP_UP)
    )


def _of_the_free(connection: Connection) -> tuple[Theme, ...]:
    """Those whose assistant has no campaign that runs."""
    running = campaigns.c.status == CampaignStatus.RUNNING, campaigns.c.deleted_at.is_(None)
    busy = set(connection.scalars(select(campaigns.c.assistant_id).where(*running)))
    return tuple(theme for theme in THEMES if theme[2] not in busy)


def _begin(connection: Connection, network: PhoneNetwork, themes: tuple[Theme, ...], now: float) -> None:
    made = connection.scalar(select(func.count()).where(campaigns.c.origin == "keeper")) or 0
    last = connection.scalar(select(func.max(campaigns.c.seq))) or 0
    theme, company, assistant = min(
        (themes[(last + turn) % len(themes)] for turn in range(len(themes))),
        key=lambda entry: _opens(entry, now),
    )
    day = datetime.fromtimestamp(now, UTC)
    name = f"{theme} {day:%Y-%m-%d}" if made == 0 else f"{theme} {day:%Y-%m-%d %H:%M}"
    story = Story(name, company, assistant, PEOPLE, RUNNING, began=0.0)
    campaign_id = f"camp_keeper_{last + 1}"
    tell_one(connection, network, story, campaign_id, _people(connection, company.id, campaign_id), now)
    mine = campaigns.c.id == campaign_id
    connection.execute(update(campaigns).where(mine).values(origin="keeper", created_at=now))


def _opens(entry: Theme, now: float) -> float:
    """Moment when the usual hours of the theme's company next begin."""
    where = zone(HOME_ZONE[entry[1].country])
    opens = DiallerWindow.of("09:00", "16:00").next_opening(now, where) if where else None
    return opens if opens is not None else now


def _people(connection: Connection, company_id: str, campaign_id: str) -> list[dict[str, Any]]:
    rows = connection.execute(select(contacts).where(contacts.c.company_id == company_id)).all()
    everybody = [dict(row._mapping) for row in rows]
    chosen = random.Random(campaign_id).sample(everybody, min(PEOPLE, len(everybody)))
    return sorted(chosen, key=lambda person: person["seq"])


def _forget_old(connection: Connection) -> None:
    """Delete its finished campaigns but the last few, with all that belongs to them."""
    finished = campaigns.c.origin == "keeper", campaigns.c.status == CampaignStatus.COMPLETED
    newest = select(campaigns.c.id).where(*finished).order_by(campaigns.c.seq.desc())
    old = list(connection.scalars(newest.offset(KEPT).limit(100)))
    for table, of_old in _belongings(old):
        connection.execute(delete(table).where(of_old))


def _belongings(old: list[str]) -> list[tuple[Any, ColumnElement[bool]]]:
    return [
        (calls, calls.c.campaign_id.in_(old)),
        (enrolments, enrolments.c.campaign_id.in_(old)),
        (campaigns, campaigns.c.id.in_(old)),
    ]
