"""What this platform and key can do, and what is used instead."""

from services.deployment.answers import Answer, Way
from services.deployment.deployment import Deployment
from services.deployment.table import Capability, Instead, State, Wanted
from services.deployment.verdicts import Verdict

__all__ = ["Answer", "Capability", "Deployment", "Instead", "State", "Verdict", "Wanted", "Way"]
