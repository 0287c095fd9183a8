"""Sentences for events, in the language of the context: what a message, a channel and the bell say.

`shown` makes of a campaign's name what its place takes: a screen reads markup, a channel may know mentions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote

from babel.numbers import format_decimal

from services.notifications.events import EventKind
from services.notifications.inbox import Event
from services.texts import N_, _, language

Shown = Callable[[str], str]

KINDS: dict[EventKind, str] = {
    EventKind.COMPLETED: N_("A campaign is finished"),
    EventKind.PAUSED: N_("A limit has paused a campaign"),
    EventKind.LIMIT: N_("A campaign has passed a limit and goes on"),
    EventKind.NOT_STOPPED: N_("A campaign may go on calling although it was to be paused"),
    EventKind.NOT_CALLING: N_("A campaign should call and does not"),
    EventKind.IMPORT: N_("An import waits for a decision"),
    EventKind.LAUNCH_WAITS: N_("A launch waits for a decision"),
    EventKind.CREDITS: N_("Credits are running low"),
}

_HEADLINES: dict[EventKind, str] = {
    EventKind.COMPLETED: N_("“{campaign}” is finished"),
    EventKind.PAUSED: N_("“{campaign}” was paused by a limit"),
    EventKind.LIMIT: N_("“{campaign}” has passed a limit and goes on"),
    EventKind.NOT_STOPPED: N_("“{campaign}” was to be paused and may go on calling"),
    EventKind.NOT_CALLING: N_("“{campaign}” should be calling and nobody is called"),
    EventKind.IMPORT: N_("An import into “{campaign}” waits for a decision"),
    EventKind.LAUNCH_WAITS: N_("The launch of “{campaign}” waits for a decision"),
    EventKind.CREDITS: N_("Credits are running low"),
}


class Reason(NamedTuple):
    """Sentence for a reason. It may name the event's figures, and is said only where all that it names are there."""

    sentence: str
    headline: str = ""


