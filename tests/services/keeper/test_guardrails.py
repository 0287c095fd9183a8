"""Guardrails over bad networks: a campaign that goes wrong is paused in two minutes, with no page open, and stays so until a
person lets it go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.api import errors
from services.api.models import CampaignStatus
from services.audit.audit import AuditAction, Filter, Result
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.keeper import Guarded, Guardrail, GuardrailTerms, Response, Rule, WatchState, Why
from services.keeper.guardrails.pace import AN_HOUR, HELD
from services.keeper.guardrails.rules import surely_above
from tests.services.keeper.office import ANNA, Office
from tests.waiting import until

pytestmark = pytest.mark.lengthy

NOTHING = {rule: Guardrail(Response.NOTHING, None) for rule in Rule}
WITHIN = timedelta(minutes=2)


@pytest.fixture
def bad(office: Office) -> Iterator[Office]:
    yield office
    office.sandbox.odds()
    office.sandbox.account(credits=100_000)


def guarded(office: Office, campaign_id: str) -> Guarded:
    found = office.console.keeper.guards.of(campaign_id)
    assert found is not None
    return found


def is_held(office: Office, campaign_id: str) -> Guarded:
    return until(lambda: guarded(office, campaign_id), lambda one: one.holds, seconds=60)


def set_terms(office: Office, campaign_id: str, **terms: tuple[Response, float]) -> None:
    wanted = {Rule(name): Guardrail(*one) for name, one in terms.items()}
    office.console.keeper.guards.set(campaign_id, GuardrailTerms(NOTHING | wanted), ANNA)


def entries(office: Office, campaign_id: str, action: AuditAction) -> list[Any]:
    page = office.console.audit.entries(Filter(campaign_id=campaign_id, actions=(action,)))
    return [one for one in page.rows if one.who.keeper]


def passed_at(office: Office, campaign_id: str, letter_of: dict[str, str], bound: float) -> datetime:
    """When the sandbox's own calls had passed a limit, so many of them ended."""
    ended = office.there(
        "select ended_at, outcome from calls where campaign_id = ? and ended_at is not null order by ended_at",
        campaign_id,
    )
    bad = 0
    for place, (at, outcome) in enumerate(ended, start=1):
        bad += outcome in letter_of
        if surely_above(bad, place, bound):
            return datetime.fromtimestamp(at, UTC)
    raise AssertionError("it was never passed")


def paused_at(office: Office, campaign_id: str) -> datetime:
    entry = entries(office, campaign_id, AuditAction.PAUSE)[0]
    assert entry.platform_at is not None
    return entry.platform_at


def test_a_campaign_whose_calls_fail_is_paused_in_two_minutes(bad: Office) -> None:
    bad.sandbox.odds(error=0.9)
    campaign = bad.campaign(70, at_once=5)
    bad.launch(campaign.id, most=None)

    held = is_held(bad, campaign.id)

    assert (held.rule, bad.status(campaign.id)) == (Rule.FAILURES, CampaignStatus.PAUSED)
    assert held.then is not None and held.then["failed"] / held.then["of"] > 0.5 and held.then["of"] >= 20
    assert paused_at(bad, campaign.id) - passed_at(bad, campaign.id, {"error": ""}, 0.5) <= WITHIN
    entry, *more = entries(bad, campaign.id, AuditAction.PAUSE)
    assert (more, entry.result, entry.figures["failures.of"]) == ([], Result.DONE, held.then["of"])
    called = bad.called(campaign.id)
    bad.sandbox.advance(hours=3)
    assert bad.called(campaign.id) == called


def test_a_list_of_wrong_numbers_is_paused_in_two_minutes(bad: Office) -> None:
    bad.sandbox.odds(invalid_number=0.4)
    campaign = bad.campaign(70, at_once=5)
    bad.launch(campaign.id, most=None)

    held = is_held(bad, campaign.id)

    assert held.rule is Rule.WRONG_NUMBERS
    assert paused_at(bad, campaign.id) - passed_at(bad, campaign.id, {"invalid_number": ""}, 0.1) <= WITHIN


