"""Process of a console: one of its own, as a person starts it, or one that is forked from a process which has loaded what
every console loads (`tests/forked_process.py`).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from tests.forked_process import HOME, ForkedProcess


def own_process(
    arguments: Sequence[str], environment: Mapping[str, str], log: Path
) -> subprocess.Popen[bytes]:
    """Streamlit's command line with these arguments."""
    with log.open("ab") as written:
        return subprocess.Popen(
            [sys.executable, "-m", "streamlit", *arguments],
            cwd=HOME,
            env=environment,
            stdout=written,
            stderr=written,
        )


def forked_process(arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> ForkedProcess:
    """The same, its libraries loaded already."""
    return ForkedProcess(partial(_serve, ["streamlit", *arguments]), environment, log)


def _serve(command: list[str]) -> None:
    sys.argv = command

    from streamlit.web.cli import main  # here, for who only asks for a process does not need it

    main(prog_name="streamlit")
