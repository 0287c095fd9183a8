"""A cell mended in the table of rows is judged at once, and a row keeps its place while others change."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from services.contact_file import RowVerdict, check, guess_columns, read_table


def mended_in_the_table() -> None:
    """As the page does when somebody edits the second row shown."""
    import streamlit as st

    from components.upload import grid as upload_grid
    from components.upload.file import Upload
    from components.upload.session_file import IN_SESSION
    from services.contact_file import check, guess_columns, read_table

    content = b"Name,Phone\nAnn,+12127365000\nBob,+14157891234\n"
    table = read_table(content)
    upload = Upload("list.csv", content, "digest", "US", table=table)
    upload.checked = check(table, guess_columns(table), "US")
    st.session_state[IN_SESSION] = upload
    st.session_state["editor"] = {"edited_rows": {1: {upload_grid.PHONE: "12127365000"}}}
    upload_grid._edited("editor", (upload_grid.Place(1, 1), upload_grid.Place(2, 1)), "")


def test_an_edited_cell_is_judged_with_the_others() -> None:
    tab = AppTest.from_function(mended_in_the_table, default_timeout=30).run()

    assert not tab.exception
    upload = tab.session_state["upload"]
    assert upload.checked.counts[RowVerdict.DUPLICATE] == 1
    assert upload.edits == 1


def test_a_row_knows_its_cell_in_the_file_and_as_it_stands_now() -> None:
    from components.upload.row import name_of, original_cell, phone_cell, reading_words

    table = read_table(b"First name,Last name,Phone\nAnn,Lee,abc\n")
    checked = check(table, guess_columns(table), "US")
    row = checked.mend(1, 2, "212 736 5000")

    assert (original_cell(checked, row), phone_cell(row)) == ("abc", "212 736 5000")
    assert name_of(checked, row) == "Ann Lee"
    assert reading_words(row) == "+1 212-736-5000"


def decided_in_the_table() -> None:
    """As the page does after three edits in a group: one leaves out, one uses, and one would use what has no number."""
    import streamlit as st

    from components.upload import grid as upload_grid
    from components.upload.file import Upload
    from components.upload.session_file import IN_SESSION
    from services.contact_file import check, guess_columns, read_table
    from services.texts import _

    content = b"Name,Phone\nAnn,+12127365000 (Lee)\nBob,+14157891234 (Ray)\nCat,1-800-FLOWERS\n"
    table = read_table(content)
    upload = Upload("list.csv", content, "digest", "US", table=table)
    upload.checked = check(table, guess_columns(table), "US")
    st.session_state[IN_SESSION] = upload
    places = tuple(upload_grid.Place(row, 1) for row in (1, 2, 3))
    use, leave = _("Use"), _("Leave out")
    edits: dict[int, dict[str, str]] = {}
    for row, word in enumerate((leave, use, use)):
        edits[row] = {upload_grid.DECISION: word}
        st.session_state["editor"] = {"edited_rows": edits}
        upload_grid._edited("editor", places, "text")


def test_a_row_is_decided_in_the_table_and_one_without_a_number_is_not_used() -> None:
    tab = AppTest.from_function(decided_in_the_table, default_timeout=30).run()

    assert not tab.exception
    upload = tab.session_state["upload"]
    assert [row.verdict for row in upload.checked.rows()] == ["rejected", "repaired", "review"]
    assert upload.turn == 1  # the table begins anew and shows what holds
    assert [row.decided for row in upload.checked.rows()] == [False, True, None]
