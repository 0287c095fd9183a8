"""`python -m services.sign_ins`: an admin at the machine makes people sign in again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.audit.audit import Audit, AuditAction
from services.database.database import close_engine, make_engine
from services.migrations import upgrade
from services.person import Person
from services.sign_ins import SignIns, Standing
from services.sign_ins.__main__ import main

ADA = Person("Ada", "ada@example.com", "https://issuer.test", "1")
BEN = Person("Ben", "ben@example.com", "https://issuer.test", "2")


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'console.db'}"
    monkeypatch.setenv("CONSOLE_DATABASE_URL", url)
    engine = make_engine(url)
    upgrade(engine)
    begun = SignIns(engine)
    begun.begin("ada's", ADA)
    begun.begin("ben's", BEN)
    yield engine
    close_engine(engine)


@pytest.mark.parametrize(
    ("words", "still"),
    [
        (["end", "Ada@example.com"], {"ben's"}),
        (["end-all"], set[str]()),
        (["end", "nobody@x.y"], {"ada's", "ben's"}),
    ],
)
def test_sign_ins_end_and_that_is_told(
    engine: Engine, capsys: pytest.CaptureFixture[str], words: list[str], still: set[str]
) -> None:
    main(words)

    holding = {one for one in ("ada's", "ben's") if SignIns(engine).standing(one) is Standing.HOLDS}
    assert holding == still
    said = capsys.readouterr()
    assert said.out == f"{2 - len(still)}\n"
    assert [json.loads(line)["event"] for line in said.err.splitlines()] == ["sign_ins_ended"]
    [entry] = Audit(engine, lambda: datetime.now(UTC)).entries().rows
    assert (entry.action, entry.figures) == (AuditAction.END_SIGN_INS, {"sign_ins": 2 - len(still)})
    assert entry.who.machine