def test_three_bad_calls_stop_nothing(bad: Office) -> None:
    bad.sandbox.odds(error=1.0)
    campaign = bad.campaign(3)
    bad.launch(campaign.id, most=None)

    until(lambda: guarded(bad, campaign.id), lambda one: one.watch is not None and one.watch.code is Why.OVER)

    assert entries(bad, campaign.id, AuditAction.PAUSE) == []


@pytest.mark.soak  # test_guardrail_rules.py reckons the hour
def test_watching_takes_sixty_requests_an_hour_at_most(bad: Office) -> None:
    """Of which some may be spent at once; `test_guardrail_rules.py` reckons whole hours."""
    bad.sandbox.odds(answered=1.0)
    campaign = bad.campaign(80, at_once=2)
    bad.launch(campaign.id, most=None)
    bad.sandbox.forget_requests()
    begun = bad.api.clock.now()

    gone = until(lambda: bad.api.clock.now() - begun, lambda gone: gone >= timedelta(minutes=6))

    asked = {name: count for name, count in bad.sandbox.requests().items() if name != "listCampaigns"}
    assert sum(asked.values()) <= HELD + AN_HOUR * (gone / timedelta(hours=1)), asked
    assert sum(asked.values()) >= 3, "it was watched"


def test_what_it_found_stands_in_front_of_who_lets_it_go_on_and_samples_begin_anew(bad: Office) -> None:
    bad.sandbox.odds(error=1.0)
    campaign = bad.campaign(50, at_once=10)
    bad.launch(campaign.id, most=None)
    held = is_held(bad, campaign.id)
    assert held.rule is Rule.FAILURES and held.then and held.now and held.now["of"] >= held.then["of"]

    bad.sandbox.odds(voicemail=1.0)
    bad.resume(campaign.id)

    assert guarded(bad, campaign.id).watch is not None
    until(lambda: guarded(bad, campaign.id), lambda one: not one.holds and one.rule is None)
    until(lambda: bad.called(campaign.id), lambda called: called == 50)
    assert len(entries(bad, campaign.id, AuditAction.PAUSE)) == 1


def test_who_lets_it_go_on_elsewhere_is_left_alone(bad: Office) -> None:
    bad.sandbox.odds(error=1.0)  # calls are short
    set_terms(bad, (campaign := bad.campaign(60, at_once=3)).id, calls_in_all=(Response.PAUSE, 20))
    bad.launch(campaign.id, most=None)
    is_held(bad, campaign.id)

    bad.elsewhere(campaign.id, CampaignStatus.RUNNING)

    until(lambda: guarded(bad, campaign.id), lambda one: not one.holds)
    assert guarded(bad, campaign.id).watch is not None


def test_a_pause_of_a_person_stays_hers(bad: Office) -> None:
    bad.sandbox.odds(error=1.0)
    campaign = bad.campaign(60, at_once=2)
    bad.launch(campaign.id, most=None)
    until(lambda: bad.called(campaign.id), bool)

    bad.pause(campaign.id)

    until(
        lambda: guarded(bad, campaign.id), lambda one: one.watch is not None and one.watch.code is Why.AT_REST
    )
    assert entries(bad, campaign.id, AuditAction.PAUSE) == []
    assert bad.status(campaign.id) == CampaignStatus.PAUSED


def test_a_resume_that_was_not_sent_leaves_it_held(bad: Office) -> None:
    bad.sandbox.odds(error=1.0)  # calls are short
    set_terms(bad, (campaign := bad.campaign(60, at_once=3)).id, calls_in_all=(Response.PAUSE, 20))
    bad.launch(campaign.id, most=None)
    is_held(bad, campaign.id)
    bad.sandbox.faults({"operation": "updateCampaign", "kind": "server_error", "status": 422, "times": None})

    bad.resume(campaign.id)
    bad.sandbox.faults()

    held = is_held(bad, campaign.id)
    assert (held.rule, bad.status(campaign.id)) == (Rule.CALLS_IN_ALL, CampaignStatus.PAUSED)


