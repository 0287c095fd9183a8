"""Bar at the bottom of *New campaign*: what the click means, what came of the last one, and the button that checks and creates,
with the menu beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from components.new_campaign.create import remember_click
from components.new_campaign.draft import Draft
from components.new_campaign.more import Way, draw_more
from components.new_campaign.put_in import starts_next
from components.new_campaign.results import draw_result
from components.new_campaign.summary import name_words
from components.ui import formats
from services.campaigns.first_people import PeopleSource
from services.campaigns.form import FieldFault
from services.templates.templates import Template
from services.texts import N_, _, ngettext

BUTTON = "create-campaign"
_LABELS = {
    PeopleSource.UPLOAD: N_("Check and upload the list"),
    PeopleSource.GROUP: N_("Check and count the group"),
    PeopleSource.LATER: N_("Check and create as draft"),
}


def draw_bar(
    made: Draft, faults: Sequence[FieldFault], forecast: str, templates: Collection[Template] | None
) -> Way | None:
    """In view from everywhere on the page. `forecast` says when it would be over. Answers what was chosen in the menu."""
    with st.bottom:
        draw_result(made)
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="distribute",
            key="new-campaign-bar",
        ):
            with st.container(key="bar-words", gap=None, width="stretch"):
                if campaign := _campaign(made, forecast):
                    with st.container(key="bar-campaign"):
                        st.markdown(campaign)
                if meaning := _missing_or_meaning(made, faults):
                    st.markdown(f":small[{meaning}]")
            chosen = draw_more(made, templates)
            st.button(
                _label(made),
                key=BUTTON,
                type="primary",
                icon=":material/check:",
                on_click=remember_click,
                args=(made.token,),
            )
    return chosen


def _campaign(made: Draft, forecast: str) -> str:
    name = name_words(made)
    return " · ".join(filter(None, [f"**{name}**" if name else "", forecast]))


def _missing_or_meaning(made: Draft, faults: Sequence[FieldFault]) -> str:
    """What is missing, or what the click means for people."""
    if made.tried and faults:
        missing = ngettext(
            "{count} entry is still missing or wrong. Nothing is created until it is right.",
            "{count} entries are still missing or wrong. Nothing is created until they are right.",
            len(faults),
        ).format(count=formats.number(len(faults)))
        return f":red[:material/error: {missing}]"
    return _consequence(made)


def _label(made: Draft) -> str:
    if made.hours.on_a_date:
        return _("Check and schedule")
    return _(_LABELS.get(made.people.source) or N_("Check and start …"))


def _consequence(made: Draft) -> str:
    if made.hours.on_a_date:
        if not made.hours.starts_at:
            return ""
        sentence = _(
            "It starts by itself on {moment}. Until then nobody is called, and you can change or cancel it."
        )
        return sentence.format(moment=formats.moment(made.hours.starts_at))
    if starts_next(made):
        return _("You see next who would be called. Nobody is called until you confirm it there.")
    return _("Nobody is called until somebody launches it.")
