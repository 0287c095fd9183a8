"""Generated requests, good and bad, against the newest generation: every answer is one its contract allows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.test_schemathesis_finds_nothing import BY_ID, schemathesis
from tests.sandbox_process import ASSISTANT_ID, GROUP_ID, NUMBER_IDS, TEAM_ID, RunningSandbox, start_sandbox

pytestmark = pytest.mark.lengthy

EXAMPLES = 2
"""More than the single values that each field is covered with: 32 operations are to take no longer than half a minute."""

REFUSED_BY_DOCUMENTATION = """
[[operations]]
include-operation-id = ["createCompany", "createGroup", "renameGroup", "startCall"]
checks.positive_data_acceptance.enabled = false
"""
"""Companies are gone for good (410), and a name that another group has or a number that the assistant
has not is refused (400), however well formed."""

IDS = """
[[operations]]
include-path-regex = "^/api/crm/{things}/"
parameters = {{ "path.id" = "{id}" }}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    folder = tmp_path_factory.mktemp("generated")
    options = "--generation", "newest", "--contacts", "50", "--speed", "0"
    with start_sandbox(folder, *options) as running:
        yield running


def check(server: RunningSandbox, folder: Path, settings: str, *options: str) -> None:
    (folder / "schemathesis.toml").write_text(settings, encoding="utf-8")
    schemathesis(server, folder, *options, contract="openapi-newest.yaml", examples=EXAMPLES)


def test_schemathesis_finds_nothing(server: RunningSandbox, tmp_path: Path) -> None:
    """On what is there."""
    body = {"assistantId": ASSISTANT_ID, "fromNumberIds": NUMBER_IDS, "name": "Real", "teamId": TEAM_ID}
    with server.client() as client:
        made = client.post("/api/crm/campaigns", json=body).json()["campaign"]["id"]
        client.post(f"/api/crm/campaigns/{made}/run", json={"accountSlug": "acme"})
    settings = f'[parameters]\n"query.teamId" = "{TEAM_ID}"\n' + REFUSED_BY_DOCUMENTATION + BY_ID
    for things, identifier in (("campaigns", made), ("groups", GROUP_ID), ("contacts", "con_0000000")):
        settings += IDS.format(things=things, id=identifier)
    check(server, tmp_path, settings, "--exclude-operation-id", "deleteCampaign")
    reached = [run for run in server.runs() if run["campaign_id"] == made]
    assert len(reached) > 3, "the generated requests did not reach the campaign"


@pytest.mark.soak
def test_schemathesis_finds_nothing_where_nothing_is_there(server: RunningSandbox, tmp_path: Path) -> None:
    check(server, tmp_path, REFUSED_BY_DOCUMENTATION)
