"""A console process that clicks: several people at once, each on every campaign, all having seen the same state.

`main` reads one JSON line of orders, says "ready", waits for a line, clicks, and
prints how often which result was said.
"""

from __future__ import annotations

import dataclasses
import json
import pickle
import random
import sys
import threading
from collections import Counter
from pathlib import Path

from services.api import Api, RequestBudget
from services.database.database import make_engine
from services.launch import Launches, LaunchOutcome, SeenState
from services.person import Person
from tests.services.launch.limits import KeptElsewhere

UNCLEAR = (LaunchOutcome.NOT_LAUNCHED, LaunchOutcome.UNCERTAIN)


def click_all(launches: Launches, views: list[SeenState], who: str, said: Counter[str]) -> None:
    """Twice on each, as impatient people do; now and then one decides to go on from an unclear answer."""
    chance = random.Random(who)
    for seen in views:
        for _click in range(2):
            result = launches.launch(seen.campaign_id, seen, who=Person(who), max_calls=1)
            said[result.outcome] += 1
            if result.outcome in UNCLEAR and chance.random() < 0.1:
                decided = dataclasses.replace(seen, last_intent=result.intent.id)
                launches.launch(
                    seen.campaign_id, decided, who=Person(who), max_calls=1, acknowledged=result.intent.id
                )


def main() -> None:
    order = json.loads(sys.stdin.readline())
    views: list[SeenState] = pickle.loads(Path(order["views"]).read_bytes())  # noqa: S301  our own test's file
    budget = RequestBudget(10_000_000)
    api = Api(
        order["url"], order["token"], order["team"], budget=budget, deadline=order["deadline"], demo=True
    )
    launches = Launches(make_engine(order["database"]), api, patience_seconds=5, limits=KeptElsewhere())
    said: Counter[str] = Counter()
    people = [
        threading.Thread(target=click_all, args=(launches, views, f"{order['who']}-{number}", said))
        for number in range(order["people"])
    ]
    print("ready", flush=True)
    sys.stdin.readline()
    for one in people:
        one.start()
    for one in people:
        one.join()
    print(json.dumps(said))
