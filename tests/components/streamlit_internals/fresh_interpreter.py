"""Code in a Python of its own, for what holds for a whole process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from services.settings import HOME


def run(code: str, folder: Path) -> str:
    """What `code` prints, started in `folder`."""
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)],
        cwd=folder,
        env={"PYTHONPATH": str(HOME), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


A_SERVER = """
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
server = Runtime(RuntimeConfig("app.py", MemoryMediaFileStorage("/media"), MemoryUploadedFileManager("/files")))
server.uploaded_file_mgr.add_file("tab", UploadedFileRec("one", "list.csv", "text/csv", b"name,phone"))
"""
"""Streamlit's server, which serves nobody and keeps a file of a tab."""
