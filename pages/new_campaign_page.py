"""*New campaign*: everything on one page, what it comes to beside it, and one button. `/new`, `/new?copy=ID`, `/new?step=people`,
`/new?draft=ID` for one that was begun before."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.campaign_form.faults import FaultPlaces
from components.campaign_form.folds import redraw_where_folds_differ
from components.console import console, default_region
from components.drafts.words import draw_not_kept
from components.new_campaign.bar import draw_bar
from components.new_campaign.create import answer_click, take_up, was_clicked
from components.new_campaign.forecast import draw_wizard_forecast
from components.new_campaign.kept import PAGE, keep, keep_own
from components.new_campaign.more import open_chosen
from components.new_campaign.opening import (
    draw_kept,
    draw_other_drafts,
    go_to_part,
    open_draft,
    read_choices,
    suggest_basics,
)
from components.new_campaign.parts import draw_folded, draw_when, draw_who
from components.new_campaign.people import draw_people
from components.new_campaign.readiness import draw_wizard_readiness
from components.new_campaign.results import draw_found, draw_people_problem, draw_settings_problem
from components.new_campaign.templates import draw_template_choice
from components.ui.focus import begin_focus, draw_focus
from components.ui.messages import problems_shown
from components.words.untold import usual_values_shown
from services.texts import _

st.title(_("New campaign"))
begin_focus()

services, copied_id, made = console(), st.query_params.get("copy", ""), None
with problems_shown():
    made, entries = open_draft(
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

if PAGE.waits:  # what was typed into an empty form now would be out of sight once it is opened
    PAGE.draw_not_opened()
    st.stop()

choices, facts = read_choices(services.deployment), services.facts.of_new()
made.speak(facts.generation)
take_up(made, services)
if made.half_there:
    answer_click(made, choices, services)
if made.settings_problem:
    draw_settings_problem(made, made.settings_problem)
    st.stop()
if made.found:
    draw_found(made)
    st.stop()
if made.people_problem:
    draw_people_problem(made, made.people_problem)
    st.stop()

draw_other_drafts(made)
not_kept = st.container()
suggest_basics(made, services.campaigns, choices)
go_to_part(made)
templates = draw_template_choice(made, entries, choices, facts)
if made.copied and (note := usual_values_shown(made.copied)):
    st.info(note, icon=":material/info:")
places = FaultPlaces()
form, beside = st.columns([5, 3], gap="large")
with beside, st.container(key="form-beside", gap="small"):
    strip, outlook, readiness = st.container(), st.container(), st.container()
with form:
    draw_who(made, entries, places, choices)
    draw_when(made, entries, places, choices, facts, strip)
    draw_people(made, entries, places, choices, facts)
    draw_folded(made, entries, places)

places.go_to_first(answer_click(made, choices, services))
if made.half_there:
    st.rerun()
faults = made.all_faults(choices, facts.now())
if made.tried:
    places.say(faults)
keep(made, len(faults))  # before anybody waits for what is drawn besides
with outlook:
    forecast = draw_wizard_forecast(made, entries, choices, facts)
if not faults:
    with readiness:
        draw_wizard_readiness(made, choices, facts)
chosen = draw_bar(made, faults, forecast, templates)
draw_kept(made)
with not_kept:
    draw_not_kept(made.saved, partial(keep_own, made))
open_chosen(chosen, made, choices)
draw_focus()
redraw_where_folds_differ()
