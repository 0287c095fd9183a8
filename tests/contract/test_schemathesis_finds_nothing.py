"""Generated requests, good and bad, against a real sandbox: every answer is one the contract allows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.sandbox_process import start_sandbox

CONTRACT = Path(__file__).with_name("openapi.yaml")
EXAMPLES = "6"


def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, "--empty", "--speed", "0") as sandbox:
        command = [Path(sys.executable).with_name("schemathesis"), "run", str(CONTRACT), "--url", sandbox.url]
        found = subprocess.run(
            [
                *command,
                *("--header", f"Authorization: Bearer {sandbox.token}"),
                *("--max-examples", EXAMPLES),
                *("--phases", "coverage,fuzzing"),
                *("--seed", "7"),
                "--continue-on-failure",
                "--no-color",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert found.returncode == 0, found.stdout[-6000:]
