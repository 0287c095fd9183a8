"""Putting people in by generation of the platform: no file and nobody without a group where there are groups, nothing that
enrols by the way, and answers of the printed fields alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from services.api import Api, errors
from services.api.generation import Generation
from services.api.models import ContactCreate
from services.campaigns.first_people import FirstPeople, PeopleSource, callable_contacts, enrol
from services.campaigns.people_import import goes_by_import
from services.do_not_call import NOBODY_LISTED
from services.imports.connection import FollowingConnection
from services.settings import Settings
from tests.services.generation.printed_platform import PrintedPlatform

NEWER = [Generation.ACTIONS, Generation.NEWEST]
NOT_SKIPPING = [*NEWER, Generation.UNKNOWN]
ENROL = "POST /api/crm/campaigns/{id}/contacts"
IMPORT = "POST /api/crm/contacts/import"
ADA = {"first_name": "Ada", "last_name": "L", "phone": "+447911123456"}


def speaking(platform: PrintedPlatform, generation: Generation) -> Api:
    api = platform.api()
    api.campaigns.which_generation = lambda: generation
    return api


def platform_of(generation: Generation) -> PrintedPlatform:
    return PrintedPlatform("newest" if generation is Generation.UNKNOWN else generation.value)


@pytest.mark.parametrize("generation", NOT_SKIPPING)
def test_no_file_goes_where_its_people_would_join_a_group_nobody_chose(generation: Generation) -> None:
    platform = platform_of(generation)
    with pytest.raises(errors.NotInThisVersion):
        speaking(platform, generation).contacts.import_csv(b"first_name\nAda", {"first_name": "first_name"})
    assert platform.asked == []


@pytest.mark.parametrize("generation", NEWER)
def test_nobody_is_put_in_without_a_group(generation: Generation) -> None:
    platform = platform_of(generation)
    contacts = speaking(platform, generation).contacts
    person = ContactCreate.model_validate(ADA)
    puts: list[Callable[[], Any]] = [lambda: contacts.create(person), lambda: contacts.import_rows([person])]
    for put in puts:
        with pytest.raises(errors.NotInThisVersion):
            put()
    assert platform.asked == []


@pytest.mark.parametrize("generation", NEWER)
def test_rows_name_their_group_and_no_campaign_and_take_no_mark_away(generation: Generation) -> None:
    platform = platform_of(generation)
    platform.answers[IMPORT] = (200, {"success": True, "imported": 1, "failed": 0, "errors": []})
    person = ContactCreate.model_validate(ADA | {"group_id": "own"})
    speaking(platform, generation).contacts.import_rows([person])

    [(_, body)] = platform.sent
    assert body.keys() == {"teamId", "contacts"}
    [row] = body["contacts"]
    assert row["groupId"] == "own"
    assert not row.keys() & {"campaignId", "campaignPriority", "doNotCall", "duplicateMode", "enrollment"}


@pytest.mark.parametrize("generation", NEWER)
def test_refused_rows_are_read_from_sentences_and_from_objects(generation: Generation) -> None:
    platform = platform_of(generation)
    told = ["Row 3: no phone", {"phone": "+447911123456", "error": "bad"}, "+447911000000 is no mobile", 7]
    platform.answers[IMPORT] = (200, {"success": True, "imported": 0, "failed": 4, "errors": told})
    person = ContactCreate.model_validate(ADA | {"group_id": "own"})
    result = speaking(platform, generation).contacts.import_rows([person])

    assert [(one.phone, one.sentence) for one in result.refused] == [
        ("", "no phone"),
        ("+447911123456", "bad"),
        ("+447911000000", "+447911000000 is no mobile"),
        ("", ""),
    ]


@pytest.mark.parametrize(
    ("invalid", "count", "named"),
    [
        ([], 0, []),
        (2, 2, []),
        (["c1"], 1, ["c1"]),
        ([{"contactId": "c1", "reason": "gone"}, {"contact": {"id": "c2"}}, {"row": 1}], 3, ["c1", "c2", ""]),
        ("some", None, []),
        (None, None, []),
    ],
)
def test_those_not_taken_are_a_number_or_named(invalid: Any, count: int | None, named: list[str]) -> None:
    platform = PrintedPlatform("newest")
    platform.answers[ENROL] = (200, {"success": True, "added": 1, "message": "", "invalid": invalid})
    result = speaking(platform, Generation.NEWEST).campaigns.add_contacts("cmp_1", ["c1", "c2"])

    assert result.added == 1
    assert result.invalid == count
    assert [one.contact_id for one in result.not_taken] == named


@pytest.mark.parametrize("generation", NOT_SKIPPING)
@pytest.mark.parametrize(
    "people",
    [FirstPeople(PeopleSource.PICKED, ("c1",)), FirstPeople(PeopleSource.UNREACHED, unreached_of="cmp_2")],
)
def test_a_new_campaigns_people_go_in_by_an_import_where_nobody_is_skipped(
    generation: Generation, people: FirstPeople
) -> None:
    platform = platform_of(generation)
    assert goes_by_import(people, generation, NOBODY_LISTED)
    with pytest.raises(errors.NotInThisVersion):
        enrol(speaking(platform, generation), "cmp_1", "", people, NOBODY_LISTED)
    assert platform.asked == []


def test_without_a_company_everybody_is_nobody() -> None:
    platform = PrintedPlatform("newest")
    with pytest.raises(ValueError, match="nobody"):
        callable_contacts(speaking(platform, Generation.NEWEST), "")
    assert platform.asked == []


def test_a_process_of_its_own_finds_out_which_generation_it_speaks_with(engine: Engine) -> None:
    """Nobody answers at this address: then it is not known, and treated by the strictest word."""
    settings = Settings(
        talkturo_base_url="http://127.0.0.1:9", talkturo_token=SecretStr("tk_test"), talkturo_team_id="team"
    )
    connection = FollowingConnection(engine, lambda: settings)
    try:
        assert connection().campaigns.which_generation() is Generation.UNKNOWN
    finally:
        connection.close()
