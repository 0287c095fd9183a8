"""Confidence intervals of a share: Wilson's for one, Newcombe's for the difference of two.

Sources: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927); R. G. Newcombe, Statist. Med. 17 (1998), method 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959964
FEW = 30  # below so many the interval of a share near one half is wider than ±18 points


@dataclass(frozen=True)
class Share:
    """`count` of `of`, with the interval that holds the true share 95 times in 100."""

    count: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def unsure(self) -> bool:
        """Too few to say more than a direction."""
        return self.of < FEW


def share(count: int, of: int, z: float = Z95) -> Share:
    """`count` of `of` with Wilson's interval; of nothing it is anything from 0 to 1."""
    if of <= 0:
        return Share(0, 0, 0.0, 1.0)
    counted = min(max(count, 0), of)
    p, weight = counted / of, z * z / of
    middle = (p + weight / 2) / (1 + weight)
    half = z * sqrt(p * (1 - p) / of + weight / (4 * of)) / (1 + weight)
    low = 0.0 if counted == 0 else middle - half
    high = 1.0 if counted == of else middle + half
    return Share(counted, of, max(low, 0.0), min(high, 1.0))


@dataclass(frozen=True)
class Difference:
    """Difference of two shares: 0.05 means the first is five points higher."""

    value: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """The interval leaves out that there is none."""
        return self.low > 0 or self.high < 0


def difference(first: Share, second: Share) -> Difference | None:
    """None where one of the two is a share of nothing."""
    if first.value is None or second.value is None:
        return None
    value = first.value - second.value
    below = sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    above = sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    return Difference(value, value - below, value + above)
