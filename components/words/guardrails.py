"""Sentences about guardrails, which a person reads as limits: what each one is, which one was passed, and what to do then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from components.ui import formats
from services.keeper import Guarded, Response, Rule
from services.texts import N_, _, ngettext

RULE_WORDS: dict[Rule, str] = {
    Rule.FAILURES: N_("Calls that fail (%)"),
    Rule.WRONG_NUMBERS: N_("Wrong numbers (%)"),
    Rule.ANSWER_RATE: N_("Answers fall to (% of before)"),
    Rule.CALLS_A_DAY: N_("Calls a day"),
    Rule.CALLS_IN_ALL: N_("Calls in all"),
    Rule.CREDITS_IN_ALL: N_("Credits in all"),
    Rule.CREDITS_LOW: N_("Credits last less than (hours)"),
}
RULE_HELP: dict[Rule, str] = {
    Rule.FAILURES: N_(
        "Of the latest calls, once at least 20 have ended. Few calls have to be clearly above it."
    ),
    Rule.WRONG_NUMBERS: N_(
        "Of the latest calls, once at least 20 have ended. Few calls have to be clearly above it."
    ),
    Rule.ANSWER_RATE: N_(
        "The latest 40 calls beside those before them; a drop that may be chance does not count."
    ),
    Rule.CALLS_A_DAY: N_(
        "Tries of one person count each. A few more may begin until the console has looked."
    ),
    Rule.CALLS_IN_ALL: N_(
        "Tries of one person count each. A few more may begin until the console has looked."
    ),
    Rule.CREDITS_IN_ALL: N_("Credits belong to the account: what other campaigns use meanwhile counts, too."),
    Rule.CREDITS_LOW: N_("At the pace of the last two hours."),
}
RESPONSE_WORDS: dict[Response, str] = {
    Response.NOTHING: N_("Do nothing"),
    Response.TELL: N_("Tell"),
    Response.PAUSE: N_("Pause and tell"),
}
_WHAT_TO_DO: dict[Rule, str] = {
    Rule.FAILURES: N_(
        "Please look in Talkturo whether its numbers and its assistant work, and make a test call before it goes on."
    ),
    Rule.WRONG_NUMBERS: N_(
        "Please check the list before it goes on: a wrong column or a wrong country spoils every number in it."
    ),
    Rule.ANSWER_RATE: N_(
        "Please look at the calling hours and the caller number: numbers that call much are marked as spam."
    ),
    Rule.CALLS_A_DAY: N_("When it goes on, this limit does not count again today."),
    Rule.CALLS_IN_ALL: N_("When it goes on, as many calls may be made again before it stops."),
    Rule.CREDITS_IN_ALL: N_("When it goes on, as many credits may be spent again before it stops."),
    Rule.CREDITS_LOW: N_("Please buy credits first: without credits Talkturo pauses it anyway."),
}


def what_to_do(rule: Rule) -> str:
    return _(_WHAT_TO_DO[rule])


def passed_words(rule: Rule, figures: Mapping[str, float], *, then: bool = False) -> str:
    """What was counted, in figures. `then`: of another moment, whose day may be over."""
    match rule:
        case Rule.FAILURES:
            return _("{failed} of the last {of} calls failed for technical reasons.").format(
                failed=formats.number(figures["failed"]), of=formats.number(figures["of"])
            )
        case Rule.WRONG_NUMBERS:
            return _("{wrong} of the last {of} calls went to wrong numbers.").format(
                wrong=formats.number(figures["wrong"]), of=formats.number(figures["of"])
            )
        case Rule.ANSWER_RATE:
            return _("{now} of the latest calls were answered; before it was {before}.").format(
                now=formats.percent(figures["now"]), before=formats.percent(figures["before"])
            )
        case Rule.CALLS_A_DAY:
            count = int(figures["calls"])
            if then:
                that_day = ngettext(
                    "{count} call was made that day.", "{count} calls were made that day.", count
                )
                return that_day.format(count=formats.number(count))
            return ngettext("{count} call was made today.", "{count} calls were made today.", count).format(
                count=formats.number(count)
            )
        case Rule.CALLS_IN_ALL:
            count = int(figures["calls"])
            return ngettext("{count} call was made.", "{count} calls were made.", count).format(
                count=formats.number(count)
            )
        case Rule.CREDITS_IN_ALL:
            count = round(figures["credits"])
            return ngettext("{count} credit was spent.", "{count} credits were spent.", count).format(
                count=formats.number(count)
            )
        case Rule.CREDITS_LOW:
            return _("{credits} credits are left, which last for {time}.").format(
                credits=formats.number(round(figures["credits"])),
                time=formats.duration(timedelta(hours=figures["hours"])),
            )


def held_words(found: Guarded) -> str:
    """Why it was paused by the console, as it was then."""
    if found.rule is None or found.then is None:
        return ""
    moment = formats.moment(found.passed_at)
    limit = limit_value(found.rule, found.then["limit"])
    return _("The console paused it on {moment}: {what} The limit is {limit}.").format(
        moment=moment, what=passed_words(found.rule, found.then, then=True), limit=limit
    )


def what_follows(found: Guarded) -> str:
    """Whether it waits for a person."""
    if found.goes_on_by_itself:
        return _("It goes on by itself on another day, within its calling hours.")
    return _("It waits for you: nobody is called until somebody resumes it.")


def limit_value(rule: Rule, bound: float) -> str:
    """Where the limit is: "50%", "200", "1 h"."""
    if rule in (Rule.FAILURES, Rule.WRONG_NUMBERS, Rule.ANSWER_RATE):
        return formats.percent(bound)
    if rule is Rule.CREDITS_LOW:
        return formats.duration(timedelta(hours=bound))
    return formats.number(round(bound))


def paused_by(rule: Rule) -> str:
    """Words for a badge in the list."""
    return {
        Rule.FAILURES: _("Paused: calls fail"),
        Rule.WRONG_NUMBERS: _("Paused: wrong numbers"),
        Rule.ANSWER_RATE: _("Paused: few answers"),
        Rule.CALLS_A_DAY: _("Paused: calls of the day"),
        Rule.CALLS_IN_ALL: _("Paused: calls in all"),
        Rule.CREDITS_IN_ALL: _("Paused: credits in all"),
        Rule.CREDITS_LOW: _("Paused: credits low"),
    }[rule]


def recorded(figures: Mapping[str, float]) -> str:
    """The limit in an entry of *Activity*; "" where it holds none."""
    rule = next(
        (Rule(name.partition(".")[0]) for name in figures if name.partition(".")[0] in set(Rule)), None
    )
    if rule is None:
        return ""
    own = {name.partition(".")[2]: value for name, value in figures.items() if "." in name}
    sentence = passed_words(rule, own, then=True).rstrip(".")
    return _("{what} (limit {limit})").format(what=sentence, limit=limit_value(rule, own["limit"]))
