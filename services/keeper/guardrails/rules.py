"""Rules of guardrails: whether a limit is passed, by calls enough to say so.

No share is judged by fewer than 20 ended calls, so that three bad calls stop nothing. Of 20 to 99 calls it is passed where
chance alone would bring as many one time in twenty at most, were the true share just at the limit (one-sided exact binomial
test): 15 of 20 for a half, 5 of 20 for a tenth. From 100 on the share itself counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import comb
from typing import Any

from services.keeper.guardrails.tally import ANSWERED, FAILED, WRONG, Tally
from services.keeper.guardrails.terms import Guardrail, GuardrailTerms, Response, Rule
from services.results.intervals import difference, share

FEWEST = 20
MANY = 100
CHANCE = 0.05
NOW = 40
"""The newest calls that an answer rate is told of; and as many at least have to have ended before."""


@dataclass(frozen=True)
class Passed:
    """A limit that is passed. `figures` are numbers by name: counts, shares from 0 to 1, hours."""

    rule: Rule
    response: Response
    figures: dict[str, float] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        return {"rule": self.rule.value, "response": self.response.value, "figures": dict(self.figures)}


def passed(terms: GuardrailTerms, tally: Tally) -> Iterator[Passed]:
    """The limits that are passed now, in the order of harm."""
    for rule, guardrail in terms.active():
        figures = figures_of(rule, tally)
        if figures and _is_passed(rule, guardrail, figures):
            yield Passed(rule, guardrail.response, figures | {"limit": guardrail.bound or 0.0})


def figures_of(rule: Rule, tally: Tally) -> dict[str, float] | None:
    """What a rule is judged by; None where there is nothing to judge."""
    match rule:
        case Rule.FAILURES:
            return {"failed": tally.window.count(FAILED), "of": len(tally.window)}
        case Rule.WRONG_NUMBERS:
            return {"wrong": tally.window.count(WRONG), "of": len(tally.window)}
        case Rule.ANSWER_RATE:
            return _answers(tally)
        case Rule.CALLS_A_DAY:
            return {"calls": tally.today}
        case Rule.CALLS_IN_ALL:
            return {"calls": tally.in_all}
        case Rule.CREDITS_IN_ALL:
            return {"credits": tally.spent}
        case Rule.CREDITS_LOW:
            pace = tally.credits_an_hour
            return {"credits": tally.credits[-1][1], "hours": tally.credits[-1][1] / pace} if pace else None


def _is_passed(rule: Rule, guardrail: Guardrail, figures: dict[str, float]) -> bool:
    bound = guardrail.bound or 0.0
    match rule:
        case Rule.FAILURES:
            return surely_above(int(figures["failed"]), int(figures["of"]), bound)
        case Rule.WRONG_NUMBERS:
            return surely_above(int(figures["wrong"]), int(figures["of"]), bound)
        case Rule.ANSWER_RATE:
            return bool(figures["certain"]) and figures["now"] <= bound * figures["before"]
        case Rule.CREDITS_LOW:
            return figures["hours"] < bound
        case Rule.CREDITS_IN_ALL:
            return figures["credits"] >= bound
        case Rule.CALLS_A_DAY | Rule.CALLS_IN_ALL:
            return figures["calls"] >= bound


def surely_above(count: int, of: int, bound: float) -> bool:
    if of < FEWEST or count <= bound * of:
        return False
    return of >= MANY or _at_least(count, of, bound) <= CHANCE


def _at_least(count: int, of: int, chance: float) -> float:
    """How likely `count` or more of `of` are, each by `chance` (binomial distribution)."""
    return sum(comb(of, k) * chance**k * (1 - chance) ** (of - k) for k in range(count, of + 1))


def _answers(tally: Tally) -> dict[str, float] | None:
    newest, older = tally.window[-NOW:], tally.window[:-NOW]
    now = share(newest.count(ANSWERED), len(newest))
    before = share(tally.before_answered + older.count(ANSWERED), tally.before + len(older))
    if now.of < FEWEST or before.of < NOW or now.value is None or not before.value:
        return None
    apart = difference(before, now)
    certain = bool(apart and apart.certain)
    return {"now": now.value, "before": before.value, "of": now.of, "certain": float(certain)}


def nearness(terms: GuardrailTerms, tally: Tally, begun: int) -> float:
    """From 0 to 1, how near a limit is that pauses: at 1 the next look may find it passed. `begun`: calls that began since the
    last look, and may begin until the next one."""
    found = [0.0]
    for rule, guardrail in terms.active():
        figures = figures_of(rule, tally)
        if guardrail.response is not Response.PAUSE or not figures or not guardrail.bound:
            continue
        if rule in (Rule.CALLS_A_DAY, Rule.CALLS_IN_ALL):
            found.append((figures["calls"] + begun) / guardrail.bound)
        elif rule in (Rule.FAILURES, Rule.WRONG_NUMBERS) and figures["of"]:
            bad = figures["failed"] if rule is Rule.FAILURES else figures["wrong"]
            found.append(bad / figures["of"] / guardrail.bound if bad > 1 else 0.0)
    return min(max(found), 1.0)
