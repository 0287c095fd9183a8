"""Creation of the campaign that a form describes: one click, one campaign."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import streamlit as st

from components.console import person
from components.new_campaign import kept
from components.new_campaign.draft import Draft
from components.new_campaign.put_in import add_people_and_go
from components.ui.messages import Doing, problems_shown
from services.api import errors
from services.campaigns.choices import Choices
from services.campaigns.first_people import PeopleSource
from services.campaigns.form import FieldFault
from services.campaigns.links import Relation
from services.campaigns.people_import import goes_by_import
from services.database.circuit_breaker import DatabaseAway
from services.launch import CreateResult, CreationOutcome
from services.person import Person
from services.runtime import Runtime
from services.texts import _

_CLICKED = "new-campaign-clicked"


def was_clicked() -> bool:
    """Whether this run answers a click on *Create*. A second click of the same form answers with its campaign."""
    return _CLICKED in st.session_state


def remember_click(token: str) -> None:
    """Callback: the next run creates the campaign of this form."""
    st.session_state[_CLICKED] = token


def answer_click(
    made: Draft, choices: Choices, services: Runtime, claim: Callable[[], bool] | None = None
) -> list[FieldFault]:
    """Create the campaign the click asked for, put its people in, and go there. Every click of one form is one. Call it once
    everything typed is read: the click may come with the last word that was typed. Returns what keeps it from being
    answered. `claim` says whether the draft is still this page's: another page may have made a campaign of it, and nothing is
    created a second time."""
    token = st.session_state.pop(_CLICKED, None)
    who = person()
    if token != made.token or who is None:
        return []
    if faults := made.all_faults(choices, services.api.clock.now()):
        made.tried = True
        return faults
    if made.campaign_id is None and not (claim or partial(kept.claim, made))():
        return []
    told = False
    with problems_shown(Doing.SAVING):
        if made.campaign_id is None:
            with st.spinner(_("Creating the campaign …")):
                take(made, _created(made, token, who, services), services)
        else:
            _go_on_with(made, made.campaign_id, services)
        told = True  # whether it calls already: nobody goes in where that is not known
    if told and made.campaign_id and not made.found and not (made.result and made.result.people_nobody_chose):
        add_people_and_go(made, services, by_import=_go_by_import(made, services))
    return []


def take_up(made: Draft, services: Runtime) -> None:
    """Once, where it was opened again: what became of its token, should it have been sent before. Nothing goes into a campaign
    by this."""
    if not made.opened_again or made.campaign_id is not None:
        return
    with problems_shown():
        result = services.creations.of_form(made.token)
        made.opened_again = False
        if result is None:
            return
        result = made.result = result.answering(made.asked(services.api.team_id))
        if result.outcome is CreationOutcome.REFUSED:
            made.send_again()
        elif result.outcome is CreationOutcome.ALREADY:
            made.campaign_id, made.found = result.campaign_id, True


def _go_on_with(made: Draft, campaign_id: str, services: Runtime) -> None:
    """Somebody says that what is missing is to be put into the campaign that was created before: this form puts nobody into one
    that calls, or has called."""
    try:
        services.creations.require_as_created(campaign_id)
    except errors.LaunchedMeanwhile:
        made.leave_alone()
        return
    if made.found:
        made.found = False
        _keep_limits(made, campaign_id, services)


def _created(made: Draft, token: str, who: Person, services: Runtime) -> CreateResult:
    try:
        return services.creations.create_once(
            token,
            made.request(services.api.team_id),
            who=who,
            people_follow=_go_in_here(made, services),
            days=made.days,
            besides=made.besides(),
        )
    except DatabaseAway:
        made.send_again()  # nothing was sent: the next click is another one
        raise


def _go_in_here(made: Draft, services: Runtime) -> bool:
    """Whether the form itself puts people in, and nobody later: a planned start waits for them."""
    at_once = (PeopleSource.EVERYBODY, PeopleSource.PICKED, PeopleSource.UNREACHED)
    return made.people.source in at_once and not _go_by_import(made, services)


def _go_by_import(made: Draft, services: Runtime) -> bool:
    listed = services.do_not_call.listed()
    lately = services.recently_called.anybody(made.campaign_id or "")
    return goes_by_import(made.people, made.generation, listed, called_lately=lately)


def take(made: Draft, result: CreateResult, services: Runtime) -> None:
    """What became of the click, for what the form asks for now: it may have been changed while that was not certain."""
    result = made.result = result.answering(made.asked(services.api.team_id))
    if result.outcome is CreationOutcome.REFUSED:
        made.send_again()
        made.result = result
    if result.campaign_id is None or result.outcome is CreationOutcome.ANOTHER:
        return
    if result.outcome is CreationOutcome.ALREADY:
        try:
            services.creations.require_as_created(result.campaign_id)
        except errors.LaunchedMeanwhile:
            made.leave_alone()
            return
    made.campaign_id = result.campaign_id
    services.campaigns.refresh()
    _keep_limits(made, made.campaign_id, services)
    if made.copied:
        unreached = made.people.source is PeopleSource.UNREACHED
        relation = Relation.UNREACHED if unreached else Relation.COPY
        with suppress(DatabaseAway):  # a way back that is missing; the campaign itself is there
            services.links.remember(made.campaign_id, made.copied.id, relation)


def _keep_limits(made: Draft, campaign_id: str, services: Runtime) -> None:
    """Those that were set in the form, else those of the campaign copied. Where they cannot be kept the usual ones hold, and
    that is said."""
    guards, who = services.keeper.guards, person()
    if who is None:
        return
    with problems_shown(Doing.SAVING):
        if made.limits is None and made.copied:
            guards.copy(made.copied.id, campaign_id, who)
        elif made.limits is not None and made.limits != guards.usual:
            guards.set(campaign_id, made.limits, who)
