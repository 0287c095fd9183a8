"""Uploader's own words: Streamlit says them in English in every language, so ours stand in their place."""

from __future__ import annotations

import json

import streamlit as st

from components.ui import formats
from services.texts import _

_STYLE = """<style>
.st-key-{key} [data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p {{ font-size: 0; }}
.st-key-{key} [data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after {{
  content: {choose}; font-size: 0.875rem; }}
.st-key-{key} [data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
.st-key-{key} [data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: {drop}; font-size: 0.875rem; }}
</style>"""


def say_in_uploader(key: str) -> None:
    """Our words in the uploader of this key."""
    most = st.get_option("server.maxUploadSize")
    drop = _("or drop it here, up to {size} MB").format(size=formats.number(most))
    st.html(_STYLE.format(key=key, choose=_css_text(_("Choose a file")), drop=_css_text(drop)))


def _css_text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
