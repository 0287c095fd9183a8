"""List of drafts: what was begun and not yet done, with the way to go on and to delete."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.console import console, told
from components.drafts.words import draw_deleted_draft
from components.ui import formats
from components.ui.empty import NextStep, draw_empty
from components.ui.markdown import plain, shortened
from components.ui.messages import Doing, problems_shown
from services.database.circuit_breaker import DatabaseAway
from services.drafts.drafts import DraftEntry, DraftKind
from services.texts import _, ngettext

LONGEST = 80
_DELETED = "drafts-deleted"
_PAGES = {DraftKind.PEOPLE: "pages/upload_page.py", DraftKind.CAMPAIGN: "pages/new_campaign_page.py"}
_ICONS = {DraftKind.PEOPLE: ":material/group_add:", DraftKind.CAMPAIGN: ":material/add_call:"}


def draw_drafts(entries: Sequence[DraftEntry]) -> None:
    """All of them, the latest change first."""
    _draw_deleted()
    if not entries:
        draw_empty(
            _(
                "Nothing is left to be done. A list that you drop on *Upload people*, and a new campaign that you begin, are kept here "
                "until you use them."
            ),
            steps=(
                NextStep(_PAGES[DraftKind.PEOPLE], _("Upload people"), _ICONS[DraftKind.PEOPLE]),
                NextStep(_PAGES[DraftKind.CAMPAIGN], _("New campaign"), _ICONS[DraftKind.CAMPAIGN]),
            ),
        )
        return
    with st.container(key="drafts", gap="small"):
        for entry in entries:
            _draw_entry(entry)


def _draw_entry(entry: DraftEntry) -> None:
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"draft-{entry.id}", gap="small"
    ):
        st.markdown(_words(entry), width="stretch")
        if entry.campaign_id:
            st.page_link(
                "pages/campaign_page.py",
                label=_("Open the campaign"),
                icon=":material/campaign:",
                query_params={"id": entry.campaign_id},
            )
        _link(entry, _("Go on"))
        st.button(
            _("Delete"),
            key=f"delete-draft-{entry.id}",
            icon=":material/delete:",
            on_click=_delete,
            args=(entry.id, entry.name),
        )


def draw_begun(*kinds: DraftKind, but: str = "") -> None:
    """One line on a page where something is begun: the draft of these kinds that was changed last, but for the one that is on the
    page. Nothing where there is none, or where it cannot be told now."""
    try:
        entries = [
            one for one in console().drafts.list() if one.id != but and (not kinds or one.kind in kinds)
        ]
    except DatabaseAway:
        return
    if not entries:
        return
    first = entries[0]
    with st.container(horizontal=True, vertical_alignment="center", key="begun-before", gap="small"):
        said = _("Not done yet: **{name}**").format(name=_name(first))
        sent = [_sent_words(first)] if first.sent else []
        st.markdown(" · ".join([said, *sent, *_figures(first)]), width="content")
        _link(first, _("Go on"))
        with st.container(key="all-drafts", width="content"):
            st.page_link("pages/drafts_page.py", label=_("All drafts"), icon=":material/inventory_2:")


def _link(entry: DraftEntry, label: str) -> None:
    st.page_link(
        _PAGES[entry.kind],
        label=label,
        icon=":material/arrow_forward:",
        query_params={"draft": entry.id},
    )


def _name(entry: DraftEntry) -> str:
    return plain(shortened(entry.name, LONGEST)) or _("New campaign")


def _words(entry: DraftEntry) -> str:
    when = _("last changed {changed}, deleted by itself on {deleted}").format(
        changed=formats.moment(told(entry.changed_at)),
        deleted=formats.day(entry.deleted_at.astimezone(formats.viewer_zone()).date()),
    )
    return "  \n".join(
        [
            f"{_ICONS[entry.kind]} **{_name(entry)}**",
            " · ".join([*_kind_words(entry), *_figures(entry)]),
            f":small[:gray[{when}]]",
        ]
    )


def _kind_words(entry: DraftEntry) -> list[str]:
    sent = [_sent_words(entry)] if entry.sent else []
    if entry.kind is DraftKind.PEOPLE:
        return [_("List of people"), *sent]
    return sent or [_("New campaign, not created yet")]


def _sent_words(entry: DraftEntry) -> str:
    """Of one whose campaign was asked for: a draft is gone once its people are on their way, and this one is not."""
    if entry.campaign_id:
        return _("its campaign exists already, perhaps without its people")
    return _("its campaign was sent to Talkturo, and it is not certain yet whether it exists")


def _figures(entry: DraftEntry) -> list[str]:
    """What is in it, in numbers."""
    said = []
    for figure, count in entry.figures.items():
        match figure:
            case "ready":
                words = ngettext("**{count}** ready", "**{count}** ready", count)
            case "questions":
                words = ngettext("**{count}** question", "**{count}** questions", count)
            case "missing":
                count = 0 if entry.sent else count
                words = ngettext("**{count}** entry is missing", "**{count}** entries are missing", count)
            case _:
                continue
        if count or figure == "ready":
            said.append(words.format(count=formats.number(count)))
    return said


def _delete(draft_id: str, name: str) -> None:
    with problems_shown(Doing.SAVING):
        if console().drafts.delete(draft_id):
            st.session_state[_DELETED] = (draft_id, name)


def _take_back(draft_id: str) -> None:
    with problems_shown(Doing.SAVING):
        console().drafts.take_back(draft_id)
    st.session_state.pop(_DELETED, None)


def _draw_deleted() -> None:
    deleted = st.session_state.get(_DELETED)
    if deleted is not None:
        draft_id, name = deleted
        draw_deleted_draft(draft_id, name, _take_back)
