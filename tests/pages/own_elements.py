"""Elements of our own (`components.ui.own_element`): read, and clicked as the browser tells of a click."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from streamlit.testing.v1 import AppTest

from components.campaign.head import KEY as HEAD
from components.campaigns.rows import KEY as LIST


@dataclass
class Part:
    """What a part says: its name, all of its text, its buttons by their keys, each with its word and, where it cannot be
    used, the reason, and where its links lead, by their keys. `here` is the key of the link to what is shown already."""

    name: str
    text: str
    buttons: dict[str, tuple[str, str | None]]
    links: dict[str, str]
    here: str | None


def rows(tab: AppTest) -> list[Part]:
    """The rows of the list of campaigns; none where there is no list."""
    return [part for one in _elements(tab) if one.key == LIST for part in _parts(one.proto)]


def names(tab: AppTest) -> list[str]:
    """The campaigns listed, in order, as a browser shows them."""
    return [row.name for row in rows(tab)]


def name_in_head(tab: AppTest) -> str:
    """The campaign's name in the head of its page, as a browser shows it."""
    return next(part.name for one in _elements(tab) if one.key == HEAD for part in _parts(one.proto))


def view_shown(tab: AppTest) -> str:
    """The campaign's view that its page marks as the one shown."""
    return next(part.here for _proto, part in _all_parts(tab) if part.here).removeprefix("view-")


def link(tab: AppTest, key: str) -> str:
    """Where the link with this key leads."""
    return next(part.links[key] for _proto, part in _all_parts(tab) if key in part.links)


def words(tab: AppTest) -> str:
    """All that is said in elements of our own."""
    return "\n".join(part.text for one in _elements(tab) for part in _parts(one.proto))


def button(tab: AppTest, key: str) -> tuple[str, str | None]:
    """The word of the button with this key, and why it cannot be used; None where it can."""
    return next(part.buttons[key] for _proto, part in _all_parts(tab) if key in part.buttons)


def controls_of(tab: AppTest) -> tuple[list[str], list[str]]:
    """The keys of the buttons in a campaign's head: those in sight, and those in the menu that the last of them opens."""
    head = next(one.proto for one in _elements(tab) if one.key == HEAD)
    keys = [key for part in _parts(head) for key in part.buttons]
    more = next((place for place, key in enumerate(keys, 1) if key.startswith("more-")), len(keys))
    return keys[:more], keys[more:]


def click(tab: AppTest, action: str, of: str) -> AppTest:
    """The page after a click on the button for `action` of what has the id `of`, as the browser shows it."""
    proto = next(proto for proto, part in _all_parts(tab) if f"{action}-{of}" in part.buttons)
    return _tell(tab, proto, {"action": action, "id": of})


def tell(tab: AppTest, told: Any, element: str = LIST) -> AppTest:
    """The page after a browser told of `told`, which may be anything, in the element with this key."""
    return _tell(tab, next(one.proto for one in _elements(tab) if one.key == element), told)


def _tell(tab: AppTest, proto: Any, told: Any) -> AppTest:
    # Nothing public clicks a custom component: the browser's message is made by hand.
    states = tab._tree.get_widget_states()
    state = states.widgets.add()
    state.id = f"$$STREAMLIT_INTERNAL_KEY_{proto.id}__events"
    state.json_trigger_value = json.dumps([{"event": "clicked", "value": told}])
    return tab._run(states)


def _elements(tab: AppTest) -> list[Any]:
    return list(tab.get("bidi_component"))


def _all_parts(tab: AppTest) -> Iterator[tuple[Any, Part]]:
    return ((one.proto, part) for one in _elements(tab) for part in _parts(one.proto))


def _parts(proto: Any) -> list[Part]:
    """What the browser was told of an element."""
    return [_part(one["html"]) for one in json.loads(proto.bytes).get("parts", ())]


def _part(html: str) -> Part:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.foreign, f"markup that is not ours: {reader.foreign}"
    return Part(reader.name, " ".join(reader.text.split()), reader.buttons, reader.links, reader.here)


class _Reader(HTMLParser):
    """Reads a part as a browser would, and notes elements that the templates have not."""

    OURS = frozenset(("a", "bdi", "div", "span", "b", "progress", "button", "h1", "p", "nav"))

    def __init__(self) -> None:
        super().__init__()
        self.name, self.text = "", ""
        self.buttons: dict[str, tuple[str, str | None]] = {}
        self.links: dict[str, str] = {}
        self.here: str | None = None
        self.foreign: list[str] = []
        self._inside: list[str] = []
        self._key, self._reason = "", None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in self.OURS or any(name.startswith("on") for name in given):
            self.foreign.append(tag)
        self._inside.append(tag)
        for name in (given.get("class") or "").split():
            if name.startswith("st-key-"):
                self._key = name.removeprefix("st-key-")
                self._note_way(given)
        if tag == "button":
            self._reason = given.get("title") if given.get("aria-disabled") == "true" else None
            self.buttons[self._key] = ("", self._reason)

    def _note_way(self, given: dict[str, str | None]) -> None:
        if address := given.get("href"):
            self.links[self._key] = address
        if "aria-current" in given:
            self.here = self._key

    def handle_endtag(self, tag: str) -> None:
        begun = [place for place, inside in enumerate(self._inside) if inside == tag]
        del self._inside[begun[-1] if begun else 0 :]

    def handle_data(self, data: str) -> None:
        self.text += data
        if "bdi" in self._inside:
            self.name += data
        if "button" in self._inside:
            self.buttons[self._key] = (self.buttons[self._key][0] + data, self._reason)
