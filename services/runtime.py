"""The composition root: everything the pages need, built once a process from the settings.

`start` and `stop` are called by the server's lifespan; tests build a `Runtime` of their own and `use` it.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from services.api import Api, ApiError, RequestBudget
from services.audit import Audit
from services.budget_store import SharedBudgetStore
from services.campaign_listings import CampaignListings
from services.campaigns import Campaigns
from services.database import create_tables, make_engine
from services.deployment import Deployment
from services.launch import Creations, Launches
from services.live import Live
from services.one_campaign import read_now
from services.read_store import SharedReads
from services.reads import Reads
from services.sandbox_process import ACCOUNT_SLUG, TEAM_ID, SandboxProcess
from services.settings import HOME, Settings

SECRETS_FILE = HOME / ".streamlit" / "secrets.toml"

log = logging.getLogger(__name__)


@dataclass
class Runtime:
    """What is shared by all people of one process. `sandbox` is None against a real account."""

    settings: Settings
    engine: Engine
    budget: RequestBudget
    api: Api
    sandbox: SandboxProcess | None = None
    audit: Audit = field(init=False)
    reads: Reads = field(init=False)
    campaigns: Campaigns = field(init=False)
    listings: CampaignListings = field(init=False)
    deployment: Deployment = field(init=False)
    live: Live = field(init=False)
    launches: Launches = field(init=False)
    creations: Creations = field(init=False)

    def __post_init__(self) -> None:
        self.audit = Audit(self.engine, self.api.clock.now)
        self.budget.keep_in(SharedBudgetStore(self.engine, self.api.fingerprint))
        self.reads = Reads(self.budget, shared=SharedReads(self.engine), connection=self.api.fingerprint)
        self.campaigns = Campaigns(self.api, self.reads, self.audit)
        self.listings = CampaignListings()
        self.deployment = Deployment(self.api, self.reads, self.campaigns, self.engine)
        read = partial(read_now, self.api)
        self.live = Live(self.api, self.reads, read=read)
        self.launches = Launches(self.engine, self.api, audit=self.audit, read=read)
        self.creations = Creations(self.engine, self.api, audit=self.audit)

    @property
    def demo(self) -> bool:
        """True when no real calls are placed."""
        return self.settings.mode == "sandbox"

    def stop(self) -> None:
        self.api.close()
        if self.sandbox:
            self.sandbox.stop()
        self.engine.dispose()


def build(settings: Settings, *, sandbox_arguments: tuple[str, ...] = ()) -> Runtime:
    """Make a runtime, starting the sandbox where no account is configured.

    Raises:
        SandboxDidNotStart: the demo's platform could not be started.
    """
    engine = make_engine(settings.console_database_url)
    create_tables(engine)
    budget = RequestBudget(settings.console_requests_per_hour)
    if settings.mode == "sandbox":
        sandbox = SandboxProcess(_sandbox_database(engine), arguments=sandbox_arguments)
        sandbox.start()
        api = Api(sandbox.base_url, sandbox.token, TEAM_ID, ACCOUNT_SLUG, budget=budget)
        return Runtime(settings, engine, budget, api, sandbox)
    api = Api(
        settings.talkturo_base_url,
        settings.talkturo_token,
        settings.talkturo_team_id,
        settings.talkturo_account_slug,
        budget=budget,
    )
    return Runtime(settings, engine, budget, api)


def _sandbox_database(engine: Engine) -> Path:
    """Beside the console's own SQLite file; under `var/` where the console keeps its tables elsewhere."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file:
        return Path(file).with_name("sandbox.db")
    return HOME / "var" / "sandbox.db"


_lock = threading.Lock()
_current: Runtime | None = None


def use(made: Runtime | None) -> None:
    """Make `made` the runtime of this process."""
    global _current
    with _lock:
        _current = made


def start() -> None:
    """Build the runtime from the environment, unless the settings are incomplete: then the pages say so."""
    settings = Settings()
    if settings.mode != "incomplete":
        use(build(settings))


def stop() -> None:
    made = _current
    use(None)
    if made:
        made.stop()


def current() -> Runtime | None:
    """The runtime of this process; None where the settings are incomplete."""
    return _current


def health() -> dict[str, Any]:
    """What `/api/health` answers: no secrets, no names."""
    made = _current
    report: dict[str, Any] = {"version": _version(), "mode": Settings().mode}
    if made is None:
        return {
            **report,
            "healthy": False,
            "database": "unknown",
            "platform": "not configured",
            "jobs": "unknown",
        }
    report["database"] = _database_state(made.engine)
    report["platform"] = _platform_state(made.api)
    report["healthy"] = report["database"] == "ok" and report["platform"] == "ok"
    return report


def _version() -> str:
    try:
        return version("campaign-console")
    except PackageNotFoundError:
        return (Path(HOME) / "VERSION").read_text(encoding="utf-8").strip()


def _database_state(engine: Engine) -> str:
    try:
        with engine.connect() as connection:
            connection.execute(text("select 1"))
    except SQLAlchemyError:
        log.exception("the console's database does not answer")
        return "unreachable"
    return "ok"


def _platform_state(api: Api) -> str:
    try:
        with api.budget.purpose("health", background=True):
            api.campaigns.list(limit=1)
    except ApiError as error:
        return type(error).__name__
    return "ok"
