"""Options of Streamlit's theme, set from elsewhere than its own file, and looked up once in place of at every run.

Streamlit tells the browser the theme whenever a page is computed, and each time goes through all of its options six
times for that: a tenth of what a page takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from streamlit import config

Options = dict[str, Any]
UNSET = "<default>"  # as Streamlit says where an option comes from that nothing sets


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


def set_theme(options: Mapping[str, str]) -> Callable[[], None]:
    """For this process, also when Streamlit reads its configuration anew, which it does when its file changes. Options are
    named as `light.primaryColor`; one that Streamlit's file or command sets stays. Answers what ends this."""

    def put() -> None:
        for name, value in options.items():
            if config.get_where_defined(f"theme.{name}") == UNSET:
                config.set_option(f"theme.{name}", value)

    put()
    return config.on_config_parsed(put, force_connect=True)


def look_theme_up_once() -> None:
    """From here on, in this process. Streamlit asks for sections for the theme only."""
    sections = KnownSections(config.get_options_for_section)
    config.get_options_for_section = sections
    config.on_config_parsed(sections.forget, force_connect=True)
