"""The console as a person starts it, on a free port, with its own database."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Self

from tests.browser.console_process import own_process
from tests.forked_process import ForkedProcess
from tests.sandbox_process import RunningSandbox

START_SECONDS = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def usual_port() -> int:
    """The same for consoles that follow each other, so that a browser knows already what comes from there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", _usual_port()))
        except OSError:  # another console is there
            return free_port()
    return _usual_port()


_usual_port = cache(free_port)


class ConsoleServer:
    """`streamlit run asgi.py` against a sandbox of ours; with None it starts its own demo."""

    process: Callable[..., subprocess.Popen[bytes] | ForkedProcess] = staticmethod(own_process)
    """What it runs in."""

    def __init__(
        self, folder: Path, sandbox: RunningSandbox | None, address: str = "127.0.0.1", **settings: str
    ) -> None:
        self._address = address
        self._port: int | None = None
        self._secrets: Path | None = None
        self.folder = folder
        self.base_url = ""
        self.log = folder / "console.log"
        self._settings = dict(settings)
        if sandbox is not None:
            self.write_key(sandbox.token)
            self._settings |= {
                "CONSOLE_ENV_FILE": str(self._env_file),
                "TALKTURO_BASE_URL": sandbox.url,
                "TALKTURO_TEAM_ID": sandbox.team_id,
                "TALKTURO_ACCOUNT_SLUG": "demo",
                "CONSOLE_ACCOUNT_IS_SANDBOX": "true",
            }
        self._process: subprocess.Popen[bytes] | ForkedProcess | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def behind_sign_in(self, secrets: Path, port: int) -> Self:
        """With a file of Streamlit's secrets, on the port that the identity provider sends people back to."""
        self._secrets, self._port = secrets, port
        return self

    def on_port(self, port: int) -> Self:
        """On a port that its settings name."""
        self._port = port
        return self

    @property
    def _env_file(self) -> Path:
        return self.folder / ".env"

    def write_key(self, token: str) -> None:
        """As an admin does who gets a new key for the account."""
        self._env_file.write_text(f"TALKTURO_TOKEN={token}\n", encoding="utf-8")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until its health address answers."""
        port = self._port or usual_port()
        self.base_url = f"http://127.0.0.1:{port}"
        database = f"sqlite:///{self.folder / 'console.db'}"
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TALKTURO_", "CONSOLE_"))
        }
        environment |= {
            "CONSOLE_DATABASE_URL": database,
            "CONSOLE_REQUESTS_PER_HOUR": "100000",
            **self._settings,
        }
        arguments = ["run", "asgi.py", "--server.port", str(port), "--server.address", self._address]
        if self._secrets:
            arguments += ["--secrets.files", str(self._secrets)]
        self._process = self.process(arguments, environment, self.log)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(self.log.read_text(encoding="utf-8")[-2000:])
            try:
                self.health()
            except OSError:  # not there yet, or busy starting
                self._wait_a_moment()
            else:
                return
        raise TimeoutError(self.log.read_text(encoding="utf-8")[-2000:])

    def health(self) -> dict[str, object]:
        """What `/api/health` says, whatever its status code."""
        try:
            with urllib.request.urlopen(f"{self.base_url}/api/health", timeout=10) as answer:  # noqa: S310  loopback http
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)

    def kill(self) -> None:
        """As a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def restart(self) -> None:
        """End it and start it anew at the same address, as an admin does."""
        self.stop()
        self.start_again()

    def start_again(self) -> None:
        """At the address it had."""
        self._port = int(self.base_url.rpartition(":")[2])
        self.start()

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()

    def _wait_a_moment(self) -> None:
        """Until the process ends or a tenth of a second has passed."""
        assert self._process is not None
        try:
            self._process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            return
