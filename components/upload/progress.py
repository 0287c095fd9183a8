"""Progress of a large file being checked: how far it is, and the way to stop it."""

from __future__ import annotations

import streamlit as st

from components.ui import formats
from components.ui.refreshing import refreshing
from components.upload import kept, session_file
from services.texts import _
from services.upload.check import CheckStep, UploadCheck

EVERY = 0.5


@refreshing(EVERY)
def draw_progress() -> None:
    """Looks twice a second; when the check is done the page draws its result."""
    upload = session_file.present()
    if upload is None or upload.check is None or upload.check.finished.is_set():
        st.rerun()
        return
    check = upload.check
    share = check.rows_done / check.rows if check.rows else 0.0
    st.progress(min(1.0, share), text=_words(check))
    st.button(_("Stop checking"), key="stop-checking", on_click=kept.delete, icon=":material/cancel:")


def _words(check: UploadCheck) -> str:
    match check.step:
        case CheckStep.WAITING:
            return _("Waiting for another file to be checked")
        case CheckStep.READING:
            return _("Reading the file")
        case CheckStep.COMPARING:
            return _("Looking who is in the campaign already")
        case CheckStep.CHECKING:
            return _("Checking the numbers: {done} of {count}").format(
                done=formats.number(check.rows_done), count=formats.number(check.rows)
            )
