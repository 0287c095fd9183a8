"""Call limit of a person: the most calls that a campaign's limits of tries let one person get."""

from __future__ import annotations

from collections.abc import Mapping

from services.api.models import RETRIED, Outcome


def most_calls(
    attempts: int, limits: Mapping[Outcome, int], *, after_error: bool = False, add_up: bool = False
) -> int:
    """The most calls one person can get.

    `attempts` is the limit for all calls, `limits` are those of single outcomes. Where they `add_up` each is a budget of its
    own: whoever did not answer as often as allowed may still be called for being busy. Then never less than may happen
    is said. Elsewhere the smaller limit holds, and it counts all calls.
    """
    retried = [
        one for one in RETRIED if one is not Outcome.ERROR or after_error or (add_up and one in limits)
    ]
    if add_up:
        return sum(limits.get(one, attempts) for one in retried) if limits else attempts
    return max((min(attempts, limits.get(one, attempts)) for one in retried), default=1)
