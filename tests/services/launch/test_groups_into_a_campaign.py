"""Contact group as the audience of a campaign: nobody gets in whom a person of this console has not confirmed, nobody twice,
and more than were confirmed stop everything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from services.access.access import Denial, NotAllowed
from services.api import errors
from services.api.generation import Generation
from services.api.models import Call
from services.audit.audit import Audit, AuditAction, Result
from services.do_not_call.calls_to_numbers import CallsToNumbers
from services.do_not_call.recently_called import RecentlyCalled
from services.groups.audience import AudienceChoice, LeftOut
from services.launch import Launches, LaunchOutcome
from services.launch.group_enrolment import AskedAudience, GroupEnrolments, GroupOutcome, GroupResult
from services.launch.ledger import Ledger
from services.person import Person
from tests.services.groups.platform_with_groups import PlatformWithGroups

ANNA, BEN = Person("Anna"), Person("Ben")
RENEWALS = AudienceChoice("g1", "Renewals")
OTHERS = AudienceChoice("g2", "Others")
ENROL = "POST /api/crm/campaigns/cmp/contacts"
RUN = "POST /api/crm/campaigns/cmp/run"


@pytest.fixture
def platform() -> PlatformWithGroups:
    """Renewals is the assistant's group: five people, of whom three can be called. Others is not."""
    made = PlatformWithGroups()
    for number in range(1, 4):
        made.person(f"p{number}", f"+4479111234{number:02}")
    made.person("silent", None)
    made.person("barred", "+447911123499", do_not_call=True)
    made.person("unmarked", "+447911123450", do_not_call=None)
    made.person("twin", "+44 7911 123401")
    made.group("g1", "Renewals", "p1", "p2", "p3", "silent", "barred")
    made.group("g2", "Others", "p1", "twin", "unmarked", "silent", "barred")
    made.assistants = [{"id": "a1", "name": "A1", "group_id": "g1"}]
    made.campaign("cmp", "a1")
    return made


class Desk:
    """One console before the platform, its machine's clock in hand."""

    def __init__(self, engine: Engine, platform: PlatformWithGroups) -> None:
        self.wall = datetime(2026, 12, 1, tzinfo=UTC)
        self.platform = platform
        self.api = platform.api()
        self.audit = Audit(engine, lambda: self.wall)
        ledger = Ledger(engine, lambda: self.wall, wall=lambda: self.wall)
        self.enrolments = GroupEnrolments(
            engine, self.api, audit=self.audit, ledger=ledger, pause=lambda _seconds: None
        )
        self.launches = Launches(engine, self.api, ledger=ledger, pause=lambda _seconds: None)

    def ask(self, choice: AudienceChoice = RENEWALS) -> AskedAudience:
        return self.enrolments.ask("cmp", choice)

    def confirm(self, asked: AskedAudience, who: Person = ANNA) -> GroupResult:
        return self.enrolments.enroll_once(self.api.campaigns.get("cmp"), asked, who=who)

    def launch(self) -> tuple[LaunchOutcome, errors.ApiError | None]:
        seen = self.launches.seen(self.api.campaigns.get("cmp"))
        launched = self.launches.launch("cmp", seen, who=ANNA)
        return launched.outcome, launched.error


@pytest.fixture
def desk(engine: Engine, platform: PlatformWithGroups) -> Desk:
    return Desk(engine, platform)


def test_the_platform_itself_says_who_of_the_assistants_group_gets_in(desk: Desk) -> None:
    found = desk.ask().preview
    assert (found.count, found.by_platform) == (3, True)
    assert found.left_out == {LeftOut.NO_PHONE: 1, LeftOut.DO_NOT_CALL: 1}
    assert desk.platform.changes() == []


def test_what_was_confirmed_is_enrolled_by_the_filters_of_its_preview(desk: Desk) -> None:
    done = desk.confirm(desk.ask())
    assert (done.outcome, done.confirmed, done.added, done.too_many) == (GroupOutcome.ENROLLED, 3, 3, 0)
    assert desk.platform.enrolled["cmp"] == ["p1", "p2", "p3"]
    (_, previewed), (_, sent) = desk.platform.sent[-2:]
    assert sent == {"audience": {"mode": "all_eligible", "maxToAdd": 3}}
    assert previewed == {"campaignId": "cmp", "maxToAdd": 3}


