"""A list of any length is streamed from storage, never held."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.forked_process import HOME

pytestmark = pytest.mark.lengthy

MOST_MEGABYTES = 600


def measured(people: int) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.services.imports.million", str(people)]
    said = subprocess.run(command, cwd=HOME, check=True, capture_output=True, text=True).stdout
    print(said)
    return json.loads(said)


@pytest.mark.soak
def test_a_worker_on_a_million_people_stays_small() -> None:
    found = measured(1_000_000)

    assert (found["state"], found["enrolled"]) == ("done", 1_000_000)
    assert int(str(found["peak_megabytes"])) < MOST_MEGABYTES


@pytest.mark.soak
def test_ten_times_the_people_take_little_more_memory() -> None:
    few, many = measured(2_000), measured(20_000)

    assert many["enrolled"] == 20_000
    assert int(str(many["peak_megabytes"])) < int(str(few["peak_megabytes"])) + 60
