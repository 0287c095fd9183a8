"""Answer to why nobody is being called, in one sentence or two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from components.words.holding import answer, together
from services.api.models import CampaignStatus
from services.calling_days.days import CallingDays
from services.campaign.held_parts import Part
from tests.services.campaign.test_holding import NEW_YORK, NOON, WORKDAYS, campaign, held, person

SUNDAY = datetime(2026, 3, 8, 12, tzinfo=UTC)


def test_it_says_what_binds_until_when_and_what_holds_after_that() -> None:
    found = held(person(NEW_YORK), credits=0)
    assert answer(found, NOON) == (
        "It is outside the calling hours where these people are. It goes on at 14:00. "
        "Even then nobody can be called: the credits are used up."
    )


def test_it_says_when_somebody_else_is_called_sooner() -> None:
    soon = NOON + timedelta(minutes=20)
    found = held(person(NEW_YORK), person(NEW_YORK), person(next_attempt_at=soon, attempts=1))
    assert "For them it goes on at 14:00; the next call is due at 12:20." in answer(found, NOON)


def test_a_reason_of_minutes_ago_says_of_when_it_is() -> None:
    found = held(person(NEW_YORK))
    assert together(found, NOON + timedelta(seconds=30)) == "1 person in all"
    assert together(found, NOON + timedelta(minutes=4)).startswith("1 person in all · As of ")


def test_it_says_until_when_the_console_keeps_it_paused() -> None:
    soon = NOON + timedelta(hours=2)
    paused = campaign().model_copy(update={"status": CampaignStatus.PAUSED})
    found = held(person(), of=paused, kept_paused=True, kept_until=soon)
    assert answer(found, NOON) == "The console keeps it paused; why, it says above. It goes on at 14:00."


def test_it_names_the_day_that_is_closed() -> None:
    friday = datetime(2026, 4, 3, 10, tzinfo=UTC)
    found = held(person(), at=friday, days=CallingDays(holidays_closed=True))
    assert "Good Friday" in answer(found, friday)
    assert "Today is no calling day" in answer(held(person(), at=SUNDAY, days=WORKDAYS), SUNDAY)


@pytest.mark.parametrize("part", [one for one in Part if one.waits])
def test_every_limit_has_an_answer_and_a_word(part: Part) -> None:
    from components.words.holding import _ANSWERS, PART_WORDS

    assert part in PART_WORDS
    assert part in _ANSWERS


def test_a_campaign_with_nobody_left_says_so() -> None:
    assert answer(held(person(status="completed"), of=campaign()), NOON) == "Nobody is waiting to be called."


def test_while_some_are_called_it_says_what_the_others_wait_for() -> None:
    called = [person(status="calling") for _one in range(3)]
    busy = held(*called, *(person() for _one in range(187)), calling=3)
    assert answer(busy, NOON, at_once=3) == "3 people are being called, 187 wait for a free line: 3 at once."
    later = person(next_attempt_at=NOON + timedelta(minutes=20), attempts=1)
    assert answer(held(*called[:1], later, calling=1), NOON, at_once=3) == (
        "1 person is being called. These people were tried already and wait for the next try. It goes on at 12:20."
    )
