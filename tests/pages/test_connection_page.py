"""*Connection* over a real sandbox: what works, what does not and what then, and never the key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.connection.budget import PURPOSES
from components.connection.table import IMPOSSIBLE_WORDS, INSTEAD_WORDS, WANTED_WORDS
from locales.catalogues import HOME
from services.api import errors
from services.api.models import CampaignUpdate
from services.deployment import Feature, Instead
from services.deployment.table import CapabilityState, capabilities
from services.languages import LANGUAGES, Language
from services.person import Person
from services.runtime import Runtime
from services.texts import _ as translated
from services.texts import in_language
from tests.pages.conftest import OpenPage, everything
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox

Profile = Callable[[str], None]


@pytest.fixture
def profile(sandbox: RunningSandbox) -> Iterator[Profile]:
    """What the platform offers, and everything again at the end."""
    yield lambda name: sandbox.account(profile=name)
    sandbox.account(profile="full")
    sandbox.faults()


@pytest.fixture(scope="module", autouse=True)
def some_campaign(sandbox: RunningSandbox) -> None:
    """What keys may do with a campaign shows on a campaign."""
    wanted = {
        "teamId": sandbox.team_id,
        "assistantId": ASSISTANT_ID,
        "companyId": COMPANY_ID,
        "fromNumberIds": NUMBER_IDS,
        "name": "To ask about",
    }
    with sandbox.client() as client:
        client.post("/api/crm/campaigns", json=wanted).raise_for_status()


def run(changed: Any) -> AppTest:
    tab: AppTest = changed.run()
    assert not tab.exception
    return tab


def row(tab: AppTest, name: str) -> str:
    tables = (one.value for one in tab.markdown if one.value.startswith("| "))
    return next(line for table in tables for line in table.splitlines() if name in line)


def test_the_key_is_nowhere_on_the_page(open_page: OpenPage, console: Runtime, language: str) -> None:
    tab = open_page("connection", language)

    assert not tab.exception
    assert console.api.token.get_secret_value() not in everything(tab)
    assert console.api.team_id.replace("_", r"\_") in everything(tab)


@pytest.mark.usefixtures("console")
def test_everything_that_can_be_asked_works_on_a_full_platform(open_page: OpenPage) -> None:
    tab = open_page("connection")

    assert "Works" in row(tab, "See the calls")
    assert not [one.value for one in tab.markdown if "Not possible here" in one.value]


def test_what_changes_something_is_not_tried_until_its_first_use(
    open_page: OpenPage, console: Runtime, language: str
) -> None:
    words = {
        "en": ("Pause, resume", "Not tried yet", "Works"),
        "de": ("Pausieren, fortsetzen", "Noch nicht versucht", "Funktioniert"),
    }
    change, untried, works = words[language]
    assert untried in row(open_page("connection", language), change)

    campaign = console.api.campaigns.list().items[0]
    console.campaigns.edit(campaign, CampaignUpdate(description="new"), who=Person("Anna"))

    assert works in row(open_page("connection", language), change)


def test_what_keys_may_not_do_is_named_with_where_to_do_it(
    open_page: OpenPage, profile: Profile, console: Runtime, language: str
) -> None:
    profile("live")
    campaign = console.api.campaigns.list().items[0]
    with pytest.raises(errors.Forbidden):
        console.campaigns.edit(campaign, CampaignUpdate(description="newer"), who=Person("Anna"))

    tab = open_page("connection", language)

    change = row(tab, {"en": "Pause, resume", "de": "Pausieren, fortsetzen"}[language])
    assert {"en": "Not possible here", "de": "Hier nicht möglich"}[language] in change
    assert {"en": "Not open to keys. Please do this in Talkturo.", "de": "Bitte in Talkturo erledigen."}[
        language
    ] in change
    assistants = row(tab, {"en": "Choose from the assistants", "de": "Aus den Assistenten"}[language])
    assert {"en": "Done another way", "de": "Wird anders gelöst"}[language] in assistants


@pytest.mark.usefixtures("console")
def test_a_platform_with_only_the_core_still_has_a_page(open_page: OpenPage, profile: Profile) -> None:
    profile("core")

    tab = open_page("connection")

    assert not tab.exception
    assert "Not part of this deployment." in row(tab, "See the calls")


@pytest.mark.usefixtures("console")
def test_learning_again_shows_what_the_platform_offers_now(open_page: OpenPage, profile: Profile) -> None:
    profile("core")
    tab = open_page("connection")
    profile("full")

    tab = run(tab.button(key="learn-again").click())

    assert "Works" in row(tab, "See the credits")


@pytest.mark.usefixtures("console")
def test_the_key_is_tested_by_a_click(open_page: OpenPage, sandbox: RunningSandbox) -> None:
    tab = run(open_page("connection").button(key="test-key").click())
    assert "The key works." in everything(tab)

    sandbox.replace_token(None)
    try:
        tab = run(tab.button(key="test-key").click())
        assert "The key was not accepted" in everything(tab)
    finally:
        sandbox.replace_token(sandbox.token)


@pytest.mark.usefixtures("console")
def test_a_platform_that_is_down_is_a_sentence_and_the_budget_still_shows(
    open_page: OpenPage, sandbox: RunningSandbox, profile: Profile
) -> None:
    profile("full")
    sandbox.faults({"kind": "server_error", "times": None})

    tab = open_page("connection")

    assert not tab.exception
    assert tab.error
    assert "Requests left this hour" in [one.label for one in tab.metric]


def test_what_spends_the_budget_is_named(open_page: OpenPage, console: Runtime) -> None:
    with console.budget.purpose("import", job=True):
        for _number in range(3):
            console.api.companies.list(limit=1)
    with console.budget.purpose("something nobody thought of"):
        console.api.companies.list(limit=1)

    tab = open_page("connection")

    assert "of" in next(one.value for one in tab.metric if one.label == "Requests left this hour")
    chart = tab.get("plotly_chart")[0].proto.spec
    assert "Imports" in chart
    assert "Other" in chart


def test_every_row_has_its_words() -> None:
    assert set(WANTED_WORDS) == set(Feature)
    assert set(INSTEAD_WORDS) == set(Instead)
    impossible = {one.name for one in capabilities({}) if one.state is CapabilityState.NOT_KNOWN} - set(
        IMPOSSIBLE_WORDS
    )
    always_another_way = {
        Feature.ONE_CAMPAIGN,
        Feature.ASSISTANTS,
        Feature.NUMBERS,
        Feature.COMPANIES,
        Feature.LIVE_COUNTS,
    }
    assert impossible == always_another_way


def test_every_purpose_that_is_counted_has_a_name() -> None:
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for room in ("services", "components")
        for path in (HOME / room).rglob("*.py")
    )
    counted = re.findall(r'(?:purpose\(|purpose=|PURPOSE = )"([a-z][a-z ]*)"', sources)

    assert len(set(counted)) > 5
    assert set(counted) - set(PURPOSES) == set()


@pytest.mark.parametrize("spoken", LANGUAGES, ids=lambda language: language.code)
def test_every_name_of_a_purpose_fits_beside_its_bar_on_a_phone(spoken: Language) -> None:
    names = in_language(spoken, lambda: [translated(name) for name in PURPOSES.values()])

    assert [name for name in names if len(name) > 31] == []
