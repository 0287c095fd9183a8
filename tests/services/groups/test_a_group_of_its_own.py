"""Group of an import: its own, made once, of no assistant; and no other one is joined before a person was asked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from services.api import errors
from services.api.generation import Generation
from services.audit.audit import Audit, AuditAction, Result
from services.groups.assistants import campaigns_fed_by
from services.groups.joining import GroupJoins
from services.groups.own_group import LONGEST_NAME, group_for_import, group_name
from services.person import Person
from services.settings import HOME
from tests.services.groups.platform_with_groups import PlatformWithGroups

DAY = date(2026, 12, 1)
MAKE = "POST /api/crm/groups"
ANNA = Person("Anna")


def own_group_of(platform: PlatformWithGroups, import_id: str = "4f1c") -> str:
    return group_for_import(platform.api(), file_name="Leads Ä.xlsx", made_on=DAY, import_id=import_id).id


@pytest.mark.parametrize("generation", [Generation.ACTIONS, Generation.NEWEST])
def test_an_import_has_a_group_of_its_own_by_file_and_day(generation: Generation) -> None:
    platform = PlatformWithGroups(generation)
    made = own_group_of(platform)
    assert platform.groups[made]["name"] == "Import Leads Ä.xlsx 2026-12-01 4f1c"


def test_going_on_finds_it_again_and_another_import_has_another() -> None:
    platform = PlatformWithGroups()
    made = own_group_of(platform)
    assert own_group_of(platform) == made
    assert own_group_of(platform, "77aa") != made
    assert platform.changes() == [MAKE, MAKE]


def test_after_a_lost_answer_it_is_found_and_not_made_twice() -> None:
    platform = PlatformWithGroups(lost={MAKE})
    made = own_group_of(platform)
    assert list(platform.groups) == [made]
    assert platform.changes() == [MAKE]


def test_where_another_process_was_first_its_group_is_taken() -> None:
    platform = PlatformWithGroups()
    platform.group("g9", "Import Leads Ä.xlsx 2026-12-01 4f1c")
    platform.hidden = {"g9"}
    assert own_group_of(platform) == "g9"
    assert list(platform.groups) == ["g9"]


def test_a_group_that_an_assistant_has_meanwhile_is_not_used() -> None:
    platform = PlatformWithGroups()
    made = own_group_of(platform)
    platform.assistants = [{"id": "a", "name": "A", "group_id": made}]
    assert own_group_of(platform) != made


def test_where_it_could_not_be_made_that_is_said() -> None:
    platform = PlatformWithGroups(refused={MAKE: 403})
    with pytest.raises(errors.Forbidden):
        own_group_of(platform)


def test_a_long_file_name_gives_way_to_what_tells_the_group_apart() -> None:
    name = group_name("x" * 300, DAY, "4f1c", 2)
    assert len(name) == LONGEST_NAME
    assert name.endswith(" 2026-12-01 4f1c (2)")


def feeding() -> PlatformWithGroups:
    """Group g1 is called by assistant a1, g2 by a2; nothing is known of a3's."""
    platform = PlatformWithGroups()
    platform.group("g1", "One")
    platform.group("g2", "Two")
    platform.assistants = [
        {"id": "a1", "name": "A1", "group_id": "g1"},
        {"id": "a2", "name": "A2", "group_id": "g2"},
        {"id": "a3", "name": "A3"},
    ]
    for number, status in enumerate(("running", "scheduled", "active", "draft", "paused", "completed")):
        platform.campaign(f"c{number}", "a1", status)
    platform.campaign("elsewhere", "a2", "running")
    platform.campaign("not-told", "a3", "running")
    return platform


def test_campaigns_that_may_call_who_joins_are_named_also_where_nothing_is_told_of_their_group() -> None:
    fed = campaigns_fed_by(feeding().api(), "g1")
    assert [one.id for one in fed] == ["c0", "c1", "c2", "not-told"]


def test_where_this_key_sees_no_assistants_every_running_campaign_counts() -> None:
    platform = feeding()
    platform.refused = {"GET /api/crm/outbound-assistants": 403}
    assert "elsewhere" in [one.id for one in campaigns_fed_by(platform.api(), "g1")]


@pytest.fixture
def log(engine: Engine) -> Audit:
    return Audit(engine, lambda: datetime(2026, 12, 1, tzinfo=UTC))


def test_nobody_joins_before_a_person_was_asked_about_each_campaign(log: Audit) -> None:
    platform = feeding()
    joins = GroupJoins(platform.api(), log)
    with pytest.raises(errors.CampaignsWouldCall) as asked:
        joins.join("g1", ["p1"], agreed={"c0", "c1"}, who=ANNA)
    assert asked.value.campaigns == {"c2": "Campaign c2", "not-told": "Campaign not-told"}
    assert platform.changes() == []
    joins.join("g1", ["p1", "p2"], agreed={"c0", "c1", "c2", "not-told"}, who=ANNA)
    assert platform.members["g1"] == ["p1", "p2"]
    recorded = [(one.action, one.result) for one in log.entries().rows]
    assert recorded == [(AuditAction.JOIN_GROUP, Result.DONE), (AuditAction.JOIN_GROUP, Result.REFUSED)]


def test_there_is_one_way_into_another_group_and_one_for_a_group_into_a_campaign() -> None:
    """Both ask a person first; what they call asks nobody."""
    ways = {
        r"\.groups\.add\(": ["services/groups/joining.py"],
        r"\.add_audience\(": ["services/campaigns/first_people.py", "services/launch/group_enrolment.py"],
    }
    sources = {
        str(one.relative_to(HOME)): one.read_text(encoding="utf-8")
        for folder in ("services", "components", "pages")
        for one in sorted((HOME / folder).rglob("*.py"))
    }
    for way, taken_by in ways.items():
        assert [name for name, source in sources.items() if re.search(way, source)] == taken_by
