"""List of all imports, newest first: few elements a row, because each costs every viewer time on every run."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.console import told
from components.ui import address, formats
from components.ui.dialogs import redraw_page
from components.ui.markdown import plain
from components.ui.refreshing import refreshing
from components.words.imports import (
    goes_on_by_itself,
    requests_done,
    rows_done,
    share_done,
    state_badge,
    time_left,
)
from components.words.person import shown
from services.imports import Job, Jobs
from services.texts import _

EVERY = 2
PAGE_SIZE = 20

_WIDTHS = [3.6, 2.6, 2.6]


def draw_imports(imports: Jobs) -> None:
    """The list; looks by itself while something goes on."""
    jobs = imports.list()
    if not jobs:
        _draw_nothing_yet()
        return
    pages = -(-len(jobs) // PAGE_SIZE)
    page = address.page_number("page", pages)
    waits = any(goes_on_by_itself(job) for job in jobs)
    refreshing(EVERY if waits else None)(_draw_live)(imports, page, _shape(jobs))
    if pages > 1:
        with st.container(horizontal_alignment="center"):
            st.pagination(pages, key="page", on_change=address.keep, args=("page", "1"))


def _draw_live(imports: Jobs, page: int, shape: list[tuple[str, bool, bool]]) -> None:
    jobs = imports.list()
    if _shape(jobs) != shape:
        redraw_page()  # the badge in the navigation changes too
    with st.container(gap="xsmall"):
        for job in jobs[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]:
            _draw_row(job)


def _shape(jobs: Sequence[Job]) -> list[tuple[str, bool, bool]]:
    return [(job.id, job.ended, job.needs_attention) for job in jobs]


def _draw_row(job: Job) -> None:
    with st.container(border=True, key=f"import-{job.id}", gap=None):
        name, done, cost = st.columns(_WIDTHS, vertical_alignment="center")
        with name.container(gap=None):
            st.page_link(
                "pages/imports_page.py",
                label=f"**{plain(job.file_name)}** → {plain(job.campaign_name)}",
                query_params={"job": job.id},
            )
            st.caption(f"{state_badge(job)} {_who_and_when(job)}")
        done.progress(share_done(job), text=_result(job) if job.ended else rows_done(job))
        cost.markdown(f":small[{requests_done(job)}]  \n:small[:gray[{_when_over(job)}]]")


def _who_and_when(job: Job) -> str:
    return _("{who}, {time}").format(who=plain(shown(job.who)), time=formats.moment(told(job.created_at)))


def _result(job: Job) -> str:
    return _("{there} there now · {left_out} left out").format(
        there=formats.number(job.rows.enrolled + job.rows.already), left_out=formats.number(job.rows.left_out)
    )


def _when_over(job: Job) -> str:
    if job.ended_at:
        return _("ended {time}").format(time=formats.moment(told(job.ended_at)))
    if job.estimate and job.estimate.goes_on_at:
        return _("goes on at {time}").format(time=formats.weekday_moment(told(job.estimate.goes_on_at)))
    return time_left(job)


def _draw_nothing_yet() -> None:
    st.header(_("No imports yet"))
    st.markdown(
        _(
            "An import puts the people of a file into Talkturo and into a campaign. It begins when you upload a list, goes "
            "on without you, and here you see it to its end: every row of the file is put in, already there, left out "
            "with a reason, or still to do."
        )
    )
    st.page_link("pages/upload_page.py", label=_("Upload the first list"), icon=":material/group_add:")
