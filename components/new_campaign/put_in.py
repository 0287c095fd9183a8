"""Putting the first people into a campaign that was just created, and the way on from there."""

from __future__ import annotations

import logging
from contextlib import suppress

import streamlit as st

from components.console import person
from components.launch.wanted import want_to_go_on, want_to_launch_after
from components.new_campaign import kept
from components.new_campaign.draft import Draft
from components.new_campaign.picked import picked_contacts
from components.new_campaign.summary import source_words
from components.ui.messages import Doing, problems_shown
from services.api import Api, ApiError
from services.campaigns.first_people import PeopleSource, enrol, takes_limit
from services.campaigns.people_import import import_first_people
from services.campaigns.read_back import save_after_creation
from services.database.circuit_breaker import DatabaseAway
from services.imports import Submitted
from services.runtime import Runtime
from services.texts import _

log = logging.getLogger(__name__)


def starts_next(made: Draft) -> bool:
    """Whether the dialog that launches it follows: its people are known, and it does not start by itself."""
    return takes_limit(made.people.source) and not made.hours.on_a_date


def add_people_and_go(made: Draft, services: Runtime, *, by_import: bool) -> None:
    """Into the campaign that was just created; then to where it goes on."""
    api = services.api
    campaign_id, company_id = made.campaign_id or "", made.basics.company_id or ""
    if not _settings_saved(made, campaign_id, api):
        return
    if made.people.source is PeopleSource.UPLOAD:
        kept.finish(made)
        st.switch_page("pages/upload_page.py", query_params={"campaign": campaign_id})
    if made.people.source is PeopleSource.GROUP:  # counted and confirmed there
        parameters = {"id": campaign_id, "view": "people", "group": made.people.group_id or ""}
        kept.finish(made)
        st.switch_page("pages/campaign_page.py", query_params=parameters)
    if by_import:
        _hand_over_and_go(made, services, campaign_id, company_id)
        return
    try:
        with st.spinner(_("Adding the people …")):
            added = enrol(api, campaign_id, company_id, made.people, services.do_not_call.listed())
            with suppress(DatabaseAway):  # a planned start then waits, and its page says so
                services.keeper.starts.people_are_in(campaign_id, added)
    except ApiError as error:
        log.warning("%s failed: %s", error.operation, type(error).__name__)
        made.people_problem = error
    else:
        made.people_problem = None
        kept.finish(made)
        if starts_next(made):
            want_to_go_on(campaign_id)
        st.switch_page("pages/campaign_page.py", query_params={"id": campaign_id})


def _hand_over_and_go(made: Draft, services: Runtime, campaign_id: str, company_id: str) -> None:
    """The people go in by an import, whatever becomes of the page; its page says how far it is."""
    submitted = None
    with problems_shown(Doing.SAVING), st.spinner(_("Adding the people …")):
        submitted = _handed_over(made, services, campaign_id, company_id)
    if submitted:
        kept.finish(made)
        if starts_next(made):
            want_to_launch_after(submitted.job.id)
        st.switch_page("pages/upload_page.py", query_params={"job": submitted.job.id})


def _handed_over(made: Draft, services: Runtime, campaign_id: str, company_id: str) -> Submitted | None:
    who = person()
    if who is None:
        return None
    made.people_problem = None
    try:
        return import_first_people(
            services.jobs,
            services.api,
            made.people,
            campaign_id=campaign_id,
            campaign_name=made.basics.name.strip(),
            company_id=company_id,
            name=source_words(made.people),
            picked=picked_contacts(made.people.picked),
            who=who,
        )
    except ApiError as error:
        log.warning("%s failed: %s", error.operation, type(error).__name__)
        made.people_problem = error
        return None


def _settings_saved(made: Draft, campaign_id: str, api: Api) -> bool:
    """Before anybody is put in: nobody is to be called by other rules than were chosen."""
    try:
        with st.spinner(_("Saving the settings …")):
            save_after_creation(api, campaign_id, made.request(api.team_id))
    except ApiError as error:
        log.warning("%s failed: %s", error.operation, type(error).__name__)
        made.settings_problem = error
    else:
        made.settings_problem = None
    return made.settings_problem is None
