"""Own fields of the team are remembered by header, by key and by assistant, and forgotten when nobody uses them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, update

from services.contact_file import Decided, Travelling, guess_columns, read_table
from services.database.database import make_engine, writing
from services.upload.script_fields import script_fields
from services.upload.team_fields import KEPT, LONGEST_GREETING, TeamFields, TeamKey
from tests.new_database import make_tables

COLUMNS = guess_columns(read_table(b"Name,Phone,Plan,Born\nAnn,+12127365000,pro,1980\n"))


@pytest.fixture
def engine() -> Engine:
    made = make_engine("sqlite://")
    make_tables(made)
    return made


@pytest.fixture
def team(engine: Engine) -> TeamFields:
    return TeamFields(engine)


def test_a_choice_holds_for_the_next_file_with_this_header(team: TeamFields) -> None:
    first = script_fields(team, COLUMNS).chosen(COLUMNS, {2, 3}).named(2, "tariff")
    team.decide(COLUMNS.header, first.decided)

    again = script_fields(team, COLUMNS)
    assert again.travelling(COLUMNS) == Travelling(frozenset(), {2: "tariff", 3: "born"})
    assert again.chosen(COLUMNS, {2}).travelling(COLUMNS).keys == {2: "tariff"}
    assert team.decided(["name", "phone"]) == {}


def test_what_was_handed_over_is_agreed_to_column_by_column(team: TeamFields) -> None:
    team.use(["plan"])
    confirmed = script_fields(team, COLUMNS).confirmed(COLUMNS)
    assert confirmed == {2: Decided(True, "plan"), 3: Decided(False, "born")}


def test_keys_in_use_are_offered_the_latest_first_and_forgotten_after_a_year(
    team: TeamFields, engine: Engine
) -> None:
    team.use(["ends", "plan"])
    with writing(engine) as connection:
        long_ago = datetime.now(UTC) - KEPT
        connection.execute(update(TeamKey).where(TeamKey.key == "ends").values(at=long_ago))
    assert team.keys() == ["plan", "ends"]

    team.use(["tariff"])

    assert team.keys() == ["tariff", "plan"]


def test_a_greeting_is_kept_for_its_assistant_and_taken_back(team: TeamFields) -> None:
    team.tell_greeting("a1", " Hello {{contact.custom.plan}} " + "x" * LONGEST_GREETING)
    assert len(team.greeting("a1")) == LONGEST_GREETING
    assert team.greeting("a2") == ""
    chosen = script_fields(team, COLUMNS).of_assistant(team, "a1")
    assert chosen.travelling(COLUMNS).keys == {2: "plan"}

    team.tell_greeting("a1", " ")

    assert team.greeting("a1") == ""


def test_what_the_greeting_uses_and_nobody_has_is_named(team: TeamFields) -> None:
    team.tell_greeting("a1", "{{contact.custom.plan}} {{contact.custom.ends}}")
    chosen = script_fields(team, COLUMNS).of_assistant(team, "a1")
    assert chosen.nobody_has(COLUMNS) == ["ends"]
    assert chosen.chosen(COLUMNS, set()).nobody_has(COLUMNS) == ["ends", "plan"]
