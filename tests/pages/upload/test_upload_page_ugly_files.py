"""Ugly files on *Upload people*: what is no list, or no good one, is told so, and what can be corrected is."""

from __future__ import annotations

import gc

import pytest
from streamlit.testing.v1 import AppTest

from services.contact_file import RowVerdict, template_csv
from services.languages import LANGUAGES, Language
from services.person import Person
from services.runtime import Runtime
from services.texts import in_language
from services.upload.check import UploadCheck
from tests.pages.conftest import OpenPage, everything
from tests.pages.upload.upload_files import SAFE_AMERICAN, checked, drop, german_excel, upload_of, us_excel
from tests.pages.world import NASTY_NAMES
from tests.waiting import DEADLINE

pytestmark = pytest.mark.usefixtures("console")

# Every kind is told apart in tests/services/contact_file/corpus_files.py; what follows is the same for all.
NO_LISTS = {
    "xlsx": b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml xl/workbook.xml",
    "empty": b"",
    "noise": bytes(range(256)) * 8,
}


def test_what_is_no_list_is_told_so(open_page: OpenPage, language: str) -> None:
    tab = open_page("upload", language)
    nobody = {"en": "nobody was called", "de": "niemand wurde angerufen"}[language]
    for kind, content in NO_LISTS.items():
        tab = drop(tab, content, "people.csv")

        assert len(tab.error) == 1, kind
        assert len(tab.error[0].value) > 40, kind
        assert nobody in tab.error[0].value, kind
        assert not tab.exception, kind
        tab = tab.button(key="other-file").click().run()
        assert not tab.error, kind

    tab = drop(tab, german_excel() if language == "de" else us_excel(SAFE_AMERICAN))
    assert not tab.error
    tab = tab.button(key="use-people").click().run()
    missing = {"en": "Please choose the campaign", "de": "Bitte die Kampagne wählen"}[language]
    upload = upload_of(tab)
    assert missing in everything(tab)
    assert upload and upload.hand_over is None


def test_a_file_without_numbers_asks_for_the_column(open_page: OpenPage, language: str) -> None:
    tab = drop(open_page("upload", language), b"Who,What\nAnn,x\nBob,y\n")

    assert tab.error
    tab = checked(tab.multiselect(key="column-phone").set_value([1]).run())

    assert not tab.error
    assert counts(tab)[RowVerdict.INVALID] == 2


def test_a_wrong_header_line_can_be_put_right_again(open_page: OpenPage) -> None:
    tab = drop(open_page("upload"), us_excel(SAFE_AMERICAN))

    tab = checked(tab.number_input(key="file-header-row").set_value(500).run())
    assert tab.error
    tab = checked(tab.number_input(key="file-header-row").set_value(1).run())

    assert not tab.error
    assert counts(tab)[RowVerdict.OK] == 2


def test_a_corrected_separator_is_followed_by_columns_and_counts(open_page: OpenPage) -> None:
    lines = ["Name;Phone;Note", "Ann Lee;+12127365000;a,b,c", "Bob Ray;+14157891234;d,e,f"]
    tab = drop(open_page("upload"), "\n".join(lines).encode())
    tab = checked(tab.selectbox(key="file-separator").set_value(",").run())
    assert upload_of(tab).table.delimiter == ","  # type: ignore[union-attr]

    tab = checked(tab.selectbox(key="file-separator").set_value(";").run())

    assert counts(tab)[RowVerdict.OK] == 2


def test_a_corrected_character_set_changes_the_preview(open_page: OpenPage) -> None:
    tab = drop(open_page("upload", "de"), german_excel())
    assert "Jürgen" in previewed(tab, "Vorname")

    tab = checked(tab.selectbox(key="file-encoding").set_value("cp850").run())

    assert "Jürgen" not in previewed(tab, "Vorname")


def previewed(tab: AppTest, column: str) -> list[str]:
    return next(table.value[column].tolist() for table in tab.dataframe if column in table.value)


