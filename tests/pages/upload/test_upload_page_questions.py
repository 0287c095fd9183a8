"""Columns that may say no: asked about once, before anybody in the list can be used, and remembered."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.api.models import Campaign
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.upload.test_upload_page import done, use_people
from tests.pages.upload.upload_files import drop, german_excel, upload_of
from tests.pages.world import enrolled, make_campaign
from tests.sandbox_process import RunningSandbox

PEOPLE = [
    "Vorname;Telefon;Opt;Akquisesperre",
    "Ada;030 27594863;A;nein",
    "Ben;030 27594864;B;",
    "Cem;030 27594865;B;ja",
    "Dea;030 27594866;;",
]


@pytest.fixture
def campaign(console: Runtime) -> Campaign:
    return make_campaign(console.api, f"Spring {uuid4().hex[:6]}")


@pytest.mark.parametrize(
    ("language", "asked", "waits"),
    [
        (
            "en",
            "**Opt** says these things for 3 people: may they be called?",
            "Answer the question about 1 column",
        ),
        ("de", "**Opt** sagt dies bei 3 Personen: Dürfen sie angerufen werden?", "Die Frage zu 1 Spalte"),
    ],
)
@pytest.mark.usefixtures("working")
def test_nobody_can_be_used_before_the_question_about_a_column_is_answered(
    open_page: OpenPage, campaign: Campaign, language: str, asked: str, waits: str
) -> None:
    tab = drop(open_page("upload", language, campaign=campaign.id), german_excel(PEOPLE))

    assert not tab.exception
    assert asked in [one.value for one in tab.markdown]
    assert tab.button(key="use-people").disabled
    assert tab.button(key="use-people").help.startswith(waits)
    upload = upload_of(tab)
    assert upload and upload.checked
    assert [question.column for question in upload.checked.questions] == [2]  # the other is understood


def test_one_answer_holds_for_the_column_and_for_the_next_file_with_that_header(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime, campaign: Campaign
) -> None:
    tab = drop(open_page("upload", "de", campaign=campaign.id), german_excel(PEOPLE))
    entries = tab.button_group(key="kept-out-2-1")
    assert [words.split(" ")[0] for words in entries.options] == ["A", "B", "kein"]
    assert entries.value == [0, 1, 2]  # whoever only clicks on keeps all of them out

    entries.set_value([1])
    tab = tab.button(key="leave-out-2").click().run()
    done(use_people(tab), working)

    assert enrolled(sandbox, campaign.id) == ["+493027594863", "+493027594866"]
    again = drop(
        open_page("upload", "de", campaign=campaign.id),
        german_excel([*PEOPLE, "Eva;030 27594867;A;", "Fia;030 27594868;B;", "Gil;030 27594869;C;"]),
    )
    upload = upload_of(again)
    assert upload and upload.checked
    assert [question.values for question in upload.checked.questions] == [(("C", 1),)]
    assert [upload.checked.row(row).verdict for row in (5, 6, 7)] == ["ok", "blocked", "review"]


@pytest.mark.usefixtures("working")
def test_an_answer_can_be_given_anew(open_page: OpenPage, campaign: Campaign) -> None:
    tab = drop(open_page("upload", "en", campaign=campaign.id), german_excel(PEOPLE))
    tab = tab.button(key="may-call-2").click().run()
    assert "Answer the question" not in tab.button(key="use-people").help
    assert "may be called: A, B, no entry" in everything(tab)

    tab = tab.button(key="answer-anew-2").click().run()

    assert tab.button(key="use-people").help.startswith("Answer the question")
