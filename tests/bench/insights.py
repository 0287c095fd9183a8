"""*Insights* over 500 campaigns and a million calls, once fetched: from the database to every answer."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
from sqlalchemy import insert

from services.api import Api
from services.api.models import Campaign
from services.database.database import make_engine
from services.migrations import upgrade
from services.results.call_log import CallLog, CallSegment
from services.results.call_table import SCHEMA, packed
from services.results.insights import Dimension, SelectedCalls, Selection, best_hour, compare

CAMPAIGNS, CALLS, SEGMENTS = 500, 1_000_000, 30
START = int(datetime(2026, 1, 5, 8, tzinfo=UTC).timestamp())
OUTCOMES = ["answered", "no_answer", "voicemail", "busy", "declined", "error"]
TARGET_SECONDS = 2.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'console.db'}")
        upgrade(engine)
        with engine.begin() as connection:
            for number in range(SEGMENTS):
                connection.execute(insert(CallSegment).values(_segment(number)))
        log = CallLog(engine, Api("http://127.0.0.1:9", "tk_test_bench", "team"), "bench")
        campaigns = [_campaign(number) for number in range(CAMPAIGNS)]
        cold = _timed("read from the database", log.table)
        whole = _timed("all questions, all campaigns", lambda: _ask(log, Selection(campaigns)))
        since = datetime.fromtimestamp(START + 30 * 86_400, UTC)
        period = _timed("all questions, one period", lambda: _ask(log, Selection(campaigns, since=since)))
        print(
            f"{len(log.table()):,} calls; worst together {cold + max(whole, period):.2f} s, to reach {TARGET_SECONDS} s"
        )
        engine.dispose()


def _ask(log: CallLog, selection: Selection) -> None:
    calls = SelectedCalls(log.table(), selection)
    calls.funnel()
    calls.outcomes()
    calls.by_hour_and_weekday()
    calls.attempts()
    best_hour(calls.by_hour())
    for dimension in (Dimension.ASSISTANT, Dimension.NUMBER):
        calls.ranking(dimension, {})
    ranking = calls.ranking(Dimension.CAMPAIGN, {})
    compare(ranking, "camp_1", "camp_2")


def _timed(name: str, work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    print(f"{name:32} {seconds:6.2f} s")
    return seconds


def _segment(number: int) -> dict[str, object]:
    """Calls by chance: no two segments share a call."""
    chance = np.random.default_rng(number)
    size = CALLS // SEGMENTS
    started = np.sort(START + number * 2 * 86_400 + chance.integers(0, 2 * 86_400, size))
    columns = [
        pa.array(np.arange(size, dtype=np.uint64) * SEGMENTS + number),
        pa.array(chance.integers(0, CALLS // 2, size).astype(np.uint64)),
        _words(chance.integers(0, CAMPAIGNS, size), [f"camp_{one}" for one in range(CAMPAIGNS)]),
        _words(chance.integers(0, 20, size), [f"+49891{one:02}" for one in range(20)]),
        _words(chance.integers(0, len(OUTCOMES), size), OUTCOMES),
        pa.array(started),
        pa.array(chance.integers(8, 20, size).astype(np.int8)),
        pa.array(chance.integers(0, 7, size).astype(np.int8)),
        pa.array(chance.integers(5, 300, size).astype(np.int32)),
    ]
    return {
        "connection": "bench",
        "oldest": datetime.fromtimestamp(int(started[0]), UTC),
        "newest": datetime.fromtimestamp(int(started[-1]), UTC),
        "calls": size,
        "columns": packed(pa.Table.from_arrays(columns, schema=SCHEMA)),
    }


def _words(codes: np.ndarray, words: list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words))


def _campaign(number: int) -> Campaign:
    facts = {"id": f"camp_{number}", "name": f"Campaign {number}", "status": "completed"}
    return Campaign.model_validate(facts | {"assistant_id": f"asst_{random.randrange(10)}"})


if __name__ == "__main__":
    main()
