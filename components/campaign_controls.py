"""What can be done with a campaign from its head. Each control says why where it cannot be used, and asks first where
people feel what it does."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import format as form
from components.campaign_obstacles import obstacle
from components.campaign_stage import launch_wanted
from components.confirm import Question, ask
from components.console import console, person
from components.launch_dialog import open_launch_dialog
from components.markdown import plain, shortened
from services.api.models import Campaign, CampaignStatus
from services.campaigns import Action
from services.first_people import Source
from services.texts import N_, _, ngettext

LOOKS: dict[Action, tuple[str, str]] = {
    Action.LAUNCH: (N_("Launch"), ":material/rocket_launch:"),
    Action.DRY_RUN: (N_("Dry run"), ":material/preview:"),
    Action.RESUME: (N_("Resume"), ":material/play_arrow:"),
    Action.PAUSE: (N_("Pause"), ":material/pause:"),
    Action.ADD_PEOPLE: (N_("Add people"), ":material/group_add:"),
    Action.EDIT: (N_("Edit"), ":material/edit:"),
    Action.CANCEL: (N_("Cancel"), ":material/cancel:"),
    Action.DELETE: (N_("Delete"), ":material/delete:"),
}
# Shown where they make sense at all; the rest of the time they would only be in the way.
_BY_STATUS: dict[CampaignStatus, tuple[Action, ...]] = {
    CampaignStatus.DRAFT: (
        Action.LAUNCH,
        Action.DRY_RUN,
        Action.ADD_PEOPLE,
        Action.EDIT,
        Action.CANCEL,
        Action.DELETE,
    ),
    CampaignStatus.SCHEDULED: (
        Action.LAUNCH,
        Action.DRY_RUN,
        Action.ADD_PEOPLE,
        Action.EDIT,
        Action.CANCEL,
        Action.DELETE,
    ),
    CampaignStatus.RUNNING: (
        Action.PAUSE,
        Action.LAUNCH,
        Action.DRY_RUN,
        Action.ADD_PEOPLE,
        Action.EDIT,
        Action.CANCEL,
    ),
    CampaignStatus.PAUSED: (
        Action.RESUME,
        Action.LAUNCH,
        Action.DRY_RUN,
        Action.ADD_PEOPLE,
        Action.EDIT,
        Action.CANCEL,
        Action.DELETE,
    ),
    CampaignStatus.COMPLETED: (Action.ADD_PEOPLE, Action.EDIT, Action.DELETE),
    CampaignStatus.CANCELLED: (Action.ADD_PEOPLE, Action.EDIT, Action.DELETE),
}


def draw_controls(campaign: Campaign) -> None:
    """The controls of the head, and what each of them opens."""
    clicked: Action | None = None
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="campaign-controls"):
        for action in _BY_STATUS[campaign.status]:
            if _button(campaign, action):
                clicked = action
        if campaign.status.is_over:
            _draw_ways_on(campaign)
    if not campaign.status.is_over and not console().deployment.may("updateCampaign"):
        # beside the reason on each control, which only a mouse can find
        st.caption(
            _(
                "Pausing, changing and cancelling campaigns are not open to this key. Please do that in Talkturo itself."
            )
        )
    if launch_wanted(campaign.id):
        clicked = Action.LAUNCH
    if clicked:
        _OPENS[clicked](campaign)


def _draw_ways_on(campaign: Campaign) -> None:
    """What can be made of a campaign that is over."""
    if campaign.contacts_called and console().deployment.may("listCampaignContacts"):
        st.page_link(
            "pages/new_campaign_page.py",
            label=_("Call the unreached again"),
            icon=":material/phone_callback:",
            query_params={"copy": campaign.id, "people": Source.UNREACHED},
        )
    st.page_link(
        "pages/new_campaign_page.py",
        label=_("Copy its settings"),
        icon=":material/content_copy:",
        query_params={"copy": campaign.id},
    )


def _button(campaign: Campaign, action: Action) -> bool:
    word, icon = LOOKS[action]
    if action is Action.LAUNCH and campaign.status is CampaignStatus.RUNNING:
        word = N_("Call more")
    reason = obstacle(campaign, action)
    return st.button(
        _(word),
        icon=icon,
        key=f"{action.value.replace('_', '-')}-{campaign.id}",
        type="primary" if action is _BY_STATUS[campaign.status][0] and reason is None else "secondary",
        disabled=reason is not None,
        help=reason,
    )


def _launch(campaign: Campaign) -> None:
    open_launch_dialog(campaign.id, campaign.name)


def _show(view: str, **more: str) -> Callable[[Campaign], None]:
    def shown(campaign: Campaign) -> None:
        st.query_params.from_dict({"id": campaign.id, "view": view, **more})
        st.rerun()

    return shown


def _add_people(campaign: Campaign) -> None:
    st.switch_page("pages/upload_page.py", query_params={"campaign": campaign.id})


def ask_to_pause(campaign: Campaign) -> None:
    """Also one click away from every warning."""
    ask(
        Question(
            _title(_("Pause {name}?"), campaign),
            _("Calls that are under way go on to their end. Nobody new is called until somebody resumes it."),
            _("Yes, pause"),
            f"pause-{campaign.id}",
            lambda: console().campaigns.pause(campaign, who=_who()),
            icon=":material/pause:",
        )
    )


def _ask_to_resume(campaign: Campaign) -> None:
    ask(
        Question(
            _title(_("Resume {name}?"), campaign),
            _("It goes on calling people within its calling hours, where it stopped."),
            _("Yes, resume"),
            f"resume-{campaign.id}",
            lambda: console().campaigns.resume(campaign, who=_who()),
            icon=":material/play_arrow:",
        )
    )


def _ask_to_cancel(campaign: Campaign) -> None:
    left = max(0, campaign.total_contacts - campaign.contacts_completed)
    meaning = ngettext(
        "This ends the campaign for good. {count} person who is not finished will not be called any more. It cannot be "
        "started again, but its settings can be copied.",
        "This ends the campaign for good. {count} people who are not finished will not be called any more. It cannot be "
        "started again, but its settings can be copied.",
        left,
    ).format(count=form.number(left))
    ask(
        Question(
            _title(_("Cancel {name}?"), campaign),
            meaning,
            _("Yes, cancel for good"),
            f"cancel-{campaign.id}",
            lambda: console().campaigns.cancel(campaign, who=_who()),
            icon=":material/cancel:",
        )
    )


def _ask_to_delete(campaign: Campaign) -> None:
    ask(
        Question(
            _title(_("Delete {name}?"), campaign),
            _(
                "It disappears from the list and cannot be brought back from here. The people in it stay in your address "
                "book. It can still be looked at among the deleted ones."
            ),
            _("Yes, delete"),
            f"delete-{campaign.id}",
            lambda: console().campaigns.delete(campaign, who=_who()),
            then=lambda: st.switch_page("pages/campaigns_page.py"),
            icon=":material/delete:",
        )
    )


def _title(pattern: str, campaign: Campaign) -> str:
    return pattern.format(name=plain(shortened(campaign.name)))


def _who() -> str:
    who = person()
    return who.name if who else ""


_OPENS: dict[Action, Callable[[Campaign], None]] = {
    Action.LAUNCH: _launch,
    Action.DRY_RUN: _show("dry-run"),
    Action.RESUME: _ask_to_resume,
    Action.PAUSE: ask_to_pause,
    Action.ADD_PEOPLE: _add_people,
    Action.EDIT: _show("settings", edit="yes"),
    Action.CANCEL: _ask_to_cancel,
    Action.DELETE: _ask_to_delete,
}
