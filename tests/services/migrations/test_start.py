"""A database that cannot be used at start: one sentence, and not a byte of it is changed."""

from __future__ import annotations

import os
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from services.database.database import make_engine, writing
from services.migrations import DatabaseIsNewer
from services.migrations.start import DatabaseUnusable, open_database
from tests.browser.console_server import free_port
from tests.forked_process import HOME
from tests.services.imports.postgresql import postgresql


def url(file: Path) -> str:
    return f"sqlite:///{file}"


def filled(file: Path) -> Path:
    """A database with some pages in it, closed."""
    engine = open_database(url(file))
    with writing(engine) as connection:
        for number in range(200):
            connection.execute(
                text("insert into remembered_columns values (:key, '[]', '2026-01-01')"),
                {"key": f"{number:064d}"},
            )
    engine.dispose()
    return file


def half_overwritten(file: Path) -> Path:
    content = filled(file).read_bytes()
    half = len(content) // 2
    file.write_bytes(content[:half] + os.urandom(len(content) - half))
    return file


def garbage(file: Path) -> Path:
    file.write_bytes(os.urandom(20_000))
    return file


def cut_off(file: Path) -> Path:
    content = filled(file).read_bytes()
    file.write_bytes(content[: len(content) // 2])
    return file


def one_page_overwritten(file: Path) -> Path:
    """One that nothing reads at start."""
    content = bytearray(filled(file).read_bytes())
    page = content.index(f"{100:064d}".encode()) // 4096 * 4096
    content[page : page + 4096] = os.urandom(4096)
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("damage", [garbage, half_overwritten, cut_off, one_page_overwritten])
def test_a_damaged_file_is_said_in_one_sentence_and_left_alone(
    damage: Callable[[Path], Path], tmp_path: Path
) -> None:
    file = damage(tmp_path / "console.db")
    before = file.read_bytes()
    with pytest.raises(
        DatabaseUnusable, match=r"console\.db is damaged.*Nothing was changed.*services\.backup restore"
    ):
        open_database(url(file))
    assert file.read_bytes() == before


def test_a_file_that_may_only_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    file = filled(tmp_path / "console.db")
    before = file.read_bytes()
    with pytest.raises(DatabaseUnusable, match=r"cannot be opened for writing.*Nothing was changed"):
        open_database(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert file.read_bytes() == before


@pytest.mark.parametrize("place", ["/proc/console.db", "/dev/null/console.db"])
def test_a_place_where_nothing_can_be_written_is_said_in_one_sentence(place: str) -> None:
    with pytest.raises(DatabaseUnusable, match=r"cannot be opened for writing"):
        open_database(f"sqlite:///{place}")


def test_a_server_that_does_not_answer_is_said_without_the_password() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        with pytest.raises(DatabaseUnusable, match=r"cannot be used.*Nothing was changed") as refused:
            open_database(f"postgresql://me:secret@127.0.0.1:{port}/console")
    assert "secret" not in str(refused.value)


def test_a_user_who_may_not_make_tables_is_told(tmp_path: Path) -> None:
    with postgresql() as server:
        engine = make_engine(server)
        with engine.begin() as connection:
            connection.execute(text("create role guest login"))
        engine.dispose()
        with pytest.raises(DatabaseUnusable, match="permission denied"):
            open_database(server.replace("console@", "guest@"))


def test_database_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "console.db"
    engine = open_database(url(file))
    with writing(engine) as connection:
        connection.execute(text("delete from audit"))
    found = sorted(file.parent.iterdir())
    assert [one.name for one in found] == ["console.db", "console.db-shm", "console.db-wal"]
    assert {stat.S_IMODE(one.stat().st_mode) for one in found} == {0o600}
    engine.dispose()


def test_files_that_others_could_read_are_closed_to_them_at_start(tmp_path: Path) -> None:
    file = filled(tmp_path / "console.db")
    backup = tmp_path / "console.db.before-upgrade-1"
    backup.touch()
    for one in (file, backup):
        one.chmod(0o644)
    open_database(url(file)).dispose()
    assert {stat.S_IMODE(one.stat().st_mode) for one in (file, backup)} == {0o600}


def started(command: list[str], **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=HOME,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )


@pytest.mark.lengthy
def test_the_console_ends_with_the_sentence_and_exit_code_3(tmp_path: Path) -> None:
    file = garbage(tmp_path / "console.db")
    serve = ["streamlit", "run", "asgi.py", "--server.headless=true", f"--server.port={free_port()}"]
    ended = started([*serve, "--server.address=127.0.0.1"], CONSOLE_DATABASE_URL=url(file))
    assert ended.returncode == 3
    assert f"Not started: {file} is damaged" in ended.stdout
    assert "Traceback" not in ended.stdout


def test_a_worker_ends_with_the_sentence_and_exit_code_1(tmp_path: Path) -> None:
    file = filled(tmp_path / "console.db")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")
    before = file.read_bytes()
    account = {
        "TALKTURO_BASE_URL": "http://127.0.0.1:1",
        "TALKTURO_TOKEN": "tk_test_1",
        "TALKTURO_TEAM_ID": "team",
    }
    ended = started(["services.imports", "worker"], CONSOLE_DATABASE_URL=url(file), **account)
    assert ended.returncode == 1
    assert "brought to revision 9999 by a newer version" in ended.stdout
    assert "Traceback" not in ended.stdout
    assert file.read_bytes() == before
    with pytest.raises(DatabaseIsNewer):
        open_database(url(file))


def test_every_process_opens_the_database_of_the_settings_in_this_one_way() -> None:
    makers = [
        path
        for path in (HOME / "services").rglob("*.py")
        if "make_engine(" in path.read_text(encoding="utf-8")
    ]
    assert {str(path.relative_to(HOME / "services")) for path in makers} == {
        "database/database.py",
        "migrations/start.py",
        "migrations/__main__.py",  # a scratch one in memory
    }


def test_the_command_that_ends_sign_ins_tells_it_too(tmp_path: Path) -> None:
    file = garbage(tmp_path / "console.db")
    ended = started(["services.sign_ins", "end-all"], CONSOLE_DATABASE_URL=url(file))
    assert ended.returncode == 1
    assert f"Not started: {file} is damaged" in ended.stdout
    assert "Traceback" not in ended.stdout
