"""Table of the do-not-call list: search, pages, taking somebody off with a reason, and the list as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

import pandas as pd
import streamlit as st

from components.console import console, region_set, whoever
from components.do_not_call.words import mark_word, reason_word, who_is_it
from components.ui import address, formats
from components.ui.dialogs import open_dialog
from components.ui.downloads import WORKBOOK, spreadsheet_button
from components.ui.empty import draw_empty
from components.ui.markdown import plain
from components.ui.messages import Doing, problems_shown
from components.ui.table_height import table_height
from components.ui.unique_labels import unique_labels
from components.words.person import shown
from services.access.data_export import Exported
from services.do_not_call import DoNotCallEntry, DoNotCallList, NotRemovable
from services.person import Person
from services.spreadsheet import MOST_WORKBOOK_ROWS, spreadsheet, workbook
from services.texts import _, ngettext

PAGE_SIZE = 50
LONGEST_PAGE = 10  # digits; a database counts no further
SEARCH, PAGE, REMOVED = "q", "page", "removed"


def draw_list(entries: DoNotCallList) -> None:
    """All entries, or those that are looked for."""
    removed = address.choice(REMOVED, ["", "1"], "") == "1"
    search = address.text(SEARCH)
    st.text_input(
        _("Search by number or name"),
        key=SEARCH,
        on_change=address.keep,
        args=(SEARCH, "", PAGE),
        icon=":material/search:",
    )
    asked = st.query_params.get(PAGE, "1")
    number = max(1, int(asked)) if asked.isdecimal() and len(asked) < LONGEST_PAGE else 1
    found = entries.page(
        search, region=region_set(), removed=removed, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE
    )
    st.segmented_control(
        _("Which entries"),
        ["", "1"],
        format_func=lambda one: _("Taken off") if one else _("On the list"),
        required=True,
        key=REMOVED,
        on_change=address.keep,
        args=(REMOVED, "", PAGE),
        label_visibility="collapsed",
    )
    if not found.total:
        if search:
            draw_empty(_("Nobody fits this search."), clears=(SEARCH, PAGE))
        else:
            draw_empty(_empty(removed=removed))
        return
    st.caption(
        ngettext("{count} entry", "{count} entries", found.total).format(count=formats.number(found.total))
    )
    st.dataframe(
        pd.DataFrame([_row(one, removed=removed) for one in found.rows], columns=_header(removed=removed)),
        hide_index=True,
        height=min(table_height(len(found.rows)), 740),
        key="do-not-call",
    )
    pages = -(-found.total // PAGE_SIZE)
    if pages > 1:
        address.page_number(PAGE, pages)
        with st.container(horizontal_alignment="center"):
            st.pagination(pages, key=PAGE, on_change=address.keep, args=(PAGE, "1"))
    if not removed:
        _draw_take_off(found.rows)
        _draw_download(entries, entries.page(limit=1).total if search else found.total)


def _empty(*, removed: bool) -> str:
    if removed:
        return _("Nobody was taken off the list yet.")
    return _("Nobody is on the list yet.")


def _header(*, removed: bool) -> list[str]:
    common = [_("Number"), _("Name"), _("Why"), _("Remark"), _("When"), _("Who")]
    return [*common, *([_("Taken off"), _("By"), _("Because")] if removed else [_("Talkturo")])]


def _row(one: DoNotCallEntry, *, removed: bool) -> list[str]:
    common = [
        one.number,
        one.name or formats.NOTHING,
        reason_word(one.reason),
        one.note or formats.NOTHING,
        formats.moment(one.at),
        shown(one.who),
    ]
    if removed:
        return [
            *common,
            formats.moment(one.removed_at),
            one.removed_by or shown(Person.at_console()),
            one.removed_why,
        ]
    return [*common, mark_word(one.mark)]


def _draw_take_off(rows: Sequence[DoNotCallEntry]) -> None:
    """Choose one of those that are shown, and say why she may be called again."""
    labels = unique_labels({str(one.id): who_is_it(one) for one in rows})
    by_id = {str(one.id): one for one in rows}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Take somebody off the list"),
            list(by_id),
            index=None,
            format_func=lambda one: labels.get(one, ""),
            placeholder=_("Choose a number of this page"),
            key="take-off",
            width=480,  # beside its button on a desk, above it on a phone
        )
        clicked = st.button(
            _("Take off …"), key="ask-take-off", disabled=chosen is None, icon=":material/undo:"
        )
    if clicked and chosen in by_id:
        open_dialog(_("May this person be called again?"), _draw_why, by_id[chosen], icon=":material/undo:")


def _draw_why(entry: DoNotCallEntry) -> None:
    st.markdown(
        _(
            "**{who}** can be called again from then on, in every campaign. The entry is kept, with your reason."
        ).format(who=plain(who_is_it(entry)))
    )
    why = st.text_input(_("Why"), key=f"take-off-why-{entry.id}", max_chars=500)
    if st.button(
        _("Take off the list"), key=f"take-off-{entry.id}", type="primary", disabled=not why.strip()
    ):
        with problems_shown(Doing.SAVING):
            with suppress(NotRemovable):  # somebody else was faster, and the list shows it
                console().do_not_call.remove(entry.id, why, who=whoever())
            st.rerun()


def _draw_download(entries: DoNotCallList, total: int) -> None:
    """Both kinds of file; the workbook while the list is no longer than one should be."""
    with st.container(horizontal=True):
        spreadsheet_button(
            _("Download the list"),
            _("do-not-call"),
            lambda: spreadsheet(_header(removed=False), _all_rows(entries)),
            "download-do-not-call",
            Exported.DO_NOT_CALL,
        )
        if total <= MOST_WORKBOOK_ROWS:
            spreadsheet_button(
                _("Excel workbook"),
                _("do-not-call"),
                lambda: workbook(_header(removed=False), _all_rows(entries)),
                "workbook-do-not-call",
                Exported.DO_NOT_CALL,
                kind=WORKBOOK,
            )


def _all_rows(entries: DoNotCallList) -> Iterator[list[str]]:
    return (_row(one, removed=False) for one in entries.everything())
