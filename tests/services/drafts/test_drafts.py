"""A draft is there for whoever began it, whole, until it is used, deleted or past its time."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from services.database.circuit_breaker import AwayReason, DatabaseAway
from services.database.database import breaker_of, make_engine
from services.drafts.autosave import RETRY_AFTER, Autosave, NotKept, Snapshot
from services.drafts.content import PART
from services.drafts.drafts import (
    CLAIM_HELD,
    STORED_WITHIN,
    UNDO_KEPT,
    DraftChanged,
    DraftGone,
    DraftKind,
    Drafts,
    NoRoomForDrafts,
)
from services.drafts.table import DraftRow
from tests.new_database import make_tables
from tests.services.database.database_troubles import held_by_another_program
from tests.services.drafts.conftest import KEPT, ROOM, TEAM, Clock, DraftsOf, files_refused
from tests.waiting import DEADLINE, until

STATE = {"version": 1, "said": ["ü", 1, None]}


def until_nothing_is_being_stored() -> None:
    until(lambda: [one for one in threading.enumerate() if one.name == "keep-draft"], lambda those: not those)


def opened(drafts: Drafts, draft_id: str) -> Autosave:
    draft = drafts.open(draft_id)
    assert draft
    return Autosave.of(draft)


class AnswersLost(Drafts):
    """What is kept while answers are `lost` is there, and its page does not learn of it."""

    def __init__(self, drafts: Drafts) -> None:
        self.__dict__ |= drafts.__dict__
        self.lost = False

    def save(self, *named: Any, **values: Any) -> int:
        version = super().save(*named, **values)
        if self.lost:
            raise DatabaseAway(AwayReason.LOCKED)
        return version


def begun(drafts: Drafts, content: bytes = b"Name,Phone\nAnn,+12127365000\n") -> str:
    draft_id, stored = drafts.begin(
        DraftKind.PEOPLE, "list.csv", state=STATE, figures={"ready": 1}, content=content
    )
    assert stored.finished.wait(DEADLINE)
    return draft_id


def test_a_draft_comes_back_as_it_was_kept_its_file_in_parts(drafts_of: DraftsOf) -> None:
    content = os.urandom(2 * PART + 3)
    draft_id = begun(drafts_of("ada"), content)

    there = drafts_of("ada")
    draft = there.open(draft_id)

    assert draft and (draft.name, draft.state, draft.version, draft.size) == (
        "list.csv",
        STATE,
        1,
        len(content),
    )
    assert there.content(draft_id) == content
    [listed] = there.list()
    assert (listed.id, dict(listed.figures), listed.deleted_at) == (
        draft_id,
        {"ready": 1},
        draft.changed_at + KEPT,
    )


@pytest.mark.parametrize(
    ("owner", "team", "sees"),
    [("ada", TEAM, True), ("ben", TEAM, False), ("", TEAM, False), ("ada", "another team", False)],
)
def test_a_draft_is_there_for_its_owner_in_its_team_only(
    drafts_of: DraftsOf, owner: str, team: str, sees: bool
) -> None:
    draft_id = begun(drafts_of("ada"))

    other = drafts_of(owner, team=team)

    assert (other.open(draft_id) is not None) is sees
    assert (other.content(draft_id) is not None) is sees
    assert bool(other.list()) is sees
    if not sees:
        with pytest.raises(DraftGone):
            other.save(draft_id, 1, name="x", state={}, figures={})
        assert other.delete(draft_id) is False
        other.finish(draft_id)
    assert drafts_of("ada").open(draft_id)


def test_of_two_pages_the_later_one_overwrites_nothing(drafts_of: DraftsOf) -> None:
    one = drafts_of("")
    draft_id = begun(one)
    assert one.save(draft_id, 1, name="list.csv", state={"by": "one"}, figures={}) == 2

    with pytest.raises(DraftChanged):
        drafts_of("").save(draft_id, 1, name="list.csv", state={"by": "other"}, figures={})

    kept = one.open(draft_id)
    assert kept and kept.state == {"by": "one"}


def test_a_draft_goes_with_its_retention_and_each_change_prolongs_it(
    drafts_of: DraftsOf, clock: Clock
) -> None:
    drafts = drafts_of("ada")
    draft_id = begun(drafts)
    clock.move(KEPT - timedelta(hours=1))
    assert drafts.purge() == 0
    drafts.save(draft_id, 1, name="list.csv", state=STATE, figures={})
    clock.move(KEPT)

    assert drafts.open(draft_id) is None  # also before it is deleted
    assert drafts.purge() == 1
    clock.move(-KEPT)
    assert drafts.open(draft_id) is None


def test_a_deleted_draft_can_be_taken_back_for_a_while(drafts_of: DraftsOf, clock: Clock) -> None:
    drafts = drafts_of("ada")
    draft_id = begun(drafts)
    assert drafts.delete(draft_id)
    assert drafts.list() == []
    assert drafts.open(draft_id) is None

    assert drafts.purge() == 0
    assert drafts.take_back(draft_id)
    assert drafts.open(draft_id)

    drafts.delete(draft_id)
    clock.move(UNDO_KEPT)
    assert drafts.take_back(draft_id) is False
    assert drafts.purge() == 1


def test_a_draft_whose_file_is_on_its_way_is_there_in_a_moment_and_one_whose_process_died_is_not(
    drafts_of: DraftsOf, engine: Engine, clock: Clock
) -> None:
    drafts = drafts_of("ada")
    draft_id = begun(drafts)
    assert not drafts.is_being_stored(draft_id)

    with engine.begin() as connection:
        connection.execute(update(DraftRow).values(complete=False))

    assert drafts.open(draft_id) is None
    assert drafts.is_being_stored(draft_id)
    assert not drafts_of("ben").is_being_stored(draft_id)
    clock.move(STORED_WITHIN)
    assert not drafts.is_being_stored(draft_id)


def test_a_used_draft_is_gone_at_once(drafts_of: DraftsOf) -> None:
    drafts = drafts_of("ada")
    draft_id = begun(drafts)

    drafts.finisher(draft_id)()

    assert drafts.open(draft_id) is None
    assert drafts.take_back(draft_id) is False


def test_files_have_so_much_room_and_no_more_and_one_person_leaves_half_of_it_to_others(
    drafts_of: DraftsOf,
) -> None:
    begun(drafts_of("ada"), bytes(ROOM // 2))
    with pytest.raises(NoRoomForDrafts):
        begun(drafts_of("ada"), b"1")

    begun(drafts_of(""), bytes(ROOM // 2 - 10))  # nobody is told apart there
    with pytest.raises(NoRoomForDrafts):
        begun(drafts_of("ben"), bytes(11))


def test_a_page_keeps_what_changed_and_nothing_where_nothing_did(drafts_of: DraftsOf) -> None:
    drafts, page = drafts_of(""), Autosave(DraftKind.CAMPAIGN)
    made: list[str] = []

    def snapshot(said: str) -> Snapshot:
        made.append(said)
        return Snapshot(said, {"said": said}, {})

    for said in ("a", "a", "b", "b"):
        page.keep(drafts, said, lambda said=said: snapshot(said))

    assert made == ["a", "b"]
    kept = drafts.open(page.id)
    assert kept and kept.state["said"] == "b"


def test_work_goes_on_while_the_database_is_away_and_is_kept_once_it_is_back(
    drafts_of: DraftsOf, tmp_path: Path
) -> None:
    file = tmp_path / "held.db"
    engine = make_engine(f"sqlite:///{file}")
    make_tables(engine)
    drafts, page = drafts_of("", on=engine), Autosave(DraftKind.CAMPAIGN)
    with held_by_another_program(file):
        page.keep(drafts, 1, lambda: Snapshot("a", {"said": "a"}, {}))
        assert page.problem is NotKept.AWAY
        assert not page.kept
    assert until(breaker_of(engine).ask_now, bool)

    page.keep(drafts, 1, lambda: Snapshot("a", {"said": "a"}, {}))

    assert page.kept
    kept = drafts.open(page.id)
    assert kept and kept.state["said"] == "a"
    engine.dispose()


def test_a_page_is_told_once_its_draft_is_used_elsewhere(drafts_of: DraftsOf) -> None:
    drafts, page = drafts_of(""), Autosave(DraftKind.CAMPAIGN)
    page.keep(drafts, 1, lambda: Snapshot("a", {}, {}))
    drafts_of("").finish(page.id)

    page.keep(drafts, 2, lambda: Snapshot("b", {}, {}))
    page.keep(drafts, 3, lambda: Snapshot("c", {}, {}))

    assert page.problem is NotKept.GONE
    assert drafts.list() == []  # it does not come back either


def test_of_two_pages_that_show_the_same_one_alone_may_make_something_of_it(drafts_of: DraftsOf) -> None:
    drafts, page = drafts_of(""), Autosave(DraftKind.CAMPAIGN)
    same = Snapshot("a", {"said": "a"}, {})
    page.keep(drafts, 1, lambda: same)
    one, other = opened(drafts, page.id), opened(drafts, page.id)

    assert one.claim(drafts, lambda: same)
    assert one.claim(drafts, lambda: same)
    assert not other.claim(drafts, lambda: same)
    assert other.problem is NotKept.CHANGED


def test_a_file_that_cannot_be_stored_takes_no_room_is_told_of_and_stored_later(
    drafts_of: DraftsOf, engine: Engine
) -> None:
    drafts, seconds = drafts_of(""), [0.0]
    page = Autosave(DraftKind.PEOPLE, clock=lambda: seconds[0])

    def keep() -> None:
        page.keep(drafts, 1, lambda: Snapshot("list.csv", {}, {}), b"a,b")

    with files_refused(engine):
        keep()
        for wait in (RETRY_AFTER, 2 * RETRY_AFTER):
            until_nothing_is_being_stored()
            assert page.problem is NotKept.FAILED
            first = page.id
            keep()
            keep()
            assert page.id == first  # not once more with every look at the page
            with engine.connect() as connection:
                assert connection.scalar(select(func.count()).select_from(DraftRow)) == 0
            seconds[0] += wait
            keep()
            assert page.id != first
        until_nothing_is_being_stored()
    keep()
    seconds[0] += 4 * RETRY_AFTER
    keep()

    assert until(lambda: page.kept, bool)
    assert drafts.content(page.id) == b"a,b"


def test_a_draft_that_is_becoming_something_is_no_other_page_s_until_it_is_let_go_of(
    drafts_of: DraftsOf, clock: Clock
) -> None:
    drafts, one = drafts_of(""), Autosave(DraftKind.PEOPLE)
    same = Snapshot("a", {"said": "a"}, {})
    one.keep(drafts, 1, lambda: same)
    assert one.claim(drafts, lambda: same)

    other = opened(drafts, one.id)
    other.keep(drafts, 2, lambda: Snapshot("b", {"said": "b"}, {}))
    assert not other.claim(drafts, lambda: same)
    assert other.problem is NotKept.IN_USE

    one.keep(drafts, 1, lambda: same)  # it became nothing
    other.keep(drafts, 2, lambda: Snapshot("b", {"said": "b"}, {}))
    assert other.problem is NotKept.CHANGED
    assert opened(drafts, one.id).claim(drafts, lambda: same)
    waiting = opened(drafts, one.id)
    clock.move(CLAIM_HELD)  # and that page never came back
    waiting.keep(drafts, 2, lambda: Snapshot("b", {"said": "b"}, {}))
    assert waiting.kept
    assert waiting.claim(drafts, lambda: same)


def test_a_change_whose_answer_was_lost_is_this_page_s_own(drafts_of: DraftsOf) -> None:
    drafts, page = AnswersLost(drafts_of("")), Autosave(DraftKind.CAMPAIGN)
    page.keep(drafts, 1, lambda: Snapshot("a", {"said": "a"}, {}))
    drafts.lost = True
    page.keep(drafts, 2, lambda: Snapshot("b", {"said": "b"}, {}))
    assert page.problem is NotKept.AWAY
    drafts.lost = False

    page.keep(drafts, 3, lambda: Snapshot("c", {"said": "c"}, {}))

    assert page.kept
    kept = drafts.open(page.id)
    assert kept and kept.state["said"] == "c"
    assert page.claim(drafts, lambda: Snapshot("c", {"said": "c"}, {}))


def test_a_list_that_was_read_before_a_change_is_not_shown_after_it(
    drafts_of: DraftsOf, engine: Engine
) -> None:
    drafts = drafts_of("ada")
    drafts.list()
    drafts.begin(DraftKind.CAMPAIGN, "one", state={})

    @event.listens_for(engine, "after_cursor_execute", once=True)
    def another_begins(*_told: object) -> None:
        drafts.begin(DraftKind.CAMPAIGN, "two", state={})

    drafts.list()

    assert sorted(one.name for one in drafts.list()) == ["one", "two"]


def test_a_name_is_kept_without_what_no_database_takes_and_no_error_tells_of_people(
    drafts_of: DraftsOf, engine: Engine
) -> None:
    draft_id, _ = drafts_of("ada").begin(DraftKind.CAMPAIGN, "Ann\0\ud800 Lee", state={"said": "\0\ud800"})

    kept = drafts_of("ada").open(draft_id)
    assert kept and (kept.name, kept.state["said"]) == ("Ann Lee", "\0\ud800")
    with pytest.raises(SQLAlchemyError) as refused, engine.begin() as connection:
        connection.execute(text("SELECT no_such_function(:said)"), {"said": "Ann Lee"})
    assert "Ann Lee" not in str(refused.value)
