"""What became of a click on launch, said so that nobody launches twice or believes in calls that never were."""

from __future__ import annotations

import streamlit as st

from components import format as form
from components.markdown import plain
from components.messages import Doing, draw_problem
from components.person_words import shown
from components.status import status_word
from services.launch import Change, Finding, LaunchResult, Said, Sight, Why
from services.texts import N_, _, ngettext

CHANGES: dict[Change, str] = {
    Change.CAMPAIGN: N_("it is another campaign"),
    Change.STATUS: N_("its status"),
    Change.PEOPLE: N_("the people in it"),
    Change.SETTINGS: N_("its settings"),
    Change.DELETED: N_("it was deleted"),
    Change.OTHER: N_("something else in it"),
}
FOUND: dict[Why, str] = {
    Why.RUNNING: N_("We looked: the campaign is running now."),
    Why.CALLS_STARTED: N_("We looked: people were called since."),
    Why.UNCHANGED: N_("We looked: nothing has changed in the campaign, nobody was called."),
    Why.MAY_STILL_ACT: N_("We looked: nothing has changed yet, but Talkturo may still be working on it."),
    Why.ALREADY_RAN: N_(
        "We looked: the campaign was at work before, so the calls since may be its own or those of this launch."
    ),
    Why.CHANGED: N_("We looked: something has changed in the campaign that a launch alone does not explain."),
    Why.GONE: N_("We looked: the campaign was cancelled or deleted meanwhile."),
    Why.CANNOT_LOOK: N_("We tried to look, but Talkturo does not answer at the moment."),
}


def draw_result(result: LaunchResult) -> None:
    """What happened, whether anybody is called, what to do next."""
    match result.said:
        case Said.LAUNCHED:
            st.success(
                started_words(result), title=_("The campaign is launched"), icon=":material/rocket_launch:"
            )
        case Said.ALREADY:
            st.info(_by_somebody(result), title=_("It is launched already"), icon=":material/how_to_reg:")
        case Said.IN_PROGRESS:
            st.info(
                _("{who} is launching this campaign right now. Nothing was started a second time.").format(
                    who=plain(shown(result.intent.who))
                ),
                title=_("Somebody is launching it"),
                icon=":material/hourglass_top:",
            )
        case Said.STALE_VIEW:
            st.warning(
                _stale(result), title=_("The campaign has changed meanwhile"), icon=":material/sync_problem:"
            )
        case Said.NOT_LAUNCHED | Said.UNCERTAIN:
            draw_unclear(result)
        case Said.NOT_SENT | Said.REFUSED:
            _draw_refusal(result)


def draw_unclear(result: LaunchResult) -> None:
    """No clear answer came: what was seen instead."""
    certain = result.said is Said.NOT_LAUNCHED
    body = [
        _("{who} tried to launch this campaign at {time}, and no clear answer came.").format(
            who=plain(shown(result.intent.who)), time=form.moment(result.intent.claimed_at)
        )
    ]
    if result.finding:
        body.append(_(FOUND[result.finding.why]))
    if not certain:
        body.append(_("Please wait a moment and look again before you decide."))
    title = _("It was not launched") if certain else _("It is not certain whether it was launched")
    (st.info if certain else st.warning)(" ".join(body), title=title, icon=":material/help:")
    if result.finding and not certain:
        _draw_sights(result.finding)


def started_words(result: LaunchResult) -> str:
    started = (result.intent.answer or {}).get("started")
    if started:
        return ngettext(
            "{count} call was started just now.", "{count} calls were started just now.", started
        ).format(count=form.number(started))
    if result.finding:
        return _(FOUND[result.finding.why])
    if started is None:
        return _(
            "How many calls were started is not told. Watch the campaign to see whether people are being called."
        )
    return _("Nobody is being called this very moment; calls begin as soon as the calling hours allow.")


def _by_somebody(result: LaunchResult) -> str:
    return _("{who} launched this campaign at {time}. Nothing was started a second time.").format(
        who=plain(shown(result.intent.who)), time=form.moment(result.intent.claimed_at)
    )


def _stale(result: LaunchResult) -> str:
    return _(
        "Nobody was called: since you opened this, something has changed ({changes}). Please look again and decide."
    ).format(changes=", ".join(_(CHANGES[change]) for change in result.changes))


def _draw_refusal(result: LaunchResult) -> None:
    if result.error:
        draw_problem(result.error, Doing.CALLING)
    else:
        st.error(_("Nobody was called."), title=_("It was not launched"), icon=":material/error:")


def _draw_sights(finding: Finding) -> None:
    """Before and after, side by side."""
    rows = [(_("Status"), _status), (_("People called"), _called), (_("Being called"), _calling)]
    lines = [f"| | {_('Before')} | {_('Now')} |", "| --- | --- | --- |"]
    lines += [f"| {name} | {show(finding.before)} | {show(finding.now)} |" for name, show in rows]
    st.markdown("\n".join(lines))


def _status(sight: Sight | None) -> str:
    return plain(status_word(sight.status)) if sight else form.NOTHING


def _called(sight: Sight | None) -> str:
    return form.number(sight.contacts_called if sight else None)


def _calling(sight: Sight | None) -> str:
    return form.number(sight.calling if sight else None)
