"""State of a page in its address, so that a link shows the same.

Streamlit's own binding writes a control's label into the address, which changes with the language and with every
count in it. Here the address holds codes. It is the truth: each run puts it into the control's state, and a change
of the control goes to the address first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st


def one_of(name: str, options: Collection[str], default: str) -> str:
    """The value of parameter `name`; `default` where it is none of them."""
    value = st.query_params.get(name, default)
    return value if value in options else default


def choice(name: str, options: Sequence[str], default: str) -> str:
    """Like `one_of`, made the state of the control with that key."""
    st.session_state[name] = one_of(name, options, default)
    return st.session_state[name]


def text(name: str) -> str:
    """Free text of parameter `name`, made the state of the control with that key."""
    st.session_state[name] = st.query_params.get(name, "")
    return st.session_state[name]


def page_number(name: str, pages: int) -> int:
    """The page of a list of `pages` pages, counted from 1; the nearest there is where the address asks for another."""
    asked = st.query_params.get(name, "1")
    number = int(asked) if asked.isdecimal() else 1
    st.session_state[name] = min(max(1, number), max(1, pages))
    return st.session_state[name]


def keep(name: str, default: str = "", *resets: str) -> None:
    """Callback of a control: its state to the address. `resets` are parameters that mean nothing after the change."""
    value = str(st.session_state[name] or "").strip()
    _write(name, "" if value == default else value)
    for other in resets:
        _write(other, "")


def elsewhere(page: str, parameters: Mapping[str, str], **changes: str) -> str:
    """The address of `page` with these parameters but for `changes`; an empty one is left out."""
    asked = {**parameters, **changes}
    return f"{page}?" + urlencode({name: value for name, value in asked.items() if value})


def clear(*names: str) -> None:
    """Callback: take parameters out of the address."""
    for name in names:
        _write(name, "")


def _write(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
