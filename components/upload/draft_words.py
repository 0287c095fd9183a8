"""Sentences on a file's draft: that it is not kept at present, that another page has changed it, what could not be taken over."""

from __future__ import annotations

import streamlit as st

from components.drafts.words import draw_deleted_draft, draw_not_kept
from components.ui import formats
from components.upload import kept
from components.upload.file import Upload
from services.texts import _, ngettext


def draw_deleted() -> None:
    """Offer the file that was deleted last."""
    deleted = kept.deleted()
    if deleted is None:
        return
    draw_deleted_draft(*deleted, kept.take_back)


def draw_what_is_kept(upload: Upload) -> None:
    """Say what a person has to know of her draft; nothing where all of it is kept."""
    kept.PAGE.draw_not_opened()
    draw_not_kept(upload.draft, kept.keep_own)
    if upload.read_otherwise:
        st.warning(
            _(
                "The console reads this file otherwise than when you were here last. What you answered, corrected and decided could "
                "not be taken over: please look at it once more."
            ),
            icon=":material/history:",
        )
    if upload.asked_anew:
        said = ngettext(
            "{count} row is asked about anew: what speaks against calling it has changed since you decided.",
            "{count} rows are asked about anew: what speaks against calling them has changed since you decided.",
            upload.asked_anew,
        )
        st.warning(said.format(count=formats.number(upload.asked_anew)), icon=":material/history:")
