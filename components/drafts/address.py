"""Address of a draft: the page that keeps it is found again by it, `?draft=ID`."""

from __future__ import annotations

import streamlit as st

from services.drafts.autosave import Autosave

DRAFT = "draft"


def lead_to(draft: Autosave) -> None:
    """Have the address name the draft, or none where there is none yet."""
    if not draft.id:
        st.query_params.pop(DRAFT, None)
    elif st.query_params.get(DRAFT) != draft.id:
        st.query_params[DRAFT] = draft.id
