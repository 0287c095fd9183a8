"""View of one import: how far it is, how its rows ended, what happened to it, and what can be done."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from components.console import console, told
from components.imports.controls import draw_controls
from components.imports.rows import counts_add_up
from components.launch.days_between import draw_way_to_days_between
from components.launch.people_waiting import draw_waiting
from components.ui import formats
from components.ui.dialogs import redraw_page
from components.ui.markdown import plain
from components.ui.refreshing import refreshing
from components.words.imports import (
    goes_on_by_itself,
    pace,
    requests_done,
    rows_done,
    share_done,
    state_badge,
    time_left,
)
from components.words.person import by
from services.imports import Job, Jobs, JobState
from services.imports import sentences as job_words
from services.settings import Settings
from services.texts import _, ngettext

EVERY = 2
Shape = tuple[bool, bool, JobState | None, int]


def draw_import(imports: Jobs, settings: Settings, job_id: str) -> None:
    """The import the address names."""
    with st.container(key="import-back"):
        st.page_link("pages/imports_page.py", label=_("All imports"), icon=":material/arrow_back:")
    try:
        job = imports.get(job_id)
    except KeyError:
        st.markdown(_("There is no such import."))
        return
    st.header(f"{plain(job.file_name)} → {plain(job.campaign_name)}", anchor=False)
    st.caption(
        _("Uploaded by {who} on {time}").format(
            who=plain(by(job.who)), time=formats.moment(told(job.created_at))
        )
    )
    draw_controls(job, imports)
    refreshing(EVERY if goes_on_by_itself(job) else None)(_draw_live)(job_id, _shape(job))
    _draw_kept(job, settings.console_retention_days)


def _shape(job: Job) -> Shape:
    """Shape that the controls and the navigation depend on: while it stays, only the fragment is drawn anew."""
    return job.active, job.needs_attention, None if job.active else job.state, job.retryable * job.ended


def _draw_live(job_id: str, shape: Shape) -> None:
    services = console()
    job = services.jobs.get(job_id)
    if _shape(job) != shape:
        services.campaigns.read_anew(job.campaign_id)  # it and the list say how many people are in it
        redraw_page()
    with st.container(key=f"import-{job.id}"):
        _draw_progress(job)
        _draw_explanation(
            job, nobody_works=services.settings.console_workers_apart and not services.jobs.workers()
        )
        _draw_counts(job)
        draw_waiting(job)
        _draw_reasons(job)
    _draw_log(job)


def _draw_progress(job: Job) -> None:
    st.progress(share_done(job), text=f"{state_badge(job)} {rows_done(job)}")
    said = [job_words.stage(job) if job.state is JobState.RUNNING else "", requests_done(job), time_left(job)]
    st.caption(" · ".join(part for part in said if part))


def _draw_explanation(job: Job, *, nobody_works: bool) -> None:
    if said := job_words.explanation(job, plain):
        icon = ":material/error:" if job.needs_attention else ":material/info:"
        (st.warning if job.needs_attention else st.info)(said, icon=icon)
    if job.estimate and job.estimate.goes_on_at:
        st.markdown(
            _("It goes on at {time}.").format(time=formats.weekday_moment(told(job.estimate.goes_on_at)))
        )
    if job.active:
        if nobody_works:
            st.warning(
                _(
                    "Nothing works on imports at the moment. The list is safe; please ask the person who runs this console "
                    "to start the worker."
                ),
                icon=":material/error:",
            )
        going_on = _("You can close this page: the import goes on, also when the console is restarted.")
        st.caption(" ".join(part for part in (going_on, pace(job)) if part))


def _draw_counts(job: Job) -> None:
    rows = job.rows
    ends = (
        (_("Put in"), rows.enrolled),
        (_("Already there"), rows.already),
        (_("Left out"), rows.left_out),
        (_("Not in it yet") if job.waiting else _("Still to do"), rows.todo),
    )
    with st.container(horizontal=True, gap="large", key="import-counts"):
        for word, count in ends:
            st.metric(word, formats.number(count), width="content")
    st.caption(counts_add_up(job))
    if job.moved:
        st.warning(job_words.moved(job.moved), icon=":material/event_repeat:")
    if job.fields_refused:
        st.warning(plain(job_words.fields_refused(job.fields_refused)), icon=":material/voice_over_off:")
    if job.fields_unseen:
        st.warning(plain(job_words.fields_unseen(job.fields_unseen)), icon=":material/voice_over_off:")


def _draw_reasons(job: Job) -> None:
    if not job.reasons:
        return
    st.markdown(f"**{_('Why rows were left out')}**")
    st.markdown(
        "\n".join(
            f"- {job_words.reason(code)}: **{formats.number(count)}**"
            for code, count in sorted(job.reasons.items(), key=lambda item: -item[1])
        )
    )
    if "called_lately" in job.reasons:
        draw_way_to_days_between(job.campaign_id)


def _draw_log(job: Job) -> None:
    with st.expander(_("What happened"), expanded=not job.ended, icon=":material/history:", key="import-log"):
        st.markdown(
            "\n".join(
                f"- {formats.moment(told(entry.at))}: {job_words.log_line(entry)}"
                for entry in reversed(job.log)
            )
        )


def _draw_kept(job: Job, days: int) -> None:
    """Draw how long people's data stays, and the way on."""
    st.page_link(
        "pages/campaign_page.py",
        label=_("Open the campaign"),
        query_params={"id": job.campaign_id, "view": "people"},
        icon=":material/campaign:",
    )
    if job.forgotten:
        st.caption(_("The people's data of this list was deleted; the counts stay."))
    elif job.ended_at:
        until = job.ended_at + timedelta(days=days)
        st.caption(
            _("The rows of this list are deleted from this console on {date}; the counts stay.").format(
                date=formats.day(until.astimezone(formats.viewer_zone()).date())
            )
        )
    else:
        st.caption(
            ngettext(
                "The rows of this list are deleted from this console {count} day after it ends; the counts stay.",
                "The rows of this list are deleted from this console {count} days after it ends; the counts stay.",
                days,
            ).format(count=formats.number(days))
        )
