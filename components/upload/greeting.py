"""Preview of an assistant's greeting with the values of one person of the list."""

from __future__ import annotations

import streamlit as st

from components.console import console
from components.ui import formats
from components.ui.markdown import plain
from components.upload import session_file
from services.contact_file import CheckedFile, Travelling, greeting
from services.contact_file.greeting import Part, Said
from services.texts import _
from services.upload.script_fields import ScriptFields
from services.upload.team_fields import LONGEST_GREETING

LINE = "greeting-line"


def draw_greeting(checked: CheckedFile, script: ScriptFields, travelling: Travelling) -> None:
    """The words somebody pasted, and what the person in one line would hear."""
    if not script.assistant_id:
        st.caption(_("Choose a campaign with an assistant to see what a person would hear."))
        return
    key = f"greeting-{script.assistant_id}"
    st.session_state[key] = script.words
    st.text_area(
        _("The assistant's greeting"),
        key=key,
        on_change=_told,
        args=(key,),
        max_chars=LONGEST_GREETING,
        height=96,
        placeholder=_("Hello {first_name}, I am calling about …").format(first_name="{{contact.first_name}}"),
        help=_(
            "Talkturo does not tell this console the greeting. Paste it here for the preview: it is kept for this assistant in this "
            "console, and changes nothing at Talkturo."
        ),
    )
    first = greeting.first_line(checked)
    if not script.words or first is None:
        return
    last = int(checked.table.lines[-1])
    if not 1 <= (st.session_state.get(LINE) or 0) <= last:
        st.session_state[LINE] = first  # none chosen, or one of a longer file
    line = st.number_input(_("Line in the file"), min_value=1, max_value=last, step=1, key=LINE, width=200)
    row = greeting.row_in_line(checked, int(line))
    if row is None:
        st.caption(_("Nobody in line {line} is called.").format(line=formats.number(int(line))))
        return
    values = greeting.values_of(checked, row, travelling)
    with st.container(border=True, key="greeting-heard"):  # no quotation: Streamlit draws those pale
        st.markdown("".join(_shown(part) for part in greeting.heard(script.words, values)))


def _told(key: str) -> None:
    upload = session_file.present()
    if upload and upload.script:
        team, assistant = console().team_fields, upload.script.assistant_id
        team.tell_greeting(assistant, st.session_state[key])
        upload.script = upload.script.of_assistant(team, assistant)


def _shown(part: Part) -> str:
    match part.said:
        case Said.WORDS:
            return _words(part.text)
        case Said.VALUE:
            return f"**{plain(part.text)}**"
        case Said.MISSING:
            return f":red-background[{plain(_('no value: {name}').format(name=part.text))}]"
        case Said.UNKNOWN:
            return f":orange-background[{plain(_('filled in by Talkturo: {name}').format(name=part.text))}]"


def _words(text: str) -> str:
    """With the blanks at both ends, which stand between words and values."""
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{before}{plain(' '.join(text.split()))}{after}"
