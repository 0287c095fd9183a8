"""Questions about columns that may say who must not be called: one answer a column, before anybody in the list can be
used.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.ui import formats
from components.ui.focus import focus_on
from components.ui.markdown import plain, shortened
from components.upload import session_file
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
    asked = {question.column: question for question in checked.questions}
    for column in sorted({*upload.answered, *asked}):
        if column in asked:
            _draw_question(asked[column], names[column], upload.edits, opened=column == min(asked))
        else:
            _draw_answered_here(upload.answered[column], checked, names[column])
    for column in checked.columns.answers.keys() - upload.answered.keys() - asked.keys():
        _draw_answered_before(column, checked, names[column])


def waiting_words(checked: CheckedFile) -> str:
    """What keeps the list from being used while answers are missing."""
    count = len(checked.questions)
    if not count:
        return _(
            "Answer the question about what the sheet hides above; until then nobody in this list can be used."
        )
    return ngettext(
        "Answer the question about {count} column above; until then nobody in this list can be used.",
        "Answer the questions about {count} columns above; until then nobody in this list can be used.",
        count,
    ).format(count=formats.number(count))


def _draw_question(question: ColumnQuestion, name: str, edits: int, *, opened: bool) -> None:
    """One of several entries shows them, and can be answered, once it is its turn: nobody answers for what she has not seen.
    What she chooses from stands below the answer, so that an answer moves nothing under the mouse."""
    with st.container(border=True, key=f"question-{question.column}", gap="small"):
        st.markdown(_sentence(question, name))
        if opened or len(question.values) == 1:
            kept_out = f"kept-out-{question.column}-{edits}"
            _draw_answers(question, kept_out)
            if len(question.values) > 1:
                _draw_entries(question, kept_out)


def _draw_answers(question: ColumnQuestion, kept_out: str) -> None:
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


def _draw_entries(question: ColumnQuestion, kept_out: str) -> None:
    shown = question.values[:SHOWN]
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
    upload = session_file.present()
    if upload is not None and upload.checked is not None:
        may = [entry for entry in entries if entry not in forbidden]
        upload.answered[question.column] = question
        focus_on(f"answer-anew-{question.column}")
        upload.answer(upload.checked.columns.answered(question.column, may=may, must_not=forbidden))


def _draw_answered_here(question: ColumnQuestion, checked: CheckedFile, name: str) -> None:
    """Where it was asked: the question, and its answer in the place of the buttons."""
    with st.container(border=True, key=f"question-{question.column}", gap="small"):
        st.markdown(_sentence(question, name))
        _draw_answer(question.column, _answer_words(checked.columns.answers[question.column]))


def _draw_answered_before(column: int, checked: CheckedFile, name: str) -> None:
    """Of an earlier file with this column."""
    said = _answer_words(checked.columns.answers[column])
    _draw_answer(column, f"**{plain(name)}** · {said}")


def _draw_answer(column: int, words: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"answered-{column}"):
        st.caption(words, width="stretch")
        st.button(
            _("Answer anew"),
            key=f"answer-anew-{column}",
            type="tertiary",
            icon=":material/undo:",
            on_click=_take_back,
            args=(column,),
        )


def _answer_words(said: Mapping[str, bool]) -> str:
    entries = {
        may: [_entry(entry) for entry, answer in said.items() if answer is may] for may in (True, False)
    }
    words = [
        _("must not be called: {entries}").format(entries=", ".join(entries[False][:SHOWN])),
        _("may be called: {entries}").format(entries=", ".join(entries[True][:SHOWN])),
    ]
    return " · ".join(word for word, may in zip(words, (False, True), strict=True) if entries[may])


def _take_back(column: int) -> None:
    upload = session_file.present()
    if upload is not None and upload.checked is not None:
        upload.answered.pop(column, None)
        upload.answer(upload.checked.columns.without_answer(column))
        focus_on(f"question-{column}")