@pytest.mark.parametrize("generation", [Generation.ACTIONS, Generation.NEWEST])
def test_another_group_goes_by_ids_and_who_gets_in_is_worked_out_here(
    desk: Desk, generation: Generation
) -> None:
    desk.platform.generation = generation
    asked = desk.ask(OTHERS)
    assert not asked.preview.by_platform
    assert asked.preview.left_out == {
        LeftOut.SAME_NUMBER: 1,
        LeftOut.NO_PHONE: 1,
        LeftOut.DO_NOT_CALL: 1,
    }
    assert (asked.preview.count, asked.preview.unmarked) == (2, 1)
    assert desk.confirm(asked).added == 2
    assert [body for name, body in desk.platform.sent if name == ENROL] == [
        {"contactIds": ["p1", "unmarked"]}
    ]


@pytest.mark.parametrize("choice", [RENEWALS, OTHERS])
def test_who_was_called_by_another_campaign_a_short_while_ago_is_left_out_of_a_group(
    desk: Desk, engine: Engine, choice: AudienceChoice
) -> None:
    account = f"{desk.api.base_url} {desk.api.team_id}"
    called = Call(id="c1", to_number="+44 (0)7911 123401", started_at=desk.wall - timedelta(days=2))
    CallsToNumbers(engine, account, lambda: desk.wall).note([called], from_the_start=True)
    desk.enrolments.called = RecentlyCalled(engine, account, lambda: desk.wall, timedelta(days=3))

    asked = desk.ask(choice)

    assert not asked.preview.by_platform
    assert asked.preview.left_out[LeftOut.CALLED_LATELY] == (1 if choice is RENEWALS else 2)
    desk.confirm(asked)
    [sent] = [body for name, body in desk.platform.sent if name == ENROL]
    assert "p1" not in sent["contactIds"]


def test_whoever_is_in_already_is_not_sent_again(desk: Desk) -> None:
    desk.platform.enrolled["cmp"] = ["p1"]
    asked = desk.ask()
    assert (asked.preview.by_platform, asked.preview.before) == (False, 1)
    assert asked.preview.left_out[LeftOut.ALREADY_IN] == 1
    desk.confirm(asked)
    assert [body for name, body in desk.platform.sent if name == ENROL] == [{"contactIds": ["p2", "p3"]}]


def test_only_so_many_get_in_as_were_asked_for(desk: Desk) -> None:
    choice = AudienceChoice("g1", "Renewals", at_most=2)
    asked = desk.ask(choice)
    assert (asked.preview.count, asked.preview.left_out[LeftOut.OVER_LIMIT]) == (2, 1)
    assert desk.confirm(asked).added == 2


@pytest.mark.parametrize("choice", [RENEWALS, OTHERS])
def test_a_group_that_has_changed_since_is_asked_about_again(desk: Desk, choice: AudienceChoice) -> None:
    asked = desk.ask(choice)
    desk.platform.members[choice.group_id].remove("p1")
    result = desk.confirm(asked)
    assert result.outcome is GroupOutcome.CHANGED
    assert result.preview is not None
    assert (
        result.preview.count == 2
        if choice is RENEWALS
        else result.preview.contact_ids == ("twin", "unmarked")
    )
    assert desk.platform.changes() == []


def test_who_joins_the_group_meanwhile_does_not_get_in_beyond_the_number(desk: Desk) -> None:
    asked = desk.ask()
    desk.platform.members["g1"].append("unmarked")
    assert desk.confirm(asked).added == 3
    assert len(desk.platform.enrolled["cmp"]) == 3


def test_two_people_who_were_asked_the_same_put_it_in_once(desk: Desk) -> None:
    annas, bens = desk.ask(), desk.ask()
    assert desk.confirm(annas).outcome is GroupOutcome.ENROLLED
    again = desk.confirm(bens, BEN)
    assert (again.outcome, again.intent.who) == (GroupOutcome.ALREADY, ANNA)
    assert desk.platform.changes() == [ENROL]


def test_more_than_confirmed_are_said_and_never_launched(desk: Desk) -> None:
    desk.platform.adds = ["barred", "silent"]
    result = desk.confirm(desk.ask())
    assert (result.confirmed, result.too_many) == (3, 2)
    for _try in range(3):
        outcome, error = desk.launch()
        assert outcome is LaunchOutcome.NOT_SENT
        assert isinstance(error, errors.PeopleNobodyChose)
        assert error.count == 2
    assert RUN not in desk.platform.changes()


def test_another_group_afterwards_does_not_make_it_good(desk: Desk) -> None:
    desk.platform.adds = ["barred"]
    desk.confirm(desk.ask())
    desk.platform.adds = []
    assert desk.confirm(desk.ask(OTHERS)).too_many == 0
    assert isinstance(desk.launch()[1], errors.PeopleNobodyChose)


def test_fewer_than_confirmed_are_said(desk: Desk) -> None:
    desk.platform.loses = 1
    result = desk.confirm(desk.ask())
    assert (result.outcome, result.confirmed, result.added) == (GroupOutcome.ENROLLED, 3, 2)


