"""Streamlit's own words: what it writes into the page in English, whatever language the rest is in, and where it stands.

`components/frame/document.js` puts the person's language in their place. Looked for by element, so that nothing a person has
typed is ever taken for one of them.
"""

from __future__ import annotations

from typing import NamedTuple

from services.texts import N_, _


class OwnWords(NamedTuple):
    """`attribute` "" for the text itself; `{…}` in the words stands for what is kept as it is."""

    selector: str
    attribute: str
    words: str


_INSTRUCTIONS = "[data-testid=InputInstructions]"
_DROP = "[data-testid=stFileUploaderDropzone]"
_TOOLBAR = "[data-testid=stElementToolbarButton] button"
_CHOICES = "[data-testid=stSelectbox] button, [data-testid=stMultiSelect] button"
_TAGS = "[data-testid=stMultiSelectTagsContainer]"
_PARTS = "[role=spinbutton]"
_CALENDAR = "[data-testid=stDateInputCalendar]"
PARTS_OF_A_DATE = (
    N_("day, {field}"),
    N_("month, {field}"),
    N_("year, {field}"),
    N_("hour, {field}"),
    N_("minute, {field}"),
    N_("AM/PM, {field}"),
)
OWN_WORDS = (
    OwnWords("[data-testid=stSkipToContent]", "", N_("Skip to main content")),
    OwnWords(_INSTRUCTIONS, "", N_("Press Enter to apply")),
    OwnWords(_INSTRUCTIONS, "", N_("Press Ctrl+Enter to apply")),
    OwnWords(_INSTRUCTIONS, "", N_("Press ⌘+Enter to apply")),
    OwnWords(_INSTRUCTIONS, "", N_("Press Enter to submit form")),
    OwnWords("[role=listbox] [role=option]", "", N_("No results")),
    OwnWords("[role=log]", "", N_("{count} options available.")),
    OwnWords("[role=log]", "", N_("{count} option available.")),
    OwnWords(_DROP, "", N_("{size} per file")),
    OwnWords(_DROP, "", N_("Upload")),
    OwnWords("[data-testid=stFileUploader] button", "aria-label", N_("Add files")),
    OwnWords("[data-testid=stFileUploader] button", "aria-label", N_("Remove {label}")),
    OwnWords(f"{_DROP} input", "aria-label", N_("file upload")),
    OwnWords("[data-testid=stSidebar]", "aria-label", N_("Sidebar")),
    OwnWords("[data-testid=stSidebarCollapseButton] button", "aria-label", N_("Collapse sidebar")),
    OwnWords("[data-testid=stExpandSidebarButton]", "aria-label", N_("Expand sidebar")),
    OwnWords("[data-testid=stNumberInputStepDown]", "aria-label", N_("Decrement")),
    OwnWords("[data-testid=stNumberInputStepUp]", "aria-label", N_("Increment")),
    OwnWords(_CHOICES, "aria-label", N_("Open")),
    OwnWords(_CHOICES, "aria-label", N_("Clear value")),
    OwnWords("[data-testid=stNumberInputClearButton]", "aria-label", N_("Clear value")),
    OwnWords("[data-testid=stMultiSelect] button", "aria-label", N_("Clear all")),
    OwnWords(f"{_TAGS} [role=group]", "aria-label", N_("Selected values")),
    OwnWords(f"{_TAGS} button", "aria-label", N_("Remove {label}")),
    *(OwnWords(_PARTS, "aria-label", words) for words in PARTS_OF_A_DATE),
    OwnWords("[data-testid=stDateInputCalendarButton]", "aria-label", N_("Choose date")),
    OwnWords(_CALENDAR, "aria-label", N_("Choose date")),
    OwnWords(f"{_CALENDAR} :is([role=application], [role=grid])", "aria-label", N_("Choose date, {month}")),
    OwnWords(f"{_CALENDAR} h2", "", N_("Choose date, {month}")),
    OwnWords(f"{_CALENDAR} button", "aria-label", N_("Previous month")),
    OwnWords(f"{_CALENDAR} button", "aria-label", N_("Next month")),
    OwnWords(
        f"{_CALENDAR} > span", "", N_("Use arrow keys to navigate dates. Enter to select. Escape to close.")
    ),
    OwnWords("[data-testid=stTooltipHoverTarget] button", "aria-label", N_("Help")),
    OwnWords("[data-testid=stTooltipIcon] button", "aria-label", N_("Help for {label}")),
    OwnWords("[data-testid=stSidebarNav]", "aria-label", N_("App pages")),
    OwnWords("[data-testid=stLogoLink]", "aria-label", N_("Navigate to home page")),
    OwnWords("[data-testid=stHeaderActionElements] a", "aria-label", N_("Link to heading")),
    OwnWords("[data-testid=stTextInput] button", "aria-label", N_("Clear entry")),
    OwnWords("[data-testid=stSelectbox] input", "placeholder", N_("Choose an option")),
    OwnWords("[data-testid=stMultiSelect] input", "placeholder", N_("Choose options")),
    OwnWords("[data-testid=stProgress] [role=progressbar]", "aria-label", N_("progress")),
    OwnWords("[role=navigation]", "aria-label", N_("Pagination")),
    OwnWords("[role=navigation] button", "aria-label", N_("Page {number}")),
    OwnWords("[data-testid=stPaginationNext]", "aria-label", N_("Next page")),
    OwnWords("[data-testid=stPaginationPrev]", "aria-label", N_("Previous page")),
    OwnWords(_TOOLBAR, "aria-label", N_("Search")),
    OwnWords(_TOOLBAR, "aria-label", N_("Search: {table}")),
    OwnWords(_TOOLBAR, "aria-label", N_("Fullscreen")),
    OwnWords(_TOOLBAR, "aria-label", N_("Fullscreen: {table}")),
    OwnWords(_TOOLBAR, "aria-label", N_("Close fullscreen")),
    OwnWords(_TOOLBAR, "aria-label", N_("Close fullscreen: {table}")),
    OwnWords(_TOOLBAR, "aria-label", N_("Show/hide columns")),
    OwnWords(_TOOLBAR, "aria-label", N_("Show/hide columns: {table}")),
    OwnWords("[role=dialog] button", "aria-label", N_("Close")),
)


def translated() -> list[list[str]]:
    """`[selector, attribute, English, in this language]` of those that read otherwise in it."""
    spoken = ((one, _(one.words)) for one in OWN_WORDS)
    return [[one.selector, one.attribute, one.words, said] for one, said in spoken if said != one.words]
