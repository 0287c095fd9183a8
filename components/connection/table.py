"""Capability table on *Connection*: what this deployment can do, what is done another way, what is not possible here
and where to do it instead.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.ui import formats
from components.ui.messages import problems_shown
from services.deployment import Capability, CapabilityState, Deployment, Feature, Instead, OperationVerdict
from services.texts import N_, _

WANTED_WORDS = {
    Feature.ONE_CAMPAIGN: N_("Look at one campaign"),
    Feature.ASSISTANTS: N_("Choose from the assistants"),
    Feature.NUMBERS: N_("Choose from the caller numbers"),
    Feature.COMPANIES: N_("Choose from the companies"),
    Feature.LIVE_COUNTS: N_("Watch a campaign live"),
    Feature.PEOPLE_OF_CAMPAIGN: N_("See the people of a campaign"),
    Feature.CHANGE_CAMPAIGN: N_("Pause, resume, cancel and edit"),
    Feature.DELETE_CAMPAIGN: N_("Delete a campaign"),
    Feature.NEW_PEOPLE: N_("Upload a list of new people"),
    Feature.FIND_PEOPLE: N_("Find people Talkturo knows"),
    Feature.CALL_LOG: N_("See the calls"),
    Feature.CREDITS: N_("See the credits"),
}
INSTEAD_WORDS = {
    Instead.CAMPAIGN_LIST: N_("It is found in the list of campaigns, a little later."),
    Instead.ASSISTANTS_OF_NUMBERS: N_("The assistants of the caller numbers are offered."),
    Instead.SEEN_ON_CAMPAIGNS: N_("Those seen on earlier campaigns are offered; others are typed by hand."),
    Instead.BY_HAND: N_("Their identifiers are typed by hand."),
    Instead.COUNTS_OF_PEOPLE: N_("The people of the campaign are counted."),
    Instead.COUNTERS: N_("Four counters of the campaign are shown: people, called, answered, finished."),
    Instead.ONE_BY_ONE: N_(
        "People are added one by one. That takes hours for a long list, which is safe meanwhile."
    ),
    Instead.RECENT_CALLS: N_("The last hundred calls of a campaign are shown."),
}
IMPOSSIBLE_WORDS = {
    Feature.PEOPLE_OF_CAMPAIGN: N_("Please look in Talkturo; here you see how many there are."),
    Feature.CHANGE_CAMPAIGN: N_(
        "Please do this in Talkturo. To stop calls at once, pause the campaign there."
    ),
    Feature.DELETE_CAMPAIGN: N_("Please do this in Talkturo."),
    Feature.NEW_PEOPLE: N_(
        "Please add people in Talkturo. A list with Talkturo's own identifiers can be uploaded here."
    ),
    Feature.FIND_PEOPLE: N_("Please add people by uploading a list with Talkturo's own identifiers."),
    Feature.CALL_LOG: N_("Please look at calls in Talkturo."),
    Feature.CREDITS: N_("Please look in Talkturo. Without credits a launch is refused."),
}
REASON_WORDS = {
    OperationVerdict.CLOSED_TO_KEYS: N_("Not open to keys."),
    OperationVerdict.NOT_HERE: N_("Not part of this deployment."),
}
STATE_LOOKS = {
    CapabilityState.WORKS: ("green", ":material/check_circle:", N_("Works")),
    CapabilityState.ANOTHER_WAY: ("blue", ":material/alt_route:", N_("Done another way")),
    CapabilityState.NOT_POSSIBLE: ("orange", ":material/block:", N_("Not possible here")),
    CapabilityState.NOT_TRIED: ("gray", ":material/pending:", N_("Not tried yet")),
    CapabilityState.NOT_KNOWN: ("gray", ":material/help:", N_("Not known yet")),
}


AS_EXPECTED = (CapabilityState.WORKS, CapabilityState.NOT_TRIED)


def draw_table(deployment: Deployment) -> None:
    """The table, and a button that asks the platform anew."""
    st.markdown(
        _(
            "Listing and creating campaigns works everywhere. The rest depends on the account. "
            "What can be looked at was asked; what changes something shows with its first use."
        )
    )
    if st.button(_("Learn again"), key="learn-again", icon=":material/refresh:"):
        with problems_shown(), st.spinner(_("Asking the platform what is possible …")):
            deployment.learn_again()
    with problems_shown():
        rows, learned_at = deployment.table(), deployment.learned_at
        _draw_rows(rows)
        if learned_at:
            st.caption(_("Learned {moment}.").format(moment=formats.moment(learned_at)))


def _draw_rows(rows: Sequence[Capability]) -> None:
    """What is otherwise than expected first; what works, or shows with its first use, is folded and counted."""
    if otherwise := [one for one in rows if one.state not in AS_EXPECTED]:
        _draw_lines(otherwise)
    folded = {state: [one for one in rows if one.state is state] for state in AS_EXPECTED}
    said = [
        f"{_(STATE_LOOKS[state][2])} ({formats.number(len(ones))})" for state, ones in folded.items() if ones
    ]
    if said:
        with st.expander(" · ".join(said), key="as-expected", icon=":material/check_circle:"):
            _draw_lines([one for ones in folded.values() for one in ones])


def _draw_lines(rows: Sequence[Capability]) -> None:
    """Drawn as text, which wraps on a phone, where a grid would hide the longest and most needed column."""
    lines = [_line((_("What the console can do"), _("Here"))), _line(["---"] * 2)]
    for one in rows:
        here = f"{_badge(one.state)} {instead_words(one)}".strip()
        lines.append(_line((_(WANTED_WORDS[one.name]), here)))
    st.markdown("\n".join(lines))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _badge(state: CapabilityState) -> str:
    colour, icon, word = STATE_LOOKS[state]
    return f":{colour}-badge[{icon} {_(word)}]"


def instead_words(capability: Capability) -> str:
    """Sentence for why it does not work as it should, and what is done or to be done instead; "" where it works."""
    if capability.state is CapabilityState.NOT_TRIED:
        return _("It is offered. Whether this key may do it shows with the first use.")
    if capability.state is CapabilityState.NOT_KNOWN:
        return _("It shows once there is a campaign to ask about.")
    reason = capability.reason or OperationVerdict.OPEN
    parts = [
        _(REASON_WORDS[reason]) if reason in REASON_WORDS else "",
        _(INSTEAD_WORDS[capability.instead]) if capability.instead else "",
    ]
    if capability.state is CapabilityState.NOT_POSSIBLE:
        parts.append(_(IMPOSSIBLE_WORDS.get(capability.name, N_("Please do this in Talkturo."))))
    return " ".join(part for part in parts if part)
