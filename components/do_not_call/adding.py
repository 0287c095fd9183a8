"""Form that puts a number on the do-not-call list, and a whole list as a file."""

from __future__ import annotations

import streamlit as st

from components.console import console, whoever
from components.do_not_call.country import draw_country
from components.do_not_call.words import REASONS, reason_word, who_is_it
from components.ui import formats
from components.ui.markdown import plain
from components.ui.messages import Doing, problems_shown
from components.ui.uploader import say_in_uploader
from services.contact_file import FileRejected, sentences
from services.do_not_call import Added, NewEntry, NumberNotRead, Reason
from services.process.turns import turns
from services.texts import _, ngettext
from services.upload.check import check_limits
from services.upload.numbers_of_list import read_list

NUMBER, NAME, WHY, NOTE = "dnc-number", "dnc-name", "dnc-why", "dnc-note"
REGION = "dnc-region"
FILE, FILE_WHY, FILE_REGION = "dnc-file", "dnc-file-why", "dnc-file-region"


def draw_adding() -> None:
    """One number; a whole list, which is rarer, behind a fold."""
    st.header(_("Add a number"), anchor=False)
    with st.form("dnc-add", clear_on_submit=False, border=False):
        who, origin, named = st.columns(3)
        number = who.text_input(_("Number"), key=NUMBER, placeholder="+49 151 23456789")
        with origin:
            region = draw_country(REGION, _("Country, if the number has no country code"))
        name = named.text_input(_("Name (optional)"), key=NAME, max_chars=200)
        because, remark, button = st.columns(3, vertical_alignment="bottom")
        with because:
            why = _draw_reason(WHY)
        note = remark.text_input(_("Remark (optional)"), key=NOTE, max_chars=500)
        if button.form_submit_button(_("Put on the list"), key="dnc-put", type="primary"):
            _put(NewEntry(number, why, name, None, note), region)
    with st.expander(_("Add a list"), key="dnc-list", icon=":material/playlist_add:"):
        _draw_file()


def _draw_reason(key: str) -> Reason:
    return st.selectbox(_("Why"), list(REASONS), format_func=reason_word, key=key)


def _put(new: NewEntry, region: str) -> None:
    with problems_shown(Doing.SAVING):
        try:
            added = console().do_not_call.add(new, region=region, who=whoever())
        except NumberNotRead:
            st.error(
                _(
                    "This is no telephone number that can be told for certain. Write it with its country code, such as +49 151 23456789, or choose its country. Nothing was added."
                ),
                icon=":material/error:",
            )
            return
        say_added(added)


def say_added(added: Added) -> None:
    """What became of it."""
    who = plain(who_is_it(added.entry))
    if added.new:
        st.success(
            _("**{who}** is on the list. No campaign of this team calls this number any more.").format(
                who=who
            ),
            icon=":material/phone_disabled:",
        )
    else:
        st.info(
            _("**{who}** was on the list already, since {when}.").format(
                who=who, when=formats.moment(added.entry.at)
            ),
            icon=":material/phone_disabled:",
        )


def _draw_file() -> None:
    st.caption(
        _(
            "Any list with a column of numbers. Every number in it is put on the list, whatever else the file says. Who is on it already stays."
        )
    )
    say_in_uploader(FILE)
    file = st.file_uploader(_("The list, as a file"), key=FILE)
    origin, because, button = st.columns(3, vertical_alignment="bottom")
    with origin:
        region = draw_country(FILE_REGION)
    with because:
        why = _draw_reason(FILE_WHY)
    clicked = button.button(
        _("Put all on the list"),
        key="dnc-put-all",
        disabled=file is None or not region,
    )
    if clicked and file is not None:
        with problems_shown(Doing.SAVING), st.spinner(_("Reading the list …")):
            _put_all(file.getvalue(), file.name, region, why)


def _put_all(content: bytes, name: str, region: str, why: Reason) -> None:
    services = console()
    try:
        with turns.given_up():
            read = read_list(content, region, check_limits(services.settings))
            added = services.do_not_call.add_many(read.numbers(), why, name, who=whoever())
    except FileRejected as rejected:
        st.error(sentences.rejected(rejected), icon=":material/error:")
        return
    st.success(
        ngettext(
            "{count} number was put on the list.", "{count} numbers were put on the list.", added
        ).format(count=formats.number(added)),
        icon=":material/phone_disabled:",
    )
    for note in read.checked.table.notes:
        if note.code == "other_sheets":  # whoever stands there is not blocked by it
            st.warning(plain(sentences.note(note)), icon=":material/tab:")
    if read.without_number:
        st.warning(
            ngettext(
                "In {count} row no number could be read. Nobody is blocked by it.",
                "In {count} rows no number could be read. Nobody is blocked by them.",
                read.without_number,
            ).format(count=formats.number(read.without_number)),
            icon=":material/help:",
        )
