"""Drop area for a file, and what is said about one that is no list."""

from __future__ import annotations

import streamlit as st

from components.ui.focus import focus_on
from components.ui.markdown import plain
from components.ui.uploader import say_in_uploader
from components.upload import kept, session_file
from services.contact_file import FileRejected, sentences, template_csv
from services.texts import _
from services.upload.process import spares

CONTACT_FILE = "contact-file"
PASTED = "pasted-cells"
MOST_PASTED = 1_000_000  # characters, about ten thousand people; more comes in a file


def draw_drop(campaign_id: str) -> None:
    """The uploader. It takes files of any kind, so that a wrong one is told what it is and how to get a right one."""
    spares.prepare()  # what a check needs is loaded while the person looks for her file
    say_in_uploader(CONTACT_FILE)
    file = st.file_uploader(
        _("The list of people: a workbook of Excel or LibreOffice, or a CSV file"),
        key=CONTACT_FILE,
        on_change=_dropped,
        args=(campaign_id,),
        help=_(
            "Exports of Excel, Outlook, HubSpot, Salesforce and others. Columns may have any name and order."
        ),
    )
    if file is not None and not session_file.was_taken(file):
        # A page that was open before the console was started anew comes back without its callbacks: the first file
        # dropped on it is told by nothing but this.
        session_file.take(file, campaign_id)
        st.rerun()
    _draw_paste(campaign_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            _(
                "The file is checked first, and you see who would be called. Nothing goes to Talkturo until you say so, "
                "and nobody is called by uploading."
            ),
            width="stretch",
        )
        draw_template()


def _dropped(campaign_id: str) -> None:
    file = st.session_state.get(CONTACT_FILE)
    if file is not None:
        session_file.take(file, campaign_id)


def _draw_paste(campaign_id: str) -> None:
    with st.expander(_("Or paste cells"), key="paste", icon=":material/content_paste:"):
        st.text_area(
            _("Cells copied from Excel, LibreOffice or Google Sheets, with their column names"),
            key=PASTED,
            height=120,
            max_chars=MOST_PASTED,
            placeholder=_("Copy the cells there, click here and paste."),
        )
        st.button(
            _("Check these cells"),
            key="check-pasted",
            on_click=_pasted,
            args=(campaign_id,),
            icon=":material/checklist:",
        )


def _pasted(campaign_id: str) -> None:
    text: str = st.session_state.get(PASTED, "")
    if text.strip():
        session_file.take_cells(text, _("Pasted cells"), campaign_id)


def draw_template() -> None:
    """A file to start from."""
    st.download_button(
        _("Example list"),
        template_csv(),
        file_name=_("people-to-call.csv"),
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key="download-template",
        help=_("An empty list with the usual column names, for your spreadsheet program."),
    )


def draw_rejected(name: str, rejected: FileRejected) -> None:
    """Draw why a file cannot be used, and what to do."""
    st.error(
        f"{sentences.rejected(rejected)} {_('Nothing was uploaded to Talkturo and nobody was called.')}",
        title=plain(name),
        icon=":material/upload_file:",
    )
    if rejected.code == kept.NAMED_SO:
        _draw_named_so()


def _draw_named_so() -> None:
    """Draw the question whether the list is one of people to call."""
    with st.container(horizontal=True):
        st.page_link(
            "pages/do_not_call_page.py", label=_("To the do-not-call list"), icon=":material/phone_disabled:"
        )
        st.button(
            _("These people may be called"),
            key="named-may-be-called",
            icon=":material/call:",
            on_click=kept.read_again,
            kwargs={"may_be_called": True},
        )


def draw_file_head(name: str) -> None:
    """Draw which file is on the page, and the way to another one."""
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="file-head"
    ):
        st.header(plain(name), anchor=False, width="content")
        st.button(_("Another file"), key="other-file", on_click=_another, icon=":material/restart_alt:")


def _another() -> None:
    kept.delete()
    focus_on(CONTACT_FILE)
