"""Tally of today's answered people: each is counted once, in the quarter of an hour it was seen, and what was missed is never guessed."""

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


def test_a_day_that_begins_at_half_past_has_whoever_answered_after_that() -> None:
    """As in India, whose midnight a campaign that calls Europe knows as an evening."""
    tally = AnsweredTally.begun([campaign(10)], at(15), at(15))
    for moment, answered in ((at(18, 20), 14), (at(18, 40), 17)):
        tally = tally.looked([campaign(10)], moment - timedelta(minutes=5), moment - timedelta(minutes=5))
        tally = tally.looked([campaign(answered)], moment, moment)
    assert tally.since(at(18, 30)) == (3, None)


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


def silent(status: CampaignStatus, ended: datetime | None = None) -> Campaign:
    found = campaign(None, "silent")
    return found.model_copy(update={"status": status, "completed_at": ended})


@pytest.mark.parametrize(
    ("found", "known"),
    [
        (silent(CampaignStatus.RUNNING), False),
        (silent(CampaignStatus.PAUSED), False),
        (silent(CampaignStatus.COMPLETED), False),
        (silent(CampaignStatus.COMPLETED, at(8)), False),
        (silent(CampaignStatus.COMPLETED, at(-3)), True),
        (silent(CampaignStatus.DRAFT), True),
    ],
)
def test_where_one_that_may_have_called_today_does_not_tell_the_day_is_not_known(
    tallies: AnsweredTallies, found: Campaign, known: bool
) -> None:
    tallies.look(None, [campaign(3)], at(9))
    assert (tallies.today([campaign(3), found], MIDNIGHT, at(9, 1)) is not None) is known
