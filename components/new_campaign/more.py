"""Menu beside the button of *New campaign*: what few want of a form. Its settings become a template, templates are managed, and
another form begins empty."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import streamlit as st

from components.new_campaign.draft import Draft
from components.new_campaign.opening import begin_anew
from components.new_campaign.templates import content_of, open_all_dialog, open_save_dialog
from services.campaigns.choices import Choices
from services.templates.templates import Template
from services.texts import N_, _

KEY = "new-campaign-more"


class Way(StrEnum):
    """What the menu offers."""

    SAVE = "save-template"
    MANAGE = "manage-templates"
    ANEW = "begin-anew"


_WORDS = {
    Way.SAVE: N_("Save as template …"),
    Way.MANAGE: N_("Manage templates …"),
    Way.ANEW: N_("Start from an empty form"),
}


def draw_more(made: Draft, templates: Collection[Template] | None) -> Way | None:
    """Answers what was chosen. Without `templates`, which is where the database does not answer, there are none to save or to
    manage; an empty form is begun only where this one is kept. Nothing where nothing is left to choose."""
    ways = [Way.SAVE] if templates is not None else []
    if templates:
        ways.append(Way.MANAGE)
    if made.saved.id:
        ways.append(Way.ANEW)
    if not ways:
        return None
    return st.menu_button(
        _("More"),
        ways,
        format_func=lambda way: _(_WORDS[way]),
        key=KEY,
        on_click=_begin_anew_where_chosen,
        args=(made.token,),
    )


def _begin_anew_where_chosen(token: str) -> None:
    """A callback: the form is empty before the page is drawn."""
    if st.session_state[KEY] == Way.ANEW:
        begin_anew(token)


def open_chosen(way: Way | None, made: Draft, choices: Choices) -> None:
    """The dialog of what was chosen. Call it outside of every container."""
    if way is Way.SAVE:
        open_save_dialog(content_of(made, choices), made.basics.name)
    elif way is Way.MANAGE:
        open_all_dialog()
