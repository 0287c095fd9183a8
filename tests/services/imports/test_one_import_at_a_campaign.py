"""One import at a campaign at a time, on SQLite and on PostgreSQL, however many begin at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.database.database import make_engine
from services.imports.claim import Claim, Holder, take
from services.imports.job import PausedBy
from services.imports.rows import in_chunks
from services.imports.store import JobStore, NewJob
from services.person import Person
from tests.new_database import make_tables
from tests.services.imports.people import batches, person
from tests.services.imports.postgresql import postgresql

AT_ONCE = 6


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JobStore]:
    if request.param == "sqlite":
        folder: Path = tmp_path_factory.mktemp("jobs")
        yield from _store(make_engine(f"sqlite:///{folder / 'console.db'}"))
    else:
        with postgresql() as url:
            yield from _store(make_engine(url))


def _store(engine: Engine) -> Iterator[JobStore]:
    make_tables(engine)
    yield JobStore(engine, lambda: datetime.now(UTC), lambda *_: None)
    engine.dispose()


def claimed(store: JobStore, campaign_id: str, number: int) -> Claim:
    new = NewJob("list.csv", f"{campaign_id} {number}", campaign_id, "Spring", "", Person("anna"))
    job_id, _ = store.reserve(new)
    store.put_rows(job_id, in_chunks(batches([person(number)])))
    store.accept(job_id)
    claim = take(store, Holder("here", f"life {number}"), job_id, 1)
    assert claim is not None
    return claim


def asked_at_once(claims: list[Claim]) -> list[bool]:
    with ThreadPoolExecutor(len(claims)) as threads:
        return list(threads.map(lambda claim: claim.has_campaign_alone(), claims))


@pytest.mark.parametrize("campaign_id", [f"camp {number}" for number in range(4)])
def test_of_several_that_ask_at_once_one_has_it(store: JobStore, campaign_id: str) -> None:
    claims = [claimed(store, campaign_id, number) for number in range(AT_ONCE)]
    assert asked_at_once(claims).count(True) == 1
    assert asked_at_once(claims).count(True) == 1  # and it keeps it


@pytest.mark.parametrize("ends", ["finished", "paused"])
def test_the_next_one_has_it_when_the_first_is_over_or_paused(store: JobStore, ends: str) -> None:
    first, second = (claimed(store, f"camp that is {ends}", number) for number in range(2))
    assert first.has_campaign_alone()
    assert not second.has_campaign_alone()
    if ends == "finished":
        first.finish()
    else:
        first.pause("unwell", PausedBy.PROBLEM, {})
    assert second.has_campaign_alone()


def test_imports_of_other_campaigns_are_not_waited_for(store: JobStore) -> None:
    claims = [claimed(store, f"another {number}", number) for number in range(3)]
    assert asked_at_once(claims) == [True, True, True]