_REASONS: dict[tuple[EventKind, str], Reason] = {
    (EventKind.COMPLETED, ""): Reason(N_("People called: {called} of {people}. Answered: {answered}.")),
    (EventKind.PAUSED, "reached"): Reason(
        N_(
            "People it was launched for at most: {at_most}. Called: {called}. Whether it goes on with everybody is a person's "
            "decision: *Go on with the others* on its page."
        )
    ),
    (EventKind.PAUSED, "own_list"): Reason(
        N_(
            "People in it who are on your own do-not-call list: {people}. They could neither be taken out nor be marked in Talkturo. "
            "It is not resumed from here with them."
        )
    ),
    (EventKind.NOT_STOPPED, "own_list"): Reason(
        N_(
            "People in it who are on your own do-not-call list: {people}. Talkturo was told to pause it and does not say that it is "
            "paused: please look at it now."
        )
    ),
    (EventKind.NOT_STOPPED, "own_list_not_checked"): Reason(
        N_(
            "Nobody could look whether somebody in it is on your own do-not-call list. Please look at it on Talkturo's own page."
        ),
        N_("Nobody can look who of “{campaign}” is on the do-not-call list"),
    ),
    (EventKind.LAUNCH_WAITS, "own_list"): Reason(
        N_(
            "People in it who are on your own do-not-call list: {people}. They could neither be taken out nor be marked in Talkturo. "
            "It has no start date any more."
        )
    ),
    (EventKind.PAUSED, "calls_to_people"): Reason(
        N_(
            "People in it who were called as often as is allowed where they are, by all campaigns together: {at_call_limit}. It goes "
            "on by itself once they may be called again."
        ),
        N_("“{campaign}” rests, because somebody was called often enough"),
    ),
    (EventKind.PAUSED, "not_counted"): Reason(
        N_(
            "Nothing tells any more how many people have been called, so the limit could not be kept otherwise."
        )
    ),
    **{
        (kind, rule): Reason(sentence)
        for kind in (EventKind.PAUSED, EventKind.LIMIT)
        for rule, sentence in {
            "failures": N_("{failed} of the last {of} calls failed for technical reasons."),
            "wrong_numbers": N_("{wrong} of the last {of} calls went to wrong numbers."),
            "answer_rate": N_("{now}% of the latest calls were answered; before it was {before}%."),
            "calls_a_day": N_("Calls made that day: {calls}; the limit is {limit} a day."),
            "calls_in_all": N_("Calls made: {calls}; the limit is {limit}."),
            "credits_in_all": N_("Credits spent: {credits}; the limit is {limit}."),
            "credits_low": N_("Credits left: {credits}. Minutes they last at the present pace: {minutes}."),
        }.items()
    },
    (EventKind.CREDITS, "credits_low"): Reason(
        N_("Credits left: {credits}. Minutes they last at the present pace: {minutes}.")
    ),
    (EventKind.NOT_STOPPED, "not_paused"): Reason(
        N_(
            "Talkturo was told to pause it and does not say that it is paused. Please look at it now, and pause it on "
            "Talkturo's own page."
        )
    ),
    (EventKind.NOT_STOPPED, "not_seen"): Reason(
        N_("It cannot be looked at, so its limit cannot be kept. Please look at it on Talkturo's own page."),
        N_("Nobody can look whether “{campaign}” keeps its limit"),
    ),
    (EventKind.NOT_CALLING, "silence"): Reason(
        N_(
            "For {minutes} minutes nobody was called, within its calling hours and with people still to be called."
        )
    ),
    (EventKind.NOT_CALLING, "at_once"): Reason(
        N_(
            "For {minutes} minutes nobody further was called: as many calls as are allowed at once do not end."
        )
    ),
    (EventKind.NOT_CALLING, "numbers"): Reason(N_("None of its caller numbers can call.")),
    (EventKind.NOT_CALLING, "credits"): Reason(N_("The account has less than one credit.")),
    (EventKind.NOT_CALLING, "overdue"): Reason(
        N_("Its start date has passed, and Talkturo has not started it.")
    ),
    (EventKind.NOT_CALLING, "not_ready"): Reason(
        N_("Its calling hours are open again, and something speaks against calls. Its page says what.")
    ),
    (EventKind.NOT_CALLING, "strangers"): Reason(
        N_("Its calling hours are open again, and it holds people nobody chose. So it was not let go on.")
    ),
    (EventKind.NOT_CALLING, "not_resumed"): Reason(
        N_(
            "Its calling hours are open again, and Talkturo did not let it go on. *Resume* on its page tries it again."
        )
    ),
    (EventKind.IMPORT, "uninvited"): Reason(
        N_(
            "There are people in the campaign whom nobody chose. Nobody further is sent, and it is not launched from here."
        )
    ),
    (EventKind.IMPORT, "token"): Reason(
        N_(
            "Talkturo does not accept the key any more. The import goes on by itself once the key works again."
        )
    ),
    (EventKind.IMPORT, "campaign_closed"): Reason(
        N_("The campaign takes no new people in its present state. Pause it, then let the import go on.")
    ),
    (EventKind.IMPORT, "campaign_gone"): Reason(N_("The campaign is no longer there.")),
    (EventKind.IMPORT, "no_credits"): Reason(N_("The account has less than one credit.")),
    (EventKind.LAUNCH_WAITS, "strangers"): Reason(
        N_(
            "It was not started at its date: it holds people nobody chose. Look who is in it before it is launched."
        )
    ),
    (EventKind.LAUNCH_WAITS, "not_ready"): Reason(
        N_("It is not given its date before somebody has decided what its page asks.")
    ),
    (EventKind.LAUNCH_WAITS, "too_late"): Reason(
        N_(
            "Its date passed before the people were in it, so it was not started. Launch it, or set another date."
        )
    ),
    (EventKind.LAUNCH_WAITS, "generation"): Reason(
        N_(
            "Which version of Talkturo answers is not certain, so nothing is launched or resumed. An admin decides on *Connection*."
        ),
        N_("Launches wait for an admin's decision"),
    ),
}

_OTHERWISE: dict[EventKind, str] = {
    EventKind.LIMIT: N_("It goes on calling. Its page says what was counted."),
    EventKind.PAUSED: N_("Nobody further is called. To let it go on is a person's decision."),
    EventKind.NOT_STOPPED: N_("Please look at it now, and pause it on Talkturo's own page."),
    EventKind.NOT_CALLING: N_("Its page says what holds it up."),
    EventKind.IMPORT: N_("It is paused and nothing is lost. *Imports* says what it waits for."),
    EventKind.LAUNCH_WAITS: N_(
        "Nobody is called before somebody has decided. Its page says what it waits for."
    ),
}


def headline(event: Event, shown: Shown = str) -> str:
    """What happened, in one line."""
    reason = _REASONS.get((event.kind, event.reason))
    told = reason.headline if reason and reason.headline else _HEADLINES[event.kind]
    return _(told).format(campaign=shown(event.campaign_name))


def explanation(event: Event) -> str:
    """Whether anything goes on, and what to do; empty where the headline says it all."""
    reason = _REASONS.get((event.kind, event.reason)) or _REASONS.get((event.kind, ""))
    if reason:
        try:
            return _(reason.sentence).format(**_written(event.figures))
        except KeyError:
            pass  # a figure that was not known then
    otherwise = _OTHERWISE.get(event.kind)
    return _(otherwise) if otherwise else ""


def path(event: Event) -> str:
    """Page of the console to go to."""
    if event.kind is EventKind.IMPORT:
        return "/imports"
    if event.campaign_id:
        return f"/campaign?id={quote(event.campaign_id, safe='')}"
    return "/connection"


def _written(figures: dict[str, Any]) -> dict[str, str]:
    return {name: format_decimal(round(value), locale=language().locale) for name, value in figures.items()}