def test_after_a_lost_answer_it_is_looked_and_nothing_sent_again(desk: Desk) -> None:
    asked = desk.ask()
    desk.platform.lost = {ENROL}
    result = desk.confirm(asked)
    assert (result.outcome, result.added, result.too_many) == (GroupOutcome.ENROLLED, 3, 0)
    assert desk.platform.changes() == [ENROL]


def test_a_lost_answer_behind_which_more_got_in_stops_everything_too(desk: Desk) -> None:
    asked = desk.ask()
    desk.platform.lost, desk.platform.adds = {ENROL}, ["barred"]
    assert desk.confirm(asked).too_many == 1
    assert isinstance(desk.launch()[1], errors.PeopleNobodyChose)


def test_while_it_is_not_certain_nothing_is_launched_and_nothing_added(desk: Desk) -> None:
    asked = desk.ask()
    desk.platform.refused = {ENROL: 502}
    result = desk.confirm(asked)
    assert result.outcome is GroupOutcome.UNCERTAIN
    assert isinstance(desk.launch()[1], errors.WhoIsInNotCertain)
    assert desk.confirm(desk.ask()).outcome is GroupOutcome.UNCERTAIN
    desk.platform.refused = {}
    for _look in range(6):
        desk.wall += timedelta(seconds=40)
        result = desk.enrolments.look(result.intent.id)
    assert result.outcome is GroupOutcome.NOT_ENROLLED
    assert desk.confirm(desk.ask()).outcome is GroupOutcome.ENROLLED
    assert desk.platform.changes() == [ENROL, ENROL]


def test_a_campaign_that_is_no_draft_takes_no_group(desk: Desk) -> None:
    asked = desk.ask()
    desk.platform.campaigns["cmp"]["status"] = "running"
    result = desk.confirm(asked)
    assert result.outcome is GroupOutcome.NOT_SENT
    assert isinstance(result.error, errors.Conflict)
    assert desk.platform.changes() == []


def test_nobody_is_put_in_where_nobody_would_get_in(desk: Desk) -> None:
    desk.platform.members["g1"] = ["silent"]
    asked = desk.ask()
    assert asked.preview.count == 0
    assert desk.confirm(asked).outcome is GroupOutcome.CHANGED
    assert desk.platform.changes() == []


@pytest.mark.parametrize(
    ("generation", "refusal"),
    [(Generation.SEED, errors.NotInThisVersion), (Generation.UNKNOWN, errors.VersionUnknown)],
)
def test_where_groups_are_not_known_to_be_there_nobody_is_put_in(
    desk: Desk, generation: Generation, refusal: type[errors.ApiError]
) -> None:
    asked = desk.ask()
    desk.platform.generation = generation
    with pytest.raises(refusal):
        desk.ask()
    assert isinstance(desk.confirm(asked).error, refusal)
    assert desk.platform.changes() == []


def test_the_mark_of_a_member_whom_the_crm_lists_in_another_group_counts_too(desk: Desk) -> None:
    desk.platform.unlisted = {"p1", "barred"}
    found = desk.ask(OTHERS).preview
    assert found.left_out[LeftOut.DO_NOT_CALL] == 1
    assert found.contact_ids == ("p1", "unmarked")
    assert found.unmarked == 2


def test_who_was_called_before_is_not_told_of_another_group(desk: Desk) -> None:
    with pytest.raises(errors.NotInThisVersion):
        desk.ask(AudienceChoice("g2", "Others", never_called=True))
    assert desk.ask(AudienceChoice("g1", "Renewals", never_called=True)).preview.by_platform
    assert desk.platform.sent[-1][1]["notYetDialed"] is True


def test_who_may_not_use_the_console_puts_nobody_in(engine: Engine, platform: PlatformWithGroups) -> None:
    def not_you() -> None:
        raise NotAllowed(Denial.NOT_LISTED)

    desk = Desk(engine, platform)
    enrolments = GroupEnrolments(engine, desk.api, require_allowed=not_you)
    with pytest.raises(NotAllowed):
        enrolments.enroll_once(desk.api.campaigns.get("cmp"), desk.ask(), who=ANNA)
    assert platform.changes() == []


def test_each_is_in_the_activity_record_with_what_was_confirmed_and_what_came_of_it(desk: Desk) -> None:
    asked = desk.ask()
    desk.platform.members["g1"].remove("p1")
    desk.confirm(asked)
    desk.confirm(desk.ask())
    newest, refused = desk.audit.entries().rows
    assert (newest.action, newest.result, newest.figures) == (
        AuditAction.ADD_GROUP,
        Result.DONE,
        {"confirmed": 2, "people": 2},
    )
    assert (refused.result, refused.figures) == (Result.REFUSED, {"confirmed": 3})
