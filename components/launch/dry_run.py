"""Dry run in words and tables: who would be called, from which number, at which local time; who not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from components.ui import formats
from components.ui.downloads import spreadsheet_button
from components.ui.markdown import plain
from components.ui.table_height import table_height
from services.access.data_export import Exported
from services.launch import DryRun, LeftOut, LeftOutReason
from services.spreadsheet import spreadsheet
from services.texts import N_, _, ngettext

NAMES_SHOWN = 50
ROWS_SHOWN = 200
ROWS_AT_ONCE = 10

REASONS: dict[LeftOutReason, str] = {
    LeftOutReason.NO_NUMBER: N_("No phone number"),
    LeftOutReason.DO_NOT_CALL: N_("Marked do not call"),
    LeftOutReason.OUTSIDE_WINDOW: N_("Outside their calling hours"),
    LeftOutReason.WAITING_FOR_RETRY: N_("Waiting for their next try"),
    LeftOutReason.ATTEMPTS_USED: N_("All tries are used up"),
    LeftOutReason.LIMIT_REACHED: N_("No free line at that moment"),
    LeftOutReason.OTHER: N_("Another reason"),
}


def draw_dry_run(run: DryRun, key: str, *, now: bool = True) -> None:
    """The whole dry run. `now` is False for one that holds for the next opening of the calling hours."""
    st.markdown(headline(run, now=now))
    draw_candidates(run)
    draw_left_out(run.left_out)
    if run.left_out or any(one.name or one.number for one in run.would_call):
        spreadsheet_button(
            _("Download this list"), _("dry run"), lambda: _as_spreadsheet(run), key, Exported.PEOPLE
        )


def headline(run: DryRun, *, now: bool = True) -> str:
    """Markdown: how many, when, from which numbers."""
    count = run.count
    if count is None:
        return _("Talkturo does not tell who would be called.")
    if not count:
        return _("**Nobody** would be called now.") if now else _("**Nobody** would be called then.")
    if now:
        who = ngettext(
            "**{count} person** would be called now.", "**{count} people** would be called now.", count
        )
    else:
        who = ngettext(
            "**{count} person** would be called first.", "**{count} people** would be called first.", count
        )
    sentences = [who.format(count=formats.number(count)), from_numbers(run)]
    return " ".join(sentence for sentence in sentences if sentence)


def from_numbers(run: DryRun) -> str:
    """Markdown: the caller numbers, or nothing where the platform does not say."""
    numbers = run.from_numbers
    if not numbers:
        return ""
    return ngettext(
        "The calls come from {numbers}.", "The calls come from these numbers: {numbers}.", len(numbers)
    ).format(numbers=", ".join(plain(number) for number in numbers))


def draw_candidates(run: DryRun) -> None:
    if not run.would_call:
        return
    named = [one for one in run.would_call if one.name or one.number]
    if not named:
        st.caption(_("The platform does not say who."))
        return
    shown = named[:ROWS_SHOWN]
    table = pd.DataFrame(
        {
            _("Name"): [one.name or formats.NOTHING for one in shown],
            _("Number"): [one.number or formats.NOTHING for one in shown],
            _("Called from"): [one.from_number or formats.NOTHING for one in shown],
            _("Their local time"): [_local(one.local_time) for one in shown],
        }
    )
    st.dataframe(table, hide_index=True, height=table_height(min(len(shown), ROWS_AT_ONCE)))
    _say_more(len(run.would_call) - len(shown))


def draw_left_out(groups: Sequence[LeftOut]) -> None:
    """One line a reason, the people behind it on demand."""
    if not groups:
        return
    total = sum(group.count for group in groups)
    st.markdown(
        ngettext(
            "**{count} person** would not be called:", "**{count} people** would not be called:", total
        ).format(count=formats.number(total))
    )
    with st.container(gap="xsmall"):
        _draw_groups(groups)


def _draw_groups(groups: Sequence[LeftOut]) -> None:
    for group in groups:
        with st.expander(f"{_(REASONS[group.reason])}: **{formats.number(group.count)}**"):
            st.markdown(_people(group))


def _people(group: LeftOut) -> str:
    """Names, or the platform's own sentences where no name or no reason could be read from them."""
    told = group.sentences if group.reason is LeftOutReason.OTHER else group.people
    known = [text for text in told if text] or list(group.sentences)
    if not known:
        return _("The platform does not say who.")
    lines = [f"- {plain(text)}" for text in known[:NAMES_SHOWN]]
    if len(known) > NAMES_SHOWN:
        lines.append(f"- {_more(len(known) - NAMES_SHOWN)}")
    return "\n".join(lines)


def _say_more(count: int) -> None:
    if count > 0:
        st.caption(_more(count))


def _more(count: int) -> str:
    return ngettext("and one more", "and {count} more", count).format(count=formats.number(count))


def _local(at: datetime | None) -> str:
    return formats.weekday_moment(at, at.tzinfo) if at else formats.NOTHING


def _as_spreadsheet(run: DryRun) -> bytes:
    header = [_("Name"), _("Number"), _("Called from"), _("Their local time"), _("Result")]
    called = [
        (one.name, one.number, one.from_number, _local(one.local_time), _("Would be called"))
        for one in run.would_call
    ]
    left_out = [
        (name, "", "", "", _(REASONS[group.reason])) for group in run.left_out for name in group.people
    ]
    return spreadsheet(header, called + left_out)
