"""Document of the browser: its language, and what else no script of Streamlit can say about it.

A screen reader pronounces a page by the document's `lang`. Streamlit's own words are English in every language, and its menu
stays open over the page of a phone once a page was chosen. The stylesheet of all pages comes with it.
"""

from __future__ import annotations

import json
from functools import cache

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from components.frame.language_choice import COOKIE, to_keep
from components.frame.look import stylesheet
from components.streamlit_internals.own_words import translated
from components.ui.html import COMPONENTS
from services.texts import _, language


@cache
def _document() -> ComponentRenderer:
    return component(
        "document",
        html="<span hidden></span>",
        css=stylesheet(),
        js=(COMPONENTS / "frame" / "document.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def tell_document(page: str) -> None:
    """Tell the browser which page is shown, and in which language."""
    told = {
        "lang": language().code,
        "page": page,
        "words": translated(),
        "upload": {
            "waits": _("The file is taken as soon as the console answers again."),
            "lost": _("This file did not arrive. Please drop it once more."),
            "large": _("This file is larger than may be uploaded here."),
        },
        "keep": to_keep(),
        "cookie": COOKIE,
    }
    with st.sidebar:  # where an element that shows nothing takes no room of the page's
        _document()(key="document", data=json.dumps(told).encode())
