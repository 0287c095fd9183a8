from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.dialling.telephony import Ending
from services.api.models import Outcome
from tests.sandbox.platform import Platform

TALK = Ending(Outcome.ANSWERED, 100)


def test_priority_comes_first_then_who_was_enrolled_earlier(platform: Platform) -> None:
    campaign = platform.campaign()
    first, second, urgent, low = (platform.person(TALK) for _ in range(4))
    platform.enrol(campaign, first, priority=0)
    platform.after(minutes=1)
    platform.enrol(campaign, second, priority=0)
    platform.enrol(campaign, low, priority=-3)
    platform.after(minutes=1)
    platform.enrol(campaign, urgent, priority=7)
    expected = [urgent, first, second, low]
    assert [row["contact"]["id"] for row in platform.people(campaign)] == expected
    platform.run(campaign)
    platform.after(hours=1)
    assert [call["contact_id"] for call in platform.calls(campaign)] == expected


@pytest.mark.parametrize("at_once", [1, 3, 7])
def test_it_never_has_more_calls_at_once_than_allowed(platform: Platform, at_once: int) -> None:
    campaign = platform.campaign(maxConcurrentCalls=at_once)
    platform.enrol(campaign, *[platform.person(TALK) for _ in range(20)])
    assert platform.run(campaign)["started"] == at_once
    assert platform.run(campaign)["started"] == 0
    platform.after(hours=2)
    assert platform.most_at_once(campaign) == at_once
    assert platform.status(campaign) == "completed"


def test_it_looks_for_work_every_thirty_seconds(platform: Platform) -> None:
    """A call of 100 s from 10:00:00 ends at 10:01:40; the next look is at 10:02:00, the dialling a second later."""
    campaign = platform.campaign()
    platform.enrol(campaign, platform.person(TALK), platform.person(TALK))
    platform.run(campaign)
    platform.after(minutes=10)
    calls = platform.calls(campaign)
    assert [call["started_at"][11:19] for call in calls] == ["10:00:00", "10:02:01"]
    assert (calls[0]["ended_at"][11:19], calls[0]["duration_seconds"]) == ("10:01:40", 100)


def test_people_are_seen_pending_queued_calling_and_done(platform: Platform) -> None:
    campaign = platform.campaign()
    person = platform.person(TALK)
    platform.enrol(campaign, person)
    platform.put(campaign, status="running")
    seen = [platform.one(campaign, person)["status"]]
    for time in ("10:00:30", "10:00:31", "10:02:10", "10:02:11"):
        platform.at(f"2026-03-03T{time}Z")
        seen.append(platform.one(campaign, person)["status"])
    assert seen == ["pending", "queued", "calling", "calling", "completed"]


def test_numbers_take_turns_and_a_person_keeps_the_first(platform: Platform) -> None:
    campaign = platform.campaign()
    people = [platform.person(Outcome.NO_ANSWER) for _ in range(4)]
    platform.enrol(campaign, *people)
    platform.run(campaign)
    platform.after(hours=8)
    used: dict[str, list[str]] = {}
    for call in platform.calls(campaign):
        used.setdefault(call["contact_id"], []).append(call["from_number"])
    assert [used[person][0][-1] for person in people] == ["1", "2", "1", "2"]
    assert all(len(numbers) == 3 and len(set(numbers)) == 1 for numbers in used.values())


def test_a_suspended_number_calls_nobody(platform: Platform) -> None:
    campaign = platform.campaign()
    platform.enrol(campaign, platform.person(TALK), platform.person(TALK))
    with platform.world.write() as connection:
        connection.exec_driver_sql("update phone_numbers set status = 'suspended' where id = 'num_first'")
    platform.run(campaign)
    platform.after(hours=1)
    assert {call["from_number"] for call in platform.calls(campaign)} == {"+493023125002"}
    platform.campaign(400, fromNumberIds=["num_first"])


def test_a_number_of_another_assistant_is_a_conflict(platform: Platform) -> None:
    with platform.world.write() as connection:
        connection.exec_driver_sql(
            "insert into assistants (id, team_id, name) values ('asst_other', 'team_demo', 'Otto')"
        )
    platform.campaign(409, assistantId="asst_other")


def test_no_phone_and_do_not_call_are_skipped(platform: Platform) -> None:
    campaign = platform.campaign(maxConcurrentCalls=3)
    mute, barred, fine = platform.person(phone=None), platform.person(do_not_call=True), platform.person(TALK)
    platform.enrol(campaign, mute, barred, fine)
    row = platform.one(campaign, barred)
    assert (row["status"], row["outcome"]) == ("skipped", "do_not_call")
    assert platform.run(campaign)["started"] == 1
    row = platform.one(campaign, mute)
    assert (row["status"], row["outcome"], row["attempts"]) == ("skipped", "invalid_number", 0)
    platform.after(hours=1)
    shown = platform.show(campaign)
    counters = ("total_contacts", "contacts_called", "contacts_completed", "contacts_answered")
    assert [shown[name] for name in counters] == [3, 1, 3, 1]