def test_the_region_decides_numbers_without_country_code(open_page: OpenPage) -> None:
    tab = drop(open_page("upload"), b"Name,Phone\nAnn,030 1234567\n")
    assert counts(tab)[RowVerdict.OK] + counts(tab)[RowVerdict.REPAIRED] == 0

    tab = checked(tab.selectbox(key="file-region").set_value("DE").run())

    assert counts(tab)[RowVerdict.OK] == 1


def test_the_country_that_a_list_shows_stands_where_another_is_chosen_and_nobody_has_said_it(
    open_page: OpenPage,
) -> None:
    shown = ["+49 160 8536114", "+49 170 4059205", "+49 171 2424242", "0171/5441883", "0151 83517017"]
    tab = drop(
        open_page("upload"), "\n".join(["Name,Phone", *(f"Ann,{number}" for number in shown)]).encode()
    )

    assert tab.selectbox(key="file-region").value == "DE"
    upload = upload_of(tab)
    assert upload is not None
    assert (upload.region, upload.own_region) == ("US", False)  # from where it is judged again


def test_chosen_columns_are_remembered_for_the_same_header(open_page: OpenPage) -> None:
    content = b"Zebra,Yak\n+12127365000,Ann\n+14157891234,Bob\n"
    tab = drop(open_page("upload"), content)
    tab = checked(tab.selectbox(key="column-first_name").set_value(1).run())

    again = drop(open_page("upload"), content.replace(b"Ann", b"Zoe"))

    assert again.selectbox(key="column-first_name").value == 1
    assert "last time" in everything(again)


def test_a_mended_cell_survives_other_columns_and_another_campaign(open_page: OpenPage) -> None:
    tab = drop(open_page("upload"), b"Name,Phone\nAnn,abc\nBob,+12127365000\n")
    tab = tab.pills(key="verdict").set_value("invalid").run()
    upload = upload_of(tab)
    assert upload and upload.checked
    upload.checked.mend(1, 1, "+14157891234")
    tab = tab.run()

    tab = checked(tab.selectbox(key="column-full_name").set_value(None).run())

    assert counts(tab)[RowVerdict.OK] == 2


def test_names_show_as_typed(open_page: OpenPage) -> None:
    """Of columns, people and the file."""
    names = [name.replace('"', '""') for name in NASTY_NAMES.values()]
    columns = ",".join(f'"{name}"' for name in names)
    rows = "\n".join(f'"{name}",abc{",x" * len(names)}' for name in names)
    file_name = "".join(name[:12] for name in names)

    tab = drop(open_page("upload"), f'"First name",Phone,{columns}\n{rows}\n'.encode(), f"{file_name}.csv")

    assert not tab.exception
    shown = everything(tab)
    for name in NASTY_NAMES.values():
        if name.startswith(("**", "<", ":red", "costs")):
            assert name not in shown


def test_only_one_page_of_rows_goes_to_the_browser(open_page: OpenPage) -> None:
    rows = "\n".join(f"Person {number},+1212736{number:04d}" for number in range(5000, 5400))
    tab = drop(open_page("upload"), f"Name,Phone\n{rows}\n".encode())

    assert counts(tab)[RowVerdict.OK] == 400
    assert max(len(frame.value) for frame in tab.dataframe) <= 50
    none = drop(open_page("upload"), ("Name,Phone\n" + "Ann,x\n" * 400).encode())
    assert max(len(frame.value) for frame in none.dataframe) <= 50


def test_a_closed_campaign_takes_nobody_and_says_why(open_page: OpenPage, console: Runtime) -> None:
    from tests.pages.world import make_campaign

    campaign = make_campaign(console.api, "Over already")
    console.campaigns.cancel(campaign, who=Person("Test"))

    tab = drop(open_page("upload", campaign=campaign.id), us_excel(SAFE_AMERICAN))

    assert tab.warning
    tab = tab.button(key="use-people").click().run()
    upload = upload_of(tab)
    assert upload and upload.hand_over is None


