"""Choice of only the first people of a list for now: the way to call at most so many that holds on every platform, because
nobody else is in the campaign.
"""

from __future__ import annotations

import streamlit as st

from components.ui import formats
from services.texts import _, ngettext

KEY = "use-at-most"


def draw_at_most(usable: int) -> int | None:
    """How many of `usable` people are wanted in the campaign for now; None for all."""
    if usable < 2:
        return None
    if (st.session_state.get(KEY) or 0) > usable:
        st.session_state[KEY] = None  # typed for another list
    st.number_input(
        _("Only the first so many of them now (empty: all)"),
        min_value=1,
        max_value=usable,
        value=None,
        step=1,
        key=KEY,
        help=_(
            "The surest way to call at most so many: nobody else is in the campaign then. The others go into the CRM and wait "
            "with the import; one click puts them in later."
        ),
        width=360,
    )
    return at_most(usable)


def at_most(usable: int) -> int | None:
    """What is typed now, also in a callback; None where it is everybody."""
    typed = st.session_state.get(KEY)
    return int(typed) if typed and typed < usable else None


def said_of(most: int, usable: int) -> str:
    """What becomes of the list then."""
    others = usable - most
    first = ngettext(
        "{count} person goes into the campaign now.",
        "The first {count} people go into the campaign now.",
        most,
    ).format(count=formats.number(most))
    rest = ngettext(
        "The other {count} person goes into the CRM only and is not called; one click puts that person in later.",
        "The other {count} people go into the CRM only and are not called; one click puts them in later.",
        others,
    ).format(count=formats.number(others))
    return f"{first} {rest}"
