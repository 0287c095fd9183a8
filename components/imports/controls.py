"""Controls of one import. What cannot be taken back asks first and says what it means."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.console import console, whoever
from components.imports.rows import draw_download
from components.launch.people_waiting import called_at_once
from components.ui import formats
from components.ui.confirm import Question, ask
from components.ui.markdown import plain, shortened
from components.ui.messages import Doing, explain, problems_shown
from services.audit.audit import Audit, AuditAction, Result
from services.database.circuit_breaker import DatabaseAway
from services.imports import Job, Jobs, JobState, NotPossible
from services.runtime import Runtime
from services.texts import _, ngettext

Act = Callable[[Runtime, Job], object]


def draw_controls(job: Job, imports: Jobs) -> None:
    """Only what its present state allows; the rest of the time a control would only be in the way."""
    if job.state is JobState.PAUSED or (job.state is JobState.DONE and job.retryable):
        _draw_called_at_once(job)
    with st.container(horizontal=True, gap="small", key="import-controls"):
        if job.active:
            _button(_("Pause"), ":material/pause:", "pause", _pause, job)
        if job.state is JobState.PAUSED:
            _button(_("Let it go on"), ":material/play_arrow:", "resume", _resume, job, first=True)
        if job.state is JobState.DONE and job.retryable:
            _button(_retry_label(job), ":material/refresh:", "retry", _retry, job, first=True)
        if not job.ended and st.button(
            _("Stop for good"), icon=":material/cancel:", key=f"cancel-import-{job.id}"
        ):
            _ask_to_cancel(job)
        draw_download(job, imports)
        if (
            job.ended
            and not job.forgotten
            and st.button(
                _("Delete people's data now"), icon=":material/delete:", key=f"forget-import-{job.id}"
            )
        ):
            _ask_to_forget(job)


def _draw_called_at_once(job: Job) -> None:
    """The campaign may have been started since the import stopped."""
    with problems_shown():
        if words := called_at_once(console().campaigns.find(job.campaign_id).value):
            st.warning(words, icon=":material/phone_in_talk:")


def _button(label: str, icon: str, action: str, do: Act, job: Job, *, first: bool = False) -> None:
    st.button(
        label,
        icon=icon,
        key=f"{action}-import-{job.id}",
        type="primary" if first else "secondary",
        on_click=_clicked,
        args=(do, job),
    )


def _clicked(do: Act, job: Job) -> None:
    try:
        _if_possible(do, job)
    except DatabaseAway as error:
        st.toast(explain(error, Doing.SAVING).body, icon=":material/database_off:")


def _if_possible(do: Act, job: Job) -> None:
    """Somebody else, or the import itself, may have been quicker: then the page shows what is so now."""
    try:
        do(console(), job)
    except NotPossible:
        st.toast(
            _("That is no longer possible: the import has moved on. You see how it stands now."),
            icon=":material/info:",
        )


def _pause(made: Runtime, job: Job) -> None:
    made.jobs.pause(job.id)


def _resume(made: Runtime, job: Job) -> None:
    made.jobs.resume(job.id)


def _retry(made: Runtime, job: Job) -> None:
    if rows := made.jobs.retry_failed(job.id):
        _record(made.audit, job, AuditAction.IMPORT, Result.STARTED, rows)


def _retry_label(job: Job) -> str:
    return ngettext(
        "Try the {count} row that failed again", "Try the {count} rows that failed again", job.retryable
    ).format(count=formats.number(job.retryable))


def _ask_to_cancel(job: Job) -> None:
    done = ngettext(
        "What is done stays done: {count} person stays in the campaign.",
        "What is done stays done: {count} people stay in the campaign.",
        job.rows.enrolled,
    ).format(count=formats.number(job.rows.enrolled))
    left = ngettext(
        "{count} row that is still to do is not worked on any more.",
        "{count} rows that are still to do are not worked on any more.",
        job.rows.todo,
    ).format(count=formats.number(job.rows.todo))
    ask(
        Question(
            _title(_("Stop the import of {name} for good?"), job),
            f"{done} {left} {_('To put them in later, upload the file again.')}",
            _("Yes, stop for good"),
            f"cancel-import-{job.id}",
            lambda: _if_possible(cancel, job),
            icon=":material/cancel:",
            for_good=True,
        )
    )


def _ask_to_forget(job: Job) -> None:
    ask(
        Question(
            _title(_("Delete the people's data of {name}?"), job),
            _(
                "The rows of this list are deleted from this console now and cannot be brought back: they can no longer "
                "be downloaded, nor tried again. The counts stay, and so do the people in Talkturo and in the campaign."
            ),
            _("Yes, delete the data"),
            f"forget-import-{job.id}",
            lambda: _if_possible(forget, job),
            icon=":material/delete:",
            for_good=True,
        )
    )


def cancel(made: Runtime, job: Job) -> None:
    made.jobs.cancel(job.id)


def forget(made: Runtime, job: Job) -> None:
    """Delete the people's data of an ended import, and record who did."""
    made.jobs.forget(job.id)
    _record(made.audit, job, AuditAction.ERASE, Result.DONE, job.rows.total)


def _record(audit: Audit, job: Job, action: AuditAction, result: Result, people: int) -> None:
    audit.record(
        action,
        result,
        who=whoever(),
        campaign_id=job.campaign_id,
        campaign_name=job.campaign_name,
        figures={"people": people},
    )


def _title(pattern: str, job: Job) -> str:
    return pattern.format(name=plain(shortened(job.file_name)))
