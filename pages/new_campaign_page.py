"""*New campaign*: four short steps with a summary beside them. `/new`, `/new?copy=ID`, `/new?step=people`."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.console import console, default_region
from components.new_campaign import draft as wizard
from components.new_campaign.create import (
    answer_click,
    draw_create_button,
    draw_people_problem,
    draw_settings_problem,
    was_clicked,
)
from components.new_campaign.people import draw_people
from components.new_campaign.steps import draw_basics, draw_check, draw_hours
from components.new_campaign.summary import draw_summary
from components.ui.messages import problems_shown
from components.words.untold import usual_values_shown
from services.texts import _

st.title(_("New campaign"))

services, copied_id, made = console(), st.query_params.get("copy", ""), None
with problems_shown():
    made, entries = wizard.open_draft(
        copied_id,
        services.facts.listed,
        partial(services.facts.days.to_begin_with, default_region()),
        clicked=was_clicked(),
    )
if made is None:
    st.markdown(_("The campaign to copy could not be found."))
    st.page_link(
        "pages/new_campaign_page.py", label=_("Start from an empty form"), icon=":material/add_call:"
    )
    st.stop()

choices, facts = wizard.read_choices(services.deployment), services.facts.of_new()
made.speak(facts.generation)
answer_click(made, choices, services)
if made.settings_problem:
    draw_settings_problem(made, made.settings_problem)
    st.stop()
if made.people_problem:
    draw_people_problem(made, made.people_problem)
    st.stop()

if made.copied and (note := usual_values_shown(made.copied)):
    st.info(note, icon=":material/info:")
step = wizard.step_control()
form, summary = st.columns([2, 1], gap="large")

with form:
    if step == wizard.BASICS:
        faults = draw_basics(made, entries, choices, facts)
    elif step == wizard.HOURS:
        faults = draw_hours(made, entries, choices, facts)
    elif step == wizard.PEOPLE:
        faults = draw_people(made, entries, choices, facts)
    else:
        faults = draw_check(made, choices, facts)
    wizard.step_buttons(made, step, faults, finish=partial(draw_create_button, made, choices, facts.now()))

with summary:
    draw_summary(made, choices)
