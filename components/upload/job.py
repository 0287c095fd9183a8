"""Progress of a list on its way into a campaign: looks by itself, and goes on without anybody looking."""

from __future__ import annotations

import streamlit as st

from components.console import console, told
from components.launch.dialog import draw_watch_link, open_launch_dialog
from components.launch.people_waiting import draw_waiting
from components.launch.wanted import launch_wanted_after
from components.ui import address, formats
from components.ui.focus import focus_on
from components.ui.markdown import plain
from components.ui.messages import problems_shown
from components.ui.refreshing import refreshing
from components.ui.status import status_badge
from components.words.imports import rows_done, share_done, state_badge
from components.words.obstacles import obstacle
from services.api.models import Campaign, CampaignStatus
from services.campaigns.campaigns import CampaignAction
from services.imports import Job, Jobs, JobState
from services.imports import sentences as job_words
from services.texts import _

EVERY = 2
NEXT = "after-import"


def draw_job(imports: Jobs, job_id: str) -> None:
    """The import the address names."""
    try:
        job = imports.get(job_id)
    except KeyError:
        st.markdown(_("There is no such import."))
        _draw_next()
        return
    st.header(f"{plain(job.file_name)} → {plain(job.campaign_name)}", anchor=False)
    if job.ended:
        _draw(job)
        _draw_ended(job)
        return
    _follow(job_id)


@refreshing(EVERY)
def _follow(job_id: str) -> None:
    services = console()
    job = services.jobs.get(job_id)
    if job.ended:
        services.campaigns.read_anew(job.campaign_id)  # it and the list say how many people are in it
        focus_on(
            NEXT, if_lost=True
        )  # the button that sent the list on its way has taken the keyboard with it
        st.rerun()
    _draw(job)
    st.caption(
        _("You can close this page: the import goes on, also when the console is restarted."),
    )


def _draw(job: Job) -> None:
    with st.container(key=f"import-{job.id}"):
        st.progress(share_done(job), text=f"{state_badge(job)} {rows_done(job)}")
        if job.state is JobState.RUNNING:
            st.caption(job_words.stage(job))
        if said := job_words.explanation(job, plain):
            (st.warning if job.needs_attention else st.info)(said)
        if job.estimate and job.estimate.goes_on_at:
            st.caption(
                _("It goes on at {time}.").format(time=formats.weekday_moment(told(job.estimate.goes_on_at)))
            )
        st.markdown(_counts(job))
        if job.moved:
            st.warning(job_words.moved(job.moved), icon=":material/event_repeat:")
        st.page_link(
            "pages/imports_page.py",
            label=_("More about this import"),
            query_params={"job": job.id},
            icon=":material/move_to_inbox:",
        )


def _counts(job: Job) -> str:
    rows = job.rows
    parts = [
        (_("Put into the campaign"), rows.enrolled),
        (_("Already there"), rows.already),
        (_("Left out"), rows.left_out),
        (_("Not in it yet") if job.waiting else _("Still to do"), rows.todo),
    ]
    return " · ".join(f"{word} **{formats.number(count)}**" for word, count in parts)


def _draw_ended(job: Job) -> None:
    draw_waiting(job)
    if job.reasons:
        st.markdown(
            "\n".join(
                f"- {plain(job_words.reason(code))}: **{formats.number(count)}**"
                for code, count in sorted(job.reasons.items(), key=lambda item: -item[1])
            )
        )
    campaign = None
    with problems_shown():
        campaign = console().facts.campaign(job.campaign_id)
    if campaign and campaign.status is not CampaignStatus.DRAFT:
        st.markdown(_("The campaign: {status}").format(status=status_badge(campaign.status)))
    with st.container(horizontal=True, vertical_alignment="center", key=NEXT):
        if campaign and _to_launch(job, campaign):
            _draw_start(job, campaign)
        if campaign and campaign.status is CampaignStatus.RUNNING:
            draw_watch_link(campaign.id)
        else:
            _draw_open_link(job)
        _draw_next()


def _draw_open_link(job: Job) -> None:
    st.page_link(
        "pages/campaign_page.py",
        label=_("Open the campaign"),
        query_params={"id": job.campaign_id, "view": "people"},
        icon=":material/campaign:",
    )


def _to_launch(job: Job, campaign: Campaign) -> bool:
    """Whether it is a draft with people in it that this account may launch."""
    if campaign.status is not CampaignStatus.DRAFT or not (job.rows.enrolled + job.rows.already):
        return False
    facts = console().facts.of(campaign)
    return not obstacle(campaign, CampaignAction.LAUNCH, facts.may, facts.generation)


def _draw_start(job: Job, campaign: Campaign) -> None:
    """The way on: the dialog that shows who would be called, and launches."""
    clicked = st.button(
        _("Launch"), key=f"start-{campaign.id}", type="primary", icon=":material/rocket_launch:"
    )
    if launch_wanted_after(job.id) or clicked:
        open_launch_dialog(campaign.id, campaign.name)


def _draw_next() -> None:
    st.button(
        _("Upload another list"),
        key="upload-another",
        on_click=address.clear,
        args=("job",),
        icon=":material/upload_file:",
    )
