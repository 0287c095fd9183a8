"""Contact group into a draft: choose one, see whom it would add, confirm that number, and what came of it.

The address holds the group (`group=ID`), so that a link and the browser's way back lead to the same question.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from components.campaign.group_result import draw_last_group, draw_result
from components.console import console, whoever
from components.launch.days_between import draw_way_to_days_between
from components.ui import address
from components.ui.empty import NextStep, draw_empty
from components.ui.entries import FormEntries
from components.ui.markdown import plain, shortened
from components.ui.messages import Doing, problems_shown
from components.ui.unreadable import ListKind, draw_unreadable
from components.words.groups import (
    group_labels,
    left_out_words,
    no_groups_yet,
    people_of,
    whom_it_would_add,
)
from services.api.models import CampaignStatus, Group
from services.campaign.facts import CampaignFacts
from services.groups.audience import AudienceChoice, LeftOut
from services.groups.listing import HAVE_GROUPS
from services.launch.group_enrolment import AskedAudience, GroupOutcome, GroupResult
from services.texts import _

GROUP = "group"  # the address's parameter and the chooser's key
CHOOSE = "choose"
_AT_MOST, _NEVER_CALLED = "group-at-most", "group-never-called"
_SHOWN = "group-asked"
ASKED_AGAIN = (
    GroupOutcome.CHANGED,
    GroupOutcome.NOT_SENT,
    GroupOutcome.REFUSED,
    GroupOutcome.NOT_ENROLLED,
)
"""After these nobody was added, and the question stands as it is now."""


@dataclass
class Shown:
    """What one person sees of one choice for one campaign: the question, and what her answer came to."""

    campaign_id: str
    choice: AudienceChoice
    asked: AskedAudience
    result: GroupResult | None = None


def draw_group(facts: CampaignFacts) -> None:
    """The way to add a group, where the campaign is a draft; and always what came of the last one, where that is not all
    right."""
    with problems_shown():
        draw_last_group(facts)
    if facts.campaign.status is not CampaignStatus.DRAFT or facts.campaign.deleted_at:
        return
    if facts.generation not in HAVE_GROUPS:
        if why := no_groups_yet(facts.generation):
            st.caption(why)
        return
    if GROUP not in st.query_params:
        label = _("Add a contact group")
        st.button(label, key="add-group", icon=":material/group_add:", on_click=_open)
        return
    with st.container(border=True, key="contact-group"), problems_shown():
        _draw_choice(facts)


def _open() -> None:
    st.query_params[GROUP] = CHOOSE


def _draw_choice(facts: CampaignFacts) -> None:
    st.header(_("Add a contact group"), anchor=False)
    groups = facts.groups.all()
    draw_unreadable(ListKind.GROUPS, groups.unreadable)
    if not groups.items:
        _draw_no_groups(facts)
        return
    labels = group_labels(groups.items)
    chosen = address.one_of(GROUP, labels, "")
    st.session_state[GROUP] = chosen or None
    st.selectbox(
        _("Group"),
        list(labels),
        index=None,
        format_func=lambda one: labels.get(one, str(one)),
        key=GROUP,
        on_change=_keep_group,
        placeholder=_("Please choose"),
    )
    entries = _entries(facts.campaign.id)
    most = st.number_input(
        _("At most so many (empty: all)"),
        min_value=1,
        value=None,
        step=1,
        key=entries.key(_AT_MOST, None),
        width=240,
    )
    entries.keep(_AT_MOST, most)
    never = entries.keep(
        _NEVER_CALLED,
        st.checkbox(_("Only people whom no campaign has called yet"), key=entries.key(_NEVER_CALLED, False)),
    )
    st.button(_("Close"), key="close-group", type="tertiary", on_click=_close, args=(facts.campaign.id,))
    group = next((one for one in groups.items if one.id == chosen), None)
    if group:
        _draw_question(facts, _shown(facts, group, most, never))


def _entries(campaign_id: str) -> FormEntries:
    """How many, and only whom: they come back after a problem was drawn in their place."""
    return FormEntries(f"group-into-{campaign_id}", place="group-into")


def _close(campaign_id: str) -> None:
    _entries(campaign_id).clear()
    address.clear(GROUP)


def _keep_group() -> None:
    st.query_params[GROUP] = st.session_state[GROUP] or CHOOSE


def _draw_no_groups(facts: CampaignFacts) -> None:
    upload = NextStep(
        "pages/upload_page.py", _("Upload people"), ":material/upload:", {"campaign": facts.campaign.id}
    )
    draw_empty(
        _("There are no contact groups in Talkturo yet. People can be uploaded from a list."), steps=[upload]
    )


def _shown(facts: CampaignFacts, group: Group, at_most: int | None, never_called: bool) -> Shown:
    """The question of this choice, asked once; another choice is another question."""
    choice = AudienceChoice(group.id, group.name, at_most, never_called)
    shown: Shown | None = st.session_state.get(_SHOWN)
    if shown is None or (shown.campaign_id, shown.choice) != (facts.campaign.id, choice):
        with st.spinner(_("Counting whom it would add …"), show_time=True):
            asked = console().group_enrolments.ask(facts.campaign.id, choice)
        shown = st.session_state[_SHOWN] = Shown(facts.campaign.id, choice, asked)
    return shown


def _draw_question(facts: CampaignFacts, shown: Shown) -> None:
    if shown.result:
        draw_result(shown.result)
        if shown.result.outcome not in ASKED_AGAIN:
            _draw_count_again()
            return
    found = shown.asked.preview
    st.markdown(whom_it_would_add(found))
    if reasons := left_out_words(found):
        st.markdown("\n".join(f"- {one}" for one in reasons))
    if LeftOut.CALLED_LATELY in found.left_out:
        draw_way_to_days_between(facts.campaign.id)
    if found.count:
        consequence = _(
            "They are put into {campaign}, and called once it is launched. Where Talkturo takes nobody out of a campaign "
            "again, only deleting it helps. The number is counted once more before anybody is added."
        )
        st.markdown(consequence.format(campaign=f"**{plain(shortened(facts.campaign.name, 80))}**"))
    with st.container(horizontal=True):
        label = _("Add {people}").format(people=people_of(found.count, found.choice.group_name))
        if found.count and st.button(label, key="confirm-group", type="primary", icon=":material/check:"):
            _enroll(facts, shown)
        _draw_count_again()


def _draw_count_again() -> None:
    st.button(_("Count again"), key="count-group-again", icon=":material/refresh:", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(_SHOWN, None)


def _enroll(facts: CampaignFacts, shown: Shown) -> None:
    """The click that confirms the number and the group it names; then the page as it is with them."""
    services, campaign_id = console(), facts.campaign.id
    with problems_shown(Doing.SAVING), st.spinner(_("Adding the people …"), show_time=True):
        shown.result = services.group_enrolments.enroll_once(facts.campaign, shown.asked, who=whoever())
        services.campaigns.read_anew(campaign_id)
        if shown.result.outcome in ASKED_AGAIN:
            shown.asked = services.group_enrolments.ask(campaign_id, shown.choice)
        st.rerun()
