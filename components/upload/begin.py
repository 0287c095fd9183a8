"""Drop area of the start page: a list dropped there begins a campaign."""

from __future__ import annotations

import streamlit as st

from components.ui.uploader import say_in_uploader
from components.upload import session_file
from components.upload.campaign import NEW
from services.texts import _

KEY = "begin-with-list"


def draw_begin_with_list() -> None:
    """Draw it, and go on to *Upload people* with what was dropped. Nothing is created, uploaded or called by it."""
    say_in_uploader(KEY)
    file = st.file_uploader(
        _("Begin a campaign with a list of people"),
        key=KEY,
        help=_(
            "A workbook of Excel or LibreOffice, or a CSV file. The campaign is named after it and set up like your last one; "
            "you see everything before it is created."
        ),
    )
    if file is not None and not session_file.was_taken(file):
        session_file.take(file, "")
        st.switch_page("pages/upload_page.py", query_params={"campaign": NEW})
