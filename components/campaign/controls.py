"""Controls in the head of a campaign: what is useful now in sight, the rest in a menu, each with the reason where it cannot
be used. Whatever rings a phone or cannot be taken back asks first; pausing does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote

import streamlit as st

from components.console import console, whoever
from components.launch.dialog import open_launch_dialog
from components.launch.resume_dialog import open_resume_dialog
from components.launch.wanted import go_on_wanted
from components.ui import formats
from components.ui.confirm import Question, ask
from components.ui.markdown import plain, shortened
from components.ui.own_element import Button, Click, PageLink
from components.words.obstacles import closed_to_this_key as closed_here
from components.words.obstacles import obstacle
from services.api.models import Campaign, CampaignStatus, OtherStatus
from services.campaign.facts import CampaignFacts
from services.campaigns.campaigns import CampaignAction, Campaigns
from services.campaigns.first_people import PeopleSource
from services.campaigns.stops import is_stopped
from services.texts import N_, _, ngettext

_LOOKS: dict[CampaignAction, tuple[str, str]] = {
    CampaignAction.LAUNCH: (N_("Launch"), "rocket_launch"),
    CampaignAction.RESUME: (N_("Resume"), "play_arrow"),
    CampaignAction.PAUSE: (N_("Pause"), "pause"),
    CampaignAction.ADD_PEOPLE: (N_("Add people"), "group_add"),
    CampaignAction.EDIT: (N_("Edit"), "edit"),
    CampaignAction.CANCEL: (N_("Cancel"), "cancel"),
    CampaignAction.DELETE: (N_("Delete"), "delete"),
}
# Shown where they make sense at all; the rest of the time they would only be in the way. A dry run is a view below them.
_BY_STATUS: dict[CampaignStatus, tuple[CampaignAction, ...]] = {
    CampaignStatus.DRAFT: (
        CampaignAction.LAUNCH,
        CampaignAction.ADD_PEOPLE,
        CampaignAction.EDIT,
        CampaignAction.CANCEL,
        CampaignAction.DELETE,
    ),
    CampaignStatus.SCHEDULED: (
        CampaignAction.LAUNCH,
        CampaignAction.ADD_PEOPLE,
        CampaignAction.EDIT,
        CampaignAction.CANCEL,
        CampaignAction.DELETE,
    ),
    CampaignStatus.RUNNING: (
        CampaignAction.PAUSE,
        CampaignAction.LAUNCH,
        CampaignAction.ADD_PEOPLE,
        CampaignAction.EDIT,
        CampaignAction.CANCEL,
    ),
    CampaignStatus.PAUSED: (
        CampaignAction.RESUME,
        CampaignAction.LAUNCH,
        CampaignAction.ADD_PEOPLE,
        CampaignAction.EDIT,
        CampaignAction.CANCEL,
        CampaignAction.DELETE,
    ),
    CampaignStatus.COMPLETED: (CampaignAction.ADD_PEOPLE, CampaignAction.EDIT, CampaignAction.DELETE),
    CampaignStatus.CANCELLED: (CampaignAction.ADD_PEOPLE, CampaignAction.EDIT, CampaignAction.DELETE),
}
_OTHER = (CampaignAction.PAUSE, CampaignAction.CANCEL)
"""It may be calling people, whatever its status means."""
_FOR_GOOD = (CampaignAction.CANCEL, CampaignAction.DELETE)
_STOPPED = (CampaignAction.LAUNCH, CampaignAction.PAUSE, CampaignAction.CANCEL)
"""Another version's word for paused."""


NEEDED = ("updateCampaign", "deleteCampaign", "listCampaignContacts")
"""What the controls look different for, where it is not open to this key."""


class Controls(NamedTuple):
    """Buttons `in_sight`, of which the first is what most people want, and those in the menu after them."""

    in_sight: list[Button]
    menu: list[Button]


