"""Terms of guardrails: which limits a campaign has, where each of them is, and what follows when it is passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Self

from services.start_refused import StartRefused


class Rule(StrEnum):
    """What is limited. In the order of harm: the first one passed is the reason that is told."""

    FAILURES = "failures"  # share of calls that fail for technical reasons
    WRONG_NUMBERS = "wrong_numbers"  # share of calls to numbers that do not exist
    ANSWER_RATE = "answer_rate"  # answer rate, as a part of what it was
    CALLS_A_DAY = "calls_a_day"
    CALLS_IN_ALL = "calls_in_all"
    CREDITS_IN_ALL = "credits_in_all"
    CREDITS_LOW = "credits_low"  # hours for which the credits last


SHARES = (Rule.FAILURES, Rule.WRONG_NUMBERS, Rule.ANSWER_RATE)
COUNTS = (Rule.CALLS_A_DAY, Rule.CALLS_IN_ALL, Rule.CREDITS_IN_ALL)


class Response(StrEnum):
    NOTHING = "nothing"
    TELL = "tell"
    PAUSE = "pause"  # and tell


class Guardrail(NamedTuple):
    """`bound` is a share from 0 to 1, a count, or hours, as the rule has it; None is no limit."""

    response: Response
    bound: float | None


DEFAULTS: Mapping[Rule, Guardrail] = {
    Rule.FAILURES: Guardrail(Response.PAUSE, 0.5),
    Rule.WRONG_NUMBERS: Guardrail(Response.PAUSE, 0.1),
    Rule.ANSWER_RATE: Guardrail(Response.TELL, 0.5),
    Rule.CALLS_A_DAY: Guardrail(Response.PAUSE, None),
    Rule.CALLS_IN_ALL: Guardrail(Response.PAUSE, None),
    Rule.CREDITS_IN_ALL: Guardrail(Response.PAUSE, None),
    Rule.CREDITS_LOW: Guardrail(Response.TELL, 1.0),
}


@dataclass(frozen=True)
class GuardrailTerms:
    """The guardrails of one campaign, every rule with its own."""

    of: Mapping[Rule, Guardrail] = field(default_factory=lambda: DEFAULTS)

    @classmethod
    def read(cls, kept: Mapping[str, Any], usual: Self | None = None) -> Self:
        """As they were kept; what is missing is as usual."""
        begun = dict((usual or cls()).of)
        for name, value in kept.items():
            if name in set(Rule):
                response, bound = value
                begun[Rule(name)] = Guardrail(Response(response), None if bound is None else float(bound))
        return cls(begun)

    def stored(self) -> dict[str, list[Any]]:
        return {rule.value: [one.response.value, one.bound] for rule, one in self.of.items()}

    def active(self) -> Iterator[tuple[Rule, Guardrail]]:
        """Those that do something, in the order of harm."""
        for rule in Rule:
            one = self.of[rule]
            if one.response is not Response.NOTHING and one.bound is not None:
                yield rule, one

    def bound(self, rule: Rule) -> float | None:
        return next((one.bound for active, one in self.active() if active is rule), None)


def terms_of_setting(setting: str) -> GuardrailTerms:
    """The usual terms with what an admin says otherwise: `failures=pause:50, calls_a_day=pause:500`; shares in percent.

    Raises:
        StartRefused: it is not written so.
    """
    try:
        return GuardrailTerms.read(_written(setting))
    except ValueError as error:
        raise StartRefused(
            f"CONSOLE_LIMITS cannot be read ({error}). It is written like `failures=pause:50, calls_a_day=pause:500`; "
            "docs/admin.md lists what there is. Nothing was started."
        ) from error


def _written(setting: str) -> dict[str, tuple[str, float | None]]:
    changed: dict[str, tuple[str, float | None]] = {}
    for part in filter(None, (one.strip() for one in setting.split(","))):
        name, _sep, said = part.partition("=")
        response, _sep, bound = said.strip().partition(":")
        rule, wanted = Rule(name.strip()), Response(response.strip())
        value = float(bound) / (100 if rule in SHARES else 1) if bound.strip() else DEFAULTS[rule].bound
        if value is not None and not _possible(rule, value):
            raise ValueError(f"{part}: out of range")
        if value is None and wanted is not Response.NOTHING:
            raise ValueError(f"{part}: says no number")
        changed[rule.value] = (wanted.value, value)
    return changed


def _possible(rule: Rule, bound: float) -> bool:
    if rule in SHARES:
        return 0 < bound < 1
    return bound >= 1 if rule in COUNTS else bound > 0
