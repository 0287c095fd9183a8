"""Table of the facts about a campaign that are read once for all who look: the key, the age and the purpose of each.

One home for the three, so that no fact is read under two keys, and a change of the campaign forgets all of them at once
(`reads.forget("campaign:ID:")`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple


class SharedFact(NamedTuple):
    """`max_age`: how old it may get before it is read anew. `purpose`: on whose account its requests go; "" where it is
    reckoned from others and asks for nothing itself."""

    name: str
    max_age: timedelta
    purpose: str = ""

    def key(self, campaign_id: str, *parts: str) -> str:
        return ":".join((f"campaign:{campaign_id}:{self.name}", *parts))


EVERYBODY = SharedFact("everybody", timedelta(minutes=2), "readiness")
"""For each thousand of them."""
OUTLOOK = SharedFact("outlook", timedelta(seconds=30))
READINESS = SharedFact("readiness", timedelta(seconds=30))
HISTORY = SharedFact("history", timedelta(seconds=30))
EARLIER_ANSWERS = SharedFact("earlier-answers", timedelta(minutes=10))
DAY_PLAN = SharedFact("day-plan", timedelta(minutes=2))
DAY_PLAN_AFAR = SharedFact("day-plan-afar", timedelta(minutes=10))
"""From what is known without asking for its people."""
PEOPLE_PAGE = SharedFact("people", timedelta(seconds=10), "people")
DRY_RUN = SharedFact("dry-run", timedelta(seconds=30))
FIRST_OF_ALL = SharedFact("first-of-all", timedelta(seconds=30), "dry run")
LINKS = SharedFact("links", timedelta(seconds=1))
PLANNED_START = SharedFact("planned-start", timedelta(seconds=1))
JUST_STARTED = SharedFact("just-started", timedelta(seconds=1))
GUARDRAILS = SharedFact("guardrails", timedelta(seconds=1))
LIMIT = SharedFact("limit", timedelta(seconds=1))
REST = SharedFact("rest", timedelta(seconds=1))
LAST_LAUNCH = SharedFact("last-launch", timedelta(seconds=1))
GROUP = SharedFact("group", timedelta(seconds=1))
NOBODY_CHOSE = SharedFact("nobody-chose", timedelta(seconds=1))
LISTS_NOT_KEPT = SharedFact("lists-not-kept", timedelta(seconds=30))
STRANGERS = SharedFact("strangers", timedelta(minutes=2), "people")
RECKONED_FROM_EVERYBODY = (READINESS, OUTLOOK, HISTORY, DAY_PLAN)
