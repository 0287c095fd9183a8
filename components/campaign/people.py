"""People of a campaign: where each stands, filtered by status and by outcome, one page at a time, and their file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from components.campaign.calls import calls_to, draw_calls_found
from components.campaign.group import draw_group
from components.campaign.holding import draw_look_at_everybody
from components.campaign.people_file import draw_people_links, outcome_choice
from components.campaign.people_table import draw_people, name_of
from components.campaign.person_search import draw_person_search
from components.do_not_call.asked import SomebodyToCall, draw_asked
from components.ui import address, formats
from components.ui.empty import NextStep, draw_empty
from components.ui.messages import draw_age, problems_shown
from components.ui.unreadable import ListKind, draw_unreadable
from components.words.outcomes import enrolment_word
from services.api.models import CampaignContact, CampaignStatus, EnrollmentStatus, Outcome, StatusCounts
from services.api.paging import CampaignContactPage
from services.calling_rules.call_window import CallWindow
from services.campaign.facts import PAGE_SIZE, CampaignFacts
from services.campaign.outcome_list import ANY, NO_OUTCOME, Chosen
from services.live import LiveState
from services.results.outcomes import outcomes_of_called
from services.texts import _, ngettext

ALL = ""
SEARCH = "people-search"


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
    outcome = address.choice("outcome", _outcomes(state), ANY)
    asked = st.query_params.get("people-page", "1")
    number = max(1, int(asked)) if asked.isdecimal() else 1
    # the platform sorts by status alone
    chosen = Chosen(outcome, status, st.session_state.get(SEARCH, ANY).strip())
    page = _of_all(facts, chosen, number) if outcome or chosen.search else None
    read = facts.people_page(status, number) if page is None else None
    counts = state.by_status or (read.value.status_counts if read else None)
    _draw_choices(state, counts)
    if read is not None:
        draw_age(read, facts.forget_people_pages, key="try-again-people")
        draw_unreadable(ListKind.PEOPLE, read.value.unreadable)
        page = _Page(read.value.items, _count(read.value))
    if page is None:
        return
    if read is not None and not read.value.received:
        _draw_nobody(state, status, read.value)
        return
    if not page.people:
        _draw_nobody_found(facts, chosen) if chosen.search else _draw_nobody_chosen()
        return
    _draw_page(state, facts, page, chosen)
    if chosen.search and len(page.people) == 1:
        _draw_calls_to(page.people[0], facts)


class _Page(NamedTuple):
    """One page of people; `total` are all who match."""

    people: Sequence[CampaignContact]
    total: int


def _of_all(facts: CampaignFacts, chosen: Chosen, number: int) -> _Page | None:
    """Of all people read. None where they are too many for that, which is said."""
    people = facts.people_chosen(chosen)
    if people is None:
        said = _("Somebody can be searched for once all people are read.")
        if not chosen.search:
            said = _("Who had which outcome is known once all people are read.")
        st.info(said, icon=":material/groups:")
        draw_look_at_everybody(facts)
        return None
    draw_unreadable(ListKind.PEOPLE, people.unreadable)
    found = people.items
    first = PAGE_SIZE * (min(number, max(1, -(-len(found) // PAGE_SIZE))) - 1)
    return _Page(found[first : first + PAGE_SIZE], len(found))


def _draw_choices(state: LiveState, counts: StatusCounts | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
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
        st.selectbox(
            _("Outcome"),
            _outcomes(state),
            format_func=lambda one: _outcome_label(one, _counts(state)),
            key="outcome",
            on_change=address.keep,
            args=("outcome", ANY, "people-page"),
            label_visibility="collapsed",
            width=240,
        )
        draw_person_search(SEARCH, on_change=address.clear, args=("people-page",))


def _outcomes(state: LiveState) -> list[str]:
    """Those that there are, the most frequent first, and one that the address asks for."""
    counts = _counts(state)
    known = list(Outcome) if counts is None else sorted(counts, key=lambda one: -counts[one])
    asked = st.query_params.get("outcome", ANY)
    also = [asked] if asked in list(Outcome) and asked not in known else []
    return [ANY, *known, *also, NO_OUTCOME]


def _counts(state: LiveState) -> Mapping[str, int] | None:
    """As the charts of the overview have them."""
    return None if state.by_outcome is None else outcomes_of_called(state.by_outcome, state.by_status)


def _outcome_label(outcome: str, counts: Mapping[str, int] | None) -> str:
    if outcome == ANY:
        return _("All outcomes")
    if counts is None or outcome == NO_OUTCOME:
        return outcome_choice(outcome)
    return f"{outcome_choice(outcome)} ({formats.number(counts.get(outcome, 0))})"


def _draw_page(state: LiveState, facts: CampaignFacts, page: _Page, chosen: Chosen) -> None:
    campaign, running = state.campaign, state.campaign.status is CampaignStatus.RUNNING
    if not chosen.search:
        draw_people_links(campaign, chosen, page.total, facts.lists_not_kept())
    draw_people(
        page.people,
        CallWindow.from_campaign(campaign),
        state.now,
        running=running,
        on_own_list=facts.on_own_list(page.people),
    )
    draw_asked(
        [
            SomebodyToCall(one.contact.phone, name_of(one), one.contact.id)
            for one in page.people
            if one.contact and one.contact.phone
        ],
        f"person-{campaign.id}",
    )
    pages = max(1, -(-page.total // PAGE_SIZE))
    if pages > 1:
        address.page_number("people-page", pages)
        with st.container(horizontal_alignment="center"):
            st.pagination(pages, key="people-page", on_change=address.keep, args=("people-page", "1"))


def _draw_calls_to(one: CampaignContact, facts: CampaignFacts) -> None:
    """What has come of it so far, where the log of calls may be read."""
    calls = facts.calls().value
    if not calls:
        return
    hers = calls_to(one, calls)
    if hers or one.attempts:
        draw_calls_found(hers, len(calls), facts.names(hers))


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
        _draw_nobody_chosen()
        return
    upload = NextStep(
        "pages/upload_page.py", _("Upload people"), ":material/group_add:", {"campaign": state.campaign.id}
    )
    draw_empty(_("This campaign has no people yet."), steps=[upload])


def _draw_nobody_found(facts: CampaignFacts, chosen: Chosen) -> None:
    everybody = facts.people_chosen(chosen._replace(search=ANY))
    nameless = sum(one.contact is None for one in everybody.items) if everybody else 0
    if nameless:
        said = ngettext(
            "Nobody of this name or number is among those whose name is known. Of {count} person it is not.",
            "Nobody of this name or number is among those whose name is known. Of {count} people it is not.",
            nameless,
        )
        st.markdown(said.format(count=formats.number(nameless)))
        return
    st.markdown(_("Nobody of this name or number is among them."))


def _draw_nobody_chosen() -> None:
    draw_empty(
        _("Nobody in this campaign is in that state."), clears=("people-status", "outcome", "people-page")
    )
