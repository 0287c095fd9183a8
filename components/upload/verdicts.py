"""Verdicts on a file's rows: how many of each, and the rows behind each, one page at a time."""

from __future__ import annotations

import streamlit as st

from components.ui import address, formats
from components.upload.file import Upload
from components.upload.grid import draw_grid
from components.upload.groups import draw_groups, focus_on_first
from services.contact_file import CheckedFile, RowVerdict, sentences
from services.texts import _

ICONS = {
    RowVerdict.OK: ":material/check_circle:",
    RowVerdict.REPAIRED: ":material/build:",
    RowVerdict.REVIEW: ":material/help:",
    RowVerdict.DUPLICATE: ":material/content_copy:",
    RowVerdict.REJECTED: ":material/person_cancel:",
    RowVerdict.INVALID: ":material/phone_disabled:",
    RowVerdict.BLOCKED: ":material/block:",
    RowVerdict.MALFORMED: ":material/broken_image:",
}
ROWS = 50
ANY = ""


def draw_verdicts(upload: Upload, checked: CheckedFile) -> None:
    """Counts that are filters, and what is behind the chosen one."""
    counts = checked.counts
    focus_on_first(upload, checked)
    asked = bool(checked.groups)  # what was decided stays where it was decided
    # A decision must not add a line of counts: it would push what stands below under the mouse.
    may_come = {RowVerdict.REVIEW, RowVerdict.REPAIRED, RowVerdict.REJECTED} if asked else frozenset()
    present = [verdict for verdict in ICONS if counts[verdict] or verdict in may_come]
    first = RowVerdict.REVIEW if asked or counts[RowVerdict.REVIEW] else present[0]
    verdict = RowVerdict(address.choice("verdict", present, first))
    st.pills(
        _("What becomes of each row"),
        present,
        format_func=lambda one: f"{ICONS[one]} {sentences.verdict(one)} **{formats.number(counts[one])}**",
        required=True,
        key="verdict",
        on_change=_keep_verdict,
        label_visibility="collapsed",
    )
    if verdict is RowVerdict.REVIEW and asked:
        draw_groups(upload, checked)
    else:
        _draw_rows(upload, checked, verdict)


def _draw_rows(upload: Upload, checked: CheckedFile, verdict: RowVerdict) -> None:
    reason = _choose_reason(checked, verdict)
    pages = max(1, -(-checked.count([verdict], reason=reason) // ROWS))
    page = address.page_number("rows-page", pages)
    draw_grid(upload, checked, checked.rows([verdict], (page - 1) * ROWS, ROWS, reason=reason))
    if pages > 1:
        with st.container(horizontal_alignment="center"):
            st.pagination(pages, key="rows-page", on_change=address.keep, args=("rows-page", "1"))


def _keep_verdict() -> None:
    address.keep("verdict", "", "rows-page", "verdict-reason")


def _choose_reason(checked: CheckedFile, verdict: RowVerdict) -> str | None:
    reasons = {reason: count for reason, count in checked.reasons(verdict).items() if reason}
    if len(reasons) < 2:
        return None
    chosen = address.choice("verdict-reason", [ANY, *reasons], ANY)

    def label(reason: str) -> str:
        if reason == ANY:
            return _("All reasons")
        return f"{sentences.row_reason(reason, {})} ({formats.number(reasons[reason])})"

    st.selectbox(
        _("Reason"),
        [ANY, *reasons],
        format_func=label,
        key="verdict-reason",
        on_change=address.keep,
        args=("verdict-reason", ANY, "rows-page"),
        width=480,
    )
    return chosen or None
