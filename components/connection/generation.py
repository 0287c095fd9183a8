"""Generation of the platform on *Connection*: which one was found, by what, and an admin's decision where it is not certain."""

from __future__ import annotations

import streamlit as st

from components.console import console, person
from components.ui import formats
from components.ui.confirm import Question, ask
from components.ui.empty import draw_empty
from components.ui.markdown import plain
from components.ui.messages import problems_shown
from components.words.person import by
from services.generation import Generation, GenerationFinding, Sign
from services.generation.generations import Generations
from services.generation.signs import Asked
from services.person import Person
from services.texts import N_, _

GENERATION_WORDS = {
    Generation.SEED: N_("First version, August 2026"),
    Generation.ACTIONS: N_("Version with start and stop, end of August 2026"),
    Generation.NEWEST: N_("Version of September 2026 or later"),
    Generation.UNKNOWN: N_("Not certain"),
}
MEANING_WORDS = {
    Generation.SEED: N_("A launch calls at once, and a dry run asks the platform."),
    Generation.ACTIONS: N_(
        "The platform knows no dry run, and a campaign is stopped by an action of its own."
    ),
    Generation.NEWEST: N_("A launch is taken up some seconds later, and companies have become groups."),
    Generation.UNKNOWN: N_(
        "What a launch does differs from version to version. As long as this is not certain, nothing is launched and no dry run "
        "is sent. Looking, uploading and drafts work."
    ),
}
ASKED_WORDS = {
    Asked.GROUPS: N_("Groups"),
    Asked.CAMPAIGNS: N_("List of campaigns"),
    Asked.CAMPAIGN: N_("One campaign"),
    Asked.PEOPLE: N_("People of a campaign"),
    Asked.DASHBOARD: N_("Live counts of a campaign"),
    Asked.PREVIEW: N_("Preview of an enrollment"),
    Asked.COMPANIES: N_("Companies"),
    Asked.CONTACTS: N_("Contacts"),
    Asked.CREATED: N_("Creation of a campaign"),
}


def draw_generation(generations: Generations, *, may_decide: bool) -> None:
    """The finding, its evidence, and what an admin can do about it."""
    finding = generations.finding()
    _draw_finding(finding)
    with st.expander(_("What it was found by"), key="generation-signs", icon=":material/fact_check:"):
        _draw_signs(finding)
    with st.container(horizontal=True):
        if st.button(_("Find out again"), key="find-generation", icon=":material/refresh:"):
            with problems_shown(), st.spinner(_("Asking the platform …")):
                generations.ask_again()
            st.rerun()
        if may_decide and finding.by_signs is Generation.UNKNOWN:
            for generation in (Generation.SEED, Generation.ACTIONS, Generation.NEWEST):
                label = _("It is: {version}").format(version=_(GENERATION_WORDS[generation]))
                if st.button(label, key=f"decide-{generation}"):
                    _ask_to_decide(generation)
        if may_decide and finding.decided:
            st.button(
                _("Leave it to the platform's answers"), key="decide-nothing", on_click=_decide, args=(None,)
            )


def _draw_finding(finding: GenerationFinding) -> None:
    words = f"**{_(GENERATION_WORDS[finding.generation])}** · {_(MEANING_WORDS[finding.generation])}"
    if finding.generation is Generation.UNKNOWN:
        st.warning(words, icon=":material/help:")
    else:
        st.markdown(words)
    if finding.decided_at:
        st.caption(
            _("Decided by {name}, {moment}.").format(
                name=plain(finding.decided_by or by(Person.at_console())),
                moment=formats.moment(finding.decided_at),
            )
        )
    if finding.found_at:
        st.caption(_("Looked at {moment}, by reading alone.").format(moment=formats.moment(finding.found_at)))


def _draw_signs(finding: GenerationFinding) -> None:
    if not finding.signs:
        draw_empty(_("Nothing has been told yet. It shows once there is a campaign to look at."))
        return
    if finding.contradicting:
        st.markdown(_("The answers contradict each other."))
    st.markdown("\n".join(f"- {_line(sign)}" for sign in finding.signs))


def _line(sign: Sign) -> str:
    speaks_for = ", ".join(_(GENERATION_WORDS[one]) for one in Generation if one in sign.speaks_for)
    return f"{_(ASKED_WORDS[sign.asked])}: `{sign.because}` → {speaks_for}"


def _ask_to_decide(generation: Generation) -> None:
    ask(
        Question(
            title=_("Decide which version it is?"),
            meaning=_(
                "From then on launches and stops are sent as **{version}** understands them. If it is another one, people may be "
                "called whom nobody chose. Decide only what Talkturo has told you, or what its own page shows."
            ).format(version=_(GENERATION_WORDS[generation])),
            button=_("Decide"),
            key="generation",
            do=lambda: _decide(generation),
        )
    )


def _decide(generation: Generation | None) -> None:
    who = person()
    if who is not None:
        console().generations.decide(generation, who)
