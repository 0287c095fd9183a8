"""Questions about columns that may say who must not be called: one answer a column, before anybody in the list can be
used.
"""

from __future__ import annotations

import streamlit as st

from components.ui import formats
from components.ui.markdown import plain, shortened
from components.upload import file as upload_file
from components.upload.file import Upload
from components.upload.hidden import draw_hidden
from components.upload.reading import column_names
from services.contact_file import CheckedFile, ColumnQuestion
from services.texts import _, ngettext

SHOWN = 12  # entries of one column that are counted one by one
LONGEST = 60


def draw_questions(upload: Upload, checked: CheckedFile) -> None:
    """What is open first, then what was answered, with the way to answer it anew."""
    names = column_names(checked.columns.header)
    draw_hidden(upload, checked, names)
    if checked.questions:
        st.header(_("May these people be called?"), anchor=False)
        st.markdown(
            _(
                "These columns may say who must not be called, and that is not certain from the file alone. One answer for "
                "each column is enough; it is remembered for the next file with the same columns."
            )
        )
    for question in checked.questions:
        _draw_question(question, names[question.column], upload.edits)
    _draw_answered(checked, names)


def draw_waiting(checked: CheckedFile) -> None:
    """What stands in the place of the last step while answers are missing."""
    count = len(checked.questions)
    if not count:
        st.info(
            _(
                "Answer the question about what the sheet hides above; until then nobody in this list can be used."
            ),
            icon=":material/help:",
        )
        return
    st.info(
        ngettext(
            "Answer the question about {count} column above; until then nobody in this list can be used.",
            "Answer the questions about {count} columns above; until then nobody in this list can be used.",
            count,
        ).format(count=formats.number(count)),
        icon=":material/help:",
    )


def _draw_question(question: ColumnQuestion, name: str, edits: int) -> None:
    with st.container(border=True, key=f"question-{question.column}", gap="small"):
        st.markdown(_sentence(question, name))
        kept_out = f"kept-out-{question.column}-{edits}"
        shown = question.values[:SHOWN]
        if len(question.values) > 1:
            st.pills(
                _("Entries whose people must not be called"),
                list(range(len(shown))),
                format_func=lambda place: f"{_entry(shown[place][0])} **{formats.number(shown[place][1])}**",
                selection_mode="multi",
                default=list(range(len(shown))),
                key=kept_out,
            )
            if len(question.values) > SHOWN:
                st.caption(_others(question))
        with st.container(horizontal=True):
            st.button(
                _("No, leave them out")
                if len(question.values) == 1
                else _("Leave out the chosen ones, call the others"),
                key=f"leave-out-{question.column}",
                on_click=_leave_out,
                args=(question, kept_out),
                icon=":material/block:",
            )
            st.button(
                _("Yes, they may be called"),
                key=f"may-call-{question.column}",
                on_click=_answer,
                args=(question, range(0)),
                icon=":material/call:",
            )


def _sentence(question: ColumnQuestion, name: str) -> str:
    rows = formats.number(question.rows)
    if len(question.values) == 1:
        return ngettext(
            "**{column}** says “{entry}” for {count} person: may this person be called?",
            "**{column}** says “{entry}” for {count} people: may they be called?",
            question.rows,
        ).format(column=plain(name), entry=_entry(question.values[0][0]), count=rows)
    return ngettext(
        "**{column}** says these things for {count} person: may this person be called?",
        "**{column}** says these things for {count} people: may they be called?",
        question.rows,
    ).format(column=plain(name), count=rows)


def _entry(text: str) -> str:
    return plain(shortened(" ".join(text.split()), LONGEST)) or _("no entry")


def _others(question: ColumnQuestion) -> str:
    entries = question.values[SHOWN:]
    return ngettext(
        "{count} more entry, which is left out together with the chosen ones.",
        "{count} more entries, which are left out together with the chosen ones.",
        len(entries),
    ).format(count=formats.number(len(entries)))


def _leave_out(question: ColumnQuestion, key: str) -> None:
    chosen = st.session_state[key] if len(question.values) > 1 else [0]
    _answer(question, [*chosen, *range(SHOWN, len(question.values))])


def _answer(question: ColumnQuestion, must_not: range | list[int]) -> None:
    entries = [entry for entry, _count in question.values]
    forbidden = {entries[place] for place in must_not}
    upload = upload_file.present()
    if upload is not None and upload.checked is not None:
        may = [entry for entry in entries if entry not in forbidden]
        upload.answer(upload.checked.columns.answered(question.column, may=may, must_not=forbidden))


def _draw_answered(checked: CheckedFile, names: list[str]) -> None:
    for column, said in checked.columns.answers.items():
        entries = {
            may: [_entry(entry) for entry, answer in said.items() if answer is may] for may in (True, False)
        }
        words = [
            _("must not be called: {entries}").format(entries=", ".join(entries[False][:SHOWN])),
            _("may be called: {entries}").format(entries=", ".join(entries[True][:SHOWN])),
        ]
        told = " · ".join(word for word, may in zip(words, (False, True), strict=True) if entries[may])
        with st.container(horizontal=True, vertical_alignment="center", key=f"answered-{column}"):
            st.caption(f"**{plain(names[column])}** · {told}", width="stretch")
            st.button(
                _("Answer anew"),
                key=f"answer-anew-{column}",
                type="tertiary",
                icon=":material/undo:",
                on_click=_take_back,
                args=(column,),
            )


def _take_back(column: int) -> None:
    upload = upload_file.present()
    if upload is not None and upload.checked is not None:
        upload.answer(upload.checked.columns.without_answer(column))
