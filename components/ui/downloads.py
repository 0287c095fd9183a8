"""Download buttons for people's spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from components.console import console, whoever
from components.ui import formats
from services.access.access import ANYBODY
from services.access.data_export import Exported
from services.texts import language, set_language


class FileKind(NamedTuple):
    """Kind of file a person's spreadsheet program opens."""

    ending: str
    mime: str


CSV = FileKind("csv", "text/csv")
WORKBOOK = FileKind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def spreadsheet_button(
    label: str,
    name: str,
    make: Callable[[], bytes],
    key: str,
    what: Exported,
    campaign: tuple[str, str] | None = None,
    *,
    kind: FileKind = CSV,
) -> None:
    """A button for a file called `name`, CSV unless `kind` says otherwise; `make` runs when somebody clicks, in the language of the page, for who may
    use the console then, and who it was is recorded. `campaign` is the id and name of the one it is about."""
    spoken, clock, used = language().tag, formats.viewer_zone(), console()
    require_allowed, visitor, who = used.access.for_later(), used.access.visitor() or ANYBODY, whoever()
    campaign_id, campaign_name = campaign or (None, None)

    def made() -> bytes:
        set_language(spoken)  # a download is made outside of the page's run
        require_allowed()
        with formats.by_clock_of(clock):
            file = make()
        used.exports.record(what, visitor, who, campaign_id=campaign_id, campaign_name=campaign_name)
        return file

    st.download_button(
        label,
        made,
        file_name=f"{name}.{kind.ending}",
        mime=kind.mime,
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )
