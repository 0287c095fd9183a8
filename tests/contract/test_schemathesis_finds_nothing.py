"""Generated requests, good and bad, against a real sandbox: every answer is one the contract allows.

By day on the newest generation, whose contract has each operation of this one (`test_schemathesis_finds_nothing_on_the_newest.py`);
the answers of this one are compared with its contract one by one (`test_sandbox_keeps_the_contract.py`).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, TEAM_ID, RunningSandbox, start_sandbox

pytestmark = [pytest.mark.lengthy, pytest.mark.soak]

EXAMPLES = 3
"""More than the values that each field is covered with."""
BY_ID = r"""
[[operations]]
include-path-regex = '/\{id\}'
checks.positive_data_acceptance.enabled = false
"""
"""What is done with a thing that is there may be refused for what it means, however well-formed (a start in the past, a
move that status does not allow), which the contract states in words only."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("generated"), "--contacts", "50", "--speed", "0") as running:
        yield running


def schemathesis(
    sandbox: RunningSandbox,
    folder: Path,
    *options: str,
    contract: str = "openapi.yaml",
    examples: int = EXAMPLES,
) -> None:
    """Every operation, every check but those `options` exclude; fails with what it found."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        str(Path(__file__).with_name(contract)),
        "--url",
        sandbox.url,
    ]
    settings = ["--phases", "coverage,fuzzing", "--max-examples", str(examples), "--seed", "7"]
    key = ["--header", f"Authorization: Bearer {sandbox.token}"]
    found = subprocess.run(
        [*command, *key, *settings, "--continue-on-failure", "--no-color", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert found.returncode == 0, found.stdout[-6000:]


def test_schemathesis_finds_nothing(server: RunningSandbox, tmp_path: Path) -> None:
    """On a campaign that is there."""
    with server.client() as client:
        body = {
            "assistantId": ASSISTANT_ID,
            "companyId": COMPANY_ID,
            "fromNumberIds": NUMBER_IDS,
            "name": "Real",
        }
        made = client.post("/api/crm/campaigns", json={**body, "teamId": TEAM_ID}).json()["campaign"]["id"]
        audience = {"mode": "all_eligible", "companyId": COMPANY_ID}
        client.post(f"/api/crm/campaigns/{made}/contacts", json={"audience": audience})
        client.post(f"/api/crm/campaigns/{made}/run")
    parameters = f'[parameters]\n"path.id" = "{made}"\n"query.teamId" = "{TEAM_ID}"\n'
    (tmp_path / "schemathesis.toml").write_text(parameters + BY_ID, encoding="utf-8")
    schemathesis(server, tmp_path, "--exclude-operation-id", "deleteCampaign")
    reached = [run for run in server.runs() if run["campaign_id"] == made]
    assert len(reached) > 3, "the generated requests did not reach the campaign"


def test_schemathesis_finds_nothing_where_nothing_is_there(server: RunningSandbox, tmp_path: Path) -> None:
    schemathesis(server, tmp_path, examples=20)
