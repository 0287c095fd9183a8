"""Finding of the generation over HTTP, on running sandboxes of each: at most so many requests a day, and readings alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.api import Api
from services.api.models import CampaignCreate
from services.generation import Generation
from services.generation.generations import Generations
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox
from tests.services.reads.test_reads import Clock

A_DAY = 12
"""Requests that learning may cost."""

Started = Callable[..., RunningSandbox]
PLAYED = [Generation.SEED, Generation.ACTIONS, Generation.NEWEST]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """`started("newest")`: the demo of that generation; one process each, whatever the account then is changed to."""
    running: dict[tuple[str, ...], RunningSandbox] = {}
    with ExitStack() as stack:

        def sandbox(generation: str, *more: str) -> RunningSandbox:
            key = (generation, *more)
            if key not in running:
                arguments = ["--speed", "0", "--generation", generation, *more]
                running[key] = stack.enter_context(
                    start_sandbox(tmp_path_factory.mktemp(generation), *arguments)
                )
            return running[key]

        yield sandbox


def found(sandbox: RunningSandbox, engine: Engine) -> Generation:
    """The finding of a console that has never seen the platform, by readings, and not too many."""
    sandbox.forget_requests()
    with Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True) as api:
        finding = Generations(engine, api, Clock()).finding()
    log = sandbox.request_log()
    assert {asked["method"] for asked in log} == {"GET"}
    assert len(log) <= A_DAY
    return finding.generation


@pytest.mark.parametrize(
    ("profile", "answers", "expected"),
    [
        ("full", "all", Generation.SEED),
        ("full", "documented", Generation.SEED),
        ("full", "required", Generation.SEED),
        ("live", "all", Generation.SEED),
        ("live", "documented", Generation.SEED),
        ("live", "required", Generation.SEED),
        ("core", "all", Generation.SEED),
        ("core", "documented", Generation.SEED),
        # What its list of campaigns promises tells nothing, and of all that tells something there is nothing else.
        ("core", "required", Generation.UNKNOWN),
    ],
)
def test_a_deployment_of_the_seed_is_found(
    started: Started, engine: Engine, profile: str, answers: str, expected: Generation
) -> None:
    sandbox = started("seed")
    sandbox.account(profile=profile, answers=answers)
    assert found(sandbox, engine) is expected


@pytest.mark.parametrize("answers", ["all", "documented"])
@pytest.mark.parametrize("profile", ["full", "live"])
@pytest.mark.parametrize("page", ["en", "de"])
def test_actions_are_found_by_the_page_of_either_language(
    started: Started, engine: Engine, page: str, profile: str, answers: str
) -> None:
    sandbox = started("actions", "--page", page)
    sandbox.account(profile=profile, answers=answers)
    assert found(sandbox, engine) is Generation.ACTIONS


@pytest.mark.parametrize("answers", ["all", "documented", "required"])
@pytest.mark.parametrize("profile", ["full", "live"])
def test_the_newest_is_found(started: Started, engine: Engine, profile: str, answers: str) -> None:
    sandbox = started("newest")
    sandbox.account(profile=profile, answers=answers)
    assert found(sandbox, engine) is Generation.NEWEST


@pytest.mark.parametrize("generation", [Generation.ACTIONS, Generation.NEWEST])
def test_a_later_one_without_its_groups_contradicts_itself(
    started: Started, engine: Engine, generation: Generation
) -> None:
    """Of the core alone: whoever has no groups is the seed, and its campaigns are not the seed's."""
    sandbox = started(generation)
    sandbox.account(profile="core", answers="all")
    assert found(sandbox, engine) is Generation.UNKNOWN


@pytest.mark.parametrize("generation", PLAYED)
def test_an_account_without_campaigns_is_found_by_its_first_draft(
    tmp_path: Path, engine: Engine, generation: Generation
) -> None:
    clock = Clock()
    with (
        start_sandbox(tmp_path, "--empty", "--speed", "0", "--generation", generation) as sandbox,
        Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True) as api,
    ):
        generations = Generations(engine, api, clock)
        api.campaigns.which_generation = lambda: generations.generation
        assert generations.generation is Generation.UNKNOWN
        api.campaigns.create(
            CampaignCreate(
                team_id=sandbox.team_id,
                assistant_id=ASSISTANT_ID,
                company_id=COMPANY_ID,
                from_number_ids=NUMBER_IDS,
                name="First",
            )
        )
        assert generations.generation is generation
        writing = [asked for asked in sandbox.request_log() if asked["method"] != "GET"]
        assert [asked["method"] for asked in writing] == ["POST"]
        assert len(sandbox.request_log()) <= A_DAY + 1