def controls(facts: CampaignFacts) -> Controls:
    """Those that work, and those that do not now with the reason; none of a campaign that was deleted."""
    if facts.campaign.deleted_at:
        return Controls([], [])
    shown = _shown(facts.campaign.status)
    if CampaignAction.PAUSE not in shown and facts.just_started():
        shown = (CampaignAction.PAUSE, *shown)
    buttons = {action: _button(facts, action) for action in shown}
    in_sight = [action for action in shown if _in_sight(facts, action, buttons)]
    if in_sight:
        buttons[in_sight[0]] = buttons[in_sight[0]]._replace(primary=True)
    menu = [buttons[action] for action in shown if action not in in_sight]
    return Controls([buttons[action] for action in in_sight], menu)


def _in_sight(facts: CampaignFacts, action: CampaignAction, buttons: Mapping[CampaignAction, Button]) -> bool:
    """What works and can be taken back; of one that goes on, the first whatever it is, for its reason is of interest."""
    if action is next(iter(buttons)) and not facts.campaign.status.is_over:
        return True
    if action in _FOR_GOOD or buttons[action].why_not:
        return False
    resume = buttons.get(CampaignAction.RESUME)
    return action is not CampaignAction.LAUNCH or resume is None or bool(resume.why_not)


def why_not(facts: CampaignFacts, action: CampaignAction) -> str | None:
    """Why it cannot be done; what was just started from here can be paused, whatever was read of it."""
    if action is CampaignAction.PAUSE and facts.just_started():
        return closed_here(action, facts.may, facts.generation)
    return obstacle(facts.campaign, action, facts.may, facts.generation)


def _shown(status: CampaignStatus | OtherStatus) -> tuple[CampaignAction, ...]:
    if isinstance(status, CampaignStatus):
        return _BY_STATUS[status]
    return _STOPPED if is_stopped(status) else _OTHER


def closed_to_this_key(facts: CampaignFacts) -> str:
    """Said beside the reason on each control, which only shows where somebody asks for it."""
    if facts.campaign.status.is_over or facts.may("updateCampaign"):
        return ""
    return _(
        "Pausing, changing and canceling campaigns are not open to this key. Please do that in Talkturo itself."
    )


def ways_on(facts: CampaignFacts) -> list[PageLink]:
    """Controls of a campaign that is over: what can be made of it."""
    campaign = facts.campaign
    if campaign.deleted_at or not campaign.status.is_over:
        return []
    copy = f"new?copy={quote(campaign.id)}"
    ways = [PageLink(_("Copy its settings"), copy, "content_copy")]
    if campaign.contacts_called and facts.people_listed:
        unreached = f"{copy}&people={PeopleSource.UNREACHED}"
        ways.insert(0, PageLink(_call_again(facts), unreached, "phone_callback"))
    return [ways[0]._replace(primary=True), *ways[1:]]


def _call_again(facts: CampaignFacts) -> str:
    """These are other people than those *not reached*: a voicemail answers the call, and is no talk."""
    count = facts.unreached()
    if count is None:
        return _("Call again: no answer, busy, voicemail")
    return _("Call again: no answer, busy, voicemail ({count})").format(count=formats.number(count))


def open_clicked(facts: CampaignFacts, click: Click | None) -> None:
    """Open what belongs to the control that was clicked, or that somebody asked for in the live view."""
    campaign = facts.campaign
    action = go_on_wanted(campaign) or _clicked(campaign, click)
    if action is None or campaign.deleted_at:
        return
    if reason := why_not(facts, action):  # what the browser shows may be older than what is so now
        st.warning(reason, icon=":material/info:")
    else:
        _OPENS[action](facts)


def _clicked(campaign: Campaign, click: Click | None) -> CampaignAction | None:
    if click is None or click.id != campaign.id:
        return None
    return next((action for action in _LOOKS if _name(action) == click.action), None)


def _button(facts: CampaignFacts, action: CampaignAction) -> Button:
    campaign, (word, icon) = facts.campaign, _LOOKS[action]
    if action is CampaignAction.LAUNCH and campaign.status is CampaignStatus.RUNNING:
        word = N_("Call more")
    limit = facts.limit() if action is CampaignAction.RESUME else None
    if limit is not None and limit.reached:
        word = N_("Go on with the others")
    return Button(_name(action), campaign.id, _(word), icon, why_not(facts, action))


