"""Guardrails by themselves: when a limit is passed, and when there are too few calls to say so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from services.keeper import DEFAULTS, Guardrail, GuardrailTerms, Response, Rule, terms_of_setting
from services.keeper.guardrails.pace import AN_HOUR, look_budget
from services.keeper.guardrails.rules import passed
from services.keeper.guardrails.tally import Attempt, Newest, Tally
from services.start_refused import StartRefused

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def calls(letters: str, *, since: datetime = NOON, first: int = 0) -> Newest:
    """Calls that ended so, the first letter the oldest; a dot is still under way."""
    made = [
        Attempt(
            f"call-{first + place}",
            since + timedelta(seconds=first + place),
            None if letter == "." else letter,
        )
        for place, letter in enumerate(letters)
    ]
    return Newest(list(reversed(made)), all_of_them=True)


def seen(letters: str) -> Tally:
    tally = Tally()
    tally.see(calls(letters), NOON, BERLIN)
    return tally


def rules_passed(tally: Tally, terms: GuardrailTerms | None = None) -> list[Rule]:
    return [one.rule for one in passed(terms or GuardrailTerms(), tally)]


def only(rule: Rule, bound: float) -> GuardrailTerms:
    return GuardrailTerms(
        {**{one: Guardrail(Response.NOTHING, None) for one in Rule}, rule: Guardrail(Response.PAUSE, bound)}
    )


@pytest.mark.parametrize(
    ("letters", "rules"),
    [
        ("fff", []),
        ("w" * 3 + "o" * 17, []),
        ("f" * 19, []),
        ("f" * 20, [Rule.FAILURES]),
        ("f" * 11 + "o" * 9, []),
        ("f" * 15 + "o" * 5, [Rule.FAILURES]),
        ("f" * 50 + "o" * 50, []),
        ("f" * 51 + "o" * 49, [Rule.FAILURES]),
        ("w" * 4 + "o" * 16, []),
        ("w" * 5 + "o" * 15, [Rule.WRONG_NUMBERS]),
        ("w" * 10 + "o" * 90, []),
        ("w" * 11 + "o" * 89, [Rule.WRONG_NUMBERS]),
    ],
)
def test_a_share_is_judged_by_calls_enough_and_few_of_them_have_to_be_sure(
    letters: str, rules: list[Rule]
) -> None:
    assert rules_passed(seen(letters)) == rules


def test_calls_under_way_are_judged_when_they_have_ended() -> None:
    tally = seen("f" * 19 + ".")
    assert rules_passed(tally) == []

    tally.see(calls("f" * 20), NOON, BERLIN)

    assert (tally.window, tally.in_all) == ("f" * 20, 20)


def test_what_was_seen_before_counts_once() -> None:
    tally = seen("aof")

    begun = tally.see(calls("aof" + "oa"), NOON, BERLIN)

    assert (begun, tally.window, tally.today, tally.in_all) == (2, "aofoa", 5, 5)


def test_of_many_calls_the_newest_are_judged() -> None:
    tally = seen("f" * 60)
    assert rules_passed(tally) == [Rule.FAILURES]

    tally.see(calls("o" * 100, first=60), NOON, BERLIN)

    assert rules_passed(tally) == []


def test_an_answer_rate_that_has_fallen_to_half_is_told_where_it_is_no_chance() -> None:
    tally = seen("ao" * 30 + "o" * 40)
    assert rules_passed(tally) == [Rule.ANSWER_RATE]
    assert rules_passed(seen("ao" * 50)) == []
    assert rules_passed(seen("ao" * 10 + "o" * 40)) == [], "too few before"


def test_after_a_person_let_it_go_on_only_what_follows_is_judged() -> None:
    tally = seen("f" * 20)

    tally.begin_anew(NOON + timedelta(minutes=1))
    tally.see(calls("f" * 19 + ".", since=NOON + timedelta(minutes=1), first=20), NOON, BERLIN)

    assert rules_passed(tally) == []
    tally.see(calls("f" * 20, since=NOON + timedelta(minutes=1), first=20), NOON, BERLIN)
    assert rules_passed(tally) == [Rule.FAILURES]


def test_a_day_is_the_campaigns_own() -> None:
    terms = only(Rule.CALLS_A_DAY, 10)
    tally = Tally()
    late = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)  # half past eleven in Berlin
    tally.see(calls("o" * 10, since=late), late, BERLIN)
    assert rules_passed(tally, terms) == [Rule.CALLS_A_DAY]

    tally.turn_to(late + timedelta(hours=1), BERLIN)

    assert (rules_passed(tally, terms), tally.in_all) == ([], 10)


def test_credits_are_judged_by_what_was_spent_and_how_long_they_last() -> None:
    tally = Tally()
    for minute, left in ((0, 100.0), (10, 80.0), (20, 60.0)):
        tally.see_credits(left, NOON + timedelta(minutes=minute))

    assert tally.credits_an_hour == 120
    assert rules_passed(tally) == [Rule.CREDITS_LOW], "60 last for half an hour"
    assert rules_passed(tally, only(Rule.CREDITS_IN_ALL, 40)) == [Rule.CREDITS_IN_ALL]
    tally.see_credits(1000.0, NOON + timedelta(minutes=30))
    assert tally.spent == 40, "a top-up gives nothing back"


def test_calls_that_no_look_saw_are_known_to_be_missing() -> None:
    tally = seen("o" * 10)

    tally.see(calls("o" * 100, first=200)._replace(all_of_them=False), NOON, BERLIN)

    assert tally.at_least


def test_it_outlives_a_restart_as_it_was() -> None:
    tally = seen("afwo" * 30)

    assert Tally.read(tally.stored()) == tally


def test_an_admin_says_what_is_usual() -> None:
    terms = terms_of_setting("failures=tell:30, calls_a_day=pause:500, answer_rate=nothing")

    assert terms.of[Rule.FAILURES] == Guardrail(Response.TELL, 0.3)
    assert terms.of[Rule.CALLS_A_DAY] == Guardrail(Response.PAUSE, 500)
    assert terms.of[Rule.ANSWER_RATE].response is Response.NOTHING
    assert terms.of[Rule.WRONG_NUMBERS] == DEFAULTS[Rule.WRONG_NUMBERS]
    assert GuardrailTerms.read(terms.stored()) == terms


@pytest.mark.parametrize(
    "setting", ["failures", "nonsense=pause:3", "failures=pause:200", "calls_a_day=pause"]
)
def test_what_an_admin_writes_otherwise_is_refused(setting: str) -> None:
    with pytest.raises(StartRefused, match="CONSOLE_LIMITS"):
        terms_of_setting(setting)


@pytest.mark.parametrize("cost", [1, 2, 4])
@pytest.mark.parametrize("wanted", [15.0, 90.0])
def test_no_hour_takes_more_than_sixty_requests(cost: int, wanted: float) -> None:
    now, budget = NOON, look_budget(None, NOON)
    looks: list[datetime] = []
    while now < NOON + timedelta(hours=3):
        looks.append(now)
        budget.spend(cost, now, 1.0)
        now += timedelta(seconds=budget.after(wanted))

    for since in looks:
        within = [at for at in looks if since <= at < since + timedelta(hours=1)]
        assert cost * len(within) <= AN_HOUR + cost, since
    assert cost > 1 or all(later - at <= timedelta(seconds=90) for at, later in pairwise(looks))
