"""Sentences about a draft that several pages need."""

from __future__ import annotations

import streamlit as st

from services.drafts.autosave import Autosave, NotKept
from services.texts import _


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
        case NotKept.CHANGED:
            said = _(
                "This draft was changed on another page meanwhile, and what is there was not overwritten. What you do here is not kept "
                "any more. Reload this page to go on with the draft as it is now."
            )
        case NotKept.GONE:
            said = _("This draft was used or deleted on another page. What you do here is not kept any more.")
        case None:
            return
    st.warning(said, icon=":material/sync_problem:")
