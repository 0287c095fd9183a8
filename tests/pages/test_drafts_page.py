"""*Drafts*: what was begun is found again, gone on with, deleted, and taken back."""

from __future__ import annotations

from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.upload.upload_files import checked, drop, german_excel, upload_of


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
