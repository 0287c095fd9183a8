"""People of a campaign: where each stands, filtered by status, one page at a time."""

from __future__ import annotations

import streamlit as st

from components.campaign.group import draw_group
from components.campaign.people_table import draw_people, name_of
from components.do_not_call.asked import SomebodyToCall, draw_asked
from components.ui import address, formats
from components.ui.messages import draw_age, problems_shown
from components.ui.unreadable import ListKind, draw_unreadable
from components.words.outcomes import enrolment_word
from services.api.models import CampaignStatus, EnrollmentStatus, StatusCounts
from services.api.paging import CampaignContactPage
from services.calling_rules.call_window import CallWindow
from services.campaign.facts import PAGE_SIZE, CampaignFacts
from services.live import LiveState
from services.texts import _, ngettext

ALL = ""


def draw_people_view(state: LiveState, facts: CampaignFacts) -> None:
    draw_group(facts)
    if not facts.people_listed:
        st.info(
            _("This key may not look at the people of a campaign. Talkturo itself shows them."),
            title=_("Not possible here"),
        )
        return
    with problems_shown():
        _draw(state, facts)


def _draw(state: LiveState, facts: CampaignFacts) -> None:
    status = address.choice("people-status", [ALL, *EnrollmentStatus], ALL)
    asked = st.query_params.get("people-page", "1")
    number = max(1, int(asked)) if asked.isdecimal() else 1
    read = facts.people_page(status, number)
    counts = read.value.status_counts
    st.segmented_control(
        _("Status"),
        [ALL, *EnrollmentStatus],
        format_func=lambda one: _label(one, counts),
        required=True,
        key="people-status",
        on_change=address.keep,
        args=("people-status", ALL, "people-page"),
        label_visibility="collapsed",
    )
    draw_age(read, facts.forget_people_pages, key="try-again-people")
    draw_unreadable(ListKind.PEOPLE, read.value.unreadable)
    if not read.value.received:
        _draw_nobody(state, status, read.value)
        return
    campaign, running = state.campaign, state.campaign.status is CampaignStatus.RUNNING
    draw_people(read.value.items, CallWindow.from_campaign(campaign), state.now, running=running)
    draw_asked(
        [
            SomebodyToCall(one.contact.phone, name_of(one), one.contact.id)
            for one in read.value.items
            if one.contact and one.contact.phone
        ],
        f"person-{campaign.id}",
    )
    pages = max(1, -(-_count(read.value) // PAGE_SIZE))
    if pages > 1:
        address.page_number("people-page", pages)
        with st.container(horizontal_alignment="center"):
            st.pagination(pages, key="people-page", on_change=address.keep, args=("people-page", "1"))


def _count(page: CampaignContactPage) -> int:
    """All who match; where that is not told, those up to here, and one more where the page is full."""
    seen = page.offset + page.received
    if page.total is None:
        return seen if page.ends_at(seen) else seen + 1
    return max(page.total, seen)


def _label(status: str, counts: StatusCounts | None) -> str:
    word = enrolment_word(EnrollmentStatus(status)) if status else _("All")
    if counts is None:
        return word
    count = getattr(counts, status) if status else counts.total
    return f"{word} **{formats.number(count)}**"


def _draw_nobody(state: LiveState, status: str, page: CampaignContactPage) -> None:
    """Nobody is listed. That there is nobody is said only where nothing says otherwise."""
    if page.offset:
        st.markdown(_("There is nobody on this page of the list."))
        return
    total = page.total if status else page.total or state.campaign.total_contacts
    if total:
        st.warning(
            ngettext(
                "The people cannot be read here: Talkturo counts {count} person, and lists nobody.",
                "The people cannot be read here: Talkturo counts {count} people, and lists nobody.",
                total,
            ).format(count=formats.number(total)),
            icon=":material/help:",
        )
        return
    if status:
        st.markdown(_("Nobody in this campaign is in that state."))
        return
    st.markdown(_("This campaign has no people yet."))
    st.page_link(
        "pages/upload_page.py",
        label=_("Upload people"),
        icon=":material/group_add:",
        query_params={"campaign": state.campaign.id},
    )
