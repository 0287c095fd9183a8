"""Keeper: a durable watcher that acts on the platform for what people have asked for (`docs/keeper.md`)."""

from services.keeper.duties import Chosen, GoneOn, LastStart, Tools
from services.keeper.guardrails import DEFAULTS, Guardrail, GuardrailTerms, Response, Rule
from services.keeper.guardrails.terms import terms_of_setting
from services.keeper.guards import Guarded, Guards
from services.keeper.keeper import Keeper
from services.keeper.limits import Limit, Limits, NotKept, most_beyond
from services.keeper.queue import QUEUE
from services.keeper.rests import AtCallLimit, CampaignRest, Rests
from services.keeper.starts import PlannedStart, Starts
from services.keeper.watch import Duty, Watch, WatchState, Why

__all__ = [
    "DEFAULTS",
    "QUEUE",
    "AtCallLimit",
    "CampaignRest",
    "Chosen",
    "Duty",
    "GoneOn",
    "Guarded",
    "Guardrail",
    "GuardrailTerms",
    "Guards",
    "Keeper",
    "LastStart",
    "Limit",
    "Limits",
    "NotKept",
    "PlannedStart",
    "Response",
    "Rests",
    "Rule",
    "Starts",
    "Tools",
    "Watch",
    "WatchState",
    "Why",
    "most_beyond",
    "terms_of_setting",
]
