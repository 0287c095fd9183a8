"""Launch once, create once, and the dry run before."""

from services.launch.creation import CreateResult, CreationOutcome, Creations, asked_for
from services.launch.dry_run import Candidate, DryRun, Gap, dry_run
from services.launch.findings import CampaignSnapshot, Evidence, LaunchFinding, LaunchVerdict
from services.launch.forecasts import LaunchForecast, LaunchForecasts, Missing
from services.launch.intents import Intent, IntentKind, IntentState
from services.launch.launches import Launches
from services.launch.ledger import Ledger
from services.launch.reasons import LeftOut, LeftOutReason
from services.launch.results import LaunchOutcome, LaunchResult
from services.launch.views import Change, SeenState
from services.launch.watcher import Watcher
from services.launch.worked_out import at_next_opening

__all__ = [
    "CampaignSnapshot",
    "Candidate",
    "Change",
    "CreateResult",
    "CreationOutcome",
    "Creations",
    "DryRun",
    "Evidence",
    "Gap",
    "Intent",
    "IntentKind",
    "IntentState",
    "LaunchFinding",
    "LaunchForecast",
    "LaunchForecasts",
    "LaunchOutcome",
    "LaunchResult",
    "LaunchVerdict",
    "Launches",
    "Ledger",
    "LeftOut",
    "LeftOutReason",
    "Missing",
    "SeenState",
    "Watcher",
    "asked_for",
    "at_next_opening",
    "dry_run",
]
