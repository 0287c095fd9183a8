"""Review of rows that need a person: decided one by one or all alike, their numbers mended in place."""

from __future__ import annotations

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.ui import formats
from components.ui.markdown import plain, shortened
from components.upload import file as upload_file
from components.upload.row import (
    LONGEST,
    name_of,
    original_cell,
    phone_cell,
    reading_words,
    why,
    words_that_speak_against,
)
from services.contact_file import CheckedFile, CheckedRow, RowVerdict, sentences
from services.contact_file.judging.hidden import ASKED_ONCE
from services.contact_file.judging.silence import ANSWERED_BY_COLUMN
from services.texts import _, ngettext

USE, LEAVE = "use", "leave"
LOOKED_AT = 50


def draw_alike(checked: CheckedFile) -> None:
    """For each reason one decision for all rows with it."""
    for reason, count in checked.reasons(RowVerdict.REVIEW).items():
        if (checked.questions and reason in ANSWERED_BY_COLUMN) or reason in ASKED_ONCE:
            continue  # asked above, once for all of them
        example = _example(checked, reason)
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_alike_words(reason, count, example), width="stretch")
            if example.e164:
                st.button(
                    _("Use all as read"),
                    key=f"accept-all-{reason}",
                    on_click=_decide,
                    args=(reason, True),
                    icon=":material/check:",
                )
            st.button(
                _("Leave all out"),
                key=f"leave-all-{reason}",
                on_click=_decide,
                args=(reason, False),
                icon=":material/close:",
            )


def _example(checked: CheckedFile, reason: str) -> CheckedRow:
    """A row with this reason, one with a reading if there is one near the top."""
    rows = checked.rows([RowVerdict.REVIEW], 0, LOOKED_AT, reason=reason)
    return next((row for row in rows if row.e164), rows[0])


def _alike_words(reason: str, count: int, example: CheckedRow) -> str:
    rows = ngettext("{count} row", "{count} rows", count).format(count=formats.number(count))
    said = f"**{rows}:** {plain(sentences.row_reason(reason, example.params))}"
    if not example.e164:
        return said
    cell, reading = plain(shortened(phone_cell(example), 40)), plain(example.reading)
    return f"{said}  \n:small[:gray[{cell} → {reading}]]"


def draw_cards(checked: CheckedFile, rows: list[CheckedRow]) -> None:
    """The rows, each with its cell to mend and, where it can be decided, the decision."""
    with st.container(key="rows", gap="xsmall"):
        for row in rows:
            _draw_card(checked, row)
    decided = int(np.count_nonzero(checked.layers.decision))
    if decided:
        again = ngettext("Take {count} decision back", "Take {count} decisions back", decided).format(
            count=formats.number(decided)
        )
        st.button(again, key="take-back", type="tertiary", icon=":material/undo:", on_click=_take_back)


def _draw_card(checked: CheckedFile, row: CheckedRow) -> None:
    with st.container(border=True, key=f"row-{row.row}", gap=None):
        who, cell, reading, decision = st.columns([1.9, 2, 2.3, 2.7], vertical_alignment="center")
        line = _("Line {line}").format(line=formats.number(row.line))
        who.markdown(f"**{plain(name_of(checked, row) or '–')}**  \n:small[:gray[{line}]]")
        _draw_cell(checked, row, cell)
        reading.markdown(_reading(checked, row))
        if row.verdict is RowVerdict.REVIEW and row.reason not in ASKED_ONCE:
            _draw_decision(row, decision)


def _reading(checked: CheckedFile, row: CheckedRow) -> str:
    """Words for what was read, why it is in doubt, and the words of the row that say so."""
    found, against = plain(reading_words(row)), plain(words_that_speak_against(checked, row))
    lines = [f"**{found}**" if found else "", f":small[{plain(why(row))}]"]
    if against:
        lines.append(f":small[:gray[{against}]]")
    return "  \n".join(filter(None, lines))


def _draw_cell(checked: CheckedFile, row: CheckedRow, place: DeltaGenerator) -> None:
    key = f"mend-{row.row}"
    st.session_state[key] = phone_cell(row)
    place.text_input(
        _("Number in line {line}").format(line=formats.number(row.line)),
        key=key,
        on_change=_mend,
        args=(row.row, row.phone_column, key),
        label_visibility="collapsed",
        placeholder=_("No number"),
    )
    before = original_cell(checked, row)
    if row.phone_column in row.mended and before != phone_cell(row):
        place.caption(_("in the file: {cell}").format(cell=plain(shortened(before, LONGEST)) or "–"))


def _draw_decision(row: CheckedRow, place: DeltaGenerator) -> None:
    key = f"decide-{row.row}"
    words = {USE: _("Use"), LEAVE: _("Leave out")}
    st.session_state[key] = None
    place.segmented_control(
        _("Decision for line {line}").format(line=formats.number(row.line)),
        [USE, LEAVE] if row.e164 else [LEAVE],
        format_func=words.__getitem__,
        key=key,
        on_change=_decided,
        args=(row.row, key),
        label_visibility="collapsed",
    )


def _decided(row: int, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen:
        _decide((row,), chosen == USE)


def _decide(rows: tuple[int, ...] | str, accept: bool) -> None:
    upload = upload_file.present()
    if upload is not None:
        upload.decide(rows, accept)


def _take_back() -> None:
    upload = upload_file.present()
    if upload is not None and upload.checked is not None:
        upload.checked.decide((np.flatnonzero(upload.checked.layers.decision) + 1).tolist(), None)
        upload.decided = []


def _mend(row: int, column: int, key: str) -> None:
    upload = upload_file.present()
    if upload is not None and upload.checked is not None:
        upload.checked.mend(row, column, st.session_state[key] or "")
        upload.edits += 1
