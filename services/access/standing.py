"""Standing of a sign-in: whether it still holds. `services.sign_ins` finds it out; whoever asks for access needs it."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """State of a sign-in as far as it is known. `UNKNOWN`: the database does not say, and never said."""

    HOLDS = "holds"
    ENDED = "ended"
    UNKNOWN = "unknown"
