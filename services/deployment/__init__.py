"""Capabilities of this platform and key, and what is used instead of those that are missing."""

from services.deployment.answers import SourcedAnswer, Way
from services.deployment.deployment import Deployment
from services.deployment.table import Capability, CapabilityState, Feature, Instead
from services.operation_verdicts import OperationVerdict

__all__ = [
    "Capability",
    "CapabilityState",
    "Deployment",
    "Feature",
    "Instead",
    "OperationVerdict",
    "SourcedAnswer",
    "Way",
]
