"""Result of a click on launch, said so that nobody launches twice or believes in calls that never were."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import streamlit as st

from components.ui import formats
from components.ui.markdown import plain
from components.ui.messages import Doing, draw_problem
from components.ui.status import status_word
from components.words.person import shown
from services.launch import (
    CampaignSnapshot,
    Change,
    Evidence,
    IntentKind,
    LaunchFinding,
    LaunchOutcome,
    LaunchResult,
)
from services.texts import N_, _, ngettext

CHANGES: dict[Change, str] = {
    Change.CAMPAIGN: N_("it is another campaign"),
    Change.STATUS: N_("its status"),
    Change.PEOPLE: N_("the people in it"),
    Change.SETTINGS: N_("its settings"),
    Change.DELETED: N_("it was deleted"),
    Change.OTHER: N_("something else in it"),
}
FOUND: dict[Evidence, str] = {
    Evidence.RUNNING: N_("We looked: the campaign is running now."),
    Evidence.CALLS_STARTED: N_("We looked: people were called since."),
    Evidence.UNCHANGED: N_("We looked: nothing has changed in the campaign, nobody was called."),
    Evidence.NOT_TOLD: N_("We looked: its status is as before, but whether anybody was called is not told."),
    Evidence.MAY_STILL_ACT: N_(
        "We looked: nothing has changed yet, but Talkturo may still be working on it."
    ),
    Evidence.ALREADY_RAN: N_(
        "We looked: the campaign was at work before, so the calls since may be its own or those of this launch."
    ),
    Evidence.CHANGED: N_(
        "We looked: something has changed in the campaign that a launch alone does not explain."
    ),
    Evidence.GONE: N_("We looked: the campaign was canceled or deleted meanwhile."),
    Evidence.CANNOT_LOOK: N_("We tried to look, but Talkturo does not answer at the moment."),
}


class Words(NamedTuple):
    """Words for a launch, or for a paused campaign that goes on."""

    done: str
    already: str
    by_somebody: str
    happening: str
    who_is_at_it: str
    tried: str
    not_done: str
    uncertain: str
    uncertain_yet: str


_LAUNCH = Words(
    done=N_("The campaign is launched"),
    already=N_("It is launched already"),
    by_somebody=N_("{who} launched this campaign at {time}. Nothing was started a second time."),
    happening=N_("Somebody is launching it"),
    who_is_at_it=N_("{who} is launching this campaign right now. Nothing was started a second time."),
    tried=N_("{who} tried to launch this campaign at {time}, and no clear answer came."),
    not_done=N_("It was not launched"),
    uncertain=N_("It is not certain whether it was launched"),
    uncertain_yet=N_("It is not certain yet whether it was launched"),
)
_RESUME = Words(
    done=N_("The campaign goes on"),
    already=N_("It goes on already"),
    by_somebody=N_("{who} resumed this campaign at {time}. Nothing was started a second time."),
    happening=N_("Somebody is resuming it"),
    who_is_at_it=N_("{who} is resuming this campaign right now. Nothing was started a second time."),
    tried=N_("{who} tried to resume this campaign at {time}, and no clear answer came."),
    not_done=N_("It was not resumed"),
    uncertain=N_("It is not certain whether it was resumed"),
    uncertain_yet=N_("It is not certain yet whether it was resumed"),
)
_DRY_RUN = Words(
    done=N_("A dry run has started the campaign"),
    already=N_("A dry run has started the campaign"),
    by_somebody=N_(
        "{who} asked for a dry run at {time}, and Talkturo took it for a launch. Pause the campaign where nobody is to be called."
    ),
    happening=N_("Somebody is making a dry run"),
    who_is_at_it=N_("{who} is making a dry run right now."),
    tried=N_(
        "{who} asked for a dry run at {time}, and Talkturo did not confirm that it was one: it may have started the campaign."
    ),
    not_done=N_("The dry run started nothing"),
    uncertain=N_("It is not certain whether a dry run has started the campaign"),
    uncertain_yet=N_("It is not certain yet whether a dry run has started the campaign"),
)
_WORDS = {IntentKind.RESUME: _RESUME, IntentKind.DRY_RUN: _DRY_RUN}


def _words(result: LaunchResult) -> Words:
    return _WORDS.get(result.intent.kind, _LAUNCH)


def draw_result(result: LaunchResult) -> None:
    """Draw what happened, whether anybody is called, what to do next."""
    words = _words(result)
    match result.outcome:
        case LaunchOutcome.LAUNCHED:
            st.success(started_words(result), title=_(words.done), icon=":material/rocket_launch:")
        case LaunchOutcome.ALREADY:
            st.info(_by(result, words.by_somebody), title=_(words.already), icon=":material/how_to_reg:")
        case LaunchOutcome.IN_PROGRESS:
            st.info(
                _by(result, words.who_is_at_it), title=_(words.happening), icon=":material/hourglass_top:"
            )
        case LaunchOutcome.STALE_VIEW:
            st.warning(
                _stale(result), title=_("The campaign has changed meanwhile"), icon=":material/sync_problem:"
            )
        case LaunchOutcome.NOT_LAUNCHED | LaunchOutcome.UNCERTAIN:
            draw_unclear(result)
        case LaunchOutcome.NOT_SENT | LaunchOutcome.REFUSED:
            _draw_refusal(result)


def draw_unclear(result: LaunchResult) -> None:
    """No clear answer came: what was seen instead, and how long it is still looked at."""
    words, certain = _words(result), result.outcome is LaunchOutcome.NOT_LAUNCHED
    body = [_by(result, words.tried)]
    if result.finding:
        body.append(_(FOUND[result.finding.why]))
    if result.watched_for is not None:
        body.append(_watch(result.watched_for))
    elif not certain:
        body.append(_("Please look at the campaign in Talkturo itself before you decide."))
    uncertain = words.uncertain if result.watched_for is None else words.uncertain_yet
    title = _(words.not_done) if certain else _(uncertain)
    (st.info if certain else st.warning)(" ".join(body), title=title, icon=":material/help:")
    if result.finding and not certain:
        _draw_sights(result.finding)


def _watch(left: timedelta) -> str:
    sentence = _(
        "Until that is known it cannot be launched or resumed, so that nobody is called twice. The console keeps looking by "
        "itself, for {duration} more, and says here what it finds."
    )
    return sentence.format(duration=formats.time_left(left))


def started_words(result: LaunchResult) -> str:
    answer = result.intent.answer or {}
    if answer.get("follow"):
        return _(
            "It is started, and the first calls follow within about half a minute. Whoever is called shows on the campaign once "
            "Talkturo says so."
        )
    started = answer.get("started")
    if started:
        return ngettext(
            "{count} call was started just now.", "{count} calls were started just now.", started
        ).format(count=formats.number(started))
    if result.finding:
        return _(FOUND[result.finding.why])
    if started is None:
        return _(
            "How many calls were started is not told. Watch the campaign to see whether people are being called."
        )
    return _("Nobody is being called this very moment; calls begin as soon as the calling hours allow.")


def _by(result: LaunchResult, sentence: str) -> str:
    return _(sentence).format(
        who=plain(shown(result.intent.who)), time=formats.moment(result.intent.claimed_at)
    )


def _stale(result: LaunchResult) -> str:
    return _(
        "Nobody was called: since you opened this, something has changed ({changes}). Please look again and decide."
    ).format(changes=", ".join(_(CHANGES[change]) for change in result.changes))


def _draw_refusal(result: LaunchResult) -> None:
    if result.error:
        draw_problem(result.error, Doing.CALLING)
    else:
        st.error(_("Nobody was called."), title=_(_words(result).not_done), icon=":material/error:")


def _draw_sights(finding: LaunchFinding) -> None:
    """Before and after, side by side."""
    rows = [(_("Status"), _status), (_("People called"), _called), (_("Being called"), _calling)]
    lines = [f"| | {_('Before')} | {_('Now')} |", "| --- | --- | --- |"]
    lines += [f"| {name} | {show(finding.before)} | {show(finding.now)} |" for name, show in rows]
    st.markdown("\n".join(lines))


def _status(sight: CampaignSnapshot | None) -> str:
    return plain(status_word(sight.status)) if sight else formats.NOTHING


def _called(sight: CampaignSnapshot | None) -> str:
    return formats.number(sight.contacts_called if sight else None)


def _calling(sight: CampaignSnapshot | None) -> str:
    return formats.number(sight.calling if sight else None)
