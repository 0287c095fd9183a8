"""Result of a contact group that was put into a campaign, against what was confirmed."""

from __future__ import annotations

import streamlit as st

from components.console import console
from components.launch.unclear import LOOK_SECONDS
from components.ui import formats
from components.ui.dialogs import redraw_page
from components.ui.markdown import plain
from components.ui.messages import Doing, draw_problem
from components.ui.refreshing import refreshing
from components.words.groups import people_of
from components.words.person import shown as shown_person
from services.api import ApiError
from services.campaign.facts import CampaignFacts
from services.launch.group_enrolment import GroupOutcome, GroupResult
from services.texts import _, ngettext

NAMED = 20


def draw_last_group(facts: CampaignFacts) -> None:
    """What has to be known on every visit: more got in than were confirmed, or it is not certain who is in."""
    last = facts.group_to_be_known()
    if last is None:
        return
    if last.watched_for is not None:
        _draw_watch(facts.campaign.id, last)
    elif last.too_many != 0:
        _draw_too_many(facts, last)


def draw_result(result: GroupResult) -> None:
    """After a click. What `draw_last_group` says already is not said twice."""
    match result.outcome:
        case GroupOutcome.ENROLLED:
            _draw_enrolled(result)
        case GroupOutcome.ALREADY:
            who, at = shown_person(result.intent.who), formats.clock_time(result.intent.claimed_at)
            st.info(
                _("{who} added this group at {time}.").format(who=plain(who), time=at),
                icon=":material/info:",
            )
        case GroupOutcome.IN_PROGRESS:
            st.info(_("A group is being added to this campaign right now."), icon=":material/hourglass_top:")
        case GroupOutcome.CHANGED:
            st.warning(
                _(
                    "Nobody was added: the group or the campaign has changed since. Please look at the new number."
                ),
                icon=":material/sync_problem:",
            )
        case GroupOutcome.NOT_ENROLLED:
            st.warning(
                _("Talkturo gave no clear answer. We looked: nobody was added. You can add them again."),
                icon=":material/help:",
            )
        case GroupOutcome.NOT_SENT | GroupOutcome.REFUSED if result.error:
            draw_problem(result.error, Doing.SAVING)
        case _:
            pass  # unclear ones stand above, where they are looked at


def _draw_enrolled(result: GroupResult) -> None:
    if result.too_many != 0:
        return
    if result.added is None or result.added == result.confirmed:
        people = people_of(result.confirmed, result.group_name)
        st.success(_("Added: {people}.").format(people=people), icon=":material/check:")
        return
    st.warning(
        _(
            "Fewer were added than were confirmed: {added} of {confirmed}. Those who are in stand below; the others are not "
            "called. Counting again shows who is missing."
        ).format(added=formats.number(result.added), confirmed=formats.number(result.confirmed)),
        title=_("Not everybody was added"),
        icon=":material/group_off:",
    )


def _draw_too_many(facts: CampaignFacts, last: GroupResult) -> None:
    if last.too_many is None:
        said = _(
            "How many were added could not be counted, so they may be more than the {confirmed} confirmed."
        )
    else:
        said = ngettext(
            "{count} more person is in this campaign than the {confirmed} confirmed.",
            "{count} more people are in this campaign than the {confirmed} confirmed.",
            last.too_many,
        )
    said = said.format(count=formats.number(last.too_many), confirmed=formats.number(last.confirmed))
    advice = _("It is not launched from here. Please delete it, and create another one.")
    st.error(
        " ".join(one for one in (said, _who(facts, last), advice) if one),
        title=_("There are people in this campaign whom nobody chose"),
        icon=":material/error:",
    )


def _who(facts: CampaignFacts, last: GroupResult) -> str:
    """Those who are no members of the group; where all are, nobody can tell which of them were meant."""
    try:
        strangers = facts.strangers_to(last)
    except ApiError:
        return ""
    if not strangers:
        return _("All who are in it stand below.")
    names = ", ".join(plain(name) for name in strangers[:NAMED])
    more = " …" if len(strangers) > NAMED else ""
    return _("Not of the group: {names}.").format(names=names + more)


@refreshing(LOOK_SECONDS)
def _draw_watch(campaign_id: str, last: GroupResult) -> None:
    services = console()
    result = services.group_enrolments.watch(last.intent.id)
    if result.watched_for is None:
        services.campaigns.read_anew(campaign_id)
        redraw_page()
        return
    st.warning(
        _(
            "Talkturo gave no clear answer, and it is not certain yet whether the group was added. The console keeps looking "
            "by itself, for {duration} more. Until then nothing is launched and nobody is added again."
        ).format(duration=formats.time_left(result.watched_for)),
        title=_("It is not certain yet who is in this campaign"),
        icon=":material/help:",
    )