def test_somebody_barred_while_waiting_is_not_called_again(platform: Platform) -> None:
    campaign = platform.campaign()
    person = platform.person(Outcome.NO_ANSWER, phone="+4915112340999")
    platform.enrol(campaign, person)
    platform.run(campaign)
    platform.after(minutes=5)
    platform.client.post(
        "/api/crm/contacts/import",
        files={"file": ("people.csv", "name,phone,dnc\nAda,+4915112340999,true\n")},
        data={
            "teamId": "team_demo",
            "columnMapping": '{"first_name": "name", "phone": "phone", "do_not_call": "dnc"}',
            "duplicateMode": "update",
        },
    )
    platform.after(hours=5)
    row = platform.one(campaign, person)
    assert (row["status"], row["outcome"], row["attempts"]) == ("skipped", "do_not_call", 1)


def test_max_calls_holds_until_the_next_run(platform: Platform) -> None:
    """First three, then look: the campaign stays running and dials nobody until somebody goes on."""
    campaign = platform.campaign(maxConcurrentCalls=2)
    platform.enrol(campaign, *[platform.person(TALK) for _ in range(6)])
    assert platform.run(campaign, maxCalls=3)["started"] == 2
    platform.after(hours=2)
    assert (len(platform.calls(campaign)), platform.status(campaign)) == (3, "running")
    assert platform.run(campaign)["started"] == 2
    platform.after(hours=2)
    assert (len(platform.calls(campaign)), platform.status(campaign)) == (6, "completed")


def test_a_dialler_that_max_calls_does_not_bind_goes_on_with_everybody(
    reopen: Callable[..., Platform],
) -> None:
    """The one request is capped; the dialler's next looks fill up what may be called at once."""
    platform = reopen(max_calls_binds="request")
    campaign = platform.campaign(maxConcurrentCalls=4)
    platform.enrol(campaign, *[platform.person(TALK) for _ in range(6)])
    assert platform.run(campaign, maxCalls=1)["started"] == 1
    platform.after(minutes=1)
    assert len(platform.calls(campaign)) == 4
    platform.after(hours=2)
    assert (len(platform.calls(campaign)), platform.status(campaign)) == (6, "completed")


def test_a_campaign_at_its_max_calls_goes_on_once_these_bind_the_dialler_no_more(
    reopen: Callable[..., Platform],
) -> None:
    platform = reopen(control="secret")
    campaign = platform.campaign(maxConcurrentCalls=4)
    platform.enrol(campaign, *[platform.person(TALK) for _ in range(6)])
    platform.run(campaign, maxCalls=1)
    platform.after(hours=1)
    assert len(platform.calls(campaign)) == 1
    told = platform.client.patch(
        "/sandbox/account", json={"max_calls_binds": "request"}, headers={"X-Sandbox-Control": "secret"}
    )
    assert told.status_code == 200
    platform.after(hours=2)
    assert (len(platform.calls(campaign)), platform.status(campaign)) == (6, "completed")


def test_the_counters_agree_with_the_people_at_any_moment(platform: Platform) -> None:
    """Sixty people whom the network decides about, looked at every few minutes."""
    campaign = platform.campaign(maxConcurrentCalls=5, settings={"retry_on_error": True})
    people = [platform.person(phone=f"+4915170000{n:03}", do_not_call=n % 10 == 0) for n in range(60)]
    platform.enrol(campaign, *people)
    platform.run(campaign)
    for _ in range(25):
        platform.after(minutes=11)
        shown, counted = platform.show(campaign), platform.counted(campaign)
        assert {name: shown[name] for name in counted} == counted
        assert shown["total_contacts"] >= shown["contacts_called"] >= shown["contacts_answered"]
        assert shown["total_contacts"] >= shown["contacts_completed"]
    assert platform.status(campaign) == "completed"
    assert platform.most_at_once(campaign) <= 5


def test_the_same_seed_gives_the_same_calls(platform: Platform) -> None:
    network = platform.world.network
    again = [network.call(f"+49151{n:08}", 1, 11) for n in range(2000)]
    assert again == [network.call(f"+49151{n:08}", 1, 11) for n in range(2000)]
    outcomes = [ending.outcome for ending in again]
    assert 0.33 < outcomes.count(Outcome.ANSWERED) / 2000 < 0.45
    assert 0.01 < outcomes.count(Outcome.INVALID_NUMBER) / 2000 < 0.03
    night = [network.call(f"+49151{n:08}", 1, 3).outcome for n in range(2000)]
    assert night.count(Outcome.ANSWERED) < outcomes.count(Outcome.ANSWERED) * 0.7
