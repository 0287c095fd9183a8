"""Choices of a recipient: of what she is told where, when it is quiet, and when the day's summary comes.

What is kept is what was turned off, so that a kind that comes with a later version is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Self

from services.notifications.events import EventKind
from services.notifications.quiet import QuietHours

NIGHT = QuietHours(time(20), time(7))
EVENING = time(18)


@dataclass(frozen=True)
class Choices:
    """`not_in_bell` and `not_sent` are kinds that were turned off; sent is what leaves the console, by e-mail or to the team's
    channels. `zone` is None where that of her browser counts."""

    not_in_bell: frozenset[EventKind] = field(default_factory=frozenset)
    not_sent: frozenset[EventKind] = field(default_factory=frozenset)
    quiet: QuietHours | None = NIGHT
    summary_at: time | None = EVENING
    zone: str | None = None

    @classmethod
    def of_the_team(cls) -> Self:
        """A channel that several read disturbs nobody at night, and the day's summary goes to people."""
        return cls(quiet=None, summary_at=None)

    def stored(self) -> dict[str, Any]:
        return {
            "not_in_bell": sorted(self.not_in_bell),
            "not_sent": sorted(self.not_sent),
            "quiet": [_written(self.quiet.start), _written(self.quiet.end)] if self.quiet else None,
            "summary_at": _written(self.summary_at) if self.summary_at else None,
            "zone": self.zone,
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any], default: Choices) -> Choices:
        """What another version has stored and this one does not know is left behind."""
        if not stored:
            return default
        quiet, summary_at = stored.get("quiet"), stored.get("summary_at")
        return Choices(
            _kinds(stored.get("not_in_bell") or ()),
            _kinds(stored.get("not_sent") or ()),
            QuietHours(time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])) if quiet else None,
            time.fromisoformat(summary_at) if summary_at else None,
            stored.get("zone"),
        )


def _kinds(names: Iterable[str]) -> frozenset[EventKind]:
    known = {kind.value for kind in EventKind}
    return frozenset(EventKind(name) for name in names if name in known)


def _written(at: time) -> str:
    return at.isoformat("minutes")
