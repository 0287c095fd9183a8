"""Limits of one campaign (guardrails) in its view *Settings*: they are the console's own, so they can change while it calls."""

from __future__ import annotations

import streamlit as st

from components.campaign_form.folds import redraw_where_folds_differ
from components.campaign_form.limits import limits_fields
from components.console import console, person
from components.ui.entries import FormEntries
from components.ui.messages import Doing, problems_shown
from services.campaign.facts import CampaignFacts
from services.keeper import GuardrailTerms
from services.texts import _


def draw_limits(facts: CampaignFacts) -> None:
    """Nothing where the console's own database does not answer: every page says so then."""
    found = facts.guardrails()
    if found is None or facts.campaign.status.is_over or facts.campaign.deleted_at:
        return
    if not found.readable:
        st.warning(
            _(
                "The limits that were set for this campaign cannot be read. The usual ones hold until others are saved."
            ),
            icon=":material/speed:",
        )
    suffix = f"-{facts.campaign.id}"
    entries = FormEntries(f"limits{suffix}")
    typed = limits_fields(entries, found.terms, suffix=suffix, closed=found.closed, may_pause=found.may_pause)
    if typed != found.terms:
        _draw_save(facts, entries, typed)
    redraw_where_folds_differ()


def _draw_save(facts: CampaignFacts, entries: FormEntries, typed: GuardrailTerms) -> None:
    campaign_id, suffix = facts.campaign.id, f"-{facts.campaign.id}"
    with st.container(horizontal=True):
        saved = st.button(
            _("Save limits"), key=f"save-limits{suffix}", type="primary", icon=":material/check:"
        )
        st.button(_("Discard changes"), key=f"discard-limits{suffix}", on_click=entries.clear)
    who = person()
    if saved and who is not None:
        with problems_shown(Doing.SAVING):
            console().keeper.guards.set(campaign_id, typed, who)
            facts.forget_guardrails()
            entries.clear()
            st.toast(_("The limits are saved."), icon=":material/check:")
            st.rerun()
