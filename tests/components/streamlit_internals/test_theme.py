"""The theme that reaches browsers is Streamlit's own with the brand's colours, although it is not looked up at every run."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Iterator

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime.app_session import _populate_theme_msg  # what tells the browser has no public name

from components.streamlit_internals.theme import KnownSections, look_theme_up_once, set_theme

SECTIONS = ["theme", *(f"theme.{category.value}" for category in config.CustomThemeCategories)]

Told = dict[str, CustomThemeConfig]


@pytest.fixture
def told_by_streamlit() -> Told:
    return told()


@pytest.fixture
def looked_up_once() -> Iterator[None]:
    streamlits_own = config.get_options_for_section
    end = set_theme({"light.primaryColor": "#1f5fbf", "dark.primaryColor": "#6ea8ff"})
    look_theme_up_once()
    yield
    end()
    config.get_options_for_section = streamlits_own
    config.get_config_options(force_reparse=True)


def told() -> Told:
    """What a browser is told of each section."""
    messages = {section: CustomThemeConfig() for section in SECTIONS}
    for section, message in messages.items():
        _populate_theme_msg(message, section)
    return messages


def test_a_browser_is_told_the_same_at_every_run(looked_up_once: None) -> None:
    first = told()
    assert first["theme"].heading_font_sizes, "a list, which is where a shared value could be changed"
    assert first["theme.dark"].primary_color == "#6ea8ff"
    assert told() == first


def test_it_is_told_what_streamlit_itself_would_tell(told_by_streamlit: Told, looked_up_once: None) -> None:
    now = told()
    for section in ("theme.light", "theme.dark"):
        now[section].ClearField("primary_color")
    assert now == told_by_streamlit


def test_colours_that_are_set_outlast_a_new_reading_of_the_configuration(looked_up_once: None) -> None:
    config.get_config_options(force_reparse=True)
    assert told()["theme.dark"].primary_color == "#6ea8ff"


def test_a_configuration_that_is_read_anew_is_told_from_then_on(looked_up_once: None) -> None:
    assert told()["theme.light"].primary_color == "#1f5fbf"
    config.get_config_options(force_reparse=True, options_from_flags={"theme.light.primaryColor": "#123456"})
    assert told()["theme.light"].primary_color == "#123456"


def test_who_changes_what_they_were_told_changes_nobody_elses() -> None:
    sections = KnownSections(lambda section: {"base": section})
    sections("theme")["base"] = "dark"
    assert sections("theme") == {"base": "theme"}


def test_each_section_is_looked_up_once_until_it_is_forgotten() -> None:
    asked: list[str] = []
    sections = KnownSections(lambda section: {"number": asked.append(section) or len(asked)})
    assert [sections("theme"), sections("theme.dark"), sections("theme")] == [
        {"number": 1},
        {"number": 2},
        {"number": 1},
    ]
    sections.forget()
    assert sections("theme") == {"number": 3}


def test_streamlit_still_looks_each_option_up_whenever_it_tells_a_browser() -> None:
    told()
    profile = cProfile.Profile()
    profile.runcall(told)
    calls = {name: count for (_file, _line, name), (count, *_) in pstats.Stats(profile).stats.items()}  # type: ignore[attr-defined]  # typeshed leaves it out
    assert calls["get_options_for_section"] >= len(SECTIONS)
