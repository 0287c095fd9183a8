"""Generation that the demo plays: asked for by a setting, and found by the console's own reading of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from services.api.generation import Generation
from services.runtime import build
from services.settings import Settings

STILL = ("--speed", "0")


def settings_in(folder: Path, generation: str | None) -> Settings:
    said = {} if generation is None else {"console_demo_generation": generation}
    url = f"sqlite:///{folder / 'console.db'}"
    return Settings(_env_file=None, console_database_url=url, **said)  # pyright: ignore[reportCallIssue]  pydantic-settings' own argument


@pytest.mark.parametrize(
    ("generation", "file"),
    [(None, "sandbox.db"), ("actions", "sandbox-actions.db"), ("newest", "sandbox-newest.db")],
)
def test_the_demo_plays_the_generation_that_is_asked_for_and_is_found_as_it(
    tmp_path: Path, no_settings: None, generation: str | None, file: str
) -> None:
    console = build(settings_in(tmp_path, generation), sandbox_arguments=STILL)
    try:
        finding = console.generations.finding()
        listed = console.api.campaigns.list()
    finally:
        console.stop()
    assert finding.generation == Generation(generation or "seed"), finding.signs
    assert not finding.contradicting
    assert listed.items
    assert (tmp_path / file).exists()


def test_one_that_nobody_knows_is_refused_at_the_start(tmp_path: Path, no_settings: None) -> None:
    with pytest.raises(ValidationError, match="console_demo_generation"):
        settings_in(tmp_path, "oldest")
