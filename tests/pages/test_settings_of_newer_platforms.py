"""Settings that newer platforms have: asked for where they are, saved and read back there, and named where they are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from services.api.generation import Generation
from services.api.models import CampaignUpdate
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything, running_console
from tests.pages.world import make_campaign
from tests.sandbox_process import ASSISTANT_ID, RunningSandbox, start_sandbox

GENERATIONS = list(Generation)
ANNA = Person("Anna")
WORDS = {
    "en": {
        "most": "One person can get at most 10 calls",
        "twenty": "At most 20: this version of the platform takes no more.",
        "absent": "Not offered here, because this version of the platform",
        "whose": "the assistant's own setting holds",
        "not told": "Talkturo does not tell here",
        "company": "Please choose the company",
        "not saved": "not all of its settings were saved",
        "nobody": "This campaign has no people yet.",
        "unread": "The people cannot be read here: Talkturo counts 3 people",
    },
    "de": {
        "most": "Eine Person kann höchstens 10 Anrufe bekommen",
        "twenty": "Höchstens 20: Mehr nimmt diese Version der Plattform nicht an.",
        "absent": "Hier nicht angeboten, weil nicht bekannt ist",
        "whose": "gilt die Einstellung des Assistenten",
        "not told": "Talkturo gibt das hier nicht an",
        "company": "Bitte die Firma wählen",
        "not saved": "nicht alle ihre Einstellungen wurden gespeichert",
        "nobody": "Diese Kampagne hat noch keine Personen.",
        "unread": "Die Personen können hier nicht gelesen werden: Talkturo zählt 3 Personen",
    },
}


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    folder = tmp_path_factory.mktemp("newest")
    with start_sandbox(folder, "--empty", "--generation", "newest", "--speed", "0") as running:
        yield running


@pytest.fixture
def console(newest: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from running_console(newest, tmp_path)


def taken_for(console: Runtime, generation: Generation) -> None:
    """The console takes its platform for this generation."""
    console.api.campaigns.which_generation = lambda: generation


def run(changed: Any) -> AppTest:
    tab: AppTest = changed.run()
    assert not tab.exception
    return tab


def keys(tab: AppTest) -> set[str]:
    drawn = [*tab.number_input, *tab.selectbox, *tab.toggle, *tab.text_input]
    return {str(one.key) for one in drawn}


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_form_offers_what_this_platform_has_and_names_what_it_has_not(
    open_page: OpenPage, console: Runtime, generation: Generation, language: str
) -> None:
    taken_for(console, generation)
    words = WORDS[language]
    tab = open_page("new", language)
    assert not tab.exception
    newer = generation in (Generation.ACTIONS, Generation.NEWEST)
    assert ("longest-call" in keys(tab)) == (generation is Generation.NEWEST)
    assert ("detects-voicemail" in keys(tab)) == newer
    assert ("tries-by-outcome" in keys(tab)) == newer
    assert (words["absent"] in everything(tab)) == (generation is not Generation.NEWEST)
    assert (words["whose"] in everything(tab)) == newer

    at_once = tab.number_input(key="people-at-once")
    assert at_once.max == (100 if generation is Generation.SEED else 20)
    assert at_once.help == ("" if generation is Generation.SEED else words["twenty"])


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_company_is_asked_for_where_there_are_companies_and_needed_on_the_first_version_alone(
    open_page: OpenPage, console: Runtime, generation: Generation, language: str
) -> None:
    taken_for(console, generation)
    tab = open_page("new", language)
    asked = {key for key in keys(tab) if key.startswith("campaign-company")}
    assert bool(asked) == (generation in (Generation.SEED, Generation.UNKNOWN))

    if asked:
        tab = run(tab.selectbox(key="campaign-company").set_value(None))
    tab = run(tab.button(key="create-campaign").click())
    missing = WORDS[language]["company"] in everything(tab)
    assert missing == (generation is Generation.SEED)


def test_the_most_calls_of_a_person_are_shown_as_they_are_typed(
    open_page: OpenPage, console: Runtime, language: str
) -> None:
    taken_for(console, Generation.NEWEST)
    tab = open_page("new", language)
    for switch in ("retry-after-error", "tries-by-outcome"):
        tab = run(tab.toggle(key=switch).set_value(True))
    tab.number_input(key="tries-no-answer").set_value(5)
    tab = run(tab.number_input(key="tries-busy").set_value(2))
    # and a technical error as often as there are tries
    assert WORDS[language]["most"] in everything(tab)


def created(newest: RunningSandbox, name: str) -> dict[str, Any]:
    with newest.client() as client:
        listed = client.get("/api/crm/campaigns", params={"teamId": newest.team_id, "limit": 1000}).json()
        [found] = [one for one in listed["campaigns"] if one["name"] == name]
        return client.get(f"/api/crm/campaigns/{found['id']}").json()["campaign"]


@pytest.mark.usefixtures("console")
def test_what_was_typed_is_created_saved_and_shown_as_it_is_read(
    open_page: OpenPage, newest: RunningSandbox, console: Runtime
) -> None:
    taken_for(console, Generation.NEWEST)
    tab = run(open_page("new").text_input(key="campaign-name").set_value("Budgets"))
    for switch in ("retry-after-error", "tries-by-outcome", "delay-by-outcome"):
        tab = run(tab.toggle(key=switch).set_value(True))
    tab.number_input(key="people-at-once").set_value(20)
    tab.number_input(key="tries-no-answer").set_value(5)
    tab.number_input(key="delay-busy").set_value(7)
    tab.number_input(key="longest-call").set_value(30)
    tab.selectbox(key="detects-voicemail").set_value("no")
    tab.selectbox(key="on-voicemail").set_value("hangup")
    tab = run(tab.selectbox(key="unavailable").set_value("fail"))
    tab = run(tab.radio(key="people-source").set_value("later"))
    tab = run(tab.button(key="create-campaign").click())

    made = created(newest, "Budgets")
    assert (made["status"], made["assistant_id"], made["contact_count"]) == ("draft", ASSISTANT_ID, 0)
    assert made["max_concurrent_calls"] == 20
    held = made["settings"]
    assert (held["max_attempts_no_answer"], held["retry_delay_minutes_busy"]) == (5, 7)
    assert (held["max_call_duration_minutes"], held["voicemail_detection_enabled"]) == (30, False)
    assert (held["voicemail_action"], held["unavailable_action"]) == ("hangup", "fail")

    shown = everything(open_page("campaign", id=made["id"], view="settings"))
    for words in ("30 minutes", "Not noticed; Hang up", "Without an answer: 5", "After busy: 7 minutes"):
        assert words in shown


def test_settings_that_a_read_does_not_tell_are_not_shown_as_set(
    open_page: OpenPage, console: Runtime, language: str
) -> None:
    taken_for(console, Generation.NEWEST)
    draft = make_campaign(console.api, f"Untold {language}")
    shown = everything(open_page("campaign", language, id=draft.id, view="settings"))
    assert shown.count(WORDS[language]["not told"]) >= 3


def test_an_edit_is_read_back(console: Runtime) -> None:
    taken_for(console, Generation.NEWEST)
    draft = make_campaign(console.api, "Edited")
    edited = console.campaigns.edit(draft, CampaignUpdate(max_call_duration_minutes=45), who=ANNA)
    assert edited.max_call_duration_minutes == 45
    edited = console.campaigns.edit(edited, CampaignUpdate(max_attempts_busy=4), who=ANNA)
    assert edited.max_attempts_busy == 4
    taken_back = console.campaigns.edit(edited, CampaignUpdate(max_attempts_busy=None), who=ANNA)
    assert (taken_back.max_attempts_busy, taken_back.max_call_duration_minutes) == (None, 45)


def test_settings_that_were_not_saved_are_said_and_nobody_is_put_in(
    open_page: OpenPage, newest: RunningSandbox, console: Runtime, language: str
) -> None:
    taken_for(console, Generation.NEWEST)
    name = f"Not saved {language}"
    tab = run(open_page("new", language).text_input(key="campaign-name").set_value(name))
    tab = run(tab.radio(key="people-source").set_value("later"))
    newest.faults({"operation": "updateCampaign", "kind": "server_error"})
    tab = run(tab.button(key="create-campaign").click())
    newest.faults()

    assert WORDS[language]["not saved"] in everything(tab)
    made = created(newest, name)
    assert (made["status"], made["contact_count"]) == ("draft", 0)
    run(tab.button(key="save-settings-again").click())
    assert created(newest, name)["settings"]["retry_backoff_mode"] == "fixed"


def test_people_who_are_counted_and_not_listed_cannot_be_read_and_are_not_nobody(
    open_page: OpenPage, newest: RunningSandbox, console: Runtime, language: str
) -> None:
    taken_for(console, Generation.NEWEST)
    draft = make_campaign(console.api, f"Unlisted {language}")
    empty = everything(open_page("campaign", language, id=draft.id, view="people"))
    assert WORDS[language]["nobody"] in empty

    another = make_campaign(console.api, f"Unlisted too {language}")
    newest.faults(
        {
            "operation": "listCampaignContacts",
            "kind": "odd_values",
            "fields": ["statusCounts"],
            "value": {"pending": 3},
            "times": None,
        }
    )
    shown = everything(open_page("campaign", language, id=another.id, view="people"))
    newest.faults()
    assert WORDS[language]["unread"] in shown
    assert WORDS[language]["nobody"] not in shown
