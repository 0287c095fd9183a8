"""Sentences about a draft that several pages need."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import streamlit as st

from components.ui.markdown import plain
from services.drafts.autosave import Autosave, NotKept
from services.texts import _


class NotOpened(StrEnum):
    """Why the draft in the address is not on the page."""

    GONE = "gone"
    OTHER_VERSION = "other_version"
    AWAY = "away"
    STORING = "storing"
    NO_SPACE = "no_space"
    ANOTHER_UNKEPT = "another_unkept"


def draw_deleted_draft(draft_id: str, name: str, take_back: Callable[[str], None]) -> None:
    """Offer a draft back that was deleted a moment ago."""
    with st.container(horizontal=True, vertical_alignment="center", key="draft-discarded"):
        st.caption(_("{name} was put away.").format(name=plain(name) or _("New campaign")), width="content")
        st.button(
            _("Take it back"),
            key="take-back-draft",
            type="tertiary",
            icon=":material/undo:",
            on_click=take_back,
            args=(draft_id,),
        )


def draw_not_kept(draft: Autosave, keep_own: Callable[[], None]) -> None:
    """Say why the work of this page is not kept, and what follows from it; nothing where it is. `keep_own` keeps it as another
    draft."""
    match draft.problem:
        case NotKept.AWAY:
            said = _(
                "What you do here is not kept at present: the console's own database does not answer. Go on, and leave this page open; "
                "it is kept again by itself."
            )
        case NotKept.FULL:
            said = _(
                "What you do here is not kept: there is no more room for drafts. Go on, and leave this page open until you are done, or "
                "delete drafts that nobody needs."
            )
        case NotKept.FAILED:
            said = _(
                "What you do here is not kept: it could not be stored as a draft. Go on, and leave this page open until you are done; "
                "storing it is tried again."
            )
        case NotKept.CHANGED:
            said = _(
                "This draft was changed on another page meanwhile, and what is there was not overwritten. Nothing is kept or used "
                "from here any more. Reload this page to go on with the draft as it is now, or keep what stands here as another draft."
            )
        case NotKept.GONE:
            said = _(
                "This draft was used or deleted on another page, or its time has passed. Nothing is kept or used from here any more, "
                "unless you keep what stands here as another draft."
            )
        case NotKept.IN_USE:
            said = _(
                "This draft is being used: its campaign is being created, or its people are on their way into one. Nothing is kept or "
                "used from here meanwhile. What became of it stands under *Campaigns* and *Imports*; if nothing did, you can go on here "
                "in a few minutes."
            )
        case None:
            return
    st.warning(said, icon=":material/sync_problem:")
    if draft.problem in (NotKept.CHANGED, NotKept.GONE):
        st.button(
            _("Keep it as another draft"), key="keep-own-draft", icon=":material/save:", on_click=keep_own
        )


def draw_not_opened(why: NotOpened | None) -> None:
    """Say why the draft in the address is not on the page; nothing where it is."""
    match why:
        case NotOpened.GONE:
            said = _("This draft is not there any more: it was used or deleted, or its time has passed.")
        case NotOpened.OTHER_VERSION:
            said = _(
                "This draft was kept by another version of the console, and this one cannot read it. It stays under *Drafts* until it "
                "is deleted there or its time has passed."
            )
        case NotOpened.AWAY:
            said = _(
                "This draft cannot be opened right now: the console's own database does not answer. It is kept, and is opened here as "
                "soon as that answers again."
            )
        case NotOpened.STORING:
            said = _("The file of this draft is being stored. It is opened here as soon as it is.")
        case NotOpened.NO_SPACE:
            said = _(
                "This draft cannot be opened right now: too many large lists are being worked on. It is kept; please try again in a "
                "few minutes."
            )
        case NotOpened.ANOTHER_UNKEPT:
            said = _(
                "The draft that you wanted to go on with was not opened: the list that is here is not kept yet, and would be lost. Try "
                "again in a moment, or choose *Another file* first."
            )
        case None:
            return
    if why in (NotOpened.GONE, NotOpened.OTHER_VERSION):
        st.info(said, icon=":material/inventory_2:")
    else:
        st.warning(said, icon=":material/hourglass_top:")
