"""Filters of the list of campaigns: status with counts, search, assistant, deleted ones, all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from components.ui import address, formats
from components.ui.status import OTHER_ICON, OTHER_WORD, STATUS_LOOKS
from components.ui.unique_labels import unique_labels
from services.api.models import CampaignStatus
from services.campaigns.listing import OTHER, AnyStatus, CampaignFilter, CampaignListing, ShowDeleted
from services.texts import N_, _

PAGE_SIZE = 25
ALL = ""
WAITING = "waiting"
PARAMETERS = ("status", "q", "assistant", "deleted", WAITING, "page")


DELETED_WORDS = {
    ShowDeleted.HIDDEN: N_("Without deleted"),
    ShowDeleted.SHOWN: N_("With deleted"),
    ShowDeleted.ONLY: N_("Deleted only"),
}


@dataclass(frozen=True)
class ListView:
    """View of the list that the address asks for."""

    wanted: CampaignFilter
    deleted: ShowDeleted
    waiting: bool = False
    """Only those that wait for a person: the page knows which."""

    def among(self, ids: frozenset[str]) -> ListView:
        """Of these campaigns alone."""
        return replace(self, wanted=replace(self.wanted, among=ids))

    @property
    def narrowed(self) -> bool:
        """Whether anything but the page was chosen."""
        wanted = self.wanted
        return bool(
            wanted.statuses
            or wanted.search
            or wanted.assistant_id
            or self.deleted != ShowDeleted.HIDDEN
            or self.waiting
        )


def read_address(assistants: Mapping[str, str]) -> ListView:
    """The filters as the address has them; call it before `draw_filters`."""
    status = address.choice("status", [ALL, *CampaignStatus, OTHER], ALL)
    page = st.query_params.get("page", "1")
    return ListView(
        CampaignFilter(
            statuses=frozenset({_status(status)}) if status else frozenset(),
            search=address.text("q"),
            assistant_id=address.choice("assistant", [ALL, *assistants], ALL),
            page=int(page) if page.isdecimal() else 1,
            page_size=PAGE_SIZE,
        ),
        ShowDeleted(address.choice("deleted", list(ShowDeleted), ShowDeleted.HIDDEN)),
        waiting=WAITING in st.query_params,
    )


def draw_filters(listing: CampaignListing | None, assistants: Mapping[str, str]) -> None:
    """The controls; without a listing, without counts."""
    st.segmented_control(
        _("Status"),
        _offered(listing),
        format_func=lambda status: _status_label(status, listing),
        required=True,
        key="status",
        on_change=address.keep,
        args=("status", ALL, "page"),
        label_visibility="collapsed",
    )
    with st.container(horizontal=True):  # three elements fewer than with columns
        _draw_search()
        _draw_choices(assistants)


def _offered(listing: CampaignListing | None) -> list[str]:
    """The statuses to choose from; "other" only where there are such campaigns, or it is chosen."""
    others = bool(listing and listing.counts.get(OTHER)) or st.session_state.get("status") == OTHER
    return [ALL, *CampaignStatus, *([OTHER] if others else [])]


def _status(chosen: str) -> AnyStatus:
    return OTHER if chosen == OTHER else CampaignStatus(chosen)


def _draw_search() -> None:
    st.text_input(
        _("Search"),
        type="search",
        placeholder=_("Search by name or description"),
        key="q",
        on_change=address.keep,
        args=("q", "", "page"),
        label_visibility="collapsed",
    )


def _draw_choices(assistants: Mapping[str, str]) -> None:
    labels = unique_labels(assistants)
    st.selectbox(
        _("Assistant"),
        [ALL, *assistants],
        format_func=lambda one: labels.get(one) or _("All assistants"),
        key="assistant",
        on_change=address.keep,
        args=("assistant", ALL, "page"),
        label_visibility="collapsed",
    )
    st.selectbox(
        _("Deleted campaigns"),
        list(ShowDeleted),
        format_func=lambda one: _(DELETED_WORDS[ShowDeleted(one)]),
        key="deleted",
        on_change=address.keep,
        args=("deleted", ShowDeleted.HIDDEN, "page"),
        label_visibility="collapsed",
    )


def draw_pages(listing: CampaignListing) -> None:
    """Draw the pager of the list."""
    if listing.pages > 1:
        address.page_number("page", listing.pages)
        with st.container(horizontal_alignment="center"):
            st.pagination(listing.pages, key="page", on_change=address.keep, args=("page", "1"))


def _status_label(status: str, listing: CampaignListing | None) -> str:
    if status == ALL:
        word, count = _("All"), sum(listing.counts.values()) if listing else 0
    else:
        icon, name = _look(status)
        word = f"{icon} {name}"
        count = listing.counts.get(_status(status), 0) if listing else 0
    return f"{word} **{formats.number(count)}**" if listing else word


def _look(status: str) -> tuple[str, str]:
    if status == OTHER:
        return OTHER_ICON, _(OTHER_WORD)
    look = STATUS_LOOKS[CampaignStatus(status)]
    return look.icon, _(look.word)
