"""Ways in: what a deployment makes of a list is said before the list is handed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from services.api import errors
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything, running_console
from tests.pages.upload.upload_files import drop
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox

HEADER = "Vorname;Nachname;Telefon;Contact ID"
STRANGERS = [f"Anna;Ort;+49 30 7124{number:04};" for number in range(40)]
KNOWN = "Max;Bauer;+49 30 71250001;con_known"


@pytest.fixture(scope="module")
def own_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("ways"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def poor(own_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    """A console whose key may do 50 requests an hour, 40 of them for imports."""
    for made in running_console(own_sandbox, tmp_path):
        made.budget.limit = 50
        yield made
    own_sandbox.faults()
    own_sandbox.account(profile="full")


def listed(*people: str) -> bytes:
    return "\n".join([HEADER, *people, ""]).encode()


def test_one_by_one_takes_long_and_says_how_long(poor: Runtime, open_page: OpenPage, language: str) -> None:
    campaign = make_campaign(poor.api, f"Spring {uuid4().hex[:6]}")
    poor.deployment.learn_from(errors.NotFound("importContacts", status=404))  # what an import met before

    tab = drop(open_page("upload", language, campaign=campaign.id), listed(*STRANGERS))

    assert {"en": "about 60 minutes at this key's limit", "de": "etwa 60 Minuten beim Anfragelimit"}[
        language
    ] in everything(tab)
    assert not tab.button(key="use-people").disabled


def test_with_the_core_alone_only_those_with_ids_go_in(
    poor: Runtime, own_sandbox: RunningSandbox, open_page: OpenPage, language: str
) -> None:
    campaign = make_campaign(poor.api, f"Spring {uuid4().hex[:6]}")
    own_sandbox.account(profile="core")
    poor.deployment.learn_from(errors.NotAvailable("createContact", status=501))
    without = {"en": "40 people have no contact ID", "de": "40 Personen haben in der Liste keine Kontakt-ID"}[
        language
    ]

    tab = drop(open_page("upload", language, campaign=campaign.id), listed(*STRANGERS, KNOWN))
    assert without in everything(tab)
    assert (
        tab.button(key="use-people").label
        == {"en": "Use this 1 person", "de": "Diese 1 Person verwenden"}[language]
    )

    tab = drop(open_page("upload", language, campaign=campaign.id), listed(*STRANGERS))
    assert tab.button(key="use-people").disabled
    assert without in tab.button(key="use-people").help
    assert without in everything(tab)
