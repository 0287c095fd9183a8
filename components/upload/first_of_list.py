"""Choice of only the first people of a list for now: the way to call at most so many that holds on every platform, because
nobody else is in the campaign.

The number is the list's (`Upload.at_most`), not the control's: Streamlit forgets what was typed wherever the control is not
drawn once, and then everybody would go in.
"""

from __future__ import annotations

import streamlit as st

from components.ui import formats
from components.upload import session_file
from components.upload.file import Upload
from services.texts import _, ngettext

KEY = "use-at-most"


def draw_at_most(upload: Upload, usable: int) -> int | None:
    """How many of `usable` people are wanted in the campaign for now; None for all."""
    if usable < 2:
        return at_most(upload, usable)
    st.session_state[KEY] = _shown(upload, usable)
    st.number_input(
        _("Only the first so many of them now (empty: all)"),
        min_value=1,
        max_value=usable,
        value=None,
        step=1,
        key=KEY,
        on_change=take_typed,
        args=(usable,),
        help=_(
            "The surest way to call at most so many: nobody else is in the campaign then. The others go into Talkturo and wait "
            "with the import; one click puts them in later."
        ),
        width=360,
    )
    return at_most(upload, usable)


def take_typed(usable: int) -> None:
    """Callback, of the control and of every button that uses the number: what was typed counts, whichever is called first.
    A number that is larger than the list stays as it was typed, for when more of the list can be used again."""
    upload = session_file.present()
    if upload is None or KEY not in st.session_state:
        return
    typed: int | None = st.session_state[KEY]
    if typed != _shown(upload, usable):
        upload.at_most = typed


def at_most(upload: Upload, usable: int) -> int | None:
    """How many of `usable` people; None where it is everybody."""
    return upload.at_most if upload.at_most and upload.at_most < usable else None


def _shown(upload: Upload, usable: int) -> int | None:
    return min(upload.at_most, usable) if upload.at_most else None


def said_of(most: int, usable: int) -> str:
    """What becomes of the list then."""
    others = usable - most
    first = ngettext(
        "{count} person goes into the campaign now.",
        "The first {count} people go into the campaign now.",
        most,
    ).format(count=formats.number(most))
    rest = ngettext(
        "The other {count} person goes into Talkturo only and is not called; one click puts that person in later.",
        "The other {count} people go into Talkturo only and are not called; one click puts them in later.",
        others,
    ).format(count=formats.number(others))
    return f"{first} {rest}"
