"""Finding of a generation: what the signs together say, and what an admin decided where they do not.

Two signs that agree make it certain, one of them from a campaign; two that contradict each other make it unknown, and so
does too little. An unknown platform is treated by the strictest word of every rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.api.generation import Generation
from services.generation.signs import Sign

KNOWN: frozenset[Generation] = frozenset({Generation.SEED, Generation.ACTIONS, Generation.NEWEST})
ENOUGH = 2


@dataclass(frozen=True)
class GenerationFinding:
    """`generation` is what counts. `by_signs` is what was read, `decided_by` the name of who
    decided otherwise, "" where nobody did, and where nobody signs in."""

    generation: Generation
    by_signs: Generation
    signs: tuple[Sign, ...] = ()
    found_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None

    @property
    def decided(self) -> bool:
        """Whether somebody decided otherwise."""
        return self.decided_at is not None

    @property
    def contradicting(self) -> bool:
        """Whether no generation fits every sign."""
        return bool(self.signs) and not _fitting(self.signs)


NOT_ASKED = GenerationFinding(Generation.UNKNOWN, Generation.UNKNOWN)


def found(signs: Iterable[Sign]) -> Generation:
    """The one generation that every sign speaks for, where two speak for it alone and one of all is from a campaign."""
    signs = tuple(signs)
    fitting = _fitting(signs)
    if len(fitting) != 1:
        return Generation.UNKNOWN
    [generation] = fitting
    alone = [sign for sign in signs if sign.speaks_for == {generation}]
    certain = len(signs) >= ENOUGH and alone and any(sign.of_campaign for sign in signs)
    return generation if certain else Generation.UNKNOWN


def _fitting(signs: Iterable[Sign]) -> set[Generation]:
    fitting = set(KNOWN)
    for sign in signs:
        fitting &= sign.speaks_for
    return fitting
