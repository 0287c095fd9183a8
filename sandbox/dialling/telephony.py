"""Simulated telephone network: what becomes of a call, drawn from the seed.

The same seed, number and attempt at the same hour of day always end alike, whatever else happened before. The odds
follow the callee's hour: people answer around noon and after work, and are busy or away in between.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.api.models import Outcome

DEAD_LINES = 0.02
"""Share of numbers that no network knows: every call to one of them is `invalid_number`."""

ANSWERED_BY_HOUR = {
    8: 0.24, 9: 0.31, 10: 0.36, 11: 0.40, 12: 0.34, 13: 0.30, 14: 0.33, 15: 0.36, 16: 0.41, 17: 0.44, 18: 0.42, 19: 0.37,
}  # fmt: skip
ANSWERED_OTHERWISE = 0.18
UNANSWERED = {
    Outcome.VOICEMAIL: (0.30, 22, 48),
    Outcome.NO_ANSWER: (0.41, 25, 40),
    Outcome.BUSY: (0.12, 3, 7),
    Outcome.DECLINED: (0.14, 6, 18),
    Outcome.ERROR: (0.03, 1, 6),
    Outcome.INVALID_NUMBER: (0.0, 2, 4),
}
"""Outcomes of calls that nobody answers: the share of each, and the fewest and the most seconds it takes. Which lines are
dead is no chance of the call."""


HANGS_UP_AFTER = 6
"""Seconds, where a machine is to be left no message."""


@dataclass(frozen=True)
class Ending:
    """Ending of a call, and how many seconds it takes from dialling to hanging up."""

    outcome: Outcome
    seconds: int


@dataclass
class PhoneNetwork:
    """`script` overrides the draw: number → the endings of its first, second, … attempt (the last one repeats). `odds` make it
    a bad network: the share of calls that end so, whatever they would have done; the others end as ever."""

    seed: int
    script: Mapping[str, list[Ending]] = field(default_factory=dict)
    odds: Mapping[Outcome, float] = field(default_factory=dict)

    def call(self, number: str, attempt: int, hour: int) -> Ending:
        """The ending of the `attempt`-th call (from 1) to `number` at `hour` of the callee's day."""
        scripted = self.script.get(number)
        if scripted:
            return scripted[min(attempt, len(scripted)) - 1]
        fate = self._draw(number, f"fate {attempt}")
        for outcome, share in self.odds.items():
            if fate < share:
                return self._ending(outcome, number, attempt)
            fate -= share
        if self._draw(number, "line") < DEAD_LINES:
            return self._ending(Outcome.INVALID_NUMBER, number, attempt)
        chance = self._draw(number, f"outcome {attempt}")
        return self._ending(outcome_at(hour, chance), number, attempt)

    def _ending(self, outcome: Outcome, number: str, attempt: int) -> Ending:
        chance = self._draw(number, f"seconds {attempt}")
        if outcome is Outcome.ANSWERED:
            return Ending(outcome, talk_seconds(chance))
        _share, shortest, longest = UNANSWERED[outcome]
        return Ending(outcome, shortest + round(chance * (longest - shortest)))

    def _draw(self, number: str, what: str) -> float:
        """Between 0 and 1, always the same for the same question."""
        digest = hashlib.blake2b(f"{self.seed}|{number}|{what}".encode(), digest_size=7).digest()
        return int.from_bytes(digest) / 2**56


def as_set(ending: Ending, settings: Mapping[str, Any]) -> Ending:
    """An ending as the campaign's settings let it come about: its longest call, and what becomes of a machine.

    A machine that is not detected is talked to, and counts as answered.
    """
    outcome, seconds = ending.outcome, ending.seconds
    if outcome is Outcome.VOICEMAIL and settings.get("voicemail_detection_enabled") is False:
        outcome = Outcome.ANSWERED
    if outcome is Outcome.VOICEMAIL and settings.get("voicemail_action") == "hangup":
        seconds = min(seconds, HANGS_UP_AFTER)
    longest = settings.get("max_call_duration_minutes")
    return Ending(outcome, min(seconds, longest * 60) if longest else seconds)


def outcome_at(hour: int, chance: float) -> Outcome:
    """The outcome that `chance` (0 to 1) falls on at `hour`."""
    answered = ANSWERED_BY_HOUR.get(hour, ANSWERED_OTHERWISE)
    if chance < answered:
        return Outcome.ANSWERED
    left = (chance - answered) / (1 - answered)
    for outcome, (share, _shortest, _longest) in UNANSWERED.items():
        if left < share:
            return outcome
        left -= share
    return Outcome.NO_ANSWER


def talk_seconds(chance: float) -> int:
    """Ringing and talking: most under two minutes, a few long ones."""
    return round(min(600.0, 18 + 62 * math.exp(1.1 * (2 * chance - 1)) ** 1.2))
