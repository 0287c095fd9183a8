"""Sign-ins on *Connection*: where somebody is signed in, and how she ends it elsewhere; for an admin, everybody's."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.console import visitor
from components.ui import formats
from components.ui.confirm import Question, ask
from components.ui.messages import problems_shown
from components.ui.table_height import table_height
from services.sign_ins import SignIn
from services.sign_ins.session_management import SessionManagement
from services.texts import _, ngettext


def draw_sign_ins(sessions: SessionManagement, *, admin: bool) -> None:
    """Nothing where nobody signs in."""
    here = visitor()
    if here is None or not here.checked:
        return
    st.header(_("Sign-ins"))
    own: list[SignIn] = []
    with problems_shown():
        own = sessions.own()
        _draw_own(own, here.sign_in)
    with st.container(horizontal=True):
        if len(own) > 1:
            st.button(
                _("End my other sign-ins"),
                key="end-other-sign-ins",
                icon=":material/logout:",
                on_click=_end_others,
                args=(sessions,),
            )
        if admin and st.button(
            _("End everybody's sign-ins"), key="end-all-sign-ins", icon=":material/group_off:"
        ):
            _ask_to_end_everybodys(sessions)


def _draw_own(own: Sequence[SignIn], here: str) -> None:
    st.caption(
        ngettext("You are signed in once.", "You are signed in {count} times.", len(own)).format(
            count=formats.number(len(own))
        )
    )
    rows = [
        (formats.moment(one.began), formats.moment(one.seen), _("In this browser") if one.id == here else "")
        for one in own
    ]
    table = pd.DataFrame(rows, columns=[_("Signed in since"), _("Last used"), _("Where")])
    st.dataframe(table, hide_index=True, height=min(table_height(len(own)), 300), key="sign-ins")


def _end_others(sessions: SessionManagement) -> None:
    sessions.end_own_others()


def _ask_to_end_everybodys(sessions: SessionManagement) -> None:
    ask(
        Question(
            _("End everybody's sign-ins?"),
            _(
                "Everybody has to sign in again, you too. Campaigns and imports go on. What somebody is typing just now "
                "is lost."
            ),
            _("Yes, end them all"),
            "end-all-sign-ins",
            sessions.end_everybodys,
            icon=":material/group_off:",
        )
    )
