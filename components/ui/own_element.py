"""Custom elements that answer clicks, where Streamlit's would be many: each element costs every viewer time on every
run.

An element has parts, each of them HTML of a template in which whatever comes from people is escaped.
`own_element.js` puts them into the page and tells of clicks on their buttons. What `marks.html` draws is here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from streamlit.components.v2 import component  # as `st.components.v2` has it

from components.ui.html import COMPONENTS
from components.ui.markdown import on_one_line
from components.ui.status import Colour, status_look
from services.api.models import CampaignStatus, OtherStatus


class Part(NamedTuple):
    """`key` is its CSS class, as that of Streamlit's elements (docs/testing.md)."""

    key: str
    html: str


class Button(NamedTuple):
    """A button that does `action` with what `id` names. With `why_not` it does nothing but say that. `primary` is the
    one that most people want. `about` names what it is for, where several of one word stand on a page: who listens hears it. An `icon` is, as in all marks, a name among Google's Material Symbols."""

    action: str
    id: str
    word: str
    icon: str = ""
    why_not: str | None = None
    primary: bool = False
    about: str = ""

    @property
    def key(self) -> str:
        return f"{self.action}-{self.id}"


class PageLink(NamedTuple):
    """A way to another page, whose `address` is as in the browser and begins with the page's name. With a `key` it is
    found by it, as a control is; `here` says that it is what is shown, and `primary` is as of a button."""

    word: str
    address: str
    icon: str
    key: str = ""
    here: bool = False
    primary: bool = False


class Menu(NamedTuple):
    """Buttons that are seen once somebody opens it, each with the reason where it cannot be used. Without any it is not
    there."""

    key: str
    word: str
    buttons: Sequence[Button]


class Badge(NamedTuple):
    word: str
    colour: Colour
    icon: str


class Click(NamedTuple):
    action: str
    id: str


class OwnElement:
    """`components/<look>` is what it looks like, beside what all of them share."""

    def __init__(self, name: str, root: Literal["ul", "div"], *, look: str) -> None:
        looks = [COMPONENTS / "ui" / "own_element.css", COMPONENTS / look]
        self._component = component(
            name,
            html=f'<{root} class="own-element {name.replace("_", "-")}"></{root}>',
            css="\n".join(one.read_text(encoding="utf-8") for one in looks),
            js=(COMPONENTS / "ui" / "own_element.js").read_text(encoding="utf-8"),
            # Its buttons are found by their keys like all others.
            isolate_styles=False,
        )

    def draw(self, key: str, written: bytes) -> Click | None:
        """Draw what `write` wrote; answers what the browser says was clicked, which may be anything."""
        # It tells of clicks only where somebody listens; the page looks at the answer instead.
        told = self._component(key=key, data=written, on_clicked_change=_nothing).clicked
        return _click(told)


def write(label: str, parts: Iterable[Part]) -> bytes:
    """As bytes Streamlit sends it as it is; it would write anything else anew for everybody who looks."""
    return json.dumps({"label": label, "parts": [part._asdict() for part in parts]}).encode()


def status_badge(status: CampaignStatus | OtherStatus) -> Badge:
    look = status_look(status)
    return Badge(on_one_line(look.word), look.colour, icon_name(look.icon))


def icon_name(icon: str) -> str:
    """`:material/play_circle:` is drawn by the letters `play_circle` in the font of the icons."""
    return icon.removeprefix(":material/").removesuffix(":")


def _nothing() -> None: ...


def _click(told: Any) -> Click | None:
    match told:
        case {"action": str(action), "id": str(of)}:
            return Click(action, of)
        case _:
            return None
