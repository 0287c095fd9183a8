"""Result of the click that creates a campaign, where it did not simply work."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.console import console
from components.launch.unclear import LOOK_SECONDS
from components.new_campaign.create import remember_click, take
from components.new_campaign.draft import Draft
from components.new_campaign.opening import forget
from components.ui import formats
from components.ui.dialogs import redraw_page
from components.ui.markdown import plain
from components.ui.messages import Doing, draw_problem, explain, problems_shown
from components.ui.refreshing import refreshing
from services.api import ApiError
from services.api.unclear import UNCLEAR_FOR
from services.launch import CreateResult, CreationOutcome
from services.runtime import Runtime
from services.texts import _


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


def draw_found(made: Draft) -> None:
    """The campaign was created before the form was opened again: what is missing goes into it only by a click."""
    if made.result and made.result.people_nobody_chose:
        draw_problem(made.result.people_nobody_chose, Doing.CALLING)
        go_on = False
    else:
        st.info(
            _(
                "The campaign {name} was created from this form already. Whether its people are in it is not known here; adding "
                "again adds nobody twice."
            ).format(name=f"**{plain(made.basics.name)}**"),
            icon=":material/check_circle:",
        )
        go_on = True
    with st.container(horizontal=True):
        if go_on:
            again = _("Go on with this campaign")
            st.button(again, key="go-on-with-it", type="primary", on_click=remember_click, args=(made.token,))
        st.button(_("Open the campaign"), key="open-campaign", on_click=_open_campaign, args=(made,))
        _own_button(made)


def _draw_another(made: Draft, result: CreateResult) -> None:
    """The form's token is spent on a campaign that this form does not describe."""
    said = (
        _(
            "Nobody was added: the campaign {name} was created from this form ({time}), and has been launched since. Whom it calls "
            "is on its page. What stands here can become a campaign of its own."
        )
        if made.launched
        else _(
            "Nothing was created or added: the campaign {name} was created from this form before ({time}), and since then the form "
            "was changed. What stands here can become a campaign of its own."
        )
    )
    st.warning(
        said.format(
            name=f"**{plain(result.intent.campaign_name)}**",
            time=formats.weekday_moment(result.intent.claimed_at),
        ),
        icon=":material/call_split:",
    )
    with st.container(horizontal=True):
        st.page_link(
            "pages/campaign_page.py",
            label=_("Open the campaign"),
            query_params={"id": result.campaign_id or ""},
            icon=":material/campaign:",
        )
        _own_button(made)


def _own_button(made: Draft) -> None:
    _button(_("Make it a campaign of its own"), "create-own", made.send_again)


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
    elif result.outcome is CreationOutcome.ANOTHER:
        _draw_another(made, result)
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
    with problems_shown():
        take(made, result, services)
    if made.campaign_id:
        remember_click(made.token)
