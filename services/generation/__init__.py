"""Generation of the platform: which of its published contracts an account answers by, found by reading alone."""

from services.api.generation import Generation
from services.generation.finding import GenerationFinding, found
from services.generation.signs import Sign

__all__ = ["Generation", "GenerationFinding", "Sign", "found"]