def test_a_campaign_that_was_started_elsewhere_is_watched_too(bad: Office) -> None:
    bad.sandbox.odds(error=1.0)
    campaign = bad.campaign(90, at_once=4)

    bad.api.campaigns.run(campaign.id)

    assert is_held(bad, campaign.id).rule is Rule.FAILURES


def test_a_limit_that_only_tells_pauses_nothing_and_tells_once(bad: Office) -> None:
    bad.sandbox.odds(error=1.0)
    set_terms(bad, (campaign := bad.campaign(40, at_once=10)).id, failures=(Response.TELL, 0.5))
    bad.launch(campaign.id, most=None)

    until(lambda: guarded(bad, campaign.id), lambda one: one.watch is not None and one.watch.code is Why.OVER)

    entry, *more = entries(bad, campaign.id, AuditAction.WARN)
    assert (more, entry.figures["failures.limit"]) == ([], 0.5)
    assert bad.called(campaign.id) == 40


def test_a_limit_that_was_passed_just_before_the_end_is_on_record(bad: Office) -> None:
    bad.sandbox.odds(error=1.0)
    set_terms(bad, (campaign := bad.campaign(40, at_once=40)).id, failures=(Response.TELL, 0.5))
    bad.launch(campaign.id, most=None)

    until(lambda: guarded(bad, campaign.id), lambda one: one.watch is not None and one.watch.code is Why.OVER)

    (entry,) = entries(bad, campaign.id, AuditAction.WARN)
    assert entry.figures["failures.limit"] == 0.5


@pytest.mark.soak  # test_guardrail_rules.py proves the rule
def test_so_many_credits_are_spent_and_not_many_more(bad: Office) -> None:
    bad.sandbox.odds(voicemail=1.0)
    set_terms(bad, (campaign := bad.campaign(100, at_once=3)).id, credits_in_all=(Response.PAUSE, 20))
    bad.launch(campaign.id, most=None)

    held = is_held(bad, campaign.id)

    assert held.rule is Rule.CREDITS_IN_ALL and held.then is not None and held.then["credits"] >= 20


def test_limits_that_are_set_while_it_calls_hold_at_once(bad: Office) -> None:
    set_terms(bad, (campaign := bad.campaign(120, at_once=2)).id, calls_in_all=(Response.PAUSE, 500))
    bad.launch(campaign.id, most=None)
    until(lambda: bad.called(campaign.id), lambda called: called >= 5)

    set_terms(bad, campaign.id, calls_in_all=(Response.PAUSE, 5))

    assert is_held(bad, campaign.id).rule is Rule.CALLS_IN_ALL
    assert bad.called(campaign.id) < 100


def test_at_most_n_and_the_limits_keep_one_campaign_side_by_side(bad: Office) -> None:
    bad.sandbox.odds(error=1.0)
    campaign = bad.campaign(60, at_once=4)
    bad.launch(campaign.id, most=40)

    held = is_held(bad, campaign.id)

    assert held.rule is Rule.FAILURES
    assert bad.limit(campaign.id).state is WatchState.WATCHING
    assert bad.called(campaign.id) < 40
    bad.sandbox.odds(voicemail=1.0)
    bad.resume(campaign.id)
    assert bad.limit_is(campaign.id, WatchState.PAUSED).why is Why.REACHED


def test_where_nothing_tells_how_calls_end_that_is_said_and_tried_again(bad: Office) -> None:
    closed = ("getDashboard", "listCalls", "listCampaignContacts")
    bad.sandbox.faults(
        *({"operation": one, "kind": "closed", "status": 403, "times": None} for one in closed)
    )
    bad.sandbox.odds(error=1.0)
    campaign = bad.campaign(60, at_once=1)
    bad.launch(campaign.id, most=None)

    found = until(lambda: guarded(bad, campaign.id), lambda one: bool(one.closed))

    assert found.closed == {Rule.FAILURES, Rule.WRONG_NUMBERS, Rule.ANSWER_RATE}
    assert bad.status(campaign.id) == CampaignStatus.RUNNING


