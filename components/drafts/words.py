"""Sentences about a draft that several pages need."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.ui.markdown import plain
from services.drafts.autosave import Autosave, NotKept
from services.texts import _


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


def draw_not_kept(draft: Autosave) -> None:
    """Say why the work of this page is not kept, and what follows from it; nothing where it is."""
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
                "from here any more. Reload this page to go on with the draft as it is now."
            )
        case NotKept.GONE:
            said = _(
                "This draft was used or deleted on another page. Nothing is kept or used from here any more."
            )
        case None:
            return
    st.warning(said, icon=":material/sync_problem:")


def draw_other_version() -> None:
    """Say that the draft in the address is there, and not for this version of the console."""
    st.info(
        _(
            "This draft was kept by another version of the console, and this one cannot read it. It stays under *Drafts* until it is "
            "deleted there or its time has passed."
        ),
        icon=":material/inventory_2:",
    )


def draw_not_there() -> None:
    """Say that the draft in the address is not there, whoever's it was."""
    st.info(
        _("This draft is not there any more: it was used or deleted, or its time has passed."),
        icon=":material/inventory_2:",
    )
