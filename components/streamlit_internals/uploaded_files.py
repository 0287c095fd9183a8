"""Uploaded files in Streamlit's memory: it keeps each as long as the session, and a copy of it is all the console needs."""

from __future__ import annotations

from collections.abc import Mapping

from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

__all__ = ["UploadedFile", "bytes_by_session", "let_go"]


def let_go(file: UploadedFile) -> str | None:
    """Drop Streamlit's copy of it. The session it was uploaded in; None where there is none."""
    context = get_script_run_ctx()
    if context is None or not isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        return None
    context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
    return context.session_id


def bytes_by_session() -> Mapping[str, int]:
    """How much Streamlit keeps for each session."""
    manager = get_instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        return {}
    return {
        session: sum(len(file.data) for file in list(files.values()))
        for session, files in list(manager.file_storage.items())
    }
