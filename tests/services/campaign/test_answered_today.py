"""Tally of today's answered people: each is counted once, in the hour it was seen, and what was missed is never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.api.models import Campaign, CampaignStatus
from services.campaign.answered_today import TALLY, AnsweredTallies, AnsweredTally, AnsweredToday
from services.campaign.sightings import Sightings
from services.database.database import make_engine
from tests.new_database import make_tables

MIDNIGHT = datetime(2026, 12, 1, tzinfo=UTC)
BEFORE = MIDNIGHT - timedelta(hours=9)


def campaign(answered: int | None, name: str = "spring", started: datetime | None = BEFORE) -> Campaign:
    return Campaign(
        id=name, name=name, status=CampaignStatus.RUNNING, contacts_answered=answered, started_at=started
    )


def at(hour: int, minute: int = 0) -> datetime:
    return MIDNIGHT + timedelta(hours=hour, minutes=minute)


def looked(*looks: tuple[datetime, Campaign]) -> AnsweredToday:
    """After these looks, this machine's clock going as the platform's."""
    first, one = looks[0]
    tally = AnsweredTally.begun([one], first, first)
    for moment, found in looks[1:]:
        tally = tally.looked([found], moment, moment)
    return AnsweredTally.from_notes(tally.as_notes()).since(MIDNIGHT)


def nightly(answered: int) -> list[tuple[datetime, Campaign]]:
    """Looks every five minutes from eleven at night to nine in the morning."""
    return [(at(-1) + timedelta(minutes=5 * look), campaign(answered)) for look in range(120)]


def test_only_who_answered_since_midnight_counts() -> None:
    yesterday = [(at(-2), campaign(30)), (at(-2, 5), campaign(35))]
    assert looked(*yesterday, *nightly(35), (at(9), campaign(37)), (at(9, 5), campaign(40))) == (5, None)


def test_a_night_without_a_console_in_which_nobody_answered_misses_nothing() -> None:
    assert looked((at(-2), campaign(30)), (at(9), campaign(30)), (at(9, 1), campaign(32))) == (2, None)


def test_who_answered_while_nobody_looked_is_not_taken_for_today() -> None:
    assert looked((at(-8), campaign(10)), (at(9), campaign(30)), (at(9, 1), campaign(32))) == (2, at(9))


def test_an_older_list_read_later_counts_nobody_twice() -> None:
    looks = [
        (at(9), campaign(10)),
        (at(9, 1), campaign(14)),
        (at(9, 2), campaign(12)),
        (at(9, 3), campaign(14)),
    ]
    assert looked(*looks) == (4, at(9))


def test_a_campaign_that_was_not_listed_before_counts_from_its_start_or_not_at_all() -> None:
    tally = AnsweredTally.begun([campaign(1)], at(9), at(9))
    found = [campaign(1), campaign(5, "began since", at(9, 1)), campaign(80, "was unreadable", BEFORE)]
    assert tally.looked(found, at(9, 2), at(9, 2)).since(MIDNIGHT).people == 5


@pytest.fixture
def tallies(tmp_path: Path) -> AnsweredTallies:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    return AnsweredTallies(Sightings(engine, lambda: "us"))


def test_it_is_kept_and_goes_by_the_list_that_the_page_shows(tallies: AnsweredTallies) -> None:
    assert tallies.today([campaign(3)], MIDNIGHT, at(9)) is None, "nobody has looked yet"
    tallies.look(None, [campaign(3)], at(9))
    assert tallies.today([campaign(7)], MIDNIGHT, at(9, 1)) == (4, at(9))
    before = tallies._sightings.one(TALLY)
    tallies.look(before, [campaign(7)], at(9, 1))
    assert tallies.today([campaign(7)], MIDNIGHT, at(9, 2)) == (4, at(9))


def test_where_a_running_campaign_does_not_tell_it_the_day_is_not_known(tallies: AnsweredTallies) -> None:
    tallies.look(None, [campaign(3)], at(9))
    assert tallies.today([campaign(3), campaign(None, "silent")], MIDNIGHT, at(9, 1)) is None
