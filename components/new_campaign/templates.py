"""Templates on the page: one is chosen first and fills the form; in dialogs the settings in front of somebody are saved as one, and
all of them are renamed and deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import streamlit as st

from components.campaign_form.each_call import SETTING_WORDS
from components.console import console, default_region, told, whoever
from components.new_campaign.draft import Draft
from components.new_campaign.people import expected_kinds
from components.ui import formats
from components.ui.dialogs import open_dialog
from components.ui.entries import FormEntries
from components.ui.focus import draw_field_error
from components.ui.markdown import plain, shortened
from components.ui.messages import Doing, problems_shown
from components.words.person import by
from services.api.taken_settings import Setting
from services.calling_days.days import CallingDays
from services.campaign.new_campaign import NewCampaignFacts
from services.campaigns.choices import Choices
from services.database.circuit_breaker import DatabaseAway
from services.templates.content import TemplateContent
from services.templates.fitting import Lack, Lacking, fit
from services.templates.templates import LONGEST_NAME, NameMissing, NameTaken, Template, TemplateGone
from services.texts import N_, _

CHOSEN = "template"
_SETTINGS = {
    Lack.LONGEST_CALL: Setting.LONGEST_CALL,
    Lack.VOICEMAIL: Setting.VOICEMAIL,
    Lack.TRIES_BY_OUTCOME: Setting.TRIES_BY_OUTCOME,
}
_LACK_WORDS = {
    Lack.ASSISTANT_GONE: N_("Its assistant is no longer there{names}. Please choose one."),
    Lack.NUMBERS_GONE: N_("Some of its numbers can no longer be called from{names}."),
    Lack.COMPANY_GONE: N_("Its company is no longer there{names}. Please choose one."),
    Lack.NO_COMPANIES: N_("This version of the platform has no companies, so none was taken over{names}."),
    Lack.FEWER_AT_ONCE: N_("This version of the platform takes at most {most} people at once."),
    Lack.DAYS: N_("Calling days cannot be kept here, so none were taken over."),
}


def draw_template_choice(
    made: Draft, entries: FormEntries, choices: Choices, facts: NewCampaignFacts
) -> Collection[Template] | None:
    """The choice, and what of the chosen one could not be taken; answers all templates. None, and nothing is offered, where the
    database does not answer."""
    try:
        templates = console().templates.all()
    except DatabaseAway:  # every page says so
        return None
    usable = {one.id: one for one in templates if one.content is not None}
    if usable:
        with st.container(key="templates"):
            _draw_choice(made, entries, choices, facts, usable)
    if made.lacking and made.template in usable:
        st.warning(
            "\n".join(f"- {sentence}" for sentence in lacking_words(made.lacking)),
            title=_("Not all of {template} could be taken over").format(
                template=plain(shortened(usable[made.template].name))
            ),
            icon=":material/info:",
        )
    return templates


def _draw_choice(
    made: Draft,
    entries: FormEntries,
    choices: Choices,
    facts: NewCampaignFacts,
    usable: dict[str, Template],
) -> None:
    key = f"{CHOSEN}-{made.token}"
    st.session_state[key] = made.template if made.template in usable else None
    st.selectbox(
        _("Begin with a template"),
        list(usable),
        index=None,
        format_func=lambda one: usable[one].name if one in usable else "",
        key=key,
        placeholder=_("Begin with a template"),
        label_visibility="collapsed",
        width=300,
        on_change=_choose,
        args=(made, entries, choices, facts, usable, key),
    )


def _choose(
    made: Draft,
    entries: FormEntries,
    choices: Choices,
    facts: NewCampaignFacts,
    usable: dict[str, Template],
    key: str,
) -> None:
    """A callback. Who takes the choice back keeps what it has filled in."""
    chosen = usable.get(st.session_state[key] or "")
    made.template, made.lacking = "", ()
    if chosen is not None and chosen.content is not None:
        days_possible = facts.no_days_because() is None
        fitted = fit(chosen.content, choices, made.generation, days_possible=days_possible)
        made.take_template(chosen.id, fitted)
        if fitted.content.days is None and (usual := _usual_days(made, choices, facts)):
            made.take_days(usual)
        entries.begin_anew_but(made.of_this_campaign)


def _usual_days(made: Draft, choices: Choices, facts: NewCampaignFacts) -> CallingDays | None:
    """Days as they are without a template; None where none can be kept."""
    begun_with = facts.to_begin_with(default_region(), made.copied.id if made.copied else "")
    if begun_with is None or made.copied:
        return begun_with and begun_with.days
    return facts.usual_hours(expected_kinds(made, choices, facts)).days


def lacking_words(lacking: Sequence[Lacking]) -> list[str]:
    """Sentences for what could not be taken, as Markdown."""
    said = [_lack_words(one) for one in lacking if one.lack in _LACK_WORDS]
    settings = [_(SETTING_WORDS[_SETTINGS[one.lack]]) for one in lacking if one.lack in _SETTINGS]
    if settings:
        sentence = _("This version of the platform is not known to take from a campaign: {settings}.")
        said.append(sentence.format(settings=", ".join(settings)))
    return said


def _lack_words(one: Lacking) -> str:
    names = f" ({', '.join(plain(shortened(name)) for name in one.names)})" if one.names else ""
    most = formats.number(one.most) if one.most else ""
    return _(_LACK_WORDS[one.lack]).format(names=names, most=most)


def content_of(made: Draft, choices: Choices) -> TemplateContent:
    """The settings of the form, as a template keeps them."""
    return TemplateContent.of(
        made.basics, made.hours, made.retries, made.each, made.days, made.limits, choices
    )


@dataclass
class Saving:
    """What the dialog that saves one knows. `taken` is the template that has the name already."""

    content: TemplateContent
    name: str
    note: str = ""
    missing: bool = False
    taken: Template | None = None
    done: bool = False

    def save(self, name: str) -> None:
        """Once for each click; a second click with the name that is taken replaces that template."""
        replaces = self.taken.id if self.taken and self.name == name else None
        self.name, self.missing, self.taken = name, False, None
        try:
            console().templates.save(name, self.content, who=whoever(), replaces=replaces)
        except NameMissing:
            self.missing = True
        except NameTaken as error:
            self.taken = error.other
        else:
            self.done = True


def open_save_dialog(content: TemplateContent, name: str, note: str = "") -> None:
    """Call it in the run of the click. `note` is what has to be known of the settings."""
    saving = Saving(content, shortened(name.strip(), LONGEST_NAME), note)
    open_dialog(_("Save as template"), _draw_save, saving, icon=":material/list:")


def _draw_save(saving: Saving) -> None:
    st.markdown(
        _(
            "Everybody in the team can begin a campaign with it. The people, the start and single days are not in it."
        )
    )
    if saving.note:
        st.caption(saving.note)
    name = st.text_input(_("Name"), value=saving.name, max_chars=LONGEST_NAME, key="template-name")
    error = _("Please give the template a name.") if saving.missing else None
    if saving.taken:
        error = _("There is a template of this name, saved by {who}, {when}.").format(
            who=plain(by(saving.taken.who)), when=formats.moment(told(saving.taken.saved_at))
        )
    draw_field_error("template-name", error)
    replace = saving.taken is not None and saving.name == name
    label = _("Replace it") if replace else _("Save")
    if st.button(label, key="confirm-save-template", type="primary"):
        with problems_shown(Doing.SAVING):
            saving.save(name)
            if saving.done:
                st.toast(_("The template is saved."), icon=":material/check:")
                st.rerun()
            st.rerun(scope="fragment")


def open_all_dialog() -> None:
    """Call it in the run of the click."""
    open_dialog(_("Templates"), _draw_all, icon=":material/list:", width="medium")


def _draw_all() -> None:
    """In a dialog: each with who saved it and when, a new name for it, and the way to delete it, which asks first."""
    templates: list[Template] = []
    with problems_shown():
        templates = console().templates.all()
    if not templates:
        st.markdown(_("There are no templates any more."))
    for one in templates:
        with st.container(border=True, gap="small", key=f"template-{one.id}"):
            _draw_one(one)


def _draw_one(one: Template) -> None:
    said = _("Saved by {who}, {when}").format(who=plain(by(one.who)), when=formats.moment(told(one.saved_at)))
    unread = "" if one.content else f" {_('It cannot be read here, so it cannot be chosen.')}"
    name_key, ask_key = f"name-of-template-{one.id}", f"ask-template-{one.id}"
    name = st.text_input(_("Name"), value=one.name, max_chars=LONGEST_NAME, key=name_key)
    st.caption(f"{said}.{unread}")
    with st.container(horizontal=True):
        if name != one.name and st.button(_("Rename"), key=f"rename-template-{one.id}", type="primary"):
            _do(name_key, lambda: console().templates.rename(one.id, name, who=whoever()))
        if not st.session_state.get(ask_key):
            if st.button(_("Delete"), key=f"delete-template-{one.id}", icon=":material/delete:"):
                st.session_state[ask_key] = True
                st.rerun(scope="fragment")
            return
    st.markdown(
        _("Delete this template for everybody in the team? Campaigns that began with it stay as they are.")
    )
    with st.container(horizontal=True, key=f"danger-template-{one.id}"):
        if st.button(_("No, go back"), key=f"not-template-{one.id}"):
            st.session_state.pop(ask_key)
            st.rerun(scope="fragment")
        if st.button(_("Yes, delete"), key=f"confirm-template-{one.id}", type="primary"):
            st.session_state.pop(ask_key)
            _do(name_key, lambda: console().templates.delete(one.id, who=whoever()))


def _do(name_key: str, change: Callable[[], object]) -> None:
    """What cannot be done is said at the name; what was done shows in the list."""
    with problems_shown(Doing.SAVING):
        try:
            change()
        except NameMissing:
            draw_field_error(name_key, _("Please give the template a name."))
        except NameTaken:
            draw_field_error(name_key, _("Another template has this name."))
        except TemplateGone:
            st.rerun(scope="fragment")  # the list shows that it is gone
        else:
            st.rerun(scope="fragment")
