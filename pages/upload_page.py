"""*Upload people*: `/upload?campaign=ID`, `/upload?campaign=new`, `/upload?draft=ID` for a file that was begun with before,
`/upload?job=ID` for a list on its way."""

from __future__ import annotations

import streamlit as st

from components.campaign_form.folds import redraw_where_folds_differ
from components.console import console
from components.drafts.listing import draw_begun
from components.ui.focus import begin_focus, draw_focus
from components.upload import kept
from components.upload.campaign import begins_one, choose_campaign
from components.upload.columns import are_unsure, draw_columns
from components.upload.draft_words import draw_deleted, draw_what_is_kept
from components.upload.drop import draw_drop, draw_file_head, draw_rejected
from components.upload.job import draw_job
from components.upload.new_campaign import draw_new_campaign, not_yet_there
from components.upload.progress import draw_progress
from components.upload.questions import draw_questions
from components.upload.reading import draw_noticed, draw_reading
from components.upload.script import draw_script
from components.upload.use import draw_hand_over, draw_use, draw_waiting, go_in_as_agreed
from components.upload.verdicts import draw_verdicts
from services.drafts.drafts import DraftKind
from services.texts import _

services = console()
st.title(_("Upload people"))
begin_focus()

job_id = st.query_params.get("job", "")
if job_id:
    draw_job(services.jobs, job_id)
    draw_focus()
    st.stop()

upload = kept.present_or_kept()
if upload is not None:
    kept.keep(upload)  # what was said by the last click, before anybody waits for the page to be drawn
campaign = choose_campaign(services.campaigns, services.facts)

if upload is None:
    kept.PAGE.draw_not_opened()
    draw_deleted()
    draw_begun(DraftKind.PEOPLE)
    draw_drop(campaign.id if campaign else "")
    draw_focus()
    st.stop()

if upload.hand_over:
    draw_hand_over()
    st.stop()

draw_file_head(upload.name)
if not upload.settle():
    kept.keep(upload)
    draw_progress()
    st.stop()
said = st.container()

begun = None
if begins_one() and upload.checked:
    begun = draw_new_campaign(upload, upload.checked)
    if begun.changing:
        kept.keep(upload)
        with said:
            draw_what_is_kept(upload)
        draw_focus()
        redraw_where_folds_differ()
        st.stop()
go_in_as_agreed(upload, campaign)
if upload.rejected:
    draw_rejected(upload.name, upload.rejected)
if upload.table:
    draw_noticed(upload.table)
# Questions come first; how the file was read comes before them where it has to be looked at.
to_correct = upload.rejected is not None
look_first = to_correct or are_unsure(upload.columns)
if look_first:
    draw_reading(upload, opened=to_correct)
    draw_columns(upload, opened=to_correct)
if upload.checked:
    draw_questions(upload, upload.checked)
    draw_verdicts(upload, upload.checked)
if not look_first:
    draw_reading(upload)
    draw_columns(upload)
if upload.checked:
    if upload.checked.is_open:
        draw_waiting(upload.checked)
    else:
        draw_script(upload, upload.checked, campaign or (not_yet_there(begun.draft) if begun else None))
        draw_use(upload, upload.checked, campaign, services, begun)
kept.keep(upload)
with said:
    draw_what_is_kept(upload)
draw_focus()
redraw_where_folds_differ()
