"""View *Settings* of a campaign: all of its settings in words, or a form for those that can change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import datetime

import streamlit as st

from components.campaign.days_in_form import DaysInForm, kept_days_words
from components.campaign.edit_forecast import draw_edit_forecast
from components.campaign.limits import draw_limits
from components.campaign_form.basics import description_field, name_field, names_of
from components.campaign_form.each_call import each_call_fields, not_offered
from components.campaign_form.faults import FaultPlaces
from components.campaign_form.folds import Fold, redraw_where_folds_differ
from components.campaign_form.hours import hours_fields
from components.campaign_form.retries import (
    delays_words,
    pace_words,
    retries_fields,
    retries_sentence,
    tries_words,
)
from components.campaign_form.section import section
from components.campaign_form.words import (
    each_call_words,
    hours_words,
    longest_words,
    start_words,
    voicemail_words,
)
from components.console import console, whoever
from components.launch.days_between import draw_days_between
from components.new_campaign.templates import open_save_dialog
from components.ui import formats
from components.ui.entries import FormEntries
from components.ui.focus import begin_focus, draw_focus
from components.ui.markdown import plain
from components.ui.messages import Doing, problems_shown
from components.ui.place_names import zone_label
from components.words.obstacles import obstacle
from components.words.untold import not_told, usual_values_shown
from services.api.generation import Generation, knows_companies
from services.api.models import Campaign, CampaignUpdate
from services.api.taken_settings import Setting, offered
from services.calling_rules.untold_settings import Untold, untold
from services.campaign.facts import CampaignFacts
from services.campaigns.campaigns import CampaignAction
from services.campaigns.choices import Choices
from services.campaigns.form import (
    Basics,
    EachCall,
    Hours,
    PaceLimits,
    Retries,
    each_call_faults,
    hours_faults,
    retries_faults,
    text_faults,
)
from services.campaigns.planned import edited_campaign
from services.campaigns.requests import basics_of, each_call_of, hours_of, retries_of, update_request
from services.database.circuit_breaker import DatabaseAway
from services.live import LiveState
from services.templates.content import TemplateContent
from services.texts import _


def draw_settings_view(state: LiveState, facts: CampaignFacts) -> None:
    campaign, reason = (
        state.campaign,
        obstacle(state.campaign, CampaignAction.EDIT, facts.may, facts.generation),
    )
    if "edit" in st.query_params and reason is None:
        draw_edit_form(facts, state.now, lambda change: _edit(state, change), _leave_edit)
        return
    if reason:
        st.caption(reason)
    draw_settings(campaign, _choices(facts), facts.generation, kept_days_words(facts))
    _draw_save_as_template(facts)
    draw_limits(facts)
    st.header(_("Not twice in a row"), anchor=False)
    draw_days_between(facts, "settings")


def _draw_save_as_template(facts: CampaignFacts) -> None:
    if not st.button(_("Save as template …"), key="save-template", type="tertiary", icon=":material/list:"):
        return
    campaign, found = facts.campaign, facts.guardrails()
    days = None
    with suppress(DatabaseAway):  # every page says so, and saving will
        kept = facts.calling_days()
        days = kept.days if kept else None
    content = TemplateContent.of(
        basics_of(campaign),
        hours_of(campaign),
        retries_of(campaign, facts.generation),
        each_call_of(campaign),
        days,
        found.terms if found else None,
        _choices(facts),
    )
    open_save_dialog(content, campaign.name, usual_values_shown(campaign) or "")


def _edit(state: LiveState, change: CampaignUpdate) -> None:
    console().campaigns.edit(state.campaign, change, who=whoever())


def _leave_edit() -> None:
    if "edit" in st.query_params:
        del st.query_params["edit"]


def _choices(facts: CampaignFacts) -> Choices:
    """Names for the ids; where they cannot be read, the ids have to do."""
    with problems_shown():
        return facts.choices()
    return Choices()


def draw_settings(campaign: Campaign, choices: Choices, generation: Generation, days: str) -> None:
    """Every setting as a line of a table; `days` says on which days it calls."""
    hours, retries, missing = hours_of(campaign), retries_of(campaign, generation), untold(campaign)

    def told(one: Untold, words: str) -> str:
        return not_told() if one in missing else words

    rows = [
        (_("Description"), plain(campaign.description or "")),
        (_("Assistant"), _assistant(campaign, choices)),
        (_("Numbers to call from"), _numbers(campaign, choices)),
        *_company(campaign, choices, generation),
        (_("Calling hours"), told(Untold.HOURS, _hours(hours, zone_told=Untold.ZONE not in missing))),
        (_("Calling days"), days),
        (_("Start"), told(Untold.START, start_words(hours))),
        (_("People at once"), told(Untold.AT_ONCE, formats.number(retries.people_at_once))),
        (_("Tries"), told(Untold.TRIES, retries_sentence(retries))),
        (_("Waiting time by outcome"), told(Untold.AFTER_ERROR, delays_words(retries))),
        (_("Try again after a technical error"), told(Untold.AFTER_ERROR, _yes_or_no(retries.after_error))),
        (_("Stay open for more people"), told(Untold.STAYS_OPEN, _yes_or_no(retries.stays_open))),
        *_newer(campaign, retries, offered(generation)),
        (_("Created"), formats.moment(campaign.created_at)),
        (_("Launched"), _launched(campaign)),
    ]
    header = f"| {_('Setting')} | {_('What is set')} |"
    lines = [header, "| --- | --- |", *(f"| {name} | {value or formats.NOTHING} |" for name, value in rows)]
    st.markdown("\n".join(lines))
    if sentence := not_offered(offered(generation)):
        st.caption(sentence)


def _newer(campaign: Campaign, retries: Retries, known: Collection[Setting]) -> Iterator[tuple[str, str]]:
    """What not every version has. Set is only what an answer says; what it leaves out may be set all the same."""
    each = each_call_of(campaign)
    if Setting.TRIES_BY_OUTCOME in known or retries.tries_by_outcome:
        yield _("Tries by outcome"), tries_words(retries) or not_told()
    if Setting.LONGEST_CALL in known:
        yield _("Longest call"), longest_words(each) or not_told()
    if Setting.VOICEMAIL in known:
        yield _("Voicemail"), voicemail_words(each) or not_told()


def draw_edit_form(
    facts: CampaignFacts, now: datetime, save: Callable[[CampaignUpdate], object], leave: Callable[[], None]
) -> None:
    """Every field that can change. `save` raises `ApiError`; what was typed is then still there."""
    campaign, suffix, generation = facts.campaign, f"-{facts.campaign.id}", facts.generation
    entries, places = FormEntries(f"edit{suffix}"), FaultPlaces()
    most = PaceLimits.of(campaign, generation)
    begin_focus()
    if note := usual_values_shown(campaign):
        st.info(f"{note} {_('Only what is changed is saved.')}", icon=":material/info:")
    form, beside = st.columns([5, 3], gap="large")
    with beside, st.container(key=f"form-beside{suffix}", gap="small"):
        strip, outlook = st.container(), st.container()
    with form:
        basics = name_field(entries, basics_of(campaign), places, suffix=suffix)
        days = DaysInForm(facts, entries, places, now, suffix)
        with section(_("When may people be called?"), f"hours{suffix}") as line:
            hours = hours_fields(
                entries,
                hours_of(campaign),
                places,
                now=now,
                suffix=suffix,
                generation=generation,
                days=days.draw,
                strip_in=strip,
            )
            line.caption(hours_words(hours))
        with st.container(key=f"form-folds{suffix}"):
            retries, each, basics = _folded(entries, places, campaign, basics, most, generation, suffix)
    timing = [
        *hours_faults(hours, now),
        *days.faults(hours),
        *retries_faults(retries, most),
        *each_call_faults(each),
    ]
    faults = [*text_faults(basics.name, basics.description), *timing]
    if not timing:
        with outlook:
            draw_edit_forecast(facts, _planned(campaign, hours, retries), entries, days.typed)
    tried = f"edit-tried{suffix}"
    with (
        st.bottom,
        st.container(horizontal=True, horizontal_alignment="right", key=f"edit-bar{suffix}"),
    ):
        said = st.container(width="stretch")
        st.button(_("Discard changes"), key=f"discard{suffix}", on_click=_leave, args=(entries, leave, tried))
        saved = st.button(_("Save"), key=f"save{suffix}", type="primary", icon=":material/check:")
    if saved and faults:
        st.session_state[tried] = True
        places.go_to_first(faults)
    elif saved:
        with said, problems_shown(Doing.SAVING):
            days.save()
            _save(update_request(campaign, basics, hours, retries, each), save)
            _leave(entries, leave, tried)
            st.rerun()
    if st.session_state.get(tried):
        places.say(faults)
    draw_focus()
    redraw_where_folds_differ()


def _folded(
    entries: FormEntries,
    places: FaultPlaces,
    campaign: Campaign,
    basics: Basics,
    most: PaceLimits,
    generation: Generation,
    suffix: str,
) -> tuple[Retries, EachCall, Basics]:
    """What few change, its value in the label of each fold."""
    known = offered(generation)
    retries, each = retries_of(campaign, generation), each_call_of(campaign)
    pace_key, each_key = f"fold-pace{suffix}", f"fold-each-call{suffix}"
    pace = Fold(pace_key, _("Tries"), pace_words(retries), icon=":material/replay:")
    with pace.place, places.in_fold(pace_key):
        retries = retries_fields(entries, retries, places, most, offered=known, suffix=suffix)
    pace.say(pace_words(retries))
    fold = Fold(each_key, _("Each call"), each_call_words(each, known), icon=":material/call:")
    with fold.place, places.in_fold(each_key):
        each = each_call_fields(entries, each, places, offered=known, suffix=suffix)
    fold.say(each_call_words(each, known))
    return retries, each, description_field(entries, basics, places, suffix=suffix)


def _planned(campaign: Campaign, hours: Hours, retries: Retries) -> Campaign:
    """As it would be saved; the very same one where that changes nothing."""
    change = update_request(campaign, basics_of(campaign), hours, retries)
    return edited_campaign(campaign, hours, retries) if change.model_fields_set else campaign


def _save(change: CampaignUpdate, save: Callable[[CampaignUpdate], object]) -> None:
    if change.model_fields_set:
        save(change)
        st.toast(_("The settings are saved."), icon=":material/check:")


def _leave(entries: FormEntries, leave: Callable[[], None], tried: str) -> None:
    entries.clear()
    st.session_state.pop(tried, None)
    leave()


def _hours(hours: Hours, *, zone_told: bool) -> str:
    if zone_told or hours.window is None:
        return hours_words(hours)
    return _("{start}–{end}, usually in each person's own time zone, otherwise {zone}").format(
        start=formats.clock(hours.start),
        end=formats.clock(hours.end),
        zone=plain(zone_label(hours.window.timezone)),
    )


def _launched(campaign: Campaign) -> str:
    if campaign.started_at is None and campaign.contacts_called:
        return not_told()
    return formats.moment(campaign.started_at)


def _assistant(campaign: Campaign, choices: Choices) -> str:
    names = {one.id: one.name for one in choices.assistants}
    return plain(names.get(campaign.assistant_id or "", campaign.assistant_id or ""))


def _numbers(campaign: Campaign, choices: Choices) -> str:
    if campaign.from_number_ids is None:  # at most one of them is shown
        return plain(formats.telephone(campaign.from_number)) if campaign.from_number else not_told()
    return ", ".join(names_of(campaign.from_number_ids, choices))


def _company(campaign: Campaign, choices: Choices, generation: Generation) -> Iterator[tuple[str, str]]:
    """None where campaigns belong to no company."""
    if campaign.company_id or knows_companies(generation):
        names = {one.id: one.name for one in choices.companies}
        yield _("Company"), plain(names.get(campaign.company_id or "", campaign.company_id or ""))


def _yes_or_no(value: bool) -> str:
    return _("Yes") if value else _("No")
