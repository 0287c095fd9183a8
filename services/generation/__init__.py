"""Generation of the platform: which of its published contracts an account answers by, found by reading alone."""

from services.generation.finding import Generation, GenerationFinding, found
from services.generation.signs import Sign

__all__ = ["Generation", "GenerationFinding", "Sign", "found"]
