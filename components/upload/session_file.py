"""File of this person's session, while she is on *Upload people*; beyond that it is a draft (`components/upload/kept.py`)."""

from __future__ import annotations

import streamlit as st

from components.console import console, default_region
from components.drafts.draft_page import DRAFT
from components.streamlit_internals.uploaded_files import UploadedFile, let_go
from components.upload.file import Upload
from services.process import memory
from services.upload.check import AsRead
from services.upload.earlier_imports import content_digest

IN_SESSION, _TAKEN = "upload", "upload-taken"


def present() -> Upload | None:
    """The file of this person; None where she has dropped none."""
    return st.session_state.get(IN_SESSION)


def put(upload: Upload) -> None:
    """From now on this one is."""
    st.session_state[IN_SESSION] = upload


def was_taken(file: UploadedFile) -> bool:
    """Whether the page began with it before: it may still be told of a file that its person is done with."""
    return st.session_state.get(_TAKEN) == file.file_id


def take(file: UploadedFile, campaign_id: str) -> None:
    """Begin with a dropped file. Streamlit's own copy of it goes: it would stay as long as the session."""
    content = file.getvalue()
    upload = Upload(file.name, content, content_digest(content), default_region(), campaign_id)
    _begin(upload)
    st.session_state[_TAKEN] = file.file_id
    session = let_go(file)
    if session is not None:
        console().upload_space.keep(upload, session, len(content))
    upload.read(AsRead())


def take_cells(text: str, name: str, campaign_id: str) -> None:
    """Begin with cells that were copied out of a spreadsheet: it separates them by tabs, and quotes what has line breaks."""
    content = text.encode("utf-8", "replace")
    upload = Upload(name, content, content_digest(content), default_region(), campaign_id)
    _begin(upload)
    upload.read(AsRead(encoding="utf-8", delimiter="\t" if "\t" in text else None))


def _begin(upload: Upload) -> None:
    """From now on the page is about this file, and no draft that its address names."""
    put(upload)
    st.query_params.pop(DRAFT, None)


def close() -> None:
    """Let go of the file and give its memory back to the machine."""
    upload: Upload | None = st.session_state.pop(IN_SESSION, None)
    if upload is None:
        return
    upload.stop()
    del upload
    memory.give_back()


def for_campaign(campaign_id: str) -> None:
    """The person chose where the list goes: compare it with that campaign."""
    upload = present()
    if upload is None or upload.campaign_id == campaign_id:
        return
    if upload.check is not None or upload.table is not None:
        upload.compare(campaign_id)
    upload.campaign_id = campaign_id