def _name(action: CampaignAction) -> str:
    return action.value.replace("_", "-")


def _launch(facts: CampaignFacts) -> None:
    open_launch_dialog(facts.campaign.id, facts.campaign.name)


def _show(view: str, **more: str) -> Callable[[CampaignFacts], None]:
    def shown(facts: CampaignFacts) -> None:
        st.query_params.from_dict({"id": facts.campaign.id, "view": view, **more})
        st.rerun()

    return shown


def _add_people(facts: CampaignFacts) -> None:
    st.switch_page("pages/upload_page.py", query_params={"campaign": facts.campaign.id})


def _pause(facts: CampaignFacts) -> None:
    """At once: what ends calls is one click away. A question only says what went wrong, and offers it again."""
    question = _question(
        facts,
        CampaignAction.PAUSE,
        _("Pause {name}?"),
        _("Calls that are under way go on to their end. Nobody new is called until somebody resumes it."),
        _("Yes, pause"),
    )
    question.answer_yes()
    if question.done:
        st.rerun()
    ask(question)


def _ask_to_cancel(facts: CampaignFacts) -> None:
    meaning = _what_cancelling_means(facts.campaign)
    question = _question(
        facts, CampaignAction.CANCEL, _("Cancel {name}?"), meaning, _("Yes, cancel for good")
    )
    ask(replace(question, for_good=True))


def _what_cancelling_means(campaign: Campaign) -> str:
    if campaign.total_contacts is None or campaign.contacts_completed is None:
        return _(
            "This ends the campaign for good. Nobody who is not finished will be called any more. It cannot be started "
            "again, but its settings can be copied."
        )
    left = max(0, campaign.total_contacts - campaign.contacts_completed)
    return ngettext(
        "This ends the campaign for good. {count} person who is not finished will not be called any more. It cannot be "
        "started again, but its settings can be copied.",
        "This ends the campaign for good. {count} people who are not finished will not be called any more. It cannot be "
        "started again, but its settings can be copied.",
        left,
    ).format(count=formats.number(left))


def _ask_to_delete(facts: CampaignFacts) -> None:
    question = _question(
        facts,
        CampaignAction.DELETE,
        _("Delete {name}?"),
        _(
            "It disappears from the list and cannot be brought back from here. The people in it stay in Talkturo. "
            "It can still be looked at among the deleted ones."
        ),
        _("Yes, delete"),
    )
    ask(replace(question, for_good=True, then=lambda: st.switch_page("pages/campaigns_page.py")))


def _question(facts: CampaignFacts, action: CampaignAction, title: str, meaning: str, yes: str) -> Question:
    """`title` has the campaign's {name} in it."""
    campaign, (_word, icon) = facts.campaign, _LOOKS[action]
    return Question(
        title.format(name=plain(shortened(campaign.name))),
        meaning,
        yes,
        f"{_name(action)}-{campaign.id}",
        lambda: _CHANGES[action](console().campaigns, campaign, who=whoever()),
        why_not=lambda: why_not(facts, action),
        icon=f":material/{icon}:",
    )


_CHANGES: dict[CampaignAction, Callable[..., object]] = {
    CampaignAction.PAUSE: Campaigns.pause,
    CampaignAction.CANCEL: Campaigns.cancel,
    CampaignAction.DELETE: Campaigns.delete,
}
_OPENS: dict[CampaignAction, Callable[[CampaignFacts], None]] = {
    CampaignAction.LAUNCH: _launch,
    CampaignAction.RESUME: open_resume_dialog,
    CampaignAction.PAUSE: _pause,
    CampaignAction.ADD_PEOPLE: _add_people,
    CampaignAction.EDIT: _show("settings", edit="yes"),
    CampaignAction.CANCEL: _ask_to_cancel,
    CampaignAction.DELETE: _ask_to_delete,
}
