from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from sqlalchemy import func, select, update

from sandbox.contract.shapes import moment
from sandbox.demo import closed_days, keeper
from sandbox.filling import fill
from sandbox.tables import calls, campaigns, contacts, enrolments, phone_numbers
from sandbox.world import Options, World, open_world
from services.api.models import CampaignStatus

pytestmark = pytest.mark.lengthy

SUNDAY_NIGHT = "2026-03-08T02:00:00Z"


def demo(folder: Path, now: str = SUNDAY_NIGHT) -> World:
    options = Options(token="tk_test_demo", speed=0.0, skip=True, clock_start=moment(now))
    world, new = open_world(folder / "demo.db", options)
    if new:
        fill(world, empty=False, campaigns=None, contacts=None)
    return world


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as it was filled; each test gets a copy."""
    folder = tmp_path_factory.mktemp("filled")
    demo(folder).engine.dispose()
    return folder


@pytest.fixture
def world(filled: Path, tmp_path: Path) -> Iterator[World]:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    made = demo(tmp_path)
    yield made
    made.engine.dispose()


def test_there_are_two_thousand_people_with_valid_numbers(world: World) -> None:
    with world.read() as connection:
        people = connection.execute(select(contacts)).all()
    assert len(people) == 2000
    numbers = [person.phone for person in people if person.phone]
    assert len(set(numbers)) == len(numbers)
    parsed = [phonenumbers.parse(number) for number in numbers]
    assert all(phonenumbers.is_valid_number(number) for number in parsed)
    assert {number.country_code for number in parsed} == {49, 1, 44}
    assert {person.timezone for person in people} >= {
        "Europe/Berlin",
        "Europe/London",
        "America/Denver",
        None,
    }
    assert 30 < sum(person.do_not_call for person in people) < 100
    assert 15 < 2000 - len(numbers) < 80
    with world.read() as connection:
        callers = connection.execute(select(phone_numbers)).all()
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(caller.phone_number)) for caller in callers)
    assert {caller.status for caller in callers} == {"active", "suspended", "purchasing"}
    assert not {caller.phone_number for caller in callers} & set(numbers)


def test_campaigns_are_in_all_six_statuses_and_agree_with_their_calls(world: World) -> None:
    with world.read() as connection:
        rows = connection.execute(select(campaigns)).all()
        assert {row.status for row in rows} == {str(status) for status in CampaignStatus}
        for row in rows:
            people = connection.execute(select(enrolments).where(enrolments.c.campaign_id == row.id)).all()
            placed = Counter(
                connection.scalars(select(calls.c.campaign_contact_id).where(calls.c.campaign_id == row.id))
            )
            assert row.total_contacts == len(people)
            assert row.contacts_called == sum(person.attempts > 0 for person in people)
            assert row.contacts_answered == sum(person.outcome == "answered" for person in people)
            assert {person.id: person.attempts for person in people if person.attempts} == dict(placed)
            finished = ("completed", "failed", "skipped")
            assert row.contacts_completed == sum(person.status in finished for person in people)
            if row.status == "completed":
                assert row.contacts_completed == row.total_contacts > 100
            if row.status == "paused":
                assert row.contacts_called > 0 and row.contacts_completed < row.total_contacts


def live_calls(world: World) -> int:
    with world.read() as connection:
        active = select(func.count()).where(enrolments.c.event_at.is_not(None))
        return connection.scalar(active) or 0


def beats(world: World, times: int) -> None:
    for _ in range(times):
        world.beat()
        world.jump_to(world.now() + 120)


def test_somebody_is_being_called_soon_after_it_is_opened(world: World) -> None:
    """Sunday, two in the morning, everything closed."""
    beats(world, 3)
    assert live_calls(world) > 0


@pytest.mark.soak
def test_days_later_it_still_dials_and_has_not_grown_for_ever(world: World) -> None:
    busy = 0
    for _ in range(6):
        beats(world, 3)  # on the way to the morning lies a planned start
        busy += live_calls(world) > 0
        world.jump_to(world.now() + 6 * 3600)
    beats(world, 3)
    assert live_calls(world) > 0
    assert busy >= 5
    with world.read() as connection:
        kept = connection.scalar(select(func.count()).where(campaigns.c.origin == "keeper")) or 0
        credits = connection.exec_driver_sql("select credits from account").scalar() or 0
    assert 1 <= kept <= keeper.KEPT + 2
    assert credits > 100


def test_the_same_seed_tells_the_same_story(world: World, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = demo(tmp_path / "other")
    with world.read() as one, other.read() as two:
        columns = [calls.c.id, calls.c.outcome, calls.c.started_at]
        assert one.execute(select(*columns)).all() == two.execute(select(*columns)).all()
    other.engine.dispose()


def by_day(world: World) -> Counter[tuple[str, bool]]:
    """Calls by origin of their campaign, and whether they began on a Sunday or a public holiday of who was called."""
    with world.read() as connection:
        rows = connection.execute(
            select(
                calls.c.started_at, contacts.c.timezone, campaigns.c.origin, campaigns.c.call_window_timezone
            )
            .join(contacts, contacts.c.id == calls.c.contact_id)
            .join(campaigns, campaigns.c.id == calls.c.campaign_id)
        ).all()
    return Counter(
        (
            row.origin,
            closed_days.is_closed(local_day(row.started_at, row.timezone or row.call_window_timezone)),
        )
        for row in rows
    )


def local_day(moment: float, zone: str) -> date:
    return datetime.fromtimestamp(moment, ZoneInfo(zone)).date()


def test_in_its_past_nobody_was_called_on_a_sunday_or_a_holiday(world: World) -> None:
    counted = by_day(world)
    assert counted["demo", False] > 1000
    assert not [one for one in counted if one[1]]


@pytest.mark.parametrize(
    "start",
    [
        pytest.param("2026-03-07T20:00:00Z", marks=pytest.mark.soak),  # a Saturday evening
        "2026-12-24T19:00:00Z",  # Christmas, in Great Britain until the 28th
        "2026-11-29T13:00:00Z",  # a Sunday at noon
    ],
)
def test_over_a_weekend_at_speed_nobody_is_called_on_a_sunday_or_a_holiday(
    tmp_path: Path, start: str
) -> None:
    world = demo(tmp_path, start)
    with world.write() as connection:  # also not for somebody's own campaign, with hours that never close
        connection.execute(
            update(campaigns)
            .where(campaigns.c.id == "camp_demo_08")
            .values(origin="person", call_window_start="00:00", call_window_end="23:59")
        )
    before = by_day(world).total()
    first = world.now()
    while world.now() < first + 86_400 or by_day(world).total() < before + 100:
        world.beat()
        world.jump_to(world.now() + 900)

    counted = by_day(world)
    assert not [one for one in counted if one[1]]
    world.engine.dispose()


def test_calls_under_way_at_midnight_end_and_nobody_who_was_lined_up_is_dialled(tmp_path: Path) -> None:
    midnight = moment("2026-03-07T23:00:00Z")  # of Saturday in Berlin
    world = demo(tmp_path, "2026-03-07T22:50:00Z")
    with world.write() as connection:
        connection.execute(
            update(campaigns)
            .where(campaigns.c.id == "camp_demo_08")
            .values(
                call_window_start="00:00", call_window_end="23:59:59", call_window_timezone="Europe/Berlin"
            )
        )
    world.dialler.wake_all()
    world.jump_to(midnight - 1)
    assert live_calls(world) > 0
    world.jump_to(midnight + 30)

    assert world.now() == moment("2026-03-09T07:00:00Z"), "Sunday is over in Los Angeles too"
    with world.read() as connection:
        on_sunday = connection.scalar(
            select(func.count()).where(calls.c.started_at >= midnight, calls.c.started_at < world.now() - 60)
        )
    assert on_sunday == 0
    world.engine.dispose()
