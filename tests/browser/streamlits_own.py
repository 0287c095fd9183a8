"""Streamlit's own: words that it writes in English, and exceptions of axe: what it finds in Streamlit 1.67 itself and no option, stylesheet or other element helps. Each entry says why; one that is
found nowhere any more fails the soak, so that the list never outlives its reasons."""

from __future__ import annotations

from typing import NamedTuple


class StreamlitsOwn(NamedTuple):
    """`selector` matches the element that axe reports; it may be used in `Element.matches`."""

    rule: str
    selector: str
    why: str


STREAMLITS_OWN = (
    StreamlitsOwn(
        "list",
        "[data-testid=stSidebarNavItems]",
        "The menu's sections are a `div` in its `ul`. Without section titles it would be whole; they help to find a page.",
    ),
    StreamlitsOwn(
        "listitem",
        "[data-testid=stSidebarNavItems] li",
        "The same: entries of a section stand in that `div`.",
    ),
)

OWN_ENGLISH = (
    r"\b(press|enter|choose|select|selected|clear|remove|add|show|hide|search|close|open|copy|copied|page|pages|pagination|previous|next|"
    r"day|month|year|hour|option|options|file|files|drag|drop|upload|browse|fullscreen|sort|column|columns|icon|progress|pin|format|autosize|"
    r"help|increment|decrement|expand|collapse|sidebar|loading|no results|running|per file|submit|available|required|invalid)\b"
)
"""Words of its controls that are no German ones, as a pattern."""
