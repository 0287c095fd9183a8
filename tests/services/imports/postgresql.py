"""A PostgreSQL server of one's own for a test: Debian's packages, installed where that is possible."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from services.database.database import close_engine, make_engine
from services.migrations import upgrade

PACKAGES = Path("/usr/lib/postgresql")
INSTALL = Path(__file__).parents[2] / "install_for_tests.sh"


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of an empty database on a server that ends with the block."""
    with postgresql_server() as server:
        yield server.url


class Server:
    """One that a test may stop and start again."""

    def __init__(self, pg_ctl: Path, folder: Path) -> None:
        self._pg_ctl = pg_ctl
        self._folder = folder
        self._port = _free_port()
        self._migrated = ""

    @property
    def url(self) -> str:
        return f"postgresql://console@127.0.0.1:{self._port}/postgres"

    def new_database(self) -> str:
        """The URL of one more, with nothing in it."""
        return self._made_from("template1")

    def new_console_database(self) -> str:
        """The URL of one more at the newest schema, copied from one that was migrated."""
        if not self._migrated:
            url = self.new_database()
            engine = make_engine(url)
            upgrade(engine)
            close_engine(engine)
            self._migrated = url.rpartition("/")[2]
        return self._made_from(self._migrated)

    def _made_from(self, template: str) -> str:
        name = f"console_{secrets.token_hex(4)}"
        made = SQL("create database {} template {}").format(Identifier(name), Identifier(template))
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(made)
        return self.url.removesuffix("postgres") + name

    def start(self) -> None:
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} -c fsync=off"
        _run(self._pg_ctl, "-D", self._data, "-l", self._folder / "log", "-w", "-o", options, "start")

    def start_on_a_free_port(self) -> None:
        """Another process may take a free one a moment before the server does."""
        for _attempt in range(5):
            try:
                self.start()
            except subprocess.CalledProcessError:
                self._port = _free_port()
            else:
                return
        raise RuntimeError((self._folder / "log").read_text(errors="replace")[-2000:])

    def stop(self) -> None:
        """At once, as in a power cut: connections are broken off."""
        _run(self._pg_ctl, "-D", self._data, "-m", "immediate", "-w", "stop")

    @property
    def _data(self) -> Path:
        return self._folder / "db"


@contextmanager
def postgresql_server() -> Iterator[Server]:
    """An empty server that runs, and is stopped at the block's end."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="console-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    try:
        made = folder / "db"
        _run(programs / "initdb", "-D", made, "-A", "trust", "-U", "console", "-E", "UTF8", "--no-sync")
        server = Server(programs / "pg_ctl", folder)
        server.start_on_a_free_port()
        try:
            yield server
        finally:
            if (made / "postmaster.pid").exists():
                server.stop()
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    subprocess.run(["bash", INSTALL], check=True)  # says itself what is missing; nothing is skipped
    if found := shutil.which("initdb"):
        return Path(found).parent
    return max(PACKAGES.glob("*/bin/initdb"), key=lambda program: float(program.parts[-3])).parent


def _run(*command: str | Path) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:  # the server refuses to run as root
        words = ["runuser", "-u", "postgres", "--", *words]
    subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
