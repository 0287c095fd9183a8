"""Options of Streamlit's theme, looked up once in place of at every run.

Streamlit tells the browser the theme whenever a page is computed, and each time goes through all of its options six
times for that: a tenth of what a page takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from streamlit import config

Options = dict[str, Any]


class KnownSections:
    """Cache of what `look_up` says of a section of the configuration, until the configuration is read anew."""

    def __init__(self, look_up: Callable[[str], Options]) -> None:
        self._look_up = look_up
        self._known: dict[str, Options] = {}

    def __call__(self, section: str) -> Options:
        """The options by name. Callers get a dictionary of their own, as they do from Streamlit."""
        known = self._known.get(section)
        if known is None:
            known = self._known[section] = self._look_up(section)
        return dict(known)

    def forget(self) -> None:
        """Look everything up again."""
        self._known = {}


def look_theme_up_once() -> None:
    """From here on, in this process. Streamlit asks for sections for the theme only."""
    sections = KnownSections(config.get_options_for_section)
    config.get_options_for_section = sections
    config.on_config_parsed(sections.forget, force_connect=True)
