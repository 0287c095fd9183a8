"""Calls of a campaign on the answers that a generation's page prints: what nobody tells is not told, and never "no call"."""

from __future__ import annotations

from sqlalchemy import Engine

from services.api.generation import Generation
from services.campaigns.campaigns import Campaigns
from services.deployment import Deployment, Way
from services.reads.reads import Reads
from tests.services.generation.printed_platform import PrintedPlatform

DASHBOARD = "GET /api/crm/campaigns/{id}/dashboard"


def deployment(platform: PrintedPlatform, generation: Generation, engine: Engine) -> Deployment:
    api = platform.api()
    api.campaigns.which_generation = lambda: generation
    reads = Reads()
    return Deployment(api, reads, Campaigns(api, reads), engine)


def test_an_empty_list_beside_people_who_were_called_is_not_told_as_no_call(engine: Engine) -> None:
    platform = PrintedPlatform("newest")
    board = platform.answers[DASHBOARD][1]
    assert board["recentCalls"] == [] and board["counts"]["byStatus"]["completed"] > 0

    told = deployment(platform, Generation.NEWEST, engine).calls("cmp_1")

    assert (told.value, told.way) == (None, Way.ABSENT)


def test_where_nobody_was_called_an_empty_list_says_so(engine: Engine) -> None:
    platform = PrintedPlatform("newest")
    platform.answers[DASHBOARD][1]["counts"]["byStatus"] = {"pending": 184}

    told = deployment(platform, Generation.NEWEST, engine).calls("cmp_1")

    assert (told.value, told.way) == ([], Way.DASHBOARD)


def test_sums_of_calls_are_no_list_of_them_and_no_failure_either(engine: Engine) -> None:
    platform = PrintedPlatform("actions")

    told = deployment(platform, Generation.ACTIONS, engine).calls("cmp_1")

    assert (told.value, told.way) == (None, Way.ABSENT)
