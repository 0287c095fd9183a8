"""Rows in doubt, grouped by the reason they are asked about: what made them doubtful, one answer for all, and each row.

A group shows its words before it can be answered, and keeps its place and its height above the answer afterwards: what
stands under the mouse of who has just decided is what she decided about.
"""

from __future__ import annotations

import streamlit as st

from components.ui import address, formats
from components.ui.focus import focus_on, tell_control
from components.ui.markdown import plain
from components.upload import session_file
from components.upload.file import Upload
from components.upload.grid import draw_grid
from services.contact_file import CheckedFile, DoubtGroup, sentences
from services.texts import _, ngettext

USE, LEAVE, TAKE_BACK = "use", "leave", "take-back"
ROWS = 50


def draw_groups(upload: Upload, checked: CheckedFile) -> None:
    """All of them, decided or not, in an order that no decision changes."""
    groups = checked.groups
    if upload.opened is None:
        upload.opened = set(_next_open(groups, -1))
    with st.container(key="doubts", gap=None):
        for place, group in enumerate(groups):
            _draw_group(upload, checked, group, place)


def _next_open(groups: list[DoubtGroup], after: int) -> list[str]:
    """The reason of the next group below that waits for an answer; empty where there is none."""
    return [group.reason for group in groups[after + 1 :] if group.open and group.answer is None][:1]


def _draw_group(upload: Upload, checked: CheckedFile, group: DoubtGroup, place: int) -> None:
    opened = group.reason in (upload.opened or ())
    with st.container(key=f"doubt-{group.reason}", gap=None):
        _draw_head(group, opened=opened)
        if opened or group.answer is not None:
            _draw_answer(checked, group, place)
        if opened:
            _draw_rows(upload, checked, group)


def _draw_head(group: DoubtGroup, *, opened: bool) -> None:
    count = len(group.rows)
    rows = ngettext("{count} row", "{count} rows", count).format(count=formats.number(count))
    key = f"show-{group.reason}"
    st.button(
        f"**{rows}:** {plain(sentences.row_reason(group.reason, {}))}",
        key=key,
        type="tertiary",
        icon=":material/keyboard_arrow_down:" if opened else ":material/keyboard_arrow_right:",
        on_click=_toggle,
        args=(group.reason,),
    )
    tell_control(key, "aria-expanded", "true" if opened else "false")


def _toggle(reason: str) -> None:
    upload = session_file.present()
    if upload is not None and upload.opened is not None:
        upload.opened ^= {reason}


def _draw_answer(checked: CheckedFile, group: DoubtGroup, place: int) -> None:
    words = {USE: _("Use all as read"), LEAVE: _("Leave all out"), TAKE_BACK: _("Take back")}
    readable = any(checked.number_of(row) for row in group.rows[:ROWS].tolist())
    offered = [USE, LEAVE] if readable else [LEAVE]
    if group.answer is not None:
        offered.append(TAKE_BACK)
    key = f"answer-{group.reason}"
    st.session_state[key] = {None: None, True: USE, False: LEAVE}[group.answer]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            _("Answer for all of them"),
            offered,
            format_func=words.__getitem__,
            required=True,
            key=key,
            on_change=_answer,
            args=(group.reason, key, place),
            label_visibility="collapsed",
        )
        st.caption(_become(group), width="content")


def _become(group: DoubtGroup) -> str:
    """What becomes of the rows as it stands."""
    other = len(group.rows) - group.open - group.used - group.left
    counts = (
        (group.open, ngettext("{count} open", "{count} open", group.open)),
        (group.used, ngettext("{count} used", "{count} used", group.used)),
        (group.left, ngettext("{count} left out by you", "{count} left out by you", group.left)),
        (other, ngettext("{count} not callable", "{count} not callable", other)),
    )
    return " · ".join(said.format(count=formats.number(count)) for count, said in counts if count)


def _answer(reason: str, key: str, place: int) -> None:
    upload = session_file.present()
    chosen = st.session_state.get(key)
    if upload is None or upload.checked is None or chosen is None:
        return
    upload.decide(reason, {USE: True, LEAVE: False}.get(chosen))
    upload.turn += 1
    opened = set(upload.opened or ())
    if chosen == TAKE_BACK:
        opened.add(reason)
    else:
        opened.discard(reason)
        opened.update(_next_open(upload.checked.groups, place))
    upload.opened = opened


def _draw_rows(upload: Upload, checked: CheckedFile, group: DoubtGroup) -> None:
    pages = max(1, -(-len(group.rows) // ROWS))
    key = f"rows-page-{group.reason}"
    page = address.page_number(key, pages) if pages > 1 else 1
    rows = [checked.row(row + 1) for row in group.rows[(page - 1) * ROWS : page * ROWS].tolist()]
    draw_grid(upload, checked, rows, asked=group.reason)
    if pages > 1:
        with st.container(horizontal_alignment="center"):
            st.pagination(pages, key=key, on_change=address.keep, args=(key, "1"))


def focus_on_first(upload: Upload, checked: CheckedFile) -> None:
    """Once a file is checked, the keyboard begins where the first decision is."""
    if upload.seen:
        return
    upload.seen = True
    asked, waiting = checked.questions, _next_open(checked.groups, -1)
    if asked:
        focus_on(f"question-{asked[0].column}", if_lost=True)
    else:
        focus_on(f"show-{waiting[0]}" if waiting else "use-people", if_lost=True)