def test_an_unknown_campaign_is_a_sentence(open_page: OpenPage) -> None:
    tab = open_page("upload", campaign="nothing")

    assert not tab.exception
    assert tab.error


def test_an_unknown_import_is_a_sentence(open_page: OpenPage, console: Runtime) -> None:
    console.jobs.start()
    tab = open_page("upload", job="nothing")
    console.jobs.stop()

    assert not tab.exception
    assert "There is no such import" in everything(tab)


def test_leaving_the_page_forgets_the_file(open_page: OpenPage) -> None:
    tab = drop(open_page("upload"), us_excel(SAFE_AMERICAN))
    assert upload_of(tab)

    tab.switch_page("pages/campaigns_page.py").run()

    assert upload_of(tab) is None


@pytest.mark.parametrize("spoken", LANGUAGES, ids=lambda one: one.code)
def test_the_filled_template_is_read_without_a_question(open_page: OpenPage, spoken: Language) -> None:
    filled = in_language(spoken, template_csv).decode("utf-8-sig").splitlines()[0]
    row = spoken.cell_separator.join(["Ann", "Lee", "+12127365000", *[""] * 8])

    tab = drop(open_page("upload", spoken.code), f"\ufeff{filled}\r\n{row}\r\n".encode())

    assert counts(tab)[RowVerdict.OK] == 1
    assert not tab.error
    assert not tab.warning


def counts(tab: AppTest) -> dict[RowVerdict, int]:
    upload = upload_of(tab)
    assert upload
    assert upload.checked
    return upload.checked.counts


# Two numbers with words in each cell take a millisecond, one after the other.
SLOW = b"Name,Phone\n" + b"".join(
    b"A%d,tel:+49(0)30/%d;ext=12 / mobil: +49(0)151-%d (priv.)\n" % (row, 1_000_000 + row, 20_000_000 + row)
    for row in range(100_000)
)


def begin(tab: AppTest, content: bytes) -> tuple[AppTest, UploadCheck]:
    """Drop a file and come back while it is being checked."""
    tab.file_uploader(key="contact-file").set_value(("list.csv", content, "text/csv"))
    tab = tab.run()
    upload = upload_of(tab)
    assert upload
    assert upload.check
    return tab, upload.check


def test_others_go_on_while_a_hostile_file_is_checked_and_it_can_be_stopped(
    open_page: OpenPage, language: str
) -> None:
    tab, check = begin(open_page("upload", language), SLOW)
    other = drop(open_page("upload", language), us_excel(SAFE_AMERICAN))

    assert not check.finished.is_set()
    assert sum(counts(other).values()) == 2

    tab = tab.button(key="stop-checking").click().run()
    assert tab.file_uploader(key="contact-file")
    assert check.finished.wait(DEADLINE)
    assert check.checked is None


def test_a_check_ends_when_its_page_is_left(open_page: OpenPage) -> None:
    tab, check = begin(open_page("upload"), SLOW)
    del tab
    gc.collect()  # as when the session is closed

    assert check.finished.wait(DEADLINE)
    assert check.checked is None
    assert check.stop.asked()


def test_columns_of_numbers_beyond_ten_are_named(open_page: OpenPage, language: str) -> None:
    names = ",".join(f"Phone {number}" for number in range(1, 13))
    tab = drop(open_page("upload", language), f"Name,{names}\nAnn{',2127365000' * 12}\n".encode())

    [said] = [warning.value for warning in tab.warning if "Phone 11" in warning.value]
    assert "Phone 12" in said
    assert "Phone 10" not in said
    assert len(tab.multiselect(key="column-phone").value) == 12
    tab = checked(tab.multiselect(key="column-phone").set_value(list(range(3, 13))).run())
    assert not [warning for warning in tab.warning if "Phone 11" in warning.value]


def test_too_many_columns_are_refused_with_what_to_do(open_page: OpenPage, language: str) -> None:
    tab = drop(open_page("upload", language), b"," * 600 + b"\n1\n")

    [said] = tab.error
    assert {"en": "delete the others", "de": "die übrigen löschen"}[language] in said.value
