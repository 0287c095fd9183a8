"""The services of a console over a real sandbox, put together as the server does, without a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr

from services.api import Api, RequestBudget
from services.database.database import make_engine
from services.runtime import Runtime
from services.settings import Settings
from tests.new_database import make_tables
from tests.sandbox_process import RunningSandbox

ANY_HOUR = str(Path(__file__).with_name("any_hour.csv"))
"""A table of legal hours by which people may be called at any time."""


def whole_console(sandbox: RunningSandbox, folder: Path, *, calling_hours: str = "") -> Iterator[Runtime]:
    """One console; its database is a file in the folder. `calling_hours` is a table in place of the one that comes along."""
    settings = Settings(
        talkturo_base_url=sandbox.url,
        talkturo_token=SecretStr(sandbox.token),
        talkturo_team_id=sandbox.team_id,
        console_account_is_sandbox=True,
        console_calling_hours=calling_hours,
        console_database_url=f"sqlite:///{folder / 'console.db'}",
    )
    engine = make_engine(settings.console_database_url)
    make_tables(engine)
    budget = RequestBudget(10_000_000)
    api = Api(
        sandbox.url,
        sandbox.token,
        sandbox.team_id,
        "acme",
        demo=True,
        budget=budget,
        sleep=lambda _seconds: None,
    )
    made = Runtime(settings, engine, budget, api)
    yield made
    made.stop()
