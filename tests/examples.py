"""Generated examples of a property: as many as it names in a soak, a third of them by day.

What a change broke is found by the first of them, or by the long search for which there is `make soak` (EXAMPLES=all).
"""

from __future__ import annotations

import os

from hypothesis import settings

BY_DAY = 3


def by_day(number: int) -> int:
    return number if os.environ.get("EXAMPLES") == "all" else max(number // BY_DAY, 10)


def examples(number: int) -> settings:
    """Decorator of a property: `@examples(300)`."""
    return settings(max_examples=by_day(number), deadline=None)
