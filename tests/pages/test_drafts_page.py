"""*Drafts*: what was begun is found again, gone on with, deleted, and taken back."""

from __future__ import annotations

from pathlib import Path

from services.drafts.drafts import DraftKind
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.test_new_campaign_page import named, run
from tests.pages.upload.upload_files import checked, drop, german_excel, upload_of
from tests.services.database.database_troubles import held_by_another_program
from tests.waiting import until


def test_what_was_begun_is_found_again_deleted_and_taken_back(
    open_page: OpenPage, console: Runtime, language: str
) -> None:
    empty = {"en": "Nothing is left to be done", "de": "Nichts ist liegen geblieben"}[language]
    go_on = {"en": "Not done yet", "de": "Noch nicht fertig"}[language]
    assert empty in everything(open_page("drafts", language))
    assert go_on not in everything(open_page("campaigns", language))

    drop(open_page("upload", language), german_excel(), "kunden *neu*.csv")

    for page in ("campaigns", "upload"):
        assert go_on in everything(open_page(page, language))
    assert go_on not in everything(open_page("new", language))
    tab = open_page("drafts", language)
    shown = everything(tab)
    assert r"kunden \*neu\*" in shown
    assert {"en": "deleted by itself on", "de": "von selbst gelöscht"}[language] in shown
    [entry] = console.drafts.list()

    tab = tab.button(key=f"delete-draft-{entry.id}").click().run()
    assert empty in everything(tab)
    tab = tab.button(key="take-back-draft").click().run()
    assert empty not in everything(tab)

    upload = upload_of(checked(open_page("upload", language, draft=entry.id)))
    assert upload and upload.name == "kunden *neu*.csv"


def test_a_draft_without_a_name_is_deleted_by_the_words_it_was_listed_with(
    open_page: OpenPage, console: Runtime
) -> None:
    tab = run(open_page("new"))
    run(tab.number_input(key="attempts").set_value(5))
    [entry] = console.drafts.list()

    tab = open_page("drafts").button(key=f"delete-draft-{entry.id}").click().run()

    assert "New campaign was put away." in [caption.value for caption in tab.caption]


def test_a_draft_of_another_version_is_said_to_be_one_and_stays(
    open_page: OpenPage, console: Runtime
) -> None:
    draft_id, _content = console.drafts.begin(DraftKind.CAMPAIGN, "Of next year", state={"version": 99})

    tab = open_page("new", draft=draft_id)

    assert "another version of the console" in everything(tab)
    assert "not there any more" not in everything(tab)
    assert [entry.id for entry in console.drafts.list()] == [draft_id]


def test_a_form_that_cannot_be_kept_does_not_say_that_it_is(
    open_page: OpenPage, console: Runtime, tmp_path: Path
) -> None:
    said = "What you type is kept"
    tab = named(open_page("new"), "Kept or not")
    assert said in everything(tab)
    with held_by_another_program(tmp_path / "console.db"):
        tab = named(tab, "Not kept")
        assert (said in everything(tab), "not kept at present" in everything(tab)) == (False, True)
    assert until(console.database.ask_now, bool)
    assert said in everything(run(tab))
