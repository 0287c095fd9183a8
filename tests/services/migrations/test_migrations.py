"""The schema that migrations make, on either database."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from services.audit.audit import Audit, AuditAction, Filter, Result
from services.database.database import Base, make_engine, writing
from services.migrations import DatabaseIsNewer, knows, upgrade
from services.migrations.__main__ import load_every_table
from services.migrations.upgrade import NEWEST, alembic_config, revision_of
from services.person import Person
from tests.services.imports.postgresql import postgresql

load_every_table()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database with nothing in it."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
        yield engine
    else:
        engine = make_engine(request.getfixturevalue("server"))
        yield engine
        with engine.begin() as connection:
            connection.execute(text("drop schema public cascade"))
            connection.execute(text("create schema public"))
    engine.dispose()


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), Base.metadata)


def test_migrations_make_the_tables_that_the_code_declares(empty: Engine) -> None:
    upgrade(empty)
    assert differences(empty) == []


def test_a_table_that_no_migration_makes_is_noticed(empty: Engine) -> None:
    upgrade(empty)
    with writing(empty) as connection:
        connection.execute(text("alter table audit drop column figures"))
    assert len(differences(empty)) == 1


def test_all_steps_stand_in_one_line_and_the_newest_is_named() -> None:
    engine = make_engine("sqlite://")
    with engine.connect() as connection:
        steps = ScriptDirectory.from_config(alembic_config(connection))
        assert steps.get_heads() == [NEWEST], "two steps follow the same one, or head.txt names another"
    engine.dispose()
    revisions = [step.revision for step in steps.walk_revisions()]
    assert revisions[-1] == "0001"
    assert all(knows(revision) for revision in revisions), "a step's file is named REVISION_what_it_does.py"


def columns_by_table(connection: Connection) -> dict[str, dict[str, Any]]:
    there = inspect(connection)
    return {
        table: {column["name"]: column for column in there.get_columns(table)}
        for table in there.get_table_names()
    }


def test_no_step_takes_from_a_process_of_the_version_before_what_it_writes_and_reads() -> None:
    """It may run on for a while: what it does not know of can stay empty, and nothing that it knows is gone."""
    engine = make_engine("sqlite://")
    with writing(engine) as connection:
        config = alembic_config(connection)
        steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()][::-1]
        before: dict[str, dict[str, Any]] = {}
        for revision in steps:
            command.upgrade(config, revision)
            after = columns_by_table(connection)
            for table, columns in before.items():
                assert columns.keys() <= after[table].keys(), f"{revision} drops from {table}"
                for name in after[table].keys() - columns.keys():
                    new = after[table][name]
                    assert new["nullable"] or new["default"] is not None, (
                        f"{revision}: {table}.{name} must be filled"
                    )
            before = after
    engine.dispose()


def test_many_processes_may_start_at_once(empty: Engine) -> None:
    together = threading.Barrier(6)
    failed: list[BaseException] = []

    def start() -> None:
        engine = make_engine(empty.url.render_as_string(hide_password=False))
        together.wait()
        try:
            upgrade(engine)
        except BaseException as error:  # noqa: BLE001  shown by the test
            failed.append(error)
        engine.dispose()

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert differences(empty) == []


def test_an_older_process_touches_nothing_in_a_newer_database(empty: Engine) -> None:
    upgrade(empty)
    with writing(empty) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
        connection.execute(text("drop table audit"))
    with pytest.raises(DatabaseIsNewer, match="9999 by a newer version"):
        upgrade(empty)
    assert "audit" not in inspect(empty).get_table_names()


def as_before_migrations(engine: Engine) -> None:
    """The tables of the last version that had no migrations, and no mark."""
    with writing(engine) as connection:
        command.upgrade(alembic_config(connection), "0001")
        connection.execute(text("drop table alembic_version"))


def test_a_database_without_a_mark_gets_the_tables_and_columns_it_lacks(empty: Engine) -> None:
    as_before_migrations(empty)
    with writing(empty) as connection:
        connection.execute(text("alter table launch_intent drop column finding"))
        connection.execute(text("alter table audit drop column figures"))
        connection.execute(text("drop table campaign_link"))
        connection.execute(text("drop index audit_by_campaign"))
        connection.execute(
            text(
                "insert into audit (at, who, action, result) values ('2026-01-01 00:00:00', 'Ada', 'pause', 'done')"
            )
        )
    upgrade(empty)
    assert differences(empty) == []
    with empty.connect() as connection:
        assert connection.execute(text("select who, figures from audit")).all() in (
            [("Ada", "{}")],
            [("Ada", {})],
        )
        assert revision_of(connection) == NEWEST


def test_a_new_version_of_the_imports_engine_comes_with_a_step() -> None:
    """It migrates its own tables. With a step of ours, empty if need be, the file is backed up before, and processes with
    the older engine refuse to start: then name both here."""
    step, engine = "0001", "3.4.0"
    assert version("dbos") == engine
    assert step <= NEWEST


def test_what_was_done_before_people_were_told_apart_is_still_somebodys_by_name(empty: Engine) -> None:
    with writing(empty) as connection:
        command.upgrade(alembic_config(connection), "0003")
        connection.execute(
            text(
                "insert into audit (at, who, action, result, figures) "
                "values ('2026-01-01 00:00:00', 'Ada', 'pause', 'done', '{}')"
            )
        )
    upgrade(empty)
    audit = Audit(empty, lambda: datetime.now(UTC))
    audit.record(
        AuditAction.RESUME, Result.DONE, who=Person("Ada", "ada@example.com", "https://issuer.test", "1")
    )
    assert [one.who.email for one in audit.entries(Filter(who=Person("Ada"))).rows] == [""]
    assert len(audit.people()) == 2


def backups(folder: Path) -> list[Path]:
    return sorted(folder.glob("console.db.before-*"))


def test_a_file_is_backed_up_before_it_is_migrated_and_only_then(tmp_path: Path) -> None:
    file = tmp_path / "console.db"
    engine = make_engine(f"sqlite:///{file}")
    as_before_migrations(engine)
    assert backups(tmp_path) == [], "there was nothing to lose yet"
    with writing(engine) as connection:
        connection.execute(
            text("insert into import_workers values ('one', 'token', '2026-01-01', '2026-01-01')")
        )
    for _start in range(2):
        upgrade(engine)
    engine.dispose()
    [copy] = backups(tmp_path)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("select executor_id from import_workers").fetchall() == [("one",)]
        tables = {name for (name,) in connection.execute("select name from sqlite_master")}
        assert "alembic_version" not in tables


def test_the_last_three_backups_are_kept(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    made: list[Path] = []
    for _upgrade in range(5):
        Base.metadata.drop_all(engine)
        as_before_migrations(engine)
        upgrade(engine)
        with writing(engine) as connection:
            connection.execute(text("drop table alembic_version"))
        made = sorted({*made, *backups(tmp_path)})
    engine.dispose()
    assert len(made) == 5
    assert backups(tmp_path) == made[-3:]


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    """A table of another program has a name that the console needs: half a schema would be worse than none."""
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    with writing(engine) as connection:
        connection.execute(text("create view spent_requests as select 1 as one"))
    with pytest.raises(Exception, match="spent_requests"):
        upgrade(engine)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
