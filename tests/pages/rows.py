"""The rows of the list of campaigns, which are one element: read, and clicked as the browser tells of a click."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from streamlit.testing.v1 import AppTest

from components.campaign_rows import KEY


@dataclass
class Row:
    """What a row says: its name, all of its text, and its buttons by their keys, each with its word and, where it
    cannot be used, the reason."""

    name: str
    text: str
    buttons: dict[str, tuple[str, str | None]]


def rows(tab: AppTest) -> list[Row]:
    return [_row(one["html"]) for one in json.loads(_element(tab).bytes)["rows"]]


def names(tab: AppTest) -> list[str]:
    """The campaigns listed, in order, as a browser shows them; none where there is no list."""
    return [row.name for row in rows(tab)] if tab.get("bidi_component") else []


def button(tab: AppTest, key: str) -> tuple[str, str | None]:
    """The word of the button with this key, and why it cannot be used; None where it can."""
    return next(row.buttons[key] for row in rows(tab) if key in row.buttons)


def click(tab: AppTest, action: str, campaign_id: str) -> AppTest:
    """The page after a click on `action` of a campaign that is in the list as the browser shows it."""
    return tell(tab, {"action": action, "id": campaign_id})


def tell(tab: AppTest, told: Any) -> AppTest:
    """The page after a browser told of `told`, which may be anything."""
    # Nothing public clicks a custom component: the browser's message is made by hand.
    states = tab._tree.get_widget_states()
    state = states.widgets.add()
    state.id = f"$$STREAMLIT_INTERNAL_KEY_{_element(tab).id}__events"
    state.json_trigger_value = json.dumps([{"event": "clicked", "value": told}])
    return tab._run(states)


def _element(tab: AppTest) -> Any:
    """What the browser was told of the list."""
    return next(one.proto for one in tab.get("bidi_component") if one.key == KEY)


def _row(html: str) -> Row:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.foreign, f"markup that is not ours: {reader.foreign}"
    return Row(reader.name, " ".join(reader.text.split()), reader.buttons)


class _Reader(HTMLParser):
    """Reads a row as a browser would, and notes elements that the template has not."""

    OURS = frozenset(("a", "bdi", "div", "span", "b", "progress", "button"))

    def __init__(self) -> None:
        super().__init__()
        self.name, self.text = "", ""
        self.buttons: dict[str, tuple[str, str | None]] = {}
        self.foreign: list[str] = []
        self._inside: list[str] = []
        self._key, self._reason = "", None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in self.OURS or any(name.startswith("on") for name in given):
            self.foreign.append(tag)
        self._inside.append(tag)
        if (given.get("class") or "").startswith("st-key-"):
            self._key = (given["class"] or "").removeprefix("st-key-")
        if tag == "button":
            self._reason = given.get("title") if "disabled" in given else None
            self.buttons[self._key] = ("", self._reason)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        if "bdi" in self._inside:
            self.name += data
        if "button" in self._inside:
            self.buttons[self._key] = (self.buttons[self._key][0] + data, self._reason)