def test_a_key_that_may_not_pause_tells_instead(bad: Office) -> None:
    bad.sandbox.odds(error=1.0)
    campaign = bad.campaign(60, at_once=5)
    bad.launch(campaign.id, most=None)
    bad.console.keeper.guards.set(campaign.id, GuardrailTerms(), ANNA)
    bad.sandbox.faults({"operation": "updateCampaign", "kind": "closed", "status": 403, "times": None})
    bad.console.deployment.learn_from(errors.Forbidden("updateCampaign", status=403), campaign.id)

    until(lambda: entries(bad, campaign.id, AuditAction.WARN))

    assert entries(bad, campaign.id, AuditAction.PAUSE) == []
    assert not guarded(bad, campaign.id).may_pause


def test_so_many_calls_a_day_are_made_and_a_person_may_want_it_to_stay_paused_then(bad: Office) -> None:
    bad.sandbox.odds(error=1.0)  # calls are short
    set_terms(bad, (campaign := bad.campaign(60, at_once=3)).id, calls_a_day=(Response.PAUSE, 20))
    bad.launch(campaign.id, most=None)
    held = is_held(bad, campaign.id)
    assert (held.rule, held.goes_on_by_itself) == (Rule.CALLS_A_DAY, True)
    assert 20 <= bad.called(campaign.id) <= 20 + 20

    bad.console.campaigns.stay_paused(bad.api.campaigns.get(campaign.id), who=ANNA)

    assert not guarded(bad, campaign.id).goes_on_by_itself


@pytest.mark.soak  # it waits for looks that are far apart; test_another_day.py proves the rule by a clock of its own
def test_on_another_day_it_goes_on_by_itself_unless_a_person_wants_it_to_stay(bad: Office) -> None:
    goes_on, stays = bad.campaign(60, at_once=3), bad.campaign(60, at_once=3)
    for campaign in (goes_on, stays):
        set_terms(bad, campaign.id, calls_a_day=(Response.PAUSE, 20))
        bad.launch(campaign.id, most=None)
    for campaign in (goes_on, stays):
        assert is_held(bad, campaign.id).goes_on_by_itself
    called = bad.called(stays.id)
    bad.console.campaigns.stay_paused(bad.api.campaigns.get(stays.id), who=ANNA)
    assert not guarded(bad, stays.id).goes_on_by_itself

    bad.sandbox.advance(hours=24)

    until(lambda: entries(bad, goes_on.id, AuditAction.RESUME))
    until(lambda: bad.called(goes_on.id), lambda more: more > 20)
    is_held(bad, goes_on.id)
    assert bad.called(goes_on.id) < 60, "a day is limited as the one before"
    assert (bad.called(stays.id), bad.status(stays.id)) == (called, CampaignStatus.PAUSED)
    assert entries(bad, stays.id, AuditAction.RESUME) == []


@pytest.mark.soak  # it waits for looks that are far apart; test_another_day.py proves the rule by a clock of its own
def test_on_a_closed_day_it_does_not_go_on_by_itself(bad: Office) -> None:
    campaign = bad.campaign(60, at_once=3)
    tomorrow = (bad.api.clock.now() + timedelta(days=1)).weekday()
    week = tuple(CLOSED if day == tomorrow else DAILY for day in range(7))
    bad.console.calling_days.set(campaign.id, campaign.name, CallingDays(week), who=ANNA)
    set_terms(bad, campaign.id, calls_a_day=(Response.PAUSE, 20))
    bad.launch(campaign.id, most=None)
    assert is_held(bad, campaign.id).rule is Rule.CALLS_A_DAY
    called = bad.called(campaign.id)

    bad.sandbox.advance(hours=24)
    looked = until(lambda: runs(bad, campaign.id))
    until(lambda: runs(bad, campaign.id), lambda now: now >= looked + 2)

    assert (bad.called(campaign.id), entries(bad, campaign.id, AuditAction.RESUME)) == (called, [])
    bad.sandbox.advance(hours=24)
    until(lambda: bad.called(campaign.id), lambda more: more > called)


def runs(office: Office, campaign_id: str) -> int:
    """So often it was looked at in a run of its own."""
    found = guarded(office, campaign_id).watch
    return found.run if found else 0
