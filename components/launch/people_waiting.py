"""People of a list who are not in the campaign yet because only so many were wanted there, and the button that puts them in."""

from __future__ import annotations

import streamlit as st

from components.console import console, whoever
from components.ui import formats
from components.ui.markdown import plain, shortened
from components.ui.messages import Doing, explain, problems_shown
from services.api.models import Campaign, CampaignStatus
from services.audit.audit import AuditAction, Result
from services.database.circuit_breaker import DatabaseAway
from services.imports import Job, NotPossible
from services.imports import sentences as job_words
from services.texts import _, ngettext


def draw_waiting(job: Job) -> None:
    """Nothing where nobody waits."""
    if not job.waiting:
        return
    st.info(job_words.waiting(job), icon=":material/hourglass_empty:")
    _draw_button(job)


def draw_waiting_for(campaign: Campaign) -> None:
    """The same on the campaign's page, for each list whose people wait for it."""
    jobs: list[Job] = []
    with problems_shown():
        jobs = console().jobs.with_people_waiting(campaign.id)
    for job in jobs:
        said = [job_words.waiting(job), called_at_once(campaign)]
        st.info(
            " ".join(part for part in said if part),
            title=plain(shortened(job.file_name)),
            icon=":material/hourglass_empty:",
        )
        _draw_button(job)


def called_at_once(campaign: Campaign | None) -> str:
    """Sentence to be read before somebody has people go into a campaign; "" where that calls nobody."""
    if campaign is None or campaign.status is not CampaignStatus.RUNNING:
        return ""
    return _("This campaign is running: whoever is put in is called as soon as its calling hours allow.")


def _draw_button(job: Job) -> None:
    label = ngettext(
        "Put the other {count} person into the campaign",
        "Put the other {count} people into the campaign",
        job.waiting,
    )
    st.button(
        label.format(count=formats.number(job.waiting)),
        key=f"others-import-{job.id}",
        icon=":material/group_add:",
        on_click=_put_in,
        args=(job,),
    )


def _put_in(job: Job) -> None:
    """Callback: once, however often clicked and by however many people."""
    made = console()
    try:
        people = made.jobs.put_others_in(job.id)
    except NotPossible:
        st.toast(
            _("That is no longer possible: the import has moved on. You see how it stands now."),
            icon=":material/info:",
        )
    except DatabaseAway as error:
        st.toast(explain(error, Doing.SAVING).body, icon=":material/database_off:")
    else:
        if people:
            _record(job, people)


def _record(job: Job, people: int) -> None:
    console().audit.record(
        AuditAction.IMPORT,
        Result.STARTED,
        who=whoever(),
        campaign_id=job.campaign_id,
        campaign_name=job.campaign_name,
        figures={"people": people},
    )
