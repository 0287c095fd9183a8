"""Dry run in words and tables: who would be called, from which number, at which local time; who not, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from components.ui import formats
from components.ui.downloads import spreadsheet_button
from components.ui.markdown import plain
from components.ui.table_height import table_height
from services.access.data_export import Exported
from services.launch import Candidate, DryRun, Gap, LeftOut, LeftOutReason
from services.spreadsheet import spreadsheet
from services.texts import N_, _, ngettext

NAMES_SHOWN = 50
ROWS_SHOWN = 200
ROWS_AT_ONCE = 10

REASONS: dict[LeftOutReason, str] = {
    LeftOutReason.NO_NUMBER: N_("No phone number"),
    LeftOutReason.DO_NOT_CALL: N_("Marked do not call"),
    LeftOutReason.OWN_LIST: N_("On your own do-not-call list"),
    LeftOutReason.CALLED_LATELY: N_("Called by another campaign a short while ago"),
    LeftOutReason.OUTSIDE_WINDOW: N_("Outside their calling hours"),
    LeftOutReason.WAITING_FOR_RETRY: N_("Waiting for their next try"),
    LeftOutReason.ATTEMPTS_USED: N_("All tries are used up"),
    LeftOutReason.LIMIT_REACHED: N_("No free line at that moment"),
    LeftOutReason.OTHER: N_("Another reason"),
}


WORKED_OUT = N_("Worked out here; the platform was not asked.")
MARK_NOT_KNOWN = N_("Mark not known")
GAPS: dict[Gap, Callable[[int], str]] = {
    Gap.FIRST_ONES: lambda n: ngettext(
        "There are too many people to look at all of them: {count} was looked at.",
        "There are too many people to look at all of them: the first {count} were looked at.",
        n,
    ),
    Gap.UNREADABLE: lambda n: ngettext(
        "{count} person could not be read, and may be called too.",
        "{count} people could not be read, and may be called too.",
        n,
    ),
    Gap.STATE: lambda n: ngettext(
        "Whether {count} person was called already is not told; here it counts as not.",
        "Whether {count} people were called already is not told; here it counts as not.",
        n,
    ),
    Gap.ZONES: lambda n: ngettext(
        "The time zone of {count} person is not told; the campaign's stands in.",
        "The time zones of {count} people are not told; the campaign's stands in.",
        n,
    ),
    Gap.HOURS: lambda _n: _("The campaign's calling hours are not told; everybody counts as inside of them."),
    Gap.AT_ONCE: lambda _n: _("How many are called at once is not told; all who may be called are named."),
}


def draw_dry_run(run: DryRun, key: str, *, now: bool = True) -> None:
    """The whole dry run. `now` is False for one that holds for the next opening of the calling hours."""
    st.markdown(headline(run, now=now))
    draw_how_known(run)
    draw_candidates(run)
    draw_left_out(run.left_out)
    if run.left_out or any(one.name or one.number for one in run.would_call):
        spreadsheet_button(
            _("Download this list"), _("dry run"), lambda: _as_spreadsheet(run), key, Exported.PEOPLE
        )


def headline(run: DryRun, *, now: bool = True) -> str:
    """Markdown: how many, when, from which numbers."""
    count = run.count
    if Gap.PEOPLE in run.gaps:
        return _(
            "The people of this campaign cannot be read, so who would be called cannot be worked out here."
        )
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


def draw_how_known(run: DryRun) -> None:
    """Where it was worked out here: that it was, and what was not known. Nothing where the platform answered."""
    if not run.worked_out:
        return
    st.caption(_(WORKED_OUT))
    lines = [
        GAPS[gap](count).format(count=formats.number(count))
        for gap, count in run.gaps.items()
        if gap is not Gap.PEOPLE
    ]
    if marks := run.marks_not_known:
        lines.append(_marks_not_known(marks).format(count=formats.number(marks)))
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))


def _marks_not_known(count: int) -> str:
    return ngettext(
        "Mark not known: nobody tells whether {count} person who would be called wants to be called.",
        "Mark not known: nobody tells whether {count} people who would be called want to be called.",
        count,
    )


def from_numbers(run: DryRun) -> str:
    """Markdown: the caller numbers, or nothing where the platform does not say."""
    numbers = run.from_numbers
    if not numbers:
        return ""
    return ngettext(
        "The calls come from {numbers}.", "The calls come from these numbers: {numbers}.", len(numbers)
    ).format(numbers=", ".join(plain(formats.telephone(number)) for number in numbers))


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
            _("Number"): [formats.telephone(one.number) for one in shown],
            _("Called from"): [formats.telephone(one.from_number) for one in shown],
            _("Their local time"): [_local(one.local_time) for one in shown],
        }
    )
    if run.marks_not_known:
        table[_("Do-not-call mark")] = [_mark(one) for one in shown]
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


def _mark(one: Candidate) -> str:
    return formats.NOTHING if one.mark_known else _(MARK_NOT_KNOWN)


def _local(at: datetime | None) -> str:
    return formats.weekday_moment(at, at.tzinfo) if at else formats.NOTHING


def _as_spreadsheet(run: DryRun) -> bytes:
    header = [_("Name"), _("Number"), _("Called from"), _("Their local time"), _("Result")]
    called = [
        [one.name, one.number or "", one.from_number or "", _local(one.local_time), _("Would be called")]
        for one in run.would_call
    ]
    left_out = [
        [name, "", "", "", _(REASONS[group.reason])] for group in run.left_out for name in group.people
    ]
    if not run.worked_out:
        return spreadsheet(header, called + left_out)
    how = _(WORKED_OUT)
    marked = [[*row, _mark(one), how] for row, one in zip(called, run.would_call, strict=True)]
    others = [[*row, "", how] for row in left_out]
    return spreadsheet([*header, _("Do-not-call mark"), _("How it is known")], marked + others)
