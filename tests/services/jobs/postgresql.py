"""A PostgreSQL server of one's own for a test: Debian's packages, installed where that is possible."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGES = Path("/usr/lib/postgresql")
INSTALL = Path(__file__).parents[2] / "install_for_tests.sh"


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of an empty database on a server that ends with the block."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="console-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    try:
        _run(
            programs / "initdb",
            "-D",
            folder / "db",
            "-A",
            "trust",
            "-U",
            "console",
            "-E",
            "UTF8",
            "--no-sync",
        )
        port = _started(programs / "pg_ctl", folder)
        try:
            yield f"postgresql://console@127.0.0.1:{port}/postgres"
        finally:
            _run(programs / "pg_ctl", "-D", folder / "db", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def _started(pg_ctl: Path, folder: Path) -> int:
    """The port it listens on. Another process may take a free one a moment before the server does."""
    for _attempt in range(5):
        port = _free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        try:
            _run(pg_ctl, "-D", folder / "db", "-l", folder / "log", "-w", "-o", options, "start")
        except subprocess.CalledProcessError:
            continue
        return port
    raise RuntimeError((folder / "log").read_text(errors="replace")[-2000:])


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
