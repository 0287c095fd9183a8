"""Last step of *New campaign*: what speaks against it, and the one click that creates it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import streamlit as st

from components.campaign_form.basics import fault_sentence
from components.console import console, person
from components.launch.unclear import LOOK_SECONDS
from components.new_campaign.draft import BASICS, HOURS, PEOPLE, Draft, forget, open_step
from components.new_campaign.people import picked_contacts
from components.new_campaign.summary import source_words
from components.ui import formats
from components.ui.dialogs import redraw_page
from components.ui.messages import Doing, draw_problem, explain, problems_shown
from components.ui.refreshing import refreshing
from services.api import Api, ApiError
from services.api.unclear import UNCLEAR_FOR
from services.campaigns.choices import Choices
from services.campaigns.first_people import PeopleSource, enrol
from services.campaigns.links import Relation
from services.campaigns.people_import import goes_by_import, import_first_people
from services.campaigns.read_back import save_after_creation
from services.database.circuit_breaker import DatabaseAway
from services.do_not_call import Listed
from services.imports import Submitted
from services.launch import CreateResult, CreationOutcome
from services.person import Person
from services.runtime import Runtime
from services.texts import N_, _

log = logging.getLogger(__name__)

_CLICKED = "new-campaign-clicked"
STEP_LINKS = {
    BASICS: N_("Go to the basics"),
    HOURS: N_("Go to the calling hours"),
    PEOPLE: N_("Go to the people"),
}


def was_clicked() -> bool:
    """Whether this run answers a click on *Create*. A second click of the same form answers with its campaign."""
    return _CLICKED in st.session_state


def draw_open_faults(made: Draft, choices: Choices, now: datetime) -> bool:
    """Draw what has to be mended before the campaign can be created, with the way there. False where nothing has."""
    found = False
    for step in (BASICS, HOURS, PEOPLE):
        for position, fault in enumerate(made.faults(step, choices, now)):
            if not found:
                st.warning(
                    _("Something is still missing. Nothing is created until it is there."),
                    icon=":material/edit:",
                )
            found = True
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f":material/error: {fault_sentence(fault)}", width="stretch")
                st.button(
                    _(STEP_LINKS[step]),
                    key=f"mend-{step}-{position}",
                    type="tertiary",
                    on_click=open_step,
                    args=(step,),
                )
    return found


def draw_consequence(made: Draft) -> None:
    """Draw what the click will mean for the people on the list."""
    if not made.hours.on_a_date:
        st.markdown(_("Nobody is called until somebody launches it."))
    elif made.hours.starts_at:
        sentence = _(
            "It starts by itself on {moment}. Until then nobody is called, and you can change or cancel it."
        )
        st.markdown(sentence.format(moment=formats.moment(made.hours.starts_at)))


def draw_create_button(made: Draft, choices: Choices, now: datetime) -> None:
    """One button; what it says follows from the start that was chosen."""
    st.button(
        _("Create as scheduled") if made.hours.on_a_date else _("Create as draft"),
        key="create-campaign",
        type="primary",
        icon=":material/check:",
        disabled=_is_incomplete(made, choices, now),
        on_click=remember_click,
        args=(made.token,),
    )


def remember_click(token: str) -> None:
    """Callback: the next run creates the campaign of this form."""
    st.session_state[_CLICKED] = token


def answer_click(made: Draft, choices: Choices, services: Runtime) -> None:
    """Create the campaign the click asked for, put its people in, and go there. Every click of one form is one."""
    token = st.session_state.pop(_CLICKED, None)
    who = person()
    if token != made.token or who is None:
        return
    if _is_incomplete(made, choices, services.api.clock.now()):
        return
    if made.campaign_id is None:
        with problems_shown(Doing.SAVING), st.spinner(_("Creating the campaign …")):
            made.result = _created(made, token, who, services)
            _take(made, made.result, services)
    if made.campaign_id and not (made.result and made.result.people_nobody_chose):
        _add_people_and_go(made, services)


def _created(made: Draft, token: str, who: Person, services: Runtime) -> CreateResult:
    try:
        return services.creations.create_once(
            token,
            made.request(services.api.team_id),
            who=who,
            people_follow=_go_in_here(made, services),
            days=made.days,
        )
    except DatabaseAway:
        made.send_again()  # nothing was sent: the next click is another one
        raise


def _go_in_here(made: Draft, services: Runtime) -> bool:
    """Whether the form itself puts people in, and nobody later: a planned start waits for them."""
    at_once = (PeopleSource.EVERYBODY, PeopleSource.PICKED, PeopleSource.UNREACHED)
    return made.people.source in at_once and not _go_by_import(made, services, services.do_not_call.listed())


def _go_by_import(made: Draft, services: Runtime, listed: Listed) -> bool:
    lately = services.recently_called.anybody(made.campaign_id or "")
    return goes_by_import(made.people, made.generation, listed, called_lately=lately)


def _is_incomplete(made: Draft, choices: Choices, now: datetime) -> bool:
    return any(made.faults(step, choices, now) for step in (BASICS, HOURS, PEOPLE))


def _take(made: Draft, result: CreateResult, services: Runtime) -> None:
    made.campaign_id = result.campaign_id
    if made.campaign_id:
        services.campaigns.refresh()
        _keep_limits(made, made.campaign_id, services)
        if made.copied:
            unreached = made.people.source is PeopleSource.UNREACHED
            relation = Relation.UNREACHED if unreached else Relation.COPY
            with suppress(DatabaseAway):  # a way back that is missing; the campaign itself is there
                services.links.remember(made.campaign_id, made.copied.id, relation)
    if result.outcome is CreationOutcome.REFUSED:
        made.send_again()
        made.result = result


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


def _add_people_and_go(made: Draft, services: Runtime) -> None:
    api = services.api
    campaign_id, company_id = made.campaign_id or "", made.basics.company_id or ""
    if not _settings_saved(made, campaign_id, api):
        return
    if made.people.source is PeopleSource.UPLOAD:
        st.switch_page("pages/upload_page.py", query_params={"campaign": campaign_id})
    if made.people.source is PeopleSource.GROUP:  # counted and confirmed there
        parameters = {"id": campaign_id, "view": "people", "group": made.people.group_id or ""}
        st.switch_page("pages/campaign_page.py", query_params=parameters)
    listed = services.do_not_call.listed()
    if _go_by_import(made, services, listed):
        _hand_over_and_go(made, services, campaign_id, company_id)
        return
    try:
        with st.spinner(_("Adding the people …")):
            added = enrol(api, campaign_id, company_id, made.people, listed)
            with suppress(DatabaseAway):  # a planned start then waits, and its page says so
                services.keeper.starts.people_are_in(campaign_id, added)
    except ApiError as error:
        log.warning("%s failed: %s", error.operation, type(error).__name__)
        made.people_problem = error
    else:
        made.people_problem = None
        st.switch_page("pages/campaign_page.py", query_params={"id": campaign_id})


def _hand_over_and_go(made: Draft, services: Runtime, campaign_id: str, company_id: str) -> None:
    """The people go in by an import, whatever becomes of the page; its page says how far it is."""
    submitted = None
    with problems_shown(Doing.SAVING), st.spinner(_("Adding the people …")):
        submitted = _handed_over(made, services, campaign_id, company_id)
    if submitted:
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


def draw_settings_problem(made: Draft, problem: ApiError) -> None:
    """The campaign is there, but it is not certain that it is as it was chosen."""
    st.warning(
        _(
            "The campaign was created as a draft with nobody in it, but not all of its settings were saved. Nobody is called."
        ),
        title=explain(problem).title,
        icon=":material/tune:",
    )
    with st.container(horizontal=True):
        again = _("Save the settings again")
        st.button(
            again, key="save-settings-again", type="primary", on_click=remember_click, args=(made.token,)
        )
        st.button(_("Open the campaign"), key="open-campaign", on_click=_open_campaign, args=(made,))
        st.button(_("Start from an empty form"), key="start-over", on_click=forget, args=(made,))


def draw_people_problem(made: Draft, problem: ApiError) -> None:
    """The campaign is there, its people are not all: nothing but what to do about that."""
    st.warning(
        _("The campaign was created, but its people were not all added. Adding again adds nobody twice."),
        title=explain(problem).title,
        icon=":material/group_off:",
    )
    with st.container(horizontal=True):
        again = _("Add the people again")
        st.button(again, key="add-people-again", type="primary", on_click=remember_click, args=(made.token,))
        st.button(_("Open the campaign"), key="open-campaign", on_click=_open_campaign, args=(made,))
        st.button(_("Start from an empty form"), key="start-over", on_click=forget, args=(made,))


def _open_campaign(made: Draft) -> None:
    forget(made)
    st.switch_page("pages/campaign_page.py", query_params={"id": made.campaign_id or ""})


def draw_result(made: Draft) -> None:
    """Draw what became of the last click, where it did not simply work."""
    result = made.result
    if result is None:
        return
    if result.people_nobody_chose:
        draw_problem(result.people_nobody_chose, Doing.CALLING)
        st.button(_("Open the campaign"), key="open-campaign", on_click=_open_campaign, args=(made,))
    elif result.other:
        st.warning(_sent_by_another_form(result), icon=":material/hourglass_top:")
    elif result.outcome is CreationOutcome.REFUSED and result.error:
        draw_problem(result.error, Doing.SAVING)
    elif result.outcome is CreationOutcome.IN_PROGRESS:
        st.info(_("An earlier click is creating this campaign right now."), icon=":material/hourglass_top:")
        _look_button(made, result)
    elif result.outcome is CreationOutcome.NOT_CREATED:
        st.warning(
            _(
                "Talkturo gave no clear answer. We looked: the campaign was not created. You can create it again."
            ),
            icon=":material/help:",
        )
        _again_button(made, _("Create it again"))
    elif result.outcome is CreationOutcome.UNCERTAIN:
        _draw_uncertain(made, result)


def _sent_by_another_form(result: CreateResult) -> str:
    return _(
        "Nothing was created: a campaign of this name was sent from another form at {time}, and it is not certain yet what "
        "became of it. Please look at the list of campaigns, and create this one in {duration} if it is another one."
    ).format(
        time=formats.clock_time(result.intent.claimed_at),
        duration=formats.time_left(result.watched_for or UNCLEAR_FOR),
    )


def _draw_uncertain(made: Draft, result: CreateResult) -> None:
    if result.watched_for is not None:
        _draw_watch(made, result)
        return
    st.warning(
        _(
            "Talkturo gave no clear answer, and it is not certain whether the campaign was created. "
            "What you typed is still here. Please look before you create it a second time."
        ),
        icon=":material/help:",
    )
    for number, candidate in enumerate(result.candidates, 1):
        label = _("This may be it: campaign {number}").format(number=number)
        st.page_link("pages/campaign_page.py", label=label, query_params={"id": candidate})
    with st.container(horizontal=True):
        _look_button(made, result)
        _again_button(made, _("I looked, it is not there"))


@refreshing(LOOK_SECONDS)
def _draw_watch(made: Draft, result: CreateResult) -> None:
    """Until it is known, or long enough nothing was seen: then the whole page is drawn anew."""
    services = console()
    watched = services.creations.watch(result.intent.id)
    left = watched.watched_for
    if left is None:
        _looked(made, watched, services)
        redraw_page()
        return
    st.warning(
        _(
            "Talkturo gave no clear answer, and it is not certain yet whether the campaign was created. "
            "What you typed is still here. The console keeps looking by itself, for {duration} more, and says here what it "
            "finds; until then it is not created a second time."
        ).format(duration=formats.time_left(left)),
        icon=":material/help:",
    )


def _look_button(made: Draft, result: CreateResult) -> None:
    _button(_("Look again"), "look-again", lambda: _look(made, result))


def _again_button(made: Draft, label: str) -> None:
    _button(label, "create-again", made.send_again)


def _button(label: str, key: str, clicked: Callable[[], None]) -> None:
    st.button(label, key=key, on_click=clicked)


def _look(made: Draft, result: CreateResult) -> None:
    services = console()
    _looked(made, services.creations.look(result.intent.id), services)


def _looked(made: Draft, result: CreateResult, services: Runtime) -> None:
    made.result = result
    _take(made, result, services)
    if made.campaign_id:
        remember_click(made.token)
