"""Question about what a sheet hides: rows and columns that the person may not know of are asked about before they count."""

from __future__ import annotations

import streamlit as st

from components.ui import formats
from components.ui.markdown import plain
from components.upload import kept, session_file
from components.upload.file import Upload
from services.contact_file import CheckedFile, Columns, Field
from services.contact_file.judging.hidden import hidden_row_count
from services.texts import _, ngettext

NAMED = 6


def draw_hidden(upload: Upload, checked: CheckedFile, names: list[str]) -> None:
    """What is open, then what was answered, with the way to answer it anew."""
    question = checked.hidden_question
    if question:
        st.header(_("Does the list include what the sheet hides?"), anchor=False)
        if question.rows:
            _draw_rows(question.rows)
        if question.columns:
            _draw_columns(question.columns, checked.columns, names)
    if checked.hidden_wanted is not None:
        _draw_answered(upload, hidden_row_count(checked.table))


def _draw_rows(count: int) -> None:
    with st.container(border=True, key="hidden-rows", gap="small"):
        st.markdown(
            ngettext(
                "**{count}** row is hidden in the sheet, by hand or by a filter. Is this person meant to be called, too?",
                "**{count}** rows are hidden in the sheet, by hand or by a filter. Are these people meant to be called, too?",
                count,
            ).format(count=formats.number(count))
        )
        with st.container(horizontal=True):
            st.button(
                _("No, only the rows that can be seen"),
                key="leave-hidden-rows",
                on_click=_use_rows,
                args=(False,),
                icon=":material/visibility_off:",
            )
            st.button(
                _("Yes, hidden rows too"),
                key="use-hidden-rows",
                on_click=_use_rows,
                args=(True,),
                icon=":material/call:",
            )


def _draw_columns(hidden: tuple[int, ...], columns: Columns, names: list[str]) -> None:
    shown = [f"**{plain(names[index])}**" for index in hidden[:NAMED]]
    with st.container(border=True, key="hidden-columns", gap="small"):
        st.markdown(
            ngettext(
                "The column {columns} is hidden in the sheet and has phone numbers. May people be called by them?",
                "The columns {columns} are hidden in the sheet and have phone numbers. May people be called by them?",
                len(hidden),
            ).format(columns=", ".join(shown) + ("…" if len(hidden) > NAMED else ""))
        )
        with st.container(horizontal=True):
            if len(hidden) < len(columns.phone):
                st.button(
                    _("No, only by the other numbers"),
                    key="leave-hidden-columns",
                    on_click=_use_columns,
                    args=(hidden, None),
                    icon=":material/visibility_off:",
                )
            st.button(
                _("Yes, by these numbers too"),
                key="use-hidden-columns",
                on_click=_use_columns,
                args=(hidden, Field.PHONE),
                icon=":material/call:",
            )


def _draw_answered(upload: Upload, count: int) -> None:
    told = (
        ngettext(
            "{count} hidden row is used like the others.",
            "{count} hidden rows are used like the others.",
            count,
        )
        if upload.hidden_wanted
        else ngettext("{count} hidden row is left out.", "{count} hidden rows are left out.", count)
    )
    with st.container(horizontal=True, vertical_alignment="center", key="hidden-answered"):
        st.caption(told.format(count=formats.number(count)), width="stretch")
        st.button(
            _("Answer anew"),
            key="hidden-anew",
            type="tertiary",
            icon=":material/undo:",
            on_click=_use_rows,
            args=(None,),
        )


def _use_rows(wanted: bool | None) -> None:
    upload = session_file.present()
    if upload is not None:
        upload.use_hidden(wanted)


def _use_columns(hidden: tuple[int, ...], field: Field | None) -> None:
    upload = session_file.present()
    if upload is None or upload.columns is None:
        return
    columns = upload.columns
    for index in hidden:
        columns = columns.choose(index, field)
    kept.judge_again(columns=columns)
