"""Forked processes of tests: none is left behind."""

from __future__ import annotations

import subprocess
import sys

import psutil

from tests.forked_process import HOME
from tests.waiting import until

KILLED = """
import os, signal, time
from functools import partial
from tests.forked_process import ForkedProcess, load_before_forking

load_before_forking("time")
print(ForkedProcess(partial(time.sleep, 600), os.environ).pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_none_outlives_tests_that_are_killed() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KILLED], cwd=HOME, stdout=subprocess.PIPE, text=True, timeout=120
    )

    assert ended.returncode < 0
    until(lambda: not psutil.pid_exists(int(ended.stdout)))
