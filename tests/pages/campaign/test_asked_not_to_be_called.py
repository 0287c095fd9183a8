"""*Asked not to be called again*: one click from the people and the calls of a campaign; and what its checks and its dry run
say then, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.api.models import Campaign
from services.do_not_call import NewEntry, Reason
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.world import make_campaign

ANNA = Person("Anna")


@pytest.fixture
def draft(console: Runtime) -> Iterator[Campaign]:
    """A draft with three people, cancelled afterwards so that the sandbox stays quiet."""
    made = make_campaign(console.api, "Spring offer", people=3)
    yield made
    console.campaigns.cancel(console.api.campaigns.get(made.id), who=Person("test"))


def first_number(console: Runtime, campaign: Campaign) -> str:
    [one, *_] = console.api.campaigns.contacts(campaign.id)
    assert one.contact
    assert one.contact.phone
    return one.contact.phone


def test_somebody_of_the_people_is_chosen_with_one_click(
    console: Runtime, draft: Campaign, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaign", language, id=draft.id, view="people")
    table = f"person-{draft.id}"
    assert tab.button(f"do-not-call-{table}").disabled
    tab.selectbox(f"asked-{table}").set_value(first_number(console, draft)).run()
    assert not tab.button(f"do-not-call-{table}").disabled
    assert not tab.exception


def test_somebody_of_the_calls_is_chosen_too(
    demo_console: Runtime, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaign", language, id="camp_demo_01", view="calls")
    assert tab.button("do-not-call-call-camp_demo_01").disabled
    assert not tab.exception


def test_the_checks_and_the_dry_run_name_who_is_on_the_list(
    console: Runtime, draft: Campaign, open_page: OpenPage, language: str
) -> None:
    number = first_number(console, draft)
    console.do_not_call.add(NewEntry(number, Reason.ASKED), region="", who=ANNA)

    run = console.facts.of(draft).dry_run(ANNA).value
    assert number not in {one.number for one in run.would_call}
    assert [group.count for group in run.left_out if group.reason == "own_list"] == [1]
    tab = open_page("campaign", language, id=draft.id)
    said = {
        "en": "1 person is on your own do-not-call list and will be left out.",
        "de": "1 Person steht auf der eigenen Sperrliste und wird ausgelassen.",
    }
    assert said[language] in everything(tab)
    assert not tab.exception


def test_who_is_on_the_list_stands_so_in_the_table_of_people(
    console: Runtime, draft: Campaign, open_page: OpenPage, language: str
) -> None:
    number = first_number(console, draft)
    console.do_not_call.add(NewEntry(number, Reason.ASKED), region="", who=ANNA)

    tab = open_page("campaign", language, id=draft.id, view="people")

    listed = {"en": "On your own do-not-call list", "de": "Auf der eigenen Sperrliste"}[language]
    assert [one == listed for one in tab.dataframe[0].value.iloc[:, 2]] == [True, False, False]
